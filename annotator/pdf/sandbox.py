"""Read untrusted PDFs, each in a process that can do nothing else.

This is the public interface of the package. ``PdfReader`` reads one PDF, ``SecondReader``
reads it with another library as an independent check, ``ReaderPool`` keeps a few readers
open between requests, ``DrawingQueue`` says whose turn it is, and ``Recogniser`` reads
pictures of pages (OCR). ``confinement`` sets what a worker may do, ``limits`` how much it
may use, and ``answers`` checks what it returns.
"""

from importlib.metadata import version

from annotator.pdf.confinement import LAYERS
from annotator.pdf.drawing_queue import DrawingQueue
from annotator.pdf.ocr_reader import (
    NoRecogniser,
    OcrReader,
    Recogniser,
    recogniser_here,
)
from annotator.pdf.pool import ReaderPool
from annotator.pdf.reader import PdfReader
from annotator.pdf.second_reader import SecondReader
from annotator.pdf.session import Deadlines, ReaderGoneError, layers_here

# Names and versions, from the installed packages; the libraries are not loaded here.
READERS: tuple[str, str] = (
    f"PyMuPDF {version('pymupdf-lite')}",
    f"pypdfium2 {version('pypdfium2')}",
)

__all__ = [
    "LAYERS",
    "READERS",
    "Deadlines",
    "DrawingQueue",
    "NoRecogniser",
    "OcrReader",
    "PdfReader",
    "ReaderGoneError",
    "ReaderPool",
    "Recogniser",
    "SecondReader",
    "layers_here",
    "recogniser_here",
]

"""Read strangers' PDFs without opening them: each in a process that can do nothing else.

The door to this package. ``PdfReader`` reads one PDF, and ``SecondReader`` reads it by
another library, so that one need not vouch for itself; ``ReaderPool`` keeps a few readers
warm between requests. What a worker may do is settled in ``confinement``, how much it may
use is listed in ``limits``, and what it says is checked in ``answers``.
"""

from importlib.metadata import version

from annotator.pdf.confinement import LAYERS
from annotator.pdf.pool import ReaderPool
from annotator.pdf.reader import PdfReader
from annotator.pdf.second_reader import SecondReader
from annotator.pdf.session import Deadlines, layers_here

READERS: tuple[
    str, str
] = (  # by name and version; asked of the installation, not loaded
    f"PyMuPDF {version('pymupdf-lite')}",
    f"pypdfium2 {version('pypdfium2')}",
)

__all__ = [
    "LAYERS",
    "READERS",
    "Deadlines",
    "PdfReader",
    "ReaderPool",
    "SecondReader",
    "layers_here",
]

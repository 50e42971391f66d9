"""Read strangers' PDFs without opening them: each in a process that can do nothing else.

The door to this package. ``PdfReader`` reads one PDF; ``ReaderPool`` keeps a few readers
warm between requests. What a worker may do is settled in ``confinement``, how much it may
use is listed in ``limits``, and what it says is checked in ``answers``.
"""

from annotator.pdf.confinement import LAYERS
from annotator.pdf.pool import ReaderPool
from annotator.pdf.reader import Deadlines, PdfReader, layers_here

__all__ = ["LAYERS", "Deadlines", "PdfReader", "ReaderPool", "layers_here"]

"""The sentence that a quote stands in: what leads up to it and what follows."""

from annotator.domain.matching.anchoring import Document
from annotator.domain.text.canonical_text import reading_text
from annotator.domain.text.sentences import sentence_around
from annotator.domain.text.spans import Span

REACH = 400  # code points that are looked at on each side


def surroundings(document: Document, span: Span) -> tuple[str, str]:
    """Return the words of its sentences before and after ``span``."""
    quote = _read(document, span.start, span.end)
    whole = _read(document, max(0, span.start - REACH), span.end + REACH)
    start = len(whole) - len(_read(document, span.start, span.end + REACH))
    end = start + len(quote)
    first, last = sentence_around(whole, start, end)
    return whole[first:start].strip(), whole[end:last].strip()


def gap(document: Document, offset: int) -> str:
    """Return what parts the characters on both sides of ``offset``: a space, or nothing."""
    around = document.slice(max(0, offset - 1), offset + 1)
    return " " if len(around) < 2 or around.split() != [around] else ""


def _read(document: Document, start: int, end: int) -> str:
    return reading_text(document.pages, start, end, between_blocks="\n\n")

"""The sentence that a quote stands in: what leads up to it and what follows."""

from annotator.domain.anchoring import Document, Span
from annotator.domain.sentences import sentence_around
from annotator.domain.text import reading_text

REACH = 400  # code points that are looked at on each side


def surroundings(document: Document, span: Span) -> tuple[str, str]:
    """Return the words of its sentences before and after ``span``."""
    pages = document.pages
    before = reading_text(pages, max(0, span.start - REACH), span.start)
    quote = reading_text(pages, span.start, span.end)
    after = reading_text(pages, span.end, span.end + REACH)
    lead = f"{before} " if before else ""
    start, end = len(lead), len(lead) + len(quote)
    whole = f"{lead}{quote} {after}"
    first, last = sentence_around(whole, start, end)
    return whole[first:start].strip(), whole[end:last].strip()

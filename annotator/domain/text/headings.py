"""The heading that a passage stands under."""

import re
from collections.abc import Sequence

from annotator.domain.text.canonical_text import PageText, page_at
from annotator.domain.text.folding import fold

# Chosen, not measured.
LONGEST_HEADING = 120  # code points
PAGES_BACK = 20  # pages searched for a numbered heading if there is no outline

# "4.2 Biological risks", "A.1 Prompts": a number, then words that do not end a sentence.
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)+)\.?\s+[A-Z].*[^.,;:]$", re.S)


def heading_above(
    pages: Sequence[PageText], outline: Sequence[tuple[int, str, int]], offset: int
) -> str:
    """Return the last heading before ``offset`` (code points), or "" if none is known.

    ``outline`` is the PDF's own, as (level, title, page from 1). If it is empty, a
    numbered line that stands alone is taken for a heading.
    """
    page = page_at(pages, offset)
    by_page = sorted(outline, key=lambda entry: entry[2])
    for _, title, number in by_page[::-1]:
        if number < page.number:
            return title
        if number == page.number and _is_above(page, title, offset):
            return title
    return "" if outline else _numbered_above(pages, page, offset)


def _is_above(page: PageText, title: str, offset: int) -> bool:
    return fold(title).text.strip() in fold(page.text[: offset - page.start]).text


def _numbered_above(pages: Sequence[PageText], page: PageText, offset: int) -> str:
    before = page.text[: offset - page.start]
    first = max(0, page.number - 1 - PAGES_BACK)
    texts = [*(earlier.text for earlier in pages[first : page.number - 1]), before]
    for text in reversed(texts):
        for block in reversed(re.split(r"\n\n|\f", text)):
            line = " ".join(block.split())
            if len(line) <= LONGEST_HEADING and _NUMBERED.match(line):
                return line
    return ""

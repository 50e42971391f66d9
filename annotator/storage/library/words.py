"""Store the words of a page as compressed JSON, and read them again."""

import json
import zlib
from collections.abc import Sequence
from typing import Any

from annotator.domain.text.canonical_text import Hyphen, PageText, Word
from annotator.domain.text.layout.lines import Flow
from annotator.storage.library.revisions import Page

MAX_BYTES = 64 * 2**20  # of a page's words, decompressed (chosen, not measured)
_FLOWS = {flow.value: flow for flow in Flow}  # several times faster than Flow(value)
_HYPHENS = {hyphen.value: hyphen for hyphen in Hyphen}


def pack(words: Sequence[Word]) -> bytes:
    """Return ``words`` as bytes for ``Page.words``."""
    rows = [
        [
            word.text,
            *word.box,
            word.start,
            word.line,
            word.flow,
            word.hyphen,
            word.after,
            word.turn,
            word.steps,
        ]
        for word in words
    ]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode())


def words_between(page: Page, start: int, end: int) -> list[Word]:
    """Return the words of a page that begin in a span (code points)."""
    return [_word(row) for row in _rows(page) if start <= row[5] < end]


def page_text(page: Page) -> PageText:
    """Return a stored page as a PageText."""
    words = tuple(map(_word, _rows(page)))
    return PageText(page.number, page.label, page.width, page.height, page.start, words)


def part_of_page(page: Page, start: int, end: int) -> PageText:
    """Return a page with only the words that begin in a span (code points)."""
    words = tuple(words_between(page, start, end))
    start = words[0].start if words else page.start
    return PageText(page.number, page.label, page.width, page.height, start, words)


def _rows(page: Page) -> list[list[Any]]:
    packed = zlib.decompressobj().decompress(page.words, MAX_BYTES)
    return list(json.loads(packed))


def _word(row: Sequence[Any]) -> Word:
    text, x0, y0, x1, y1, start, line, flow, hyphen, after, *more = row
    box = x0, y0, x1, y1
    turn, steps = more or (0, ())  # texts of extractors before 3 have neither
    return Word(
        text,
        box,
        start,
        line,
        _FLOWS[flow],
        _HYPHENS[hyphen],
        after,
        turn,
        tuple(steps),
    )

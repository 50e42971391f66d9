"""Which lines of a document's pages are furniture: no part of what is said.

Running heads and feet, page numbers, and stamps that are set aslant or sideways beside
the text. For the numbers of lines see ``line_numbers``.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from annotator.domain.text.layout.lines import box_around
from annotator.domain.text.pages import ASLANT, RawLine, RawPage

# Chosen, not measured.
CLOSING_SHARE = (
    0.5  # of the pages; if so many end in a number that counts up, it is the page's
)
MARGIN_SHARE = 0.12  # of a page's height; running heads and page numbers stand there
REPEATS = 3  # pages; from here on a line at the same height may be a running head
RUN_SHARE = 0.4  # of the pages between its first and last that have a running head
SAME_ROW_POINTS = 3.0  # margin lines whose tops are closer are side by side
_HeadKey = tuple[str, int, bool]  # words, top in steps of 6 points, in the upper half


def furniture(pages: Sequence[RawPage]) -> dict[int, set[int]]:
    """Return, for each page number, which of its lines are not running text."""
    heads: dict[_HeadKey, list[int]] = defaultdict(list)
    steps: Counter[tuple[str, int]] = Counter()
    for page in pages:
        for _, line in _marginal(page):
            heads[_head_key(page, line)].append(page.number)
            steps.update(_steps(page, line))
    closing = _closing_numbers(pages)
    return {
        page.number: _page_furniture(page, heads, steps)
        | closing.get(page.number, set())
        | _stamps(page)
        for page in pages
    }


def _closing_numbers(pages: Sequence[RawPage]) -> dict[int, set[int]]:
    """Return the page numbers that stand after the last line, even outside the margins.

    Reports that were typeset again often have them. Numbers that end pages by chance do
    not count up with the pages.
    """
    ending = [
        (page.number, at, step)
        for page in pages
        if page.lines
        for at in [_lowest(page)]
        for step in _steps(page, page.lines[at])
    ]
    count = Counter(step for _, _, step in ending)
    enough = max(REPEATS, CLOSING_SHARE * len(pages))
    return {number: {at} for number, at, step in ending if count[step] >= enough}


def _lowest(page: RawPage) -> int:
    bottoms = [line.words[-1].box[3] if line.words else 0.0 for line in page.lines]
    return bottoms.index(max(bottoms))


def _page_furniture(
    page: RawPage, heads: dict[_HeadKey, list[int]], steps: Counter[tuple[str, int]]
) -> set[int]:
    """Return the lines that are furniture, going inwards from the edges of the page."""
    found: set[int] = set()
    for high in (True, False):
        for row in _margin_rows(page, high=high):
            numbers = {
                index
                for index, line in row.items()
                if any(steps[step] >= 2 for step in _steps(page, line))
            }
            words = [row[index] for index in row.keys() - numbers]
            running = any(_runs(heads[_head_key(page, line)]) for line in words)
            # The name of a chapter may stand next to the running head.
            found.update(row if running else numbers)
            if words and not running:
                break
    return found


def _margin_rows(page: RawPage, *, high: bool) -> list[dict[int, RawLine]]:
    """Return the lines of one margin, row by row from the edge of the page inwards."""
    inwards = sorted(_marginal(page), key=lambda item: _from_edge(page, item[1]))
    rows: list[dict[int, RawLine]] = []
    last = -math.inf  # words may lie beyond the edge of the page
    for index, line in inwards:
        if (line.words[0].box[1] < page.height / 2) is not high:
            continue
        if _from_edge(page, line) - last >= SAME_ROW_POINTS:
            rows.append({})
            last = _from_edge(page, line)
        rows[-1][index] = line
    return rows


def _marginal(page: RawPage) -> list[tuple[int, RawLine]]:
    return [
        (index, line)
        for index, line in enumerate(page.lines)
        if line.words and _in_margin(page, line)
    ]


def _from_edge(page: RawPage, line: RawLine) -> float:
    top = line.words[0].box[1]
    return min(top, page.height - top)


def _runs(numbers: Sequence[int]) -> bool:
    """Whether a line on these pages is a running head: it is frequent enough."""
    span = max(numbers) - min(numbers) + 1
    return len(set(numbers)) >= max(REPEATS, RUN_SHARE * span)


def _in_margin(page: RawPage, line: RawLine) -> bool:
    _, top, _, bottom = box_around(word.box for word in line.words)
    margin = page.height * MARGIN_SHARE
    return bottom < margin or top > page.height - margin


def _text(line: RawLine) -> str:
    return " ".join(word.text for word in line.words)


def _head_key(page: RawPage, line: RawLine) -> _HeadKey:
    words = re.sub(r"(?<!\S)(\d+|[ivxlc]+)(?!\S)", "#", _text(line).casefold())
    high = line.words[0].box[1] < page.height / 2
    return words, round(line.words[0].box[1] / 6), high


def _steps(page: RawPage, line: RawLine) -> list[tuple[str, int]]:
    """Return the difference between a lone page number and the number of its page.

    The list is empty if the line is not a page number.
    """
    text = _text(line).strip(" .–—-|")
    text = re.sub(r"^page\s+", "", text, flags=re.IGNORECASE)
    if text and text == page.label:
        return [("label", 0)]
    if re.fullmatch(r"\d{1,4}", text):
        return [("number", int(text) - page.number)]
    return []


# Stamps


def _stamps(page: RawPage) -> set[int]:
    """Return the lines that are set aslant, or sideways beside all lines that are not.

    If most lines are set sideways, the page is a turned one and has no stamps.
    """
    level = [line for line in page.lines if line.words and line.turn == 0]
    turned = {i for i, line in enumerate(page.lines) if line.words and line.turn}
    if len(turned) >= len(level):
        return set()
    left, _, right, _ = box_around(word.box for line in level for word in line.words)
    return {
        index
        for index in turned
        if page.lines[index].turn == ASLANT
        or _is_outside(page.lines[index], left, right)
    }


def _is_outside(line: RawLine, left: float, right: float) -> bool:
    x0, _, x1, _ = box_around(word.box for word in line.words)
    return x1 <= left or x0 >= right

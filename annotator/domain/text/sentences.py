"""Where sentences begin and end, in a report and in plain text: one rule for all uses.

The rule is this program's own; it does not follow UAX #29. A sentence may run over a page
break. Running text and footnotes have separate sentences: a footnote that stands between
two halves of a sentence is part of neither.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.text.canonical_text import (
    Hyphen,
    PageText,
    Word,
    join_words,
    pages_between,
    reading_text,
    whole_words,
)
from annotator.domain.text.layout.lines import Flow, box_around
from annotator.domain.text.spans import Span

# Raise it whenever the rule changes, as indexes and browsers keep sentences.
RULES = 4

LONGEST_SIDE = 400  # code points of a sentence shown on each side of a quote

# Measured on the ends of 420 pages of nine reports whose next page begins with a capital:
# lines of one paragraph are this much alike, lines before a figure or a heading are not.
SAME_WIDTH = 0.9
SAME_HEIGHT = 0.9
LEAST_WIDTH = 150.0  # points; shorter lines are headings, cells or parts of a list

# Measured on ten reports: a line that stands alone, this much narrower than the line below
# it and set this near to its left edge, is a heading. 170 headings of the Claude 4 card run
# into the next sentence without this rule; what else it parts are lists and tables.
HEADING_WIDTH = 0.7
HEADING_INDENT = 40.0  # points

_CLOSING = r"[\"'”’)\]]*"
_STOP = rf"[.!?…]{_CLOSING}"
_BEGINNING = r"[\"'“‘(\[]?[A-Z0-9À-Þ•●]"
_NO_STOP = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|al|Fig|Figs|Sec|Sect|No|Nos|Dr|Mr|Ms|Mrs|Prof|St|"
    r"approx|App|Eq|Ref|Vol|pp|p)|\b[A-Z])\.$"
)
_END_IN_TEXT = re.compile(rf"{_STOP}\s+(?={_BEGINNING})|\n\n")
_ENDS = re.compile(rf"[.!?…](?={_CLOSING}$)")
_ENDS_PAGE = re.compile(rf"[.!?…:](?={_CLOSING}$)")
_BEGINS = re.compile(_BEGINNING)
_BULLET_OR_CAPTION = re.compile(r"[•●◦▪■–—*-]|(?:Figure|Fig\.|Table) \S*\d")
_GOES_ON = re.compile(  # no heading ends with such a word
    r"[,;:–—-]$|^(?:an?|and|as|at|but|by|for|from|in|is|of|on|or|that|the|to|was|with)$"
)
_LOOK_BACK = 11  # code points; no abbreviation above is longer

_Stream = Sequence[tuple[int, Word]]  # words of one flow, each with its page (from 1)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report: its words, which are of one flow."""

    words: tuple[Word, ...]
    page: int  # the page it begins on, from 1

    @property
    def span(self) -> Span:
        """Where it stands in the canonical text."""
        return Span(self.words[0].start, self.words[-1].end)

    @property
    def text(self) -> str:
        """The sentence as a quote: single spaces, broken words joined."""
        return join_words(self.words)


# In a report


def sentences(pages: Sequence[PageText], flow: Flow) -> list[Sentence]:
    """Return the sentences of one flow, in reading order."""
    return list(_cut(_stream(pages, flow)))


def sentences_at(pages: Sequence[PageText], span: Span) -> list[Sentence]:
    """Return the sentences that overlap ``span``.

    They are of one flow: running text if the span has any, else the next in ``Flow``.
    """
    touched = whole_words(pages, span.start, span.end)
    if not touched:
        return []
    reach = 1  # pages on each side; more are rarely needed
    while (found := _around(pages, touched, reach)) is None:
        reach *= 2
    return found


def surroundings(pages: Sequence[PageText], span: Span) -> tuple[str, str]:
    """Return the rest of the sentences of ``span``, before and after it.

    At most ``LONGEST_SIDE`` code points on each side.
    """
    around = sentences_at(pages, span)
    if not around:
        return "", ""
    flow = around[0].words[0].flow
    before = reading_text(pages, around[0].span.start, span.start, flow)
    after = reading_text(pages, span.end, around[-1].span.end, flow)
    return shortened_to_end(before.strip()), shortened_to_start(after.strip())


def sentence_ends(page: PageText, following: PageText | None) -> list[bool]:
    """Return whether a sentence ends with each word of ``page``."""
    pages = [page] if following is None else [page, following]
    ends: set[int] = set()
    for flow in {word.flow for word in page.words}:
        stream = _stream(pages, flow)
        ends |= {word.start for at, (_, word) in enumerate(stream) if _ends(stream, at)}
    return [word.start in ends for word in page.words]


def sentence_words(words: Sequence[Word], span: Span) -> list[Word]:
    """Return the words of the sentence at ``span`` among ``words``.

    Only words of its first word's flow are returned: if a footnote goes on overleaf, the
    running text of the next page lies between its lines.
    """
    inside = [word for word in words if span.start <= word.start < span.end]
    flow = inside[0].flow if inside else Flow.BODY
    return [word for word in inside if word.flow is flow]


def _around(
    pages: Sequence[PageText], touched: Sequence[Word], reach: int
) -> list[Sentence] | None:
    """Return the sentences of these words, or None if they go on beyond ``reach``."""
    within = pages_between(pages, touched[0].start, touched[-1].start)
    begin = max(0, pages.index(within[0]) - reach)
    end = pages.index(within[-1]) + reach + 1
    stream = _stream(pages[begin:end], touched[0].flow)
    starts = [word.start for _, word in stream]
    first = bisect_left(starts, touched[0].start)
    last = bisect_left(starts, touched[-1].start)
    while first > 0 and not _ends(stream, first - 1):
        first -= 1
    while not _ends(stream, last):
        last += 1
    is_cut = (first == 0 and begin > 0) or (
        last + 1 == len(stream) and end < len(pages)
    )
    return None if is_cut else list(_cut(stream, first, last + 1))


def _stream(pages: Sequence[PageText], flow: Flow) -> _Stream:
    return [
        (page.number, word)
        for page in pages
        for word in page.words
        if word.flow is flow
    ]


def _cut(stream: _Stream, first: int = 0, end: int | None = None) -> Iterator[Sentence]:
    """Yield the sentences from index ``first`` to before ``end``, where some end.

    The whole stream tells where, as a line on the next page may be cut by ``end``.
    """
    for at in range(first, len(stream) if end is None else end):
        if _ends(stream, at):
            words = tuple(word for _, word in stream[first : at + 1])
            yield Sentence(words, stream[first][0])
            first = at + 1


def _ends(stream: _Stream, at: int) -> bool:
    """Whether a sentence ends with the word at index ``at``."""
    if at + 1 == len(stream):
        return True
    (page, word), (next_page, following) = stream[at], stream[at + 1]
    if next_page != page:
        return next_page != page + 1 or not _goes_on_overleaf(stream, at)
    if word.hyphen is Hyphen.SOFT or following.start == word.end:
        return False
    if word.after.startswith("\n\n"):
        return True
    return bool(_BEGINS.match(following.text)) and (
        _is_stop(_ENDS, word.text)
        or (word.line != following.line and _is_heading(stream, at))
    )


def _is_heading(stream: _Stream, at: int) -> bool:
    """Whether the line that ends at index ``at`` is a heading, which has no stop."""
    heading = _line(stream, at, -1)[::-1]
    below = _line(stream, at + 1, 1)
    words = [word.text for word in heading]
    if _GOES_ON.search(words[-1]) or not _BEGINS.match(words[0]):
        return False
    if any(_is_stop(_ENDS, word) for word in words[1:]):
        return False
    if heading[0].turn or below[0].turn:
        return False
    (left, _, right, bottom), (column, top, edge, _) = (
        box_around(word.box for word in line) for line in (heading, below)
    )
    if (
        right - left >= HEADING_WIDTH * (edge - column)
        or abs(left - column) > HEADING_INDENT
        or top < (bottom + heading[-1].box[1]) / 2  # beside it rather than below
    ):
        return False
    last = at - len(heading)  # of the line above
    return last < 0 or stream[last][0] != stream[at][0] or _ends(stream, last)


def _is_stop(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a word ends with a stop that does not belong to an abbreviation.

    Stops that stand alone lead to a page number in a list of contents.
    """
    found = pattern.search(text)
    return bool(found and text.strip(".") and not _NO_STOP.search(text[: found.end()]))


def _goes_on_overleaf(stream: _Stream, at: int) -> bool:
    """Whether a page's last sentence of this flow goes on on the next page.

    The canonical text does not tell, as other flows, such as the page number, may lie
    between the two halves.
    """
    word, following = stream[at][1], stream[at + 1][1]
    if _is_stop(_ENDS_PAGE, word.text) or _is_whole_address(word):
        return False
    if following.text[0].islower():
        return True
    first = _line(stream, at + 1, 1)
    is_other = _BULLET_OR_CAPTION.match(" ".join(word.text for word in first))
    return not is_other and _are_alike(_line(stream, at, -1), first)


def _is_whole_address(word: Word) -> bool:
    """Whether a word is the end of a source: an address that is not broken off."""
    return "://" in word.text and word.hyphen is Hyphen.NONE


def _line(stream: _Stream, at: int, step: int) -> list[Word]:
    """Return the words of the line whose last or first word is at index ``at``.

    ``step`` is -1 if it is the last word and 1 if it is the first.
    """
    page, word = stream[at]
    line = []
    while 0 <= at < len(stream) and stream[at][0] == page:
        if stream[at][1].line != word.line:
            break
        line.append(stream[at][1])
        at += step
    return line


def _are_alike(last: Sequence[Word], first: Sequence[Word]) -> bool:
    """Whether two lines look like full lines of one paragraph, by height and width."""
    boxes = [box_around(word.box for word in line) for line in (last, first)]
    widths = sorted(right - left for left, _, right, _ in boxes)
    heights = sorted(bottom - top for _, top, _, bottom in boxes)
    return (
        widths[0] >= max(LEAST_WIDTH, SAME_WIDTH * widths[1])
        and heights[0] >= SAME_HEIGHT * heights[1]
    )


def shortened_to_end(text: str) -> str:
    """Return the last whole words of ``text``, at most ``LONGEST_SIDE`` code points."""
    return text if len(text) <= LONGEST_SIDE else text[-LONGEST_SIDE:].partition(" ")[2]


def shortened_to_start(text: str) -> str:
    """Return the first whole words of ``text``, at most ``LONGEST_SIDE`` code points."""
    return text if len(text) <= LONGEST_SIDE else text[:LONGEST_SIDE].rpartition(" ")[0]


# In plain text


def sentence_starts(text: str) -> list[int]:
    """Return the offset (code points) of each sentence; the first is always 0."""
    starts = [0]
    for match in _END_IN_TEXT.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.end()].split()
        if "\n\n" in match.group() or _is_stop(_ENDS, before[-1]):
            starts.append(match.end())
    return starts

"""What stands around a quote, and whether it may turn the quote's meaning.

A quote is easily cut where it still sounds whole: before "however", after the half of a
sentence that says "not", beside a footnote. Nothing here forbids a quote; it says what a
person should have read before they use it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from annotator.domain.text.canonical_text import (
    PageText,
    Word,
    join_words,
    page_at,
    pages_between,
    reading_text,
)
from annotator.domain.text.layout.lines import Flow, box_around
from annotator.domain.text.pages import Box
from annotator.domain.text.sentences import (
    Sentence,
    sentences_at,
    shortened_to_end,
    shortened_to_start,
)
from annotator.domain.text.spans import Span

# Measured by ``benchmarks.context_guard``: 12 of the 63 quotes of the Claude 4 card that
# people picked (19 %) are warned of, 10 of 33 of other reports (30 %, six of them cut
# inside a sentence), and 8 % of sentences of eleven files. So few are read.

# In the rest of the quote's own sentence, every word that turns what is said counts.
_IN_SENTENCE = re.compile(
    r"\b(?:however|but|not|cannot|never|except|only|although|unless|though|nevertheless|"
    r"nonetheless|despite|yet|while|whereas)\b|n[’']t\b",
    re.IGNORECASE,
)
# In the sentences before and after, only what turns against its neighbour: a beginning
# ("But …"), or a word set apart from its own sentence ("…, though, …"). A "not" or "but"
# within them is of that sentence; with these, 27 of the 63 (43 %) were warned of.
_IN_NEIGHBOUR = re.compile(
    r"^\W*(?:however|but|yet|although|though|while|whereas|despite|instead|except|unless|"
    r"only|not|still,|that said|even so|in contrast|by contrast|on the other hand)(?!\w)|"
    r"\b(?:however|nevertheless|nonetheless|unless|except)\b|, though\b",
    re.IGNORECASE,
)

# A line this much narrower than the widest of its page is a heading or a list's, if a
# capital follows. Chosen, and tried on the same quotes: it takes 11 of 17 false alarms away.
_NARROW = 0.8
_LABEL = re.compile(
    r"(?=.*\d)(?:(?:Figure|Fig\.|Table|Section|Appendix)\s)?[\dA-Z]{1,3}(?:\.[\dA-Z]{1,3})*[.:)]?"
)
_FAR = 2  # pages on which the neighbouring sentence is looked for


@dataclass(frozen=True, slots=True)
class Aside:
    """Words beside a quote that are not part of it, and those that turn its meaning."""

    text: str = ""
    turns: tuple[Span, ...] = ()  # in ``text``

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """The text in parts, each with whether it is a turning word."""
        cuts = [0, *(at for turn in self.turns for at in (turn.start, turn.end))]
        ends = [*cuts[1:], len(self.text)]
        found = [
            (self.text[start:end], bool(number % 2))
            for number, (start, end) in enumerate(zip(cuts, ends, strict=True))
        ]
        return [part for part in found if part[0]]

    @property
    def words(self) -> list[str]:
        """The turning words, in small letters, each once."""
        said = [self.text[turn.start : turn.end].lower() for turn in self.turns]
        return list(dict.fromkeys(word.strip(" ,") for word in said))


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote to which a mark in or right behind a quote refers."""

    label: str
    text: str
    page: int  # from 1
    box: Box  # of its first line, in points


@dataclass(frozen=True, slots=True)
class ContextGuard:
    """What stands around a quote: the rest of its sentences, their neighbours, its notes."""

    before: Aside = Aside()  # the sentence before
    opening: Aside = Aside()  # the left-out beginning of the first sentence
    closing: Aside = Aside()  # the left-out end of the last one
    after: Aside = Aside()  # the sentence after
    starts_inside: bool = False
    ends_inside: bool = False
    notes: tuple[Footnote, ...] = ()

    @property
    def left_out(self) -> list[str]:
        """The turning words in the left-out parts of the quote's own sentences."""
        return list(dict.fromkeys([*self.opening.words, *self.closing.words]))

    @property
    def warns(self) -> bool:
        """Whether there is anything to warn of."""
        turned = self.before.turns or self.after.turns or self.left_out
        return bool(self.starts_inside or self.ends_inside or turned or self.notes)


def guard(pages: Sequence[PageText], span: Span) -> ContextGuard:
    """Return what stands around the words at ``span``.

    ``pages`` are those of the quote and, if there are any, two on each side of it.
    """
    around = sentences_at(pages, span)
    if not around:
        return ContextGuard()
    flow = around[0].words[0].flow
    opening = reading_text(pages, around[0].span.start, span.start, flow).strip()
    closing = reading_text(pages, span.end, around[-1].span.end, flow).strip()
    opening, closing = (side if _has_words(side) else "" for side in (opening, closing))
    starts_inside = bool(opening) and not _is_heading(pages, around[0], span)
    ends_inside = bool(closing)
    return ContextGuard(
        _aside(shortened_to_end(_neighbour(pages, around[0], -1)), _IN_NEIGHBOUR),
        _aside(shortened_to_end(opening), _IN_SENTENCE, counts=starts_inside),
        _aside(shortened_to_start(closing), _IN_SENTENCE, counts=ends_inside),
        _aside(shortened_to_start(_neighbour(pages, around[-1], 1)), _IN_NEIGHBOUR),
        starts_inside,
        ends_inside,
        tuple(_footnotes(pages, span)),
    )


def _aside(text: str, turning: re.Pattern[str], *, counts: bool = True) -> Aside:
    found = turning.finditer(text) if counts else ()
    return Aside(text, tuple(Span(*match.span()) for match in found))


def _has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _is_heading(pages: Sequence[PageText], sentence: Sentence, span: Span) -> bool:
    """Whether what stands before a quote in its sentence is a heading, or leads to a list.

    Sentences are cut by their stops, and headings have none.
    """
    outside = [word for word in sentence.words if word.end <= span.start]
    inside = sentence.words[len(outside)]
    if (
        not outside
        or inside.start < span.start
        or inside.text.lstrip("“\"'(")[:1].islower()
    ):
        return False
    last = outside[-1]
    if last.text.endswith(":") or _LABEL.fullmatch(join_words(outside)):
        return True
    if not last.after.startswith(("\n", "\f")):
        return False
    page = page_at(pages, last.start)
    widths = {
        line: _width(words)
        for line, words in groupby(page.words, key=lambda word: word.line)
    }
    return widths[last.line] < _NARROW * max(widths.values())


def _width(words: Iterable[Word]) -> float:
    left, _, right, _ = box_around(word.box for word in words)
    return right - left


def _neighbour(pages: Sequence[PageText], sentence: Sentence, step: int) -> str:
    """Return the sentence of the same flow after this one (``step`` 1), or before (-1)."""
    word = sentence.words[-1 if step > 0 else 0]
    beside = next(_beside(pages, word, step), None)
    if beside is None:
        return ""
    found = sentences_at(pages, Span(beside.start, beside.end))
    return found[0].text if found else ""


def _beside(pages: Sequence[PageText], word: Word, step: int) -> Iterator[Word]:
    """Yield the words of the same flow after or before one, not far from it."""
    here = pages.index(page_at(pages, word.start))
    for at in range(here, here + step * (_FAR + 1), step):
        if not 0 <= at < len(pages):
            return
        for other in pages[at].words[::step]:
            is_beyond = (
                other.start > word.start if step > 0 else other.start < word.start
            )
            if is_beyond and other.flow is word.flow:
                yield other


# Footnotes


def _footnotes(pages: Sequence[PageText], span: Span) -> Iterator[Footnote]:
    """Yield the notes to which marks in the span, or right behind it, refer."""
    for page in pages_between(pages, span.start, span.end):
        notes = _notes_of(pages, page)
        marks = [word for word in page.words if _is_marking(page, word, span)]
        for label in dict.fromkeys(label for mark in marks for label in _labels(mark)):
            if label in notes:
                yield notes[label]


def _is_marking(page: PageText, mark: Word, span: Span) -> bool:
    if mark.flow is not Flow.MARK or mark.end <= span.start:
        return False
    between = [
        word
        for word in page.words
        if span.end < word.end <= mark.start and word.flow is not Flow.MARK
    ]
    return not _has_words("".join(_rest(word, span.end) for word in between))


def _rest(word: Word, offset: int) -> str:
    return word.text[max(0, offset - word.start) :]


def _labels(mark: Word) -> list[str]:
    return [label for label in re.split(r"[,–-]", mark.text) if label]


def _notes_of(pages: Sequence[PageText], page: PageText) -> dict[str, Footnote]:
    """Return the footnotes at the foot of a page, by their labels."""
    lines = list(_lines_of_notes(page))
    openers = _openers(page, lines)
    found: dict[str, Footnote] = {}
    for number, at in enumerate(openers):
        is_last = number + 1 == len(openers)
        end = len(lines) if is_last else openers[number + 1]
        words = [word for line in lines[at:end] for word in line]
        if is_last:
            words += _rest_overleaf(pages, page, words[-1])
        label = words[0].text.rstrip(".")
        whole = join_words(words[1:])
        text = shortened_to_start(whole)
        if text != whole:
            text = f"{text} …"
        box = box_around(word.box for word in lines[at])
        found.setdefault(label, Footnote(label, text, page.number, box))
    return found


def _openers(page: PageText, lines: Sequence[Sequence[Word]]) -> list[int]:
    """Return the indices of the lines that begin with a label to which the page refers."""
    marks = [word for word in page.words if word.flow is Flow.MARK]
    referred = {label for mark in marks for label in _labels(mark)}
    return [at for at, line in enumerate(lines) if line[0].text.rstrip(".") in referred]


def _rest_overleaf(pages: Sequence[PageText], page: PageText, last: Word) -> list[Word]:
    """Return the end of a page's last note, if it goes on on the next page."""
    following = pages.index(page) + 1
    is_whole = re.search(r"[.!?…][\"'”’)\]]*$", last.text) or "://" in last.text
    if is_whole or following == len(pages):
        return []
    lines = list(_lines_of_notes(pages[following]))
    end = next(iter(_openers(pages[following], lines)), len(lines))
    return [word for line in lines[:end] for word in line]


def _lines_of_notes(page: PageText) -> Iterator[list[Word]]:
    words = (word for word in page.words if word.flow is Flow.NOTE)
    for _, line in groupby(words, key=lambda word: word.line):
        yield list(line)

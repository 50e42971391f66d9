"""What a report does not say: queries over its sentences, and whether the absence holds.

A query is a line. Words must all stand in one sentence, in any order and inflection: of
each word the endings -s, -es, -ed, -ing are dropped, with what English does to the letter
before them. A line in quotation marks is a phrase: its folded letters anywhere, exactly or
nearly. Both would rather find too much than too little; a person judges what is found.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from annotator.domain.anchoring import ACCEPTED, Document, Span
from annotator.domain.errors import InvalidError
from annotator.domain.folding import fold
from annotator.domain.layout import Flow
from annotator.domain.snippets import Snippet
from annotator.domain.text import PageText
from annotator.domain.tokens import tokens, words
from annotator.domain.units import Unit, sentences
from annotator.domain.vocabulary import AbsenceState

MOST_QUERIES = 20
LONGEST_QUERY = 300  # code points
LEAST_PHRASE = 4  # folded code points: less stands in every other word
MOST_HITS = 200  # that are listed; who finds more has asked for too little
LEAST_SHOWN = 4  # letters: shorter words of a phrase are not marked where it is inexact

_PHRASE = re.compile(r"[\"“”„«»](?P<words>[^\"“”„«»]+)[\"“”„«»]")
_MARKS = re.compile(r"[\"“”„«»]")
_ENDINGS = {
    "ings": "", "ing": "", "ied": "i", "ies": "i", "eed": "ee", "sis": "s", "ed": "", "es": "",
    "s": "",
}  # fmt: skip
_VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that a query finds, and where it stands."""

    page: int  # from 1, in the file
    page_label: str
    start: int  # in the canonical text, in code points
    end: int
    words: str  # the sentence, as one would quote it
    queries: tuple[str, ...]  # that find it


@dataclass(frozen=True, slots=True)
class Found:
    """What the queries find in one text, in reading order."""

    hits: tuple[Hit, ...]  # at most MOST_HITS
    total: int  # of sentences found
    unread: tuple[int, ...]  # pages (from 1) without text: nobody can say what they say


def parse_queries(text: str) -> tuple[str, ...]:
    """Return the queries of a text, one a line; raise InvalidError if one asks nothing."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    found = tuple(dict.fromkeys(line for line in lines if line))
    if not found:
        raise InvalidError("queries", "give at least one, each on a line of its own.")
    if len(found) > MOST_QUERIES:
        raise InvalidError(
            "queries", f"are more than {MOST_QUERIES}; keep two absences."
        )
    for query in found:
        _refuse_empty(query)
    return found


def _refuse_empty(query: str) -> None:
    if len(query) > LONGEST_QUERY:
        raise InvalidError(
            "queries", f"“{query[:40]}…” is longer than {LONGEST_QUERY} characters."
        )
    phrase = _phrase(query)
    if phrase is None and _MARKS.search(query):
        raise InvalidError(
            "queries", f"put the phrase of {query} on a line of its own, all in quotes."
        )
    if phrase is not None and len(fold(phrase).text.strip()) < LEAST_PHRASE:
        raise InvalidError("queries", f"{query} is too short for a phrase.")
    if phrase is None and not words(query):
        raise InvalidError("queries", f"“{query}” holds no word.")


class Sentences:
    """The sentences of a document's running text and footnotes, ready to be searched."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.units = [
            unit
            for flow in (Flow.BODY, Flow.NOTE)
            for unit in sentences(document.pages, flow)
        ]

    @cached_property
    def stems(self) -> list[frozenset[str]]:
        """The words of each sentence, without their inflection."""
        return [_stems(unit.text) for unit in self.units]


def search(text: Sentences, queries: Sequence[str]) -> Found:
    """Return each sentence that a query finds, and which pages could not be searched."""
    asked: dict[int, list[str]] = {}
    for query in queries:
        for at in _found_by(text, query):
            asked.setdefault(at, []).append(query)
    ordered = sorted(asked, key=lambda at: text.units[at].span.start)
    pages = text.document.pages
    return Found(
        hits=tuple(
            _hit(pages, text.units[at], asked[at]) for at in ordered[:MOST_HITS]
        ),
        total=len(ordered),
        unread=tuple(page.number for page in pages if not page.words),
    )


def sentence_key(sentence: str) -> str:
    """Return what is the same of two sentences that say the same: their folded text."""
    return fold(sentence).text


def state_of(
    hits: Collection[Hit], total: int, judged: Mapping[str, bool]
) -> AbsenceState:
    """Return whether an absence holds; ``judged`` says of sentence keys who says it."""
    said = [judged.get(sentence_key(hit.words)) for hit in hits]
    if any(said):
        return AbsenceState.BROKEN
    if None in said or total > len(hits):
        return AbsenceState.NEEDS_A_LOOK
    return AbsenceState.HOLDS


def shown(hit: Hit) -> Snippet:
    """Return the sentence of a hit with what was asked for marked."""
    ranges = sorted(
        {each for query in hit.queries for each in _marks(hit.words, query)}
    )
    merged: list[tuple[int, int]] = []
    for start, end in ranges:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return Snippet(hit.words, tuple(merged), 0)


@lru_cache(maxsize=65_536)  # a language has so many words
def stem(word: str) -> str:
    """Return a folded word without its inflection; numbers and signs as they are."""
    plain = word.removesuffix("'s").removesuffix("'")
    if not plain.isalpha():
        return word
    while shorter := _shorter(plain):
        plain = shorter
    if len(plain) > 2:
        plain = plain.removesuffix("e")
    if plain.endswith("y"):
        plain = f"{plain[:-1]}i"
    return plain[:-1] if len(plain) > 2 and plain[-1] == plain[-2] else plain


def _shorter(word: str) -> str:
    """Return a word without its last ending, "" if it has none."""
    for ending, instead in _ENDINGS.items():
        base = word.removesuffix(ending)
        if base == word or (ending, base[-1:]) in {("s", "s"), ("es", "e")}:
            continue
        least = 3 if ending in {"s", "ing", "ings"} else 2
        if len(base) >= least and _VOWEL.search(base):
            return base + instead
    return ""


def _phrase(query: str) -> str | None:
    match = _PHRASE.fullmatch(query)
    return match["words"] if match else None


def _found_by(text: Sentences, query: str) -> Iterator[int]:
    """Yield the positions of the sentences that a query finds."""
    phrase = _phrase(query)
    if phrase is not None:
        yield from _saying(text.units, _places(text.document, phrase))
        return
    wanted = _stems(query)
    yield from (at for at, stems in enumerate(text.stems) if wanted <= stems)


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, words(text)))


def _places(document: Document, phrase: str) -> list[Span]:
    """Return where a phrase stands, word for word or nearly."""
    nearly = (each.span for each in document.alike(phrase) if each.score >= ACCEPTED)
    return [*document.occurrences(phrase), *nearly]


def _saying(units: Sequence[Unit], places: Sequence[Span]) -> Iterator[int]:
    """Yield the positions of the sentences in which a place begins or goes on."""
    for at, unit in enumerate(units):
        span = unit.span
        if any(
            place.start < span.end and span.start < place.end and _holds(unit, place)
            for place in places
        ):
            yield at


def _holds(unit: Unit, place: Span) -> bool:
    """Whether a word of the sentence is in ``place``: footnotes lie between others."""
    return any(word.start < place.end and place.start < word.end for word in unit.words)


def _hit(pages: Sequence[PageText], unit: Unit, queries: Sequence[str]) -> Hit:
    span = unit.span
    label = pages[unit.page - 1].label
    return Hit(unit.page, label, span.start, span.end, unit.text, tuple(queries))


def _marks(sentence: str, query: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a sentence that a query asks for."""
    phrase = _phrase(query)
    wanted = _stems(query)
    if phrase is not None:
        folded, asked = fold(sentence), fold(phrase).text
        if (at := folded.text.find(asked)) >= 0:
            yield folded.origin(at, at + len(asked))
            return
        wanted = frozenset(stem(w) for w in words(phrase) if len(w) >= LEAST_SHOWN)
    for token in tokens(sentence):
        if stem(token.text) in wanted:
            yield token.start, token.end

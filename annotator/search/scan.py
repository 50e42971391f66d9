"""Search the sentences of one text without an index, for absences.

A query is a line in the language of the search box, without filters. The search is generous:
all inflections of a word match (``domain.text.inflection``), words need not be next to each
other, and a phrase also matches wordings that are nearly the same. A person judges the
sentences that are found.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from annotator.domain.absences import MOST_HITS, AbsenceHit, AbsenceSearch
from annotator.domain.errors import InvalidError, QueryError
from annotator.domain.matching.anchoring import ACCEPTED, Document
from annotator.domain.text.folding import fold
from annotator.domain.text.inflection import stem
from annotator.domain.text.layout.lines import SAID
from annotator.domain.text.sentences import Sentence, sentences
from annotator.domain.text.snippets import Snippet, merged
from annotator.domain.text.spans import Span
from annotator.domain.text.tokens import tokens, words
from annotator.search.query.parser import parse
from annotator.search.query.tree import (
    Alike,
    All,
    Filter,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Phrase,
    Prefix,
    Query,
    QueryWord,
    Some,
    Words,
)
from annotator.search.query.word_forms import beginning, misspelled

# Chosen, not measured.
MOST_QUERIES = 20
LONGEST_QUERY = 300  # code points
LEAST_NEARLY = 4  # folded code points; a shorter phrase would be like anything
LEAST_SHOWN = 4  # letters; shorter words of a phrase are not marked in inexact matches


def parse_queries(text: str) -> tuple[str, ...]:
    """Return the queries in ``text``, one per line; raise InvalidError if one is invalid."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    found = tuple(dict.fromkeys(line for line in lines if line))
    if not found:
        raise InvalidError("queries", "enter at least one, each on its own line.")
    if len(found) > MOST_QUERIES:
        raise InvalidError(
            "queries", f"are more than {MOST_QUERIES}; record two absences instead."
        )
    for line in found:
        _check(line)
    return found


def _check(line: str) -> None:
    if len(line) > LONGEST_QUERY:
        raise InvalidError(
            "queries", f"“{line[:40]}…” is longer than {LONGEST_QUERY} characters."
        )
    try:
        query = parse(line)
    except QueryError as error:
        raise InvalidError("queries", f"“{line}”: {error.reason}") from error
    if any(isinstance(node, Filter) for node in _nodes(_wanted(query))):
        raise InvalidError(
            "queries",
            f"“{line}” has a filter. The report is chosen above; leave the filter out.",
        )


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case All(parts) | Some(parts):
            for part in parts:
                yield from _nodes(part)
        case Not(part):
            yield from _nodes(part)


def _wanted(query: Query) -> Node:
    return All((*query.loose, query.strict))


class SentenceScan:
    """The sentences of a document's running text and footnotes, prepared for searching."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sentences = [
            sentence for flow in SAID for sentence in sentences(document.pages, flow)
        ]

    @cached_property
    def said(self) -> list[tuple[str, int]]:
        """Every word in order, with the number of its sentence."""
        return [
            (word, at)
            for at, sentence in enumerate(self.sentences)
            for word in words(sentence.text)
        ]

    @cached_property
    def by_word(self) -> dict[str, set[int]]:
        """The numbers of the sentences that have each word."""
        found: dict[str, set[int]] = {}
        for word, at in self.said:
            found.setdefault(word, set()).add(at)
        return found

    @cached_property
    def lexicon(self) -> list[str]:
        """Every different word, sorted."""
        return sorted(self.by_word)


def search(text: SentenceScan, queries: Sequence[str]) -> AbsenceSearch:
    """Return the sentences that any query finds, and the pages without text."""
    asked: dict[int, list[str]] = {}
    for query in queries:
        for at in _fitting(text, _wanted(parse(query))):
            asked.setdefault(at, []).append(query)
    ordered = sorted(asked, key=lambda at: text.sentences[at].span.start)
    return AbsenceSearch(
        hits=tuple(_hit(text, at, asked[at]) for at in ordered[:MOST_HITS]),
        total=len(ordered),
        unread=tuple(page.number for page in text.document.pages if not page.words),
    )


def _hit(text: SentenceScan, at: int, queries: Sequence[str]) -> AbsenceHit:
    sentence = text.sentences[at]
    label = text.document.pages[sentence.page - 1].label
    span = sentence.span
    return AbsenceHit(
        sentence.page, label, span.start, span.end, sentence.text, tuple(queries)
    )


def _fitting(text: SentenceScan, node: Node) -> set[int]:
    """Return the numbers of the sentences that match ``node``."""
    every = set(range(len(text.sentences)))
    match node:
        case All(parts):
            return every.intersection(*(_fitting(text, part) for part in parts))
        case Some(parts):
            return set().union(*(_fitting(text, part) for part in parts))
        case Not(part):
            return every - _fitting(text, part)
        case Filter():
            raise InvalidError("queries", "have a filter; leave it out.")
        case leaf:
            return _saying(text, leaf)


def _saying(text: SentenceScan, leaf: Leaf) -> set[int]:
    match leaf:
        case Phrase(said, quoted=False):
            return _fitting(text, All(tuple(QueryWord(word) for word in said)))
        case Phrase(said) if len(said) > 1:
            return _in_a_row(text, said) | _nearly(text, " ".join(said))
        case _:
            forms = _forms(text.lexicon, leaf)
            return set().union(*(text.by_word[form] for form in forms))


def _forms(lexicon: Sequence[str], leaf: Leaf) -> set[str]:
    """Return the words of ``lexicon``, which is sorted, that a leaf asks for."""
    match leaf:
        case QueryWord(text):
            return _inflected(lexicon, (text,))
        case Prefix(text):
            return set(beginning(lexicon, text))
        case Fuzzy(text):
            return {text, *misspelled(lexicon, text)} & set(lexicon)
        case Phrase(said, quoted):
            return set(said) & set(lexicon) if quoted else _inflected(lexicon, said)
        case Alike(own, _):
            leaves = Query(own).leaves()
            return set().union(*(_forms(lexicon, leaf) for leaf in leaves))


def _inflected(lexicon: Sequence[str], said: Words) -> set[str]:
    stems = set(map(stem, said))
    return {word for word in lexicon if stem(word) in stems}


def _in_a_row(text: SentenceScan, said: Words) -> set[int]:
    """Return the sentences that hold a phrase or a part of it."""
    found: set[int] = set()
    for first in range(len(text.said) - len(said) + 1):
        if text.said[first][0] == said[0]:
            here = text.said[first : first + len(said)]
            if tuple(word for word, _ in here) == said:
                found.update(at for _, at in here)
    return found


def _nearly(text: SentenceScan, phrase: str) -> set[int]:
    """Return the sentences that hold something like a phrase, or a part of it."""
    if len(fold(phrase).text) < LEAST_NEARLY:
        return set()
    alike = (
        candidate
        for candidate in text.document.alike(phrase)
        if candidate.score >= ACCEPTED
    )
    places = [
        *text.document.occurrences(phrase),
        *(candidate.span for candidate in alike),
    ]
    return {
        at
        for at, sentence in enumerate(text.sentences)
        for place in places
        if place.start < sentence.span.end and sentence.span.start < place.end
        if _holds(sentence, place)
    }


def _holds(sentence: Sentence, place: Span) -> bool:
    """Whether a word of the sentence is in ``place``.

    Its span alone does not tell, as footnotes may lie within it.
    """
    return any(
        word.start < place.end and place.start < word.end for word in sentence.words
    )


# What is shown


def shown(hit: AbsenceHit) -> Snippet:
    """Return the sentence of a hit, with the matches of its queries marked."""
    leaves = [leaf for query in hit.queries for leaf in parse(query).leaves()]
    marks = sorted({mark for leaf in leaves for mark in _marks(hit.words, leaf)})
    return Snippet(hit.words, tuple(merged(marks)))


def _marks(sentence: str, leaf: Leaf) -> Iterator[tuple[int, int]]:
    """Yield the start and end (code points) of what a leaf matches in a sentence."""
    if isinstance(leaf, Phrase) and leaf.quoted and len(leaf.words) > 1:
        folded, asked = fold(sentence), fold(" ".join(leaf.words)).text
        if (at := folded.text.find(asked)) >= 0:
            yield folded.origin(at, at + len(asked))
            return
        long = tuple(word for word in leaf.words if len(word) >= LEAST_SHOWN)
        leaf = Phrase(long, quoted=False)
    there = tokens(sentence)
    forms = _forms(sorted({token.text for token in there}), leaf)
    for token in there:
        if token.text in forms:
            yield token.start, token.end

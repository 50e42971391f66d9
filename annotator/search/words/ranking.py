"""Find the units that match a query in a snapshot, and score them.

Scores follow BM25F (Robertson and Zaragoza 2009), with the forms of a word in the place of
fields: the counts of a word's forms are weighted and summed before they are saturated and
weighed by the unit's length and the word's rarity. Units with all the words come before
those with some of them. If few words are asked for, exact forms come before others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
from annotator.search.query.word_forms import (
    COMMON,
    Stem,
    beginning,
    inflected,
    misspelled,
)
from annotator.search.words.facets import narrowed
from annotator.search.words.snapshot import Counts, Ids, IndexSnapshot, Mask

# Chosen, not measured; ``benchmarks.retrieval`` judges the outcome on real reports.
SATURATION, LENGTHS = 1.2, 0.5  # k1 and b of BM25
OTHER_FORM, OTHER_SPELLING, SYNONYM, APART = 0.7, 0.5, 0.3, 0.4  # the exact form has 1
ENOUGH = 10  # units with all the words; with fewer, units with some of them follow
EXACT_FIRST = 3  # words; for so few, exact forms always come before others

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Matched:
    """How well each unit of the snapshot matches a leaf."""

    often: Counts  # weighted sum over the forms
    exact: Mask  # whether it has the exact form
    rarity: float  # inverse document frequency


@dataclass(frozen=True)
class Ranked:
    """What was found in a snapshot: which units, and the score of each."""

    units: Ids
    scores: Scores
    words: frozenset[str]
    nearly: bool
    lacking: tuple[QueryWord, ...]  # words that no unit has in any form


class Ranking:
    """The evaluation of one query over one snapshot."""

    def __init__(self, snapshot: IndexSnapshot, query: Query, stem: Stem) -> None:
        self._snapshot = snapshot
        self._query = query
        self._stem = stem
        self._matched: dict[Leaf, Matched] = {}
        self._words: set[str] = set()

    def rank(self) -> Ranked:
        """Return all units that match the query, not yet sorted."""
        loose = _weighty(self._query.loose)
        strict = self._fits(self._query.strict) & self._snapshot.alive
        mask, has_all = self._enough(loose, strict)
        sentences, passages = self._snapshot.marked
        mask[sentences[mask[passages]]] = False  # what is marked is found once
        units = np.flatnonzero(mask)
        marked = frozenset(self._words)
        leaves = list(dict.fromkeys(self._query.leaves()))
        common = {*self._query.loose} - {*loose}
        scores = sum(
            (self._score(leaf, units) for leaf in leaves), np.zeros(len(units))
        )
        scores += self._exactness([x for x in leaves if x not in common], units)
        scores += 1000.0 * has_all[units]
        return Ranked(
            units,
            scores,
            marked,
            nearly=bool(loose) and not bool(has_all[units].all()),
            lacking=tuple(
                leaf
                for leaf in self._query.leaves()
                if isinstance(leaf, QueryWord) and not self._match(leaf).often.any()
            ),
        )

    def _enough(self, loose: Sequence[Leaf], strict: Mask) -> tuple[Mask, Mask]:
        """Return which units match, and which have all the words.

        Units with only some of the words match if fewer than ``ENOUGH`` have all.
        """
        has_all = strict.copy()
        for leaf in loose:
            has_all &= self._match(leaf).often > 0
        if len(loose) < 2 or int(has_all.sum()) >= ENOUGH:
            return has_all.copy(), has_all
        some = np.zeros(self._snapshot.size, bool)
        for leaf in loose:
            some |= self._match(leaf).often > 0
        return strict & some, has_all

    def _score(self, leaf: Leaf, units: Ids) -> Scores:
        """Return the score of ``leaf`` for each of ``units``."""
        matched = self._match(leaf)
        often = matched.often[units].astype(np.float64)
        shorter = 1 - LENGTHS + LENGTHS * self._snapshot.lengths[units]
        share = often * (SATURATION + 1) / (often + SATURATION * shorter)
        return np.asarray(matched.rarity * share)

    def _exactness(self, leaves: Sequence[Leaf], units: Ids) -> Scores:
        """Return a bonus that puts exact forms first if only few words are asked for."""
        exact = np.zeros(len(units))
        if 0 < len(leaves) <= EXACT_FIRST:
            for leaf in leaves:
                exact += self._match(leaf).exact[units]
            exact *= 100.0 / len(leaves)
        return exact

    # Which units match

    def _fits(self, node: Node) -> Mask:
        match node:
            case All(parts):
                mask = np.ones(self._snapshot.size, bool)
                for part in parts:
                    mask &= self._fits(part)
                return mask
            case Some(parts):
                mask = np.zeros(self._snapshot.size, bool)
                for part in parts:
                    mask |= self._fits(part)
                return mask
            case Not(part):
                return ~_without_words(self, part)
            case Filter():
                return narrowed(self._snapshot, node)
            case leaf:
                return np.asarray(self._match(leaf).often > 0)

    def _match(self, leaf: Leaf) -> Matched:
        if leaf not in self._matched:
            often, exact = self._often(leaf)
            found = int((often > 0).sum())
            living = int(self._snapshot.alive.sum())
            rarity = float(np.log1p((living - found + 0.5) / (found + 0.5)))
            self._matched[leaf] = Matched(often, exact, rarity)
        return self._matched[leaf]

    def _often(self, leaf: Leaf) -> tuple[Counts, Mask]:
        lexicon = self._snapshot.lexicon
        match leaf:
            case QueryWord(text):
                forms = inflected(lexicon, text, self._stem)
                return self._of_forms(text, forms, OTHER_FORM)
            case Prefix(text):
                return self._of_forms(text, beginning(lexicon, text), OTHER_FORM)
            case Fuzzy(text):
                forms = misspelled(lexicon, text)
                return self._of_forms(text, forms, OTHER_SPELLING)
            case Phrase(words):
                return self._of_phrase(leaf, words)
            case Alike(own, others):
                return self._of_alike(own, others)

    def _of_forms(
        self, word: str, forms: Sequence[str], weight: float
    ) -> tuple[Counts, Mask]:
        often = np.zeros(self._snapshot.size, np.float32)
        for form in forms:
            if form != word:
                units, counts = self._snapshot.postings(form)
                often[units] += np.float32(weight) * counts
        units, counts = self._snapshot.postings(word)
        often[units] += counts
        exact = np.zeros(self._snapshot.size, bool)
        exact[units] = True
        self._words.update(forms, (word,))
        return often, exact

    def _of_phrase(self, leaf: Phrase, words: Words) -> tuple[Counts, Mask]:
        often = np.zeros(self._snapshot.size, np.float32)
        if leaf in self._query.loose:  # rule-out finds "ruled out", with less weight
            often[self._with_all(words)] = APART
        units, counts = _in_a_row(self._snapshot, words)
        often[units] = counts
        exact = np.zeros(self._snapshot.size, bool)
        exact[units] = True
        if leaf in self._query.loose or len(words) == 1:
            self._words.update(words)
        return often, exact

    def _with_all(self, words: Words) -> Ids:
        mask = np.ones(self._snapshot.size, bool)
        for word in words:
            mask &= self._match(QueryWord(word)).often > 0
        return np.flatnonzero(mask)

    def _of_alike(self, own: Node, others: Sequence[Words]) -> tuple[Counts, Mask]:
        often = np.zeros(self._snapshot.size, np.float32)
        exact = self._fits(own)
        for words in others:
            other = QueryWord(words[0]) if len(words) == 1 else Phrase(words)
            often = np.maximum(often, SYNONYM * np.minimum(1, self._match(other).often))
            self._words.update(words)
        own_leaves = list(Query(own).leaves())
        counts = sum((self._match(leaf).often for leaf in own_leaves), start=often * 0)
        often = np.where(exact, counts / len(own_leaves), often).astype(np.float32)
        return often, exact


def _weighty(loose: Sequence[Leaf]) -> list[Leaf]:
    """Return the words that are not stop words, or all if there are no others.

    A unit is not found by stop words alone, but they count a little in its score.
    """
    kept = [x for x in loose if not (isinstance(x, QueryWord) and x.text in COMMON)]
    return kept or list(loose)


def _without_words(ranking: Ranking, part: Node) -> Mask:
    """Return which units match an excluded part, without marking its words."""
    marked = set(ranking._words)
    mask = ranking._fits(part)
    ranking._words = marked
    return mask


def _in_a_row(snapshot: IndexSnapshot, words: Words) -> tuple[Ids, Counts]:
    """Return the units in which the phrase ``words`` begins, and how often in each.

    A phrase may run on into the next units of the same text.
    """
    if len(words) == 1:
        return snapshot.postings(words[0])
    rarest, *others = sorted(
        range(len(words)), key=lambda at: len(snapshot.postings(words[at])[0])
    )
    units = snapshot.postings(words[rarest])[0]
    begins = snapshot.places(words[rarest], units) - rarest
    begins = begins[begins >= 0]
    for at in others:
        wanted = begins + at
        units = _held(
            snapshot.postings(words[at])[0], np.unique(snapshot.unit_at(wanted))
        )
        begins = begins[np.isin(wanted, snapshot.places(words[at], units))]
    first, last = snapshot.unit_at(begins), snapshot.unit_at(begins + len(words) - 1)
    whole = first[snapshot.is_of_one_text(first, last)]
    found, counts = np.unique(whole, return_counts=True)
    return found, counts.astype(np.float32)


def _held(units: Ids, asked: Ids) -> Ids:
    """Return those of ``asked`` that are among ``units``; both are sorted."""
    at = np.minimum(np.searchsorted(units, asked), max(0, len(units) - 1))
    return asked[units[at] == asked] if len(units) else units

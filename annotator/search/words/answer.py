"""Answer a query in a snapshot: one page of hits, counts, and what may be meant instead."""

import numpy as np

from annotator.domain.vocabulary import HitKind
from annotator.search.query.tree import Alike, Query, QueryWord
from annotator.search.query.word_forms import Stem, misspelled
from annotator.search.words.facets import counts, days
from annotator.search.words.protocol import Hit, Hits
from annotator.search.words.ranking import Ranked, Ranking
from annotator.search.words.snapshot import KINDS, Ids, IndexSnapshot

TRIED = 10  # words of the index that are weighed against a word that it lacks


def answer(
    snapshot: IndexSnapshot,
    query: Query,
    stem: Stem,
    *,
    limit: int,
    offset: int,
    by_date: bool,
) -> Hits:
    """Return what fits ``query`` in ``snapshot``, at most ``limit`` after ``offset``."""
    if not snapshot.size:
        return Hits(0, ())
    ranked = Ranking(snapshot, query, stem).rank()
    first = _first(snapshot, ranked, offset + limit, by_date=by_date)[offset:]
    return Hits(
        total=len(ranked.units),
        hits=tuple(_hit(snapshot, ranked, int(at)) for at in first),
        counts=counts(snapshot, ranked.units),
        words=ranked.words,
        also=_also(query),
        nearly=ranked.nearly,
        instead=_instead(snapshot, ranked),
    )


def _first(snapshot: IndexSnapshot, ranked: Ranked, most: int, *, by_date: bool) -> Ids:
    """Return the first ``most`` of what was found; equals by report, place and kind.

    Never by where they lie in the index, which every change of it may alter.
    """
    worth = ranked.scores
    at = np.arange(len(worth))
    if by_date:
        dates = [
            int(days(f.published)[1].replace("-", "") or 0) for f in snapshot.facts
        ]
        worth = np.array(dates)[snapshot.facts_of[ranked.units]]
    if len(worth) > most:  # only those are sorted that can be among the first
        last = np.partition(worth, -most)[-most]
        at = np.flatnonzero(worth >= last)
    units = ranked.units[at]
    by = ("number", "kind", "start", "report")  # the last weighs most
    places = [snapshot.column(name)[units] for name in by]
    order = np.lexsort((*places, -ranked.scores[at], -worth[at]))
    return np.asarray(at[order][:most])


def _hit(snapshot: IndexSnapshot, ranked: Ranked, at: int) -> Hit:
    row = snapshot.rows[ranked.units[at]]
    return Hit(
        kind=HitKind(KINDS[int(row["kind"])]),
        number=int(row["number"]),
        report=int(row["report"]),
        page=int(row["page"]),
        start=int(row["start"]),
        end=int(row["end"]),
        score=float(ranked.scores[at]),
    )


def _also(query: Query) -> tuple[str, ...]:
    others = [
        " ".join(words)
        for leaf in query.leaves()
        if isinstance(leaf, Alike)
        for words in leaf.others
    ]
    return tuple(dict.fromkeys(others))


def _instead(snapshot: IndexSnapshot, ranked: Ranked) -> dict[str, str]:
    """Return for each word that nothing has the nearest, and most used, that is there."""
    found = {}
    for word in ranked.lacking:
        best = _nearest(snapshot, word)
        if best:
            found[word.text] = best
    return found


def _nearest(snapshot: IndexSnapshot, word: QueryWord) -> str:
    alike = [
        other for other in misspelled(snapshot.lexicon, word.text) if other != word.text
    ]
    # What was forgotten leaves its words behind for a while; they are not to be seen.
    there = [other for other in alike[:TRIED] if len(snapshot.postings(other)[0])]
    return there[0] if there else ""

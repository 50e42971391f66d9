"""Answer a query in a snapshot: one page of hits, facet counts and suggestions."""

import numpy as np

from annotator.domain.vocabulary import HitKind
from annotator.search.query.tree import Alike, Query, QueryWord
from annotator.search.query.word_forms import Stem, misspelled
from annotator.search.words.facets import counts, days
from annotator.search.words.protocol import Hit, Hits
from annotator.search.words.ranking import Ranked, Ranking
from annotator.search.words.snapshot import KINDS, Ids, IndexSnapshot

TRIED = 10  # words that are tried for one the index lacks (chosen, not measured)


def answer(
    snapshot: IndexSnapshot,
    query: Query,
    stem: Stem,
    *,
    limit: int,
    offset: int,
    by_date: bool,
) -> Hits:
    """Return the units that match ``query``, at most ``limit`` after the first ``offset``."""
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
    """Return the best ``most`` units; equals are ordered by report, place and kind.

    Their order in the index is never used, as any change of the index may alter it.
    """
    worth = ranked.scores
    at = np.arange(len(worth))
    if by_date:
        dates = [
            int(days(f.published)[1].replace("-", "") or 0) for f in snapshot.facts
        ]
        worth = np.array(dates)[snapshot.facts_of[ranked.units]]
    if len(worth) > most:  # sort only those that can be among the first
        last = np.partition(worth, -most)[-most]
        at = np.flatnonzero(worth >= last)
    units = ranked.units[at]
    by = ("number", "kind", "start", "report")  # lexsort: the last weighs most
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
    """Return the nearest word of the index for each word that no unit has."""
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
    # The lexicon still holds words of removed units for a while; they must not be shown.
    there = [other for other in alike[:TRIED] if len(snapshot.postings(other)[0])]
    return there[0] if there else ""

"""A snapshot: everything an index holds at one time, with its units numbered through."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from annotator.domain.vocabulary import HitKind
from annotator.search.words.protocol import Facts, Held

Ids = NDArray[np.int64]
Counts = NDArray[np.float32]
Mask = NDArray[np.bool_]

KINDS = tuple(HitKind)
ROW = np.dtype(
    [
        ("kind", "u1"),
        ("number", "<u4"),
        ("report", "<u4"),
        ("file", "<u4"),
        ("page", "<u4"),
        ("start", "<u4"),
        ("end", "<u4"),
        ("length", "<u2"),  # in words
        ("notes", "u1"),  # whether it has a note: facts, or a checksum
    ]
)
MOST_KEPT = 20_000_000  # postings cached in memory: about 240 MB
LEAST_MARKED = 0.5  # of a sentence, for its passage to stand for it; chosen
LONGEST_SENTENCES = 40  # sentences before a passage that may run into it


class IndexSegment(Protocol):
    """The interface of a segment of an index."""

    size: int
    rows: NDArray[Any]
    notes: dict[int, dict[str, Any]]

    def lexicon(self) -> list[str]:
        """Return every word, sorted."""
        ...

    def groups(self) -> Iterator[tuple[str, Ids]]:
        """Yield each group's name with the numbers of its units."""
        ...

    def postings(self, word: str, *, field: str = "text") -> tuple[Ids, Counts]:
        """Return which units have a word, and how often."""
        ...

    def positions(self, word: str, units: Ids) -> list[list[int]]:
        """Return the positions of a word in each of ``units``, counted in words."""
        ...


class IndexSnapshot:
    """The units that an index holds, by number, and the postings of its words."""

    def __init__(self, segments: Sequence[tuple[IndexSegment, set[int]]]) -> None:
        """Take the segments, each with the numbers of its removed units."""
        self._segments = [segment for segment, _ in segments]
        self._starts = np.cumsum([0, *(s.size for s in self._segments)]).tolist()
        self.size: int = self._starts[-1]
        self.rows: NDArray[Any] = np.concatenate(
            [np.empty(0, ROW), *(s.rows for s in self._segments)]
        )
        self.alive = np.ones(self.size, bool)
        for start, (_, removed) in zip(self._starts, segments, strict=False):
            self.alive[[start + number for number in removed]] = False
        self._kept: OrderedDict[str, tuple[Ids, Counts]] = OrderedDict()
        self._room = MOST_KEPT
        self._lock = Lock()
        self._masks: dict[tuple[str, str], Mask] = {}

    def column(self, name: str) -> NDArray[Any]:
        """Return one fact of every unit, such as its page."""
        return self.rows[name] if self.size else np.empty(0, np.int64)

    @cached_property
    def lengths(self) -> Counts:
        """The length of each unit, relative to the average, in words."""
        lengths = self.column("length").astype(np.float32)
        living = lengths[self.alive]
        # In float64, where the sum does not depend on the order of the units.
        mean = float(living.mean(dtype=np.float64)) if len(living) else 1.0
        return lengths / max(1.0, mean)

    @cached_property
    def lexicon(self) -> list[str]:
        """Every word of units present or removed, sorted."""
        return sorted({word for s in self._segments for word in s.lexicon()})

    def postings(self, word: str) -> tuple[Ids, Counts]:
        """Return which units have ``word``, and how often each."""
        with self._lock:
            found = self._kept.get(word)
            if found is not None:
                self._kept.move_to_end(word)
                return found
        parts = [segment.postings(word) for segment in self._segments]
        ids = [ids + start for start, (ids, _) in self._from_starts(parts)]
        found = self._living(ids, [counts for _, counts in parts])
        with self._lock:
            self._keep(word, found)
        return found

    def _from_starts(self, parts: list[Any]) -> Iterator[tuple[int, Any]]:
        return zip(self._starts, parts, strict=False)

    def _living(self, ids: list[Ids], counts: list[Counts]) -> tuple[Ids, Counts]:
        if not ids:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        every, often = np.concatenate(ids), np.concatenate(counts)
        living = self.alive[every]
        return every[living], often[living]

    def _keep(self, word: str, found: tuple[Ids, Counts]) -> None:
        if word not in self._kept:
            self._room -= len(found[0])
        self._kept[word] = found
        while self._room < 0 and len(self._kept) > 1:
            _, (ids, _) = self._kept.popitem(last=False)
            self._room += len(ids)

    def places(self, word: str, units: Ids) -> Ids:
        """Return the places of ``word`` in ``units``, which all have it.

        A place is a position counted in words over all units of the snapshot.
        """
        found: list[list[int]] = []
        for at, segment in enumerate(self._segments):
            first, last = np.searchsorted(units, self._starts[at : at + 2])
            if last > first:
                found += segment.positions(word, units[first:last] - self._starts[at])
        counts = np.array([len(posting) for posting in found], np.int64)
        within = np.array([place for posting in found for place in posting], np.int64)
        return np.repeat(self._begins[units], counts) + within

    def unit_at(self, places: Ids) -> Ids:
        """Return the unit of each place."""
        return np.searchsorted(self._begins, places, "right") - 1

    def is_of_one_text(self, some: Ids, others: Ids) -> Mask:
        """Return for each pair of units whether they are sentences of the same text."""
        kinds, numbers = self.column("kind"), self.column("number")
        alike = (kinds[some] == kinds[others]) & (numbers[some] == numbers[others])
        return np.asarray((some == others) | alike)

    @cached_property
    def _begins(self) -> Ids:
        """The place at which each unit begins; units of a text are in its order."""
        lengths = self.column("length").astype(np.int64)
        return np.cumsum(lengths) - lengths

    def held(self) -> dict[str, Held]:
        """Return what the index holds of each group, counted in its postings."""
        units: dict[str, list[int]] = {}
        for start, segment in self._from_starts(self._segments):
            for name, ids in segment.groups():
                units.setdefault(name, []).extend((ids + start).tolist())
        found = {}
        for name, numbers in units.items():
            living = [number for number in numbers if self.alive[number]]
            prints = [
                self._notes[n].get("print", "") for n in living if n in self._notes
            ]
            if living:
                found[name] = Held(len(living), "".join(prints))
        return found

    @cached_property
    def _notes(self) -> dict[int, dict[str, Any]]:
        return {
            start + number: note
            for start, segment in self._from_starts(self._segments)
            for number, note in segment.notes.items()
            if self.alive[start + number]
        }

    # Facts: many units share the same ones, which are examined only once

    @cached_property
    def facts(self) -> list[Facts]:
        """The different facts of units; ``facts_of`` maps each unit to its own."""
        return self._facts[0]

    @cached_property
    def facts_of(self) -> Ids:
        """For each unit, the index of its facts in ``facts``."""
        return self._facts[1]

    @cached_property
    def _facts(self) -> tuple[list[Facts], Ids]:
        codes: dict[Facts, int] = {Facts(): 0}
        reports, kinds = self.column("report"), self.column("kind")
        of_report = np.zeros(int(reports.max(initial=0)) + 1, np.int64)
        noted = {n: note["facts"] for n, note in self._notes.items() if "facts" in note}
        is_report = KINDS.index(HitKind.REPORT)
        for number, facts in noted.items():
            if kinds[number] == is_report:
                code = codes.setdefault(_facts(facts), len(codes))
                of_report[reports[number]] = code
        of_units = of_report[reports]
        known = list(codes)
        for number, facts in noted.items():
            if kinds[number] != is_report:
                own = _added(known[of_report[reports[number]]], _facts(facts))
                of_units[number] = codes.setdefault(own, len(codes))
        return list(codes), of_units

    def fits(self, field: str, value: str, test: Callable[[Facts], bool]) -> Mask:
        """Return which units have facts that pass ``test``, cached by field and value."""
        mask = self._masks.get((field, value))
        if mask is None:
            passed = np.array([test(facts) for facts in self.facts], bool)
            mask = self._masks[field, value] = passed[self.facts_of]
        return mask

    def is_kind(self, kind: HitKind) -> Mask:
        """Return which units are of this kind."""
        return np.asarray(self.column("kind") == KINDS.index(kind))

    @cached_property
    def has_passage(self) -> Mask:
        """Which units are passages, or sentences that a passage overlaps."""
        mask = self.is_kind(HitKind.PASSAGE) & self.alive
        for _, sentences, _ in self._overlaps():
            mask[sentences] = True
        return mask

    @cached_property
    def marked(self) -> tuple[Ids, Ids]:
        """The sentences of which a passage marks half or more, each with that passage."""
        sentences, passages = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for passage, overlapped, shares in self._overlaps():
            most = overlapped[shares >= LEAST_MARKED]
            sentences.append(most)
            passages.append(np.full(len(most), passage))
        return np.concatenate(sentences), np.concatenate(passages)

    def _overlaps(self) -> Iterator[tuple[int, Ids, NDArray[np.float64]]]:
        """Yield each passage with the sentences that it overlaps, and which share of each."""
        sentences = np.flatnonzero(self.is_kind(HitKind.SENTENCE) & self.alive)
        starts = self._in_text(sentences, "start")
        order = np.argsort(starts, kind="stable")
        sentences, starts = sentences[order], starts[order]
        ends = self._in_text(sentences, "end")
        passages = self.is_kind(HitKind.PASSAGE) & self.alive
        units = np.flatnonzero(passages & (self.column("end") > 0))
        firsts, lasts = self._in_text(units, "start"), self._in_text(units, "end")
        for unit, first, last in zip(units.tolist(), firsts, lasts, strict=True):
            upto = int(np.searchsorted(starts, last))
            since = max(0, int(np.searchsorted(starts, first)) - LONGEST_SENTENCES)
            near = np.arange(since, upto)[ends[since:upto] > first]
            both = np.minimum(ends[near], last) - np.maximum(starts[near], first)
            yield unit, sentences[near], both / np.maximum(1, ends[near] - starts[near])

    def _in_text(self, units: Ids, name: str) -> Ids:
        """Return offsets that sort by file, and then by their place in its text."""
        file = self.column("file")[units].astype(np.int64) << 32
        return np.asarray(file + self.column(name)[units])


def _facts(stored: dict[str, Any]) -> Facts:
    facts: dict[str, Any] = {
        name: tuple(fact) if isinstance(fact, list) else fact
        for name, fact in stored.items()
    }
    return Facts(**facts)


def _added(report: Facts, own: Facts) -> Facts:
    """Return the facts of a report with those of one of its passages."""
    if not report.report:
        return own
    return replace(report, categories=own.categories, stances=own.stances)

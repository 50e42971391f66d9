"""A file of the quote index: the keys of some texts, and where their runs stand.

The file holds the places of the runs that are kept (``quotes.runs``), sorted by their
hashes. It is memory-mapped and read without being parsed.
"""

import mmap
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq, Levenshtein

from annotator.domain.matching.anchoring import Document
from annotator.domain.text.keys import keyed
from annotator.search.quotes.runs import MASK, PAD, SHORTEST, Codes, Places, Runs
from annotator.search.quotes.votes import Votes

# Chosen, not measured; ``benchmarks.search`` measures speed and recall of the whole.
MOST_VOTES = 16_000  # places of runs that are weighed for a quote without exact match
LEAST_VOTES = 1_000  # in a segment, however small
PROBED = 12  # runs among which the rarest is sought, as each touches a page of memory
MARGIN = 24  # symbols next to a stretch that may turn out to belong to it
MOST_BITS = 26  # of a hash by which buckets are numbered

_MAGIC = b"quotes 1"
_SLACK = 8  # symbols next to a stretch that may hold its first or last word
_FEW = 24  # places, which are then compared one by one


@dataclass(frozen=True, slots=True)
class KeyedText:
    """The key of one revision's text, as it is put into the index.

    ``breaks`` are pairs of a symbol and the page (from 1) that begins with it.
    """

    revision: int
    version: str  # of the text: ``Revision.text_version``
    symbols: bytes
    breaks: npt.NDArray[np.uint32]  # n × 2


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a revision's key that is like a quote."""

    revision: int
    pages: tuple[int, ...]  # pages that it is on or near, from 1
    likeness: float  # of the keys, from 0 to 1
    symbols: bytes  # its part of the key


def keyed_text(revision: int, version: str, document: Document) -> KeyedText:
    """Return the key of a document, as it is put into the index."""
    text = keyed(document.folded.text)
    begins = [page.start for page in document.pages]
    numbers = np.array([page.number for page in document.pages], np.int64)
    offsets = np.asarray(document.folded.starts, np.int64)[text.places]
    # A page without words begins where the next one does; the last such page has words.
    pages = numbers[np.searchsorted(begins, offsets, "right") - 1]
    turns = np.flatnonzero(np.diff(pages, prepend=-1))
    breaks = np.stack([turns, pages[turns]], axis=1).astype(np.uint32)
    return KeyedText(revision, version, text.symbols, breaks)


@dataclass(frozen=True, slots=True)
class VotedStretch:
    """A stretch of a segment, in symbols, that shares ``votes`` runs with a quote."""

    segment: "QuoteSegment"
    votes: int
    start: int
    end: int


def write(path: Path, texts: Sequence[KeyedText]) -> int:
    """Write a segment; return the checksum (CRC-32) of the file."""
    starts = np.cumsum([0, *(len(text.symbols) for text in texts)], dtype=np.int64)
    places, buckets, bits = _index(texts, starts)
    breaks = [
        text.breaks + np.array([start, 0], np.uint32)
        for text, start in zip(texts, starts[:-1], strict=True)
    ]
    parts: list[Any] = [
        np.array([text.revision for text in texts], np.int64),
        starts,
        np.concatenate([np.zeros((0, 2), np.uint32), *breaks]),
        buckets,
        places,
    ]
    sizes = np.array(
        [bits, len(texts), sum(map(len, breaks)), len(places), starts[-1]], np.int64
    )
    checksum = 0
    with path.open("wb") as file:
        for part in (_MAGIC, sizes.tobytes(), *(part.tobytes() for part in parts)):
            checksum = _append(file, part, checksum)
        for text in texts:
            checksum = _append(file, text.symbols, checksum)
        return _append(file, PAD, checksum)


def checksum(path: Path) -> int:
    """Return the checksum (CRC-32) of a segment on the disk."""
    found = 0
    with path.open("rb") as file:
        while block := file.read(2**22):
            found = zlib.crc32(block, found)
    return found


class QuoteSegment:
    """An open segment; any number of threads may use it."""

    def __init__(self, path: Path) -> None:
        """Open the segment at ``path``; raise ValueError if it is not one, or truncated."""
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[: len(_MAGIC)] != _MAGIC:
            raise ValueError(f"{path.name} is no part of a quote index")
        at = len(_MAGIC)
        self._bits, texts, breaks, places, self.length = map(
            int, np.frombuffer(self._map, np.int64, 5, at)
        )
        at += 5 * 8
        if not 0 <= self._bits <= MOST_BITS:
            raise ValueError(f"{path.name} is no part of a quote index")
        self.revisions, at = self._part(np.int64, texts, at)
        self._starts, at = self._part(np.int64, texts + 1, at)
        pairs, at = self._part(np.uint32, 2 * breaks, at)
        self._breaks, self._pages = pairs.reshape(-1, 2).T.copy()
        self._buckets, at = self._part(np.uint32, 2**self._bits + 1, at)
        self._places, at = self._part(np.uint32, places, at)
        self._at = at
        if len(self._map) != at + self.length + len(PAD) or self._buckets[-1] != places:
            raise ValueError(f"{path.name} was cut short")
        # The eight symbols that begin at each place, as one number.
        self._words: Codes = np.ndarray(
            (self.length + 1,), np.uint64, self._map, at, strides=(1,)
        )

    def touch(self) -> None:
        """Read the whole file into memory, so that no search waits for the disk."""
        np.frombuffer(self._map, np.uint8)[:: mmap.PAGESIZE].max()

    def texts(self, versions: Mapping[int, str]) -> Iterator[KeyedText]:
        """Yield the texts of the segment whose revisions are in ``versions``."""
        for number, revision in enumerate(self.revisions.tolist()):
            if revision not in versions:
                continue
            start, end = self._starts[number : number + 2]
            first, last = np.searchsorted(self._breaks, (start, end))
            breaks = np.stack(
                [self._breaks[first:last] - start, self._pages[first:last]], axis=1
            )
            symbols = self._read(int(start), int(end))
            yield KeyedText(
                revision, versions[revision], symbols, breaks.astype(np.uint32)
            )

    def same(self, wanted: Runs) -> Places:
        """Return each place that has exactly the key of a quote, in order."""
        symbols = wanted.symbols
        if len(symbols) < SHORTEST:
            found = self._scanned(symbols)
        else:
            kept = wanted.kept[:: 1 + len(wanted.kept) // PROBED]
            buckets = self._bucket(wanted.hashes[kept])
            sizes = self._buckets[buckets + 1] - self._buckets[buckets]
            rarest = int(sizes.argmin())
            first, last = self._buckets[buckets[rarest] : buckets[rarest] + 2]
            found = self._places[first:last] - np.int64(kept[rarest])
            found = self._agreeing(found, symbols)
        return found[self._is_whole(found, len(symbols))]

    def candidates(
        self, wanted: Runs, allowed: npt.NDArray[np.bool_], share: float
    ) -> list[VotedStretch]:
        """Return the stretches of allowed texts that share most runs with a quote.

        ``share`` is this segment's share of the whole index, from 0 to 1; it gets the
        same share of the work.
        """
        size = len(wanted.symbols)
        votes = self._votes(wanted, int(LEAST_VOTES + share * MOST_VOTES))
        owners = self.owners(np.clip(votes.begins, 0, max(0, self.length - 1)))
        kept = allowed[owners]
        counts, at, start, end = votes.of(kept).stretches(size)
        owners = owners[kept][at]
        start = np.maximum(start, self._starts[owners])
        end = np.minimum(end, self._starts[owners + 1])
        found = zip(counts.tolist(), start.tolist(), end.tolist(), strict=True)
        return [VotedStretch(self, *stretch) for stretch in found]

    def likeness(self, symbols: bytes, start: int, end: int) -> tuple[float, float]:
        """Return the share of a quote's symbols in a stretch, and their similarity.

        Both are from 0 to 1. The share (longest common subsequence) ranks similar
        stretches best, as insertions and the exact ends of the stretch do not count in
        it. The similarity is Levenshtein's, normalised.
        """
        around = self._read(max(0, start - _SLACK), end + _SLACK)
        has = LCSseq.similarity(symbols, around) / len(symbols)
        return has, Levenshtein.normalized_similarity(symbols, self._read(start, end))

    def stretch(self, start: int, size: int, likeness: float = 1.0) -> Stretch:
        """Return the ``size`` symbols from ``start`` on, with their revision and pages."""
        symbols = self._read(start, start + size)
        number = int(np.searchsorted(self._starts, start, "right")) - 1
        begin, end = self._starts[number : number + 2]
        margin = 0 if likeness == 1 else MARGIN
        reach = max(begin, start - margin), min(end, start + size + margin) - 1
        first, last = np.searchsorted(self._breaks, reach, "right") - 1
        pages = tuple(sorted(set(self._pages[first : last + 1].tolist())))
        return Stretch(int(self.revisions[number]), pages, likeness, symbols)

    def owners(self, places: Places) -> npt.NDArray[np.int64]:
        """Return the text of each place, by its number in the segment."""
        return np.searchsorted(self._starts, places, "right") - 1

    def _part(self, kind: Any, count: int, at: int) -> tuple[npt.NDArray[Any], int]:
        size = count * np.dtype(kind).itemsize
        if count < 0 or at + size > len(self._map):
            raise ValueError("a quote index was cut short")
        return np.frombuffer(self._map, kind, count, at), at + size

    def _read(self, start: int, end: int) -> bytes:
        return self._map[self._at + start : self._at + end]

    def _bucket(self, hashes: Codes) -> Places:
        return (hashes >> np.uint64(64 - self._bits)).astype(np.int64)

    def _scanned(self, symbols: bytes) -> Places:
        text = memoryview(self._map)[self._at : self._at + self.length]
        # A lookahead, so that overlapping places are all found.
        found = re.finditer(b"(?=" + re.escape(symbols) + b")", text)
        return np.array([match.start() for match in found], np.int64)

    def _agreeing(self, places: Places, symbols: bytes) -> Places:
        """Return those of ``places`` that have ``symbols``, in order."""
        size = len(symbols)
        places = places[(places >= 0) & (places <= self.length - size)]
        for at in (*range(0, size - 8, 8), size - 8):
            if len(places) <= _FEW:
                agree = [
                    x for x in places.tolist() if self._read(x, x + size) == symbols
                ]
                return np.sort(np.array(agree, np.int64))
            word = np.frombuffer(symbols, np.uint64, 1, at)[0]
            places = places[self._words[places + at] == word]
        return np.sort(places)

    def _is_whole(self, places: Places, size: int) -> npt.NDArray[np.bool_]:
        """Return for each place whether ``size`` symbols of its text follow."""
        return self._starts[self.owners(places) + 1] - places >= size

    def _votes(self, wanted: Runs, most: int) -> Votes:
        """Return one vote for the quote's start per run that it shares with a text."""
        buckets = self._bucket(wanted.hashes)
        first = self._buckets[buckets].astype(np.int64)
        counts = self._buckets[buckets + 1] - first
        order = np.argsort(counts, kind="stable")
        order = order[np.cumsum(counts[order]) <= most]  # rare runs tell most
        counts, first = counts[order], first[order]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        places = self._places[np.repeat(first, counts) + within].astype(np.int64)
        # Another run may have the same bucket.
        is_run = self._words[places] & MASK == np.repeat(wanted.codes[order], counts)
        offsets = np.repeat(order, counts)[is_run]
        return Votes.sorted(places[is_run] - offsets, offsets)


def _index(
    texts: Sequence[KeyedText], starts: Places
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32], int]:
    """Return the places of the kept runs in buckets, the start of each, and their bits."""
    hashes: list[Codes] = [np.zeros(0, np.uint64)]
    places: list[Places] = [np.zeros(0, np.int64)]
    for text, start in zip(texts, starts[:-1], strict=True):
        runs = Runs(text.symbols)
        hashes.append(runs.hashes[runs.kept])
        places.append(runs.kept + start)
    count = sum(map(len, places))
    bits = min(MOST_BITS, max(8, count.bit_length() - 2))
    buckets = np.concatenate(hashes) >> np.uint64(64 - bits)
    # Both in one number, as sorting numbers is many times faster than argsort.
    both = (buckets << np.uint64(32)) | np.concatenate(places).astype(np.uint64)
    both.sort()
    edges = np.arange(2**bits + 1, dtype=np.uint64) << np.uint64(32)
    begins = np.searchsorted(both, edges).astype(np.uint32)
    return both.astype(np.uint32), begins, bits


def _append(file: Any, part: bytes, checksum: int) -> int:
    file.write(part)
    return zlib.crc32(part, checksum)

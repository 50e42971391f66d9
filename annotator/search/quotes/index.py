"""The quote index: find where a quote stands in any revision, by an index in one folder.

The keys of the texts (``domain.text.keys``) are stored in segments that never change. A
manifest says which segments are in use, and which texts in them. A change writes new files
first and the manifest last, so that it is seen whole or not at all, even if the process is
killed. Small segments are merged as they are added, so that there are never many.
"""

import logging
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from annotator.domain.errors import IndexBusyError, IndexUnreadableError
from annotator.domain.text.keys import key
from annotator.search.quotes import manifest
from annotator.search.quotes import segment as segments
from annotator.search.quotes.manifest import Manifest, Part
from annotator.search.quotes.runs import RUN, Runs
from annotator.search.quotes.segment import (
    KeyedText,
    QuoteSegment,
    Stretch,
    VotedStretch,
)
from annotator.search.quotes.votes import MOST_CANDIDATES

# Chosen, not measured.
PATIENCE = 30.0  # seconds to wait while others write
MERGED = 2**24  # symbols; segments are not merged beyond this, so that changes are fast
REBUILT = 2**26  # symbols in a segment when the whole index is rebuilt
STEP = 4  # a segment is merged with those after it unless it is this much larger
LEAST_ALIKE = 0.5  # from 0 to 1; stretches less like the quote are not returned

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stretches:
    """The best stretches that match a quote, best first, and how many there are in all."""

    total: int
    is_same: bool  # True if they have the same key, False if they are only alike
    best: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Open:
    """A part of the index with its segment open; ``live`` says which texts are in use."""

    part: Part
    segment: QuoteSegment
    live: npt.NDArray[np.bool_]

    def allowed(self, within: Collection[int] | None) -> npt.NDArray[np.bool_]:
        """Return for each text whether it is in use and among ``within``."""
        if within is None:
            return self.live
        wanted = np.fromiter(within, np.int64, len(within))
        return self.live & np.isin(self.segment.revisions, wanted)


@dataclass(frozen=True, slots=True)
class _State:
    """The index as it was when its manifest had this inode and time."""

    stamp: tuple[int, int] = (0, 0)
    parts: tuple[_Open, ...] = ()
    is_whole: bool = True


class QuoteIndex:
    """An index in one folder; any number of threads and processes may use it."""

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        """Use the index in ``folder``; wait at most ``patience`` seconds to write."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._patience = patience
        self._last = _State()

    @property
    def needs_rebuild(self) -> bool:
        """Whether a part of the index was lost, and the index not rebuilt since."""
        return not self._opened().is_whole

    def versions(self) -> dict[int, str]:
        """Return the number of each indexed revision, with the version of its text."""
        return {
            id_: made
            for part in self._opened().parts
            for id_, made in part.part.versions.items()
        }

    def texts(self, revisions: Collection[int]) -> Iterator[KeyedText]:
        """Yield the indexed texts of some revisions."""
        for part in self._opened().parts:
            versions = part.part.versions
            wanted = {id_: versions[id_] for id_ in versions if id_ in revisions}
            yield from part.segment.texts(wanted)

    def put(self, texts: Sequence[KeyedText]) -> None:
        """Index texts, replacing those that are indexed for the same revisions.

        Raise IndexBusyError if others write for too long.
        """
        if texts:
            with self._alone():
                opened = self._opened()
                kept = _without(opened, {text.revision for text in texts})
                parts = self._merged([*kept, self._written(texts)])
                self._commit(parts, is_whole=opened.is_whole)

    def remove(self, revisions: Collection[int]) -> None:
        """Remove the texts of some revisions, if there are any."""
        with self._alone():
            opened = self._opened()
            self._commit(_without(opened, revisions), is_whole=opened.is_whole)

    def rebuild(self, texts: Iterable[KeyedText]) -> None:
        """Replace the whole index by these texts."""
        with self._alone():
            written = [self._written(batch) for batch in _batches(texts)]
            self._commit(written, is_whole=True)

    def find(
        self,
        quote: str,
        *,
        limit: int,
        within: Collection[int] | None = None,
        nearly: bool = False,
    ) -> Stretches:
        """Return at most ``limit`` stretches that have the key of ``quote``, or are like it.

        Stretches that are only alike are looked for if no stretch has the same key, or if
        ``nearly``. If ``within`` is given, only these revisions are searched. Later
        revisions come first among equals. Only letters and digits are compared, not signs.
        Raise IndexUnreadableError if a part was lost and the index is not rebuilt yet.
        """
        state = self._opened()
        if not state.is_whole:
            raise IndexUnreadableError  # what is missing would pass for what nobody says
        symbols = key(quote)
        if not symbols:
            return Stretches(0, is_same=False, best=())
        wanted, opened = Runs(symbols), state.parts
        total, same = (0, []) if nearly else _same(opened, wanted, within, limit)
        if total:
            best = (segment.stretch(at, len(symbols)) for _, at, segment in same)
            return Stretches(total, is_same=True, best=tuple(best))
        near = _near(opened, wanted, within) if len(symbols) >= RUN else []
        best = (
            stretch.segment.stretch(
                stretch.start, stretch.end - stretch.start, likeness
            )
            for stretch, likeness in near[:limit]
        )
        return Stretches(len(near), is_same=False, best=tuple(best))

    def damage(self) -> list[str]:
        """Return what is wrong with the files, in words; this reads all of them."""
        return list(_damage(self._folder))

    def _opened(self) -> _State:
        """Return the index as it is now, keeping open what was open."""
        while (stamp := self._stamp()) != (last := self._last).stamp:
            told = manifest.read(self._folder)
            parts = tuple(self._open_anew(told.parts, last.parts))
            is_complete = len(parts) == len(told.parts)
            if is_complete or stamp == self._stamp():
                self._last = _State(stamp, parts, told.is_whole and is_complete)
            # Else a writer has removed a part between two looks; the newer list lacks it.
        return last

    def _stamp(self) -> tuple[int, int]:
        """Return a value that changes with the manifest; zeros if there is none."""
        try:
            status = (self._folder / manifest.NAME).stat()
        except FileNotFoundError:
            return _State().stamp
        return status.st_ino, status.st_mtime_ns

    def _open_anew(
        self, parts: Sequence[Part], opened: Sequence[_Open]
    ) -> Iterator[_Open]:
        known = {part.part.file: part.segment for part in opened}
        for part in parts:
            segment = known.get(part.file) or self._segment(part)
            if segment is not None:
                yield _Open(part, segment, np.isin(segment.revisions, [*part.versions]))

    def _segment(self, part: Part) -> QuoteSegment | None:
        """Open a segment, or return None if it is missing or damaged.

        Its texts are then missing from versions(), so that the next comparison with the
        database indexes them again.
        """
        try:
            segment = QuoteSegment(self._folder / part.file)
        except (FileNotFoundError, ValueError) as error:
            log.warning("a part of the quote index is lost: %s", error)
            return None
        Thread(target=segment.touch, daemon=True).start()
        return segment

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the write lock: of all threads and processes, only one changes the index."""
        lock = FileLock(self._folder / "write.lock", timeout=self._patience)
        try:
            lock.acquire()
        except Timeout:
            raise IndexBusyError(self._patience) from None
        try:
            yield
        finally:
            lock.release()

    def _merged(self, parts: list[Part]) -> list[Part]:
        """Return the parts with the last ones merged, if they are of similar size."""
        first = len(parts) - 1
        size = parts[first].symbols
        while first > 0 and parts[first - 1].symbols <= min(STEP * size, MERGED - size):
            first -= 1
            size += parts[first].symbols
        if first == len(parts) - 1:
            return parts
        texts = [text for part in parts[first:] for text in self._texts(part)]
        return [*parts[:first], self._written(texts)]

    def _texts(self, part: Part) -> Iterator[KeyedText]:
        return QuoteSegment(self._folder / part.file).texts(part.versions)

    def _written(self, texts: Sequence[KeyedText]) -> Part:
        path = self._folder / f"segment-{secrets.token_hex(8)}.quotes"
        checksum = segments.write(path, texts)
        manifest.force_to_disk(path)
        return Part(
            file=path.name,
            bytes=path.stat().st_size,
            checksum=checksum,
            symbols=sum(len(text.symbols) for text in texts),
            versions={text.revision: text.version for text in texts},
        )

    def _commit(self, parts: Sequence[Part], *, is_whole: bool) -> None:
        """Write the manifest for ``parts``, and delete every other file."""
        living = [part for part in parts if part.versions]
        manifest.write(self._folder, Manifest(living, is_whole))
        kept = {part.file for part in living}
        for path in self._folder.glob("segment-*.quotes"):
            if path.name not in kept:
                path.unlink()


def _same(
    opened: Sequence[_Open], wanted: Runs, within: Collection[int] | None, limit: int
) -> tuple[int, list[tuple[int, int, QuoteSegment]]]:
    """Return how many places have the quote's key, and the first ``limit`` of them.

    Each has its sort key, its place and its segment: later revisions come first, and
    earlier places within a revision.
    """
    total = 0
    found: list[tuple[int, int, QuoteSegment]] = []
    for part in opened:
        segment = part.segment
        places = segment.same(wanted)
        if not len(places):
            continue
        owners = segment.owners(places)
        kept = part.allowed(within)[owners]
        places, later = places[kept], -segment.revisions[owners[kept]]
        total += len(places)
        first = np.lexsort((places, later))[:limit]
        for order, place in zip(later[first], places[first], strict=True):
            found.append((int(order), int(place), segment))
    found.sort(key=lambda place: place[:2])
    return total, found[:limit]


def _near(
    opened: Sequence[_Open], wanted: Runs, within: Collection[int] | None
) -> list[tuple[VotedStretch, float]]:
    """Return the stretches that are like the quote and their likeness, best first."""
    whole = sum(part.segment.length for part in opened)
    found = [
        candidate
        for part in opened
        for candidate in part.segment.candidates(
            wanted, part.allowed(within), part.segment.length / whole
        )
    ]
    found.sort(key=lambda candidate: candidate.votes, reverse=True)
    compared = [
        (
            candidate.segment.likeness(wanted.symbols, candidate.start, candidate.end),
            candidate,
        )
        for candidate in found[:MOST_CANDIDATES]
    ]
    compared.sort(key=lambda scored: sum(scored[0]), reverse=True)
    return [
        (stretch, likeness)
        for (_, likeness), stretch in compared
        if likeness >= LEAST_ALIKE
    ]


def _without(opened: _State, revisions: Collection[int]) -> list[Part]:
    return [part.part.without(revisions) for part in opened.parts]


def _batches(texts: Iterable[KeyedText]) -> Iterator[list[KeyedText]]:
    """Yield the texts in batches, one for each segment."""
    batch: list[KeyedText] = []
    size = 0
    for text in texts:
        if batch and size + len(text.symbols) > REBUILT:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text.symbols)
    if batch:
        yield batch


def _damage(folder: Path) -> Iterator[str]:
    told = manifest.read(folder)
    if not told.is_whole:
        yield "Parts of it were lost."
    for part in told.parts:
        path = folder / part.file
        if not path.exists():
            yield f"{part.file} is missing."
        elif segments.checksum(path) != part.checksum:
            yield f"{part.file} is not as it was written."

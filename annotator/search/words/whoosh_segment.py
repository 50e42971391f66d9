"""One segment of a Whoosh index, read block by block into arrays.

Whoosh's own matchers go through postings one by one, in Python. Its files hold blocks of
128 postings, and each block is read as an array here, which makes common words cheap. A
segment never changes, except for which of its units are removed, so that what was read
of it stays valid.
"""

import json
from collections.abc import Iterator
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.search.words.snapshot import ROW

Ids = NDArray[np.int64]
Counts = NDArray[np.float32]


class WhooshSegment:
    """The contents of one segment; threads may share it."""

    def __init__(self, reader: Any) -> None:
        """Take over a Whoosh SegmentReader, which no other code may use from now on."""
        self._reader = reader
        self._lock = RLock()
        self._terms = reader._terms
        self._format = reader.schema["text"].format
        self.size = int(reader.doc_count_all())
        with self._lock:
            self.rows = self._read_rows()
            self.notes = self._read_notes()
        self._lexicon: list[str] | None = None
        self._directories: dict[str, tuple[Ids, list[int]]] = {}

    @property
    def name(self) -> str:
        """The unique name of the segment."""
        return str(self._reader.segment().segid)

    def _read_rows(self) -> NDArray[Any]:
        column = self._reader.column_reader("row", translate=False)
        packed = b"".join(column[number] for number in range(self.size))
        return np.frombuffer(packed, ROW)

    def _read_notes(self) -> dict[int, dict[str, Any]]:
        noted = np.flatnonzero(self.rows["notes"]).tolist()
        stored = self._reader.stored_fields
        return {number: json.loads(stored(number)["note"]) for number in noted}

    def lexicon(self) -> list[str]:
        """Return every word of any unit, removed ones included, sorted."""
        with self._lock:
            if self._lexicon is None:
                terms = self._reader.field_terms("text")
                self._lexicon = sorted(terms)
            return self._lexicon

    def groups(self) -> Iterator[tuple[str, Ids]]:
        """Yield each group and its units, removed ones included."""
        with self._lock:
            for name in list(self._reader.field_terms("group")):
                yield name, self.postings(name, field="group")[0]

    def postings(self, word: str, *, field: str = "text") -> tuple[Ids, Counts]:
        """Return which units have ``word``, in order, and how often each."""
        ids, counts = [], []
        with self._lock:
            for block in self._blocks(field, word):
                block._read_data()
                ids.append(np.cumsum(block._data[0], dtype=np.int64))
                block._read_weights()
                counts.append(np.asarray(block._weights, np.float32))
        if not ids:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return np.concatenate(ids), np.concatenate(counts)

    def positions(self, word: str, units: Ids) -> list[list[int]]:
        """Return the positions of ``word`` in each of ``units``, which all have it."""
        found: list[list[int]] = []
        decode = self._format.decode_positions
        with self._lock:
            last, offsets = self._directory(word)
            block = self._matcher("text", word)
            which = np.searchsorted(last, units)
            for number in np.unique(which).tolist():
                block._goto(offsets[number])
                block._read_data()
                ids = np.cumsum(block._data[0], dtype=np.int64)
                places = np.searchsorted(ids, units[which == number]).tolist()
                block._read_values()
                found += [decode(block._values[place]) for place in places]
        return found

    def _directory(self, word: str) -> tuple[Ids, list[int]]:
        """Return the last unit of each block of a word's postings, and the block's offset."""
        if word not in self._directories:
            last, offsets, offset = [], [], 0
            for block in self._blocks("text", word):
                last.append(block.block_max_id())
                offsets.append(offset or block._baseoffset)
                offset = block._nextoffset
            self._directories[word] = np.array(last, np.int64), offsets
        return self._directories[word]

    def _blocks(self, field: str, word: str) -> Iterator[Any]:
        """Yield Whoosh's matcher at each block of a word's postings."""
        matcher = self._matcher(field, word)
        while matcher is not None and matcher.is_active():
            yield matcher
            matcher._next_block()

    def _matcher(self, field: str, word: str) -> Any:
        """Return Whoosh's matcher at the first block of a word, or None if it has none."""
        encoded = word.encode()
        if (field, encoded) not in self._terms:
            return None
        kind = self._reader.schema[field].format
        return self._terms.matcher(field, encoded, kind)

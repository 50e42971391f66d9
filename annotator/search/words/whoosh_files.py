"""Whoosh's files, with unique names and checksums.

Whoosh itself notices neither a flipped bit nor a torn end, and draws names from the global
``random``, which other code may have seeded. An index is a table of contents (``.toc``) and
segments (``.seg``). The table ends with its own checksum here, and holds those of the segments.
"""

import secrets
from pathlib import Path
from typing import Any
from zlib import crc32

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import _DEF_INDEX_NAME, TOC

FORMAT = 1  # of what is added to Whoosh's files
_CONTENTS = ".toc"
_CHECKSUM_SIZE = 4  # bytes of a CRC-32


class TornFileError(Exception):
    """A file of an index is not as it was written."""


class CheckedFiles(FileStorage):
    """A folder of Whoosh's files, whose tables of contents are checked when they are read."""

    def rename_file(
        self,
        oldname: str,
        newname: str,
        safe: bool = False,  # noqa: FBT001, FBT002 (Whoosh's)
    ) -> None:
        """Give a file its name; Whoosh does so with a table of contents it has written."""
        if newname.endswith(_CONTENTS):
            written = Path(self.folder, oldname)
            checksum = crc32(written.read_bytes())
            with written.open("ab") as file:
                file.write(checksum.to_bytes(_CHECKSUM_SIZE))
        super().rename_file(oldname, newname, safe)

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """Open a file to read it; raise TornFileError for a table of contents."""
        if name.endswith(_CONTENTS):
            # Before it is unpickled, which executes it.
            whole = Path(self.folder, name).read_bytes()
            written, checksum = whole[:-_CHECKSUM_SIZE], whole[-_CHECKSUM_SIZE:]
            if crc32(written).to_bytes(_CHECKSUM_SIZE) != checksum:
                raise TornFileError(name)
        return super().open_file(name, **kwargs)

    def check(self) -> None:
        """Read the latest index to its end; raise TornFileError if it is damaged."""
        for segment in TOC.read(self, _DEF_INDEX_NAME).segments:
            name = segment.make_filename(segment.COMPOUND_EXT)
            if crc32(Path(self.folder, name).read_bytes()) != segment.checksum:
                raise TornFileError(name)


class CheckedSegment(W3Segment):
    """A segment that knows the checksum of its file."""

    checksum: int

    def create_compound_file(self, storage: CheckedFiles) -> None:
        """Make one file of the segment's parts."""
        super().create_compound_file(storage)
        made = Path(storage.folder, self.make_filename(self.COMPOUND_EXT))
        self.checksum = crc32(made.read_bytes())


class CheckedCodec(W3Codec):
    """Makes segments that have checksums and unique names."""

    def new_segment(self, storage: CheckedFiles, indexname: str) -> CheckedSegment:
        """Return a segment."""
        return CheckedSegment(self, indexname, segid=secrets.token_hex(8))

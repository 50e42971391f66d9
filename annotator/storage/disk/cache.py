"""Files that can be made again: a damaged one, or one that cannot be read, is missing."""

import logging
from pathlib import Path
from zlib import crc32

from annotator.storage.disk.files import write_whole

_CHECKSUM_SIZE = 4  # bytes of a CRC-32, at the end of each file

log = logging.getLogger(__name__)


def read(path: Path) -> bytes | None:
    """Return what is kept at ``path``, or None."""
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        log.warning("%s cannot be read and is made again: %s", path, error)
        return None
    content, checksum = whole[:-_CHECKSUM_SIZE], whole[-_CHECKSUM_SIZE:]
    if crc32(content).to_bytes(_CHECKSUM_SIZE) != checksum:
        log.warning("%s is not as it was written and is made again", path)
        return None
    return content


def keep(path: Path, content: bytes) -> None:
    """Keep ``content`` at ``path``; a disk that is full or fails keeps nothing."""
    try:
        write_whole(path, content + crc32(content).to_bytes(_CHECKSUM_SIZE))
    except OSError as error:
        log.warning("%s cannot be kept and is made again when needed: %s", path, error)

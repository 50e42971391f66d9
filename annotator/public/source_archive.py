"""The source of the running version as an archive, for whoever uses it (AGPL, section 13)."""

import gzip
import io
import tarfile
import threading
from functools import cache
from pathlib import Path

from annotator import paths

FOLDER = "annotator-source"  # into which the archive is unpacked
# What a wheel is built from. Tests, and what only they need, are in a checkout alone.
NAMES = (
    "templates", "db/migrations", "db/schema.sql", "db/write_schema.py",
    "reports_pdf/northfield", "pyproject.toml", "requirements.lock",
    "Makefile", "LICENSE", "README.md", "CHANGELOG.md", "ARCHITECTURE.md",
    "CONTRIBUTING.md", "SECURITY.md", "docs", "tests", "benchmarks",
)  # fmt: skip
_NOT_SOURCE = {"__pycache__", "_bundled"}
_packing = threading.Lock()


def source_archive() -> bytes:
    """Return the running version's source as a tar.gz, from which it can be built.

    It is packed once, which takes a second: a few strangers who ask for it again and again
    would keep the processor from readers.
    """
    with _packing:
        return _packed()


@cache
def _packed() -> bytes:
    packed = io.BytesIO()
    with (
        # Without a time, so that the same source has the same bytes.
        gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w") as archive,
    ):
        archive.add(paths.PACKAGE, f"{FOLDER}/annotator", filter=_source_only)
        for name in NAMES:
            if (paths.ROOT / name).exists():
                archive.add(paths.ROOT / name, f"{FOLDER}/{name}", filter=_source_only)
    return packed.getvalue()


def _source_only(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    is_skipped = not _NOT_SOURCE.isdisjoint(Path(member.name).parts)
    if is_skipped or not (member.isdir() or member.isfile()):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member

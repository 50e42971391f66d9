"""Torn and flipped bytes are found, and mended or named in a sentence.

Each trial damages one file of a copy of an installation: its database, the log of its
newest writes (WAL), a stored file, or a file of an index. Then the installation is opened
and checked as `annotator check` does, and repaired as `annotator repair` does. SQLite keeps
no checksums: bytes that change within the words of a row are for the history to find.
"""

import hashlib
import shutil
from collections import Counter
from contextlib import closing
from random import Random

import pytest
from prepared import open_copy
from soak import figure
from sqlalchemy import select
from wren_claims import state
from wren_public import put_out

from annotator import paths
from annotator.domain.errors import AnnotatorError, StoreUnavailableError
from annotator.services import checkup
from annotator.services.stores import open_stores
from annotator.storage.database.base import Base

pytestmark = [
    pytest.mark.soak,
    pytest.mark.slow,
    # Whoosh leaves files open that it cannot read.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

TRIALS = figure(ci=36, soak=500)
SEED = 17
DATABASE, LOG = "annotator.sqlite3", "annotator.sqlite3-wal"
NEW = 8  # claims that stand in the log alone
PAGE = 4_096  # bytes, of the database


def _cut(content, random):
    return content[: len(content) * random.choice((0, 50, 97)) // 100]


def _flip(content, random):
    changed = bytearray(content)
    for _ in range(random.choice((1, 16, 256))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _tear(content, random):
    """Half of what a disk writes at once has not arrived."""
    start = random.randrange(0, len(content), PAGE) + PAGE // 2
    return (
        content[:start]
        + bytes(len(content[start : start + PAGE // 2]))
        + content[start + PAGE // 2 :]
    )


WAYS = {"cut off": _cut, "flipped": _flip, "torn": _tear}
TARGETS = {
    "database": [DATABASE],
    "log": [LOG],
    "stored file": ["files/??/*"],
    "index": ["index/desk/**/*", "index/public/**/*"],
    "quote index": ["index/desk-quotes/**/*", "index/public-quotes/**/*"],
}


class Whole:
    """An installation as it should be, of which each trial damages a copy."""

    def __init__(self, folder, tables, files):
        self.folder, self.tables, self.files = folder, tables, files


@pytest.fixture
def whole(tmp_path, empty, desk_of):
    """An installation with a public claim, copied while its newest claims are in the log."""
    stores = open_copy(empty, tmp_path / "at work")
    desk = desk_of(stores)
    put_out(desk)
    stores.close()
    stores = open_copy(tmp_path / "at work", tmp_path / "again")
    desk = desk_of(stores)
    for number in range(NEW):
        with desk.sit_down() as context:
            state(context, f"Claim {number} in the log.")
    desk.do_jobs()
    folder = tmp_path / "whole"
    shutil.copytree(stores.data, folder)
    tables = _tables(stores)
    files = {sha256: stores.files.get(sha256) for sha256 in stores.files.hashes()}
    stores.close()
    assert (folder / LOG).stat().st_size > PAGE
    return Whole(folder, tables, files)


def _tables(stores):
    with stores.database.reading() as session:
        return {
            table.name: {repr(row) for row in session.execute(select(table))}
            for table in Base.metadata.sorted_tables
        }


class Trial:
    """One file of one copy is damaged in one way."""

    def __init__(self, whole, data, number, desk_of):
        self.random = Random(SEED * 1_000_003 + number)
        self.whole, self.data, self.desk_of = whole, data, desk_of
        self.target = [*TARGETS][number % len(TARGETS)]
        self.way = [*WAYS][number // len(TARGETS) % len(WAYS)]
        self.healed = False  # when it was opened
        self.said = []

    def run(self):
        """Return what came of it, and remove the copy."""
        shutil.copytree(self.whole.folder, self.data)
        try:
            self._damage()
            return self._check()
        finally:
            shutil.rmtree(self.data)

    def _damage(self):
        there = [
            path
            for pattern in TARGETS[self.target]
            for path in sorted(self.data.glob(pattern))
            if path.is_file() and path.stat().st_size and path.suffix != ".lock"
        ]
        self.path = self.random.choice(there)
        content = self.path.read_bytes()
        damaged = WAYS[self.way](content, self.random)
        if damaged == content:
            damaged = content[:-1]
        self.path.write_bytes(damaged)

    def _check(self):
        try:
            with closing(open_stores(self.data, paths.REPORTS_PDF)) as stores:
                return self._check_open(self.desk_of(stores))
        except (AnnotatorError, StoreUnavailableError) as error:
            self.said = [str(error)]
            return "named in a sentence"

    def _check_open(self, desk):
        found = self._differences(desk)
        if not found:
            return self._compare(desk.stores)
        self.said = [f"{one.what} {one.remedy}" for one in found]
        assert all("\n" not in said for said in self.said), self.said
        if self.target in {"database", "log"}:
            return "named in a sentence"
        self._mend(desk)
        assert self._differences(desk) == [], (self, self.said)
        assert self._compare(desk.stores) == "harmless"
        return "mended"

    def _differences(self, desk):
        with desk.look() as context:
            return [*checkup.differences(context)]

    def _mend(self, desk):
        for content in self.whole.files.values():
            desk.stores.files.put(content)
        with desk.look() as context:
            checkup.repair(context)

    def _compare(self, stores):
        """Compare what is said to agree with what should be there."""
        for sha256 in self.whole.files:
            content = stores.files.path(sha256).read_bytes()
            assert hashlib.sha256(content).hexdigest() == sha256
        tables = _tables(stores)
        if tables == self.whole.tables:
            return "harmless"
        if self.target == "log":
            self._is_earlier(tables)
            return "as it was a moment before"
        assert self.target == "database", (self, "something is wrong, and is not named")
        return "changed within a row"

    def _is_earlier(self, tables):
        """All claims but the newest few are there: the log is read as far as it is whole."""
        stored = " ".join(tables["claim"])
        there = [f"Claim {n} in the log." in stored for n in range(NEW)]
        assert there == sorted(there, reverse=True)
        assert tables["claim"] <= self.whole.tables["claim"]

    def __repr__(self):
        return f"{self.target} {self.way}: {self.path.relative_to(self.data)}"


def test_torn_and_flipped_bytes_are_found_and_mended_or_named(whole, tmp_path, desk_of):
    outcomes: Counter[tuple[str, str]] = Counter()
    for number in range(TRIALS):
        trial = Trial(whole, tmp_path / f"trial-{number}", number, desk_of)
        try:
            outcome = trial.run()
        except Exception as error:
            raise AssertionError(f"trial {number}: {trial!r}") from error
        outcomes[trial.target, outcome] += 1
    assert sum(outcomes.values()) == TRIALS
    print(f"\n{TRIALS} files torn, cut off or flipped (seed {SEED}):")
    for target in TARGETS:
        found = {what: n for (of, what), n in outcomes.items() if of == target}
        print(f"  {target}: {found}")

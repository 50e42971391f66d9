"""Files are kept whole, once, and are checked when they are read."""

import hashlib

import pytest

from annotator.domain.errors import NotFoundError
from annotator.storage.files import DamagedFileError, Files, write_whole


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "files")


def test_the_same_bytes_twice_are_one_file(files):
    assert files.put(b"a report") == files.put(b"a report")
    stored = [path for path in files.folder.rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [hashlib.sha256(b"a report").hexdigest()]


def test_a_file_that_was_changed_on_disk_is_never_handed_out(files):
    sha256 = files.put(b"a report")
    files.path(sha256).write_bytes(b"another report")
    with pytest.raises(DamagedFileError, match="restore it from a copy"):
        files.get(sha256)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "0" * 63, "Z" * 64])
def test_only_a_hash_names_a_file(files, name):
    with pytest.raises(NotFoundError):
        files.get(name)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / "taken", b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]

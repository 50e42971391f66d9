"""Files are kept whole, once, and are checked when they are read."""

import hashlib
import io

import pytest

from annotator.domain.errors import NoRoomError, NotFoundError
from annotator.storage.disk.files import (
    DamagedFileError,
    Files,
    FolderAwayError,
    MissingFileError,
    TooLargeFileError,
    read_from,
    write_whole,
)


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


def test_a_damaged_file_is_healed_by_the_same_bytes(files):
    sha256 = files.put(b"as it was")
    for damage in (b"altered!!", b"", b"as it w"):
        files.path(sha256).write_bytes(damage)
        assert files.put(b"as it was") == sha256
        assert files.get(sha256) == b"as it was"
        files.path(sha256).write_bytes(damage)
        with files.receiving(io.BytesIO(b"as it was"), most_bytes=100) as incoming:
            files.keep(incoming)
        assert files.get(sha256) == b"as it was"


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "0" * 63, "Z" * 64])
def test_only_a_hash_names_a_file(files, name):
    with pytest.raises(NotFoundError):
        files.get(name)


def test_a_write_that_fails_leaves_nothing_behind(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / "taken", b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def _put_in(files, content=b"a report"):
    with files.receiving(io.BytesIO(content), most_bytes=100) as incoming:
        files.keep(incoming)
    return incoming.sha256


@pytest.fixture
def staging(tmp_path):
    return Files(tmp_path / "staging")


def test_what_is_sent_is_kept_by_its_hash_and_leaves_nothing_else(files):
    assert files.get(_put_in(files)) == b"a report"
    assert len([path for path in files.folder.rglob("*") if path.is_file()]) == 1


def test_what_is_sent_and_not_kept_leaves_nothing_behind(files):
    with files.receiving(io.BytesIO(b"a report"), most_bytes=100) as incoming:
        assert incoming.size == 8
    assert list(files.folder.rglob("*")) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_written(files):
    with pytest.raises(TooLargeFileError):
        _put_in(files, b"x" * 101)
    assert list(files.folder.rglob("*")) == []


def test_a_disk_without_room_is_told_before_it_is_full(tmp_path):
    files = Files(tmp_path / "files", spare_bytes=2**62)
    with pytest.raises(NoRoomError, match="nearly full"):
        _put_in(files)
    assert list(files.folder.rglob("*")) == []


def test_a_file_is_moved_once_however_often_that_is_asked(files, staging):
    sha256 = _put_in(staging)
    files.take_over(sha256, staging)
    files.take_over(sha256, staging)
    assert files.get(sha256) == b"a report"
    assert not staging.has(sha256)


def test_a_file_that_is_here_and_there_stays_in_both(files, staging):
    sha256 = _put_in(files)
    _put_in(staging)
    files.take_over(sha256, staging)
    assert files.get(sha256) == staging.get(sha256) == b"a report"


def test_what_is_nowhere_cannot_be_moved(files, staging):
    with pytest.raises(MissingFileError):
        files.take_over("0" * 64, staging)


@pytest.mark.parametrize("act", [_put_in, lambda files: files.put(b"a report")])
def test_a_folder_whose_disk_is_away_is_not_made_anew(files, act):
    files.folder.rmdir()
    with pytest.raises(FolderAwayError, match="Is its disk mounted"):
        act(files)
    assert not files.folder.exists()


def test_a_file_is_found_while_another_moves_it(files, staging):
    """The first place did not have it when it was asked, the second not any more."""
    sha256 = _put_in(staging)

    class Moving(Files):
        def get(self, sha256):
            files.take_over(sha256, staging)
            return super().get(sha256)

    assert read_from(sha256, files, Moving(staging.folder)) == b"a report"

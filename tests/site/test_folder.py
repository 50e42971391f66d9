"""A folder holds the newest site; what is not ours stays, whatever happens meanwhile."""

import json

import pytest

from annotator.site.folder import LIST, NotOursError, SiteFolder


def _make(folder, **files):
    with SiteFolder.beside(folder) as site:
        for name, words in files.items():
            site.add(name.replace("_", "/") + ".html", words.encode())
        return site.move_in()


def _names(folder):
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {
        LIST
    }


def test_only_what_changed_is_written_and_only_what_is_gone_is_removed(tmp_path):
    folder = tmp_path / "site"
    first = _make(folder, a="1", b="2", c_d="3")
    assert (first.written, first.unchanged, first.removed) == (3, 0, 0)
    (folder / "CNAME").write_text("cards.example")
    before = (folder / "a.html").stat().st_mtime_ns
    again = _make(folder, a="1", b="changed")
    assert (again.written, again.unchanged, again.removed) == (1, 1, 1)
    assert (folder / "a.html").stat().st_mtime_ns == before
    assert _names(folder) == {"a.html", "b.html", "CNAME"}
    assert not (folder / "c").exists()
    assert [*tmp_path.iterdir()] == [folder]


def test_a_file_of_somebody_else_is_never_overwritten(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "b.html").write_text("theirs")
    with pytest.raises(NotOursError, match=r"b\.html is in the way"):
        _make(folder, a="1", b="2")
    assert _names(folder) == {"b.html"}


def test_a_file_in_the_place_of_a_folder_is_named_and_nothing_is_written(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "b").write_text("theirs")
    with pytest.raises(NotOursError, match=r"b is in the way"):
        _make(folder, a="1", b_c="2")
    assert _names(folder) == {"b"}


def test_what_a_run_that_failed_midway_has_moved_in_is_known_to_be_ours(tmp_path):
    folder = tmp_path / "site"
    _make(folder, a="1", z="2")
    (folder / "z.html").unlink()
    (folder / "z.html").mkdir()  # so that the last of them cannot be moved in
    with pytest.raises(IsADirectoryError):
        _make(folder, a="1", c="3", z="4")
    (folder / "z.html").rmdir()
    assert _names(folder) == {"a.html", "c.html"}
    assert _make(folder, a="1").removed == 2
    assert _names(folder) == {"a.html"}


def test_a_list_that_names_files_elsewhere_removes_none_of_them(tmp_path):
    folder, other = tmp_path / "site", tmp_path / "precious.txt"
    other.write_text("kept")
    _make(folder, a="1")
    (folder / LIST).write_text(json.dumps({"files": ["../precious.txt", "a.html"]}))
    _make(folder, b="2")
    assert other.read_text() == "kept"
    assert _names(folder) == {"b.html"}

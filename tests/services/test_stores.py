"""An installation is one private folder, made when it is first opened and kept after."""

import shutil
from contextlib import contextmanager

import pytest

from annotator import paths
from annotator.services.library import labs
from annotator.services.stores import LostDatabaseError, open_stores
from annotator.storage.disk.folder_permissions import DataFolderError


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def desk_in(desk_of):
    """Open an installation in a folder, or make it there, as the program does."""

    @contextmanager
    def opened(folder):
        stores = open_stores(folder, paths.REPORTS_PDF)
        yield desk_of(stores)
        stores.close()

    return opened


def test_a_folder_that_others_could_look_into_is_closed_to_them(data, desk_in):
    data.mkdir(mode=0o755)
    with desk_in(data):
        assert data.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_is_said_to_whoever_runs_the_program(tmp_path):
    (tmp_path / "a file").touch()
    with pytest.raises(DataFolderError, match="cannot be created"):
        open_stores(tmp_path / "a file" / "data", paths.REPORTS_PDF)


def test_an_installation_that_is_opened_again_has_what_was_kept(data, desk_in):
    with desk_in(data) as desk, desk.sit_down() as context:
        labs.find_or_add_lab(context, "Wren Labs")
    with desk_in(data) as desk, desk.look() as context:
        assert [lab.name for lab in labs.list_labs(context)] == ["Wren Labs"]


@pytest.mark.parametrize("is_left", [True, False])
def test_a_lost_database_is_not_taken_for_a_new_installation(data, desk_in, is_left):
    with desk_in(data) as desk:
        sha256 = desk.stores.files.put(b"%PDF-1.7")
    for path in data.glob("annotator.sqlite3*"):
        path.unlink()
    if is_left:
        (data / "annotator.sqlite3").touch()
    for _ in range(2):
        with pytest.raises(LostDatabaseError, match="Restore a backup"):
            open_stores(data, paths.REPORTS_PDF)
    assert (data / "files" / sha256[:2] / sha256).exists()


def test_a_new_index_lacks_nothing_and_one_that_was_lost_is_to_be_made_again(
    data, desk_in
):
    with desk_in(data) as desk:
        assert not desk.stores.desk_index.needs_rebuild
        assert not desk.stores.public_index.needs_rebuild
    shutil.rmtree(data / "index" / "desk")
    with desk_in(data) as desk:
        assert desk.stores.desk_index.held() == {}
        assert desk.stores.desk_index.needs_rebuild
        assert not desk.stores.public_index.needs_rebuild

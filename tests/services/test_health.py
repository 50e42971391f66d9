"""Whoever watches the program is told which part cannot do its work."""

import os
import shutil
from contextlib import closing

import pytest

from annotator import paths
from annotator.domain.permissions import Role
from annotator.services import health
from annotator.services.stores import open_stores


def _problems(desk):
    with desk.look(Role.READER) as reader:
        return {part.name: part.problem for part in health.parts(reader)}


def test_an_installation_that_works_has_no_problem(desk):
    assert _problems(desk) == dict.fromkeys(("database", "files", "disk", "search"), "")


def test_an_index_that_is_lost_is_said_to_be_made_again(desk, desk_of):
    shutil.rmtree(desk.stores.data / "index" / "public")
    with closing(open_stores(desk.stores.data, paths.REPORTS_PDF)) as again:
        assert _problems(desk_of(again))["search"] == "is being rebuilt"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_named(desk):
    desk.stores.data.chmod(0o500)
    try:
        assert _problems(desk)["files"] == "cannot be written"
    finally:
        desk.stores.data.chmod(0o700)


def test_a_full_disk_is_named(desk, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 2**62)
    assert _problems(desk)["disk"] == "is nearly full"

"""Whoever watches the program is told which part cannot do its work."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from annotator import paths
from annotator.domain.permissions import Role
from annotator.services import health, jobs
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


def test_a_folder_of_files_whose_disk_is_away_is_named(desk):
    folder = desk.stores.files.folder
    folder.rename(folder.with_name("elsewhere"))
    assert _problems(desk)["files"] == "cannot be written"


def test_a_full_disk_is_named(desk, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE", 2**62)
    assert _problems(desk)["disk"] == "is nearly full"


def test_the_figures_count_what_waits_and_since_when(desk):
    with desk.sit_down() as context:
        jobs.put(context, kind="verify", title="Check", payload={})
    with desk.look(Role.READER) as context:
        later = replace(context, now=context.now + timedelta(minutes=3))
        found = health.figures(later)
    assert found.jobs == {"waiting": 1, "running": 0, "failed": 0}
    assert found.oldest_job_seconds == pytest.approx(180, abs=1)
    assert found.last_publication == 0
    assert found.free_bytes > 0

"""annotator site, from the command line."""

import pytest
from click.testing import CliRunner

from annotator.cli import main

BASE = "https://cards.example.org/"


@pytest.fixture
def run(desk):
    """Copy the site of an installation in which nothing is published."""
    return lambda *words: CliRunner().invoke(
        main, ["--data", str(desk.stores.data), "site", *words]
    )


def test_a_site_is_written_once_and_then_left_as_it_is(run, tmp_path):
    first = run(str(tmp_path / "site"), "--base-url", BASE)
    assert first.exit_code == 0, first.output
    assert " written, 0 unchanged, 0 removed; " in first.output
    again = run(str(tmp_path / "site"), "--base-url", BASE)
    assert ": 0 written, " in again.output
    assert (tmp_path / "site" / "index.html").is_file()


@pytest.mark.parametrize("wrong", ["cards.example.org", "ftp://x/", "https://x/?a=1"])
def test_an_address_that_is_none_is_refused(run, tmp_path, wrong):
    answer = run(str(tmp_path / "site"), "--base-url", wrong)
    assert answer.exit_code == 1
    assert "--base-url" in answer.output
    assert not (tmp_path / "site").exists()

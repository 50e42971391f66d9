"""annotator site, from the command line."""

import pytest
from click.testing import CliRunner

from annotator.app import create_app
from annotator.cli import main
from annotator.domain.permissions import Action
from annotator.http.auth import allow

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


def test_broken_links_are_listed_and_nothing_is_written(run, tmp_path, monkeypatch):
    def with_broken_links(*settings):
        app = create_app(*settings)
        links = "".join(f'<a href="/gone-{number}">a</a>' for number in range(52))
        page = f"<html><body><main>{links}</main></body></html>"
        home = allow(Action.READ_PUBLISHED)(lambda: page)
        app.view_functions["public.home"] = home
        return app

    monkeypatch.setattr("annotator.cli.site.create_app", with_broken_links)
    answer = run(str(tmp_path / "site"), "--base-url", BASE)
    assert answer.exit_code == 1
    assert "/: /gone-0 answers 404" in answer.output
    assert "… and 2 more" in answer.output
    assert answer.output.endswith("Error: broken links; nothing was written.\n")
    assert [*tmp_path.glob("site*")] == []

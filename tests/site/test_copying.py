"""The public site as files: all of it, nothing else, and every link leads somewhere."""

import re

import pytest

from annotator.app import create_app
from annotator.settings import Settings
from annotator.site.copying import copy_site
from annotator.site.folder import SiteFolder

BASE = "https://cards.example.org/scorecards/"


@pytest.fixture(scope="module")
def copied(desk_in, tmp_path_factory, sample_ready):
    """The sample, copied into a folder."""
    folder = tmp_path_factory.mktemp("copied") / "site"
    with desk_in(tmp_path_factory.mktemp("sample"), sample_ready) as desk:
        stores, seen = desk.stores, []
        app = create_app(Settings(stores.data, stores.reports_pdf), stores)
        with SiteFolder.beside(folder) as site:
            found = copy_site(app, BASE, site, lambda *told: seen.append(told))
            site.move_in()
    assert seen[-1][0] == seen[-1][1]
    return found, folder


def test_no_link_is_dead(copied):
    found, _ = copied
    assert found.dead == []


def test_every_link_leads_to_a_file_under_the_prefix(copied):
    _, folder = copied
    for page in folder.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="(/[^"#?]*)', page.read_text()):
            assert link.startswith("/scorecards/"), (page, link)
            there = folder / link.removeprefix("/scorecards/")
            assert there.is_file() or (there / "index.html").is_file(), (page, link)


def test_addresses_of_the_server_are_there(copied):
    _, folder = copied
    for name in ("", "claims/no-amber-in-cyber", "models/heron-2", "search", "source"):
        assert (folder / name / "index.html").is_file()
    assert [*folder.glob("reports/heron-2-system-card/revisions/*.pdf")]
    assert [*folder.glob("models/heron-2/*.csv")]


def test_nothing_asks_for_a_server_that_is_not_there(copied):
    _, folder = copied
    for page in folder.rglob("*.html"):
        words = page.read_text()
        assert "/sign-in" not in words
        assert "/desk" not in words
        assert 'http-equiv="Content-Security-Policy"' in words or "refresh" in words


def test_a_citation_names_the_host_of_the_site(copied):
    _, folder = copied
    page = (folder / "claims/no-amber-in-cyber/index.html").read_text()
    assert BASE in page
    assert "localhost" not in page


def test_an_address_on_paper_leads_to_the_very_lines(copied):
    _, folder = copied
    page = (folder / "claims/no-amber-in-cyber/index.html").read_text()
    short = re.search(r'data-note="cards.example.org/scorecards/(passages/\d+)"', page)
    leading = (folder / short[1] / "index.html").read_text()
    assert re.search(r'url=/scorecards/reports/[^"]*#passage-\d+"', leading)

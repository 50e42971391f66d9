"""The public site as files: all of it, nothing else, and every link leads somewhere."""

import re

import pytest
from copied_site import BASE, PREFIX, copied_site


@pytest.fixture(scope="module")
def copied(prepared, desk_in, sample_ready):
    """Where the sample is copied to."""
    return copied_site(prepared, desk_in, sample_ready)


@pytest.fixture
def folder(copied):
    """The folder of the site."""
    return copied / PREFIX


def test_no_link_is_dead(copied):
    assert (copied / "dead").read_text() == ""


def test_every_link_leads_to_a_file_under_the_prefix(folder):
    for page in folder.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="(/[^"#?]*)', page.read_text()):
            assert link.startswith("/scorecards/"), (page, link)
            there = folder / link.removeprefix("/scorecards/")
            assert there.is_file() or (there / "index.html").is_file(), (page, link)


def test_addresses_of_the_server_are_there(folder):
    for name in ("", "claims/no-amber-in-cyber", "models/heron-2", "search", "source"):
        assert (folder / name / "index.html").is_file()
    assert [*folder.glob("reports/heron-2-system-card/revisions/*.pdf")]
    assert [*folder.glob("models/heron-2/*.csv")]


def test_nothing_asks_for_a_server_that_is_not_there(folder):
    for page in folder.rglob("*.html"):
        words = page.read_text()
        assert "/sign-in" not in words
        assert "/desk" not in words
        assert 'http-equiv="Content-Security-Policy"' in words or "refresh" in words


def test_a_citation_names_the_host_of_the_site(folder):
    page = (folder / "claims/no-amber-in-cyber/index.html").read_text()
    assert BASE in page
    assert "localhost" not in page


def test_an_address_on_paper_leads_to_the_very_lines(folder):
    page = (folder / "claims/no-amber-in-cyber/index.html").read_text()
    short = re.search(r'data-note="cards.example.org/scorecards/(passages/\d+)"', page)
    leading = (folder / short[1] / "index.html").read_text()
    assert re.search(r'url=/scorecards/reports/[^"]*#passage-\d+"', leading)

"""robots.txt, the list of pages, and llms.txt."""

import re
import xml.etree.ElementTree as ET
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from wren_public import put_out, reader_of

from annotator.domain.formats import sitemap

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _locations(answer):
    assert answer.mimetype == "application/xml"
    return [loc.text for loc in ET.fromstring(answer.text).iter(f"{SPACE}loc")]


def test_every_page_that_is_listed_is_there_and_is_canonical(browser, read_page):
    listed = _locations(browser.get("/sitemap.xml"))
    assert len(set(listed)) == len(listed)
    assert {urlsplit(each).path.split("/")[1] for each in listed} == {
        "", "models", "claims", "labs", "reports", "evaluations", "reasons", "method",
    }  # fmt: skip
    for address in listed:
        answer = browser.get(urlsplit(address).path)
        assert answer.status_code == 200
        page = read_page(answer.get_data(as_text=True))
        [link] = [x for x in page.one("head").all("link") if x["rel"] == "canonical"]
        assert link["href"] == address


def test_a_list_that_is_too_long_for_one_file_is_cut(desk, monkeypatch):
    put_out(desk)
    monkeypatch.setattr(sitemap.parts_of, "__defaults__", (4,))
    monkeypatch.setattr(sitemap.part, "__defaults__", (4,))
    reader = reader_of(desk, public_url="https://cards.example/at")
    parts = _locations(reader.get("/sitemap.xml"))
    assert parts == [f"https://cards.example/at/sitemap-{n}.xml" for n in (1, 2)]
    pages = [
        page
        for number in (1, 2)
        for page in _locations(reader.get(f"/sitemap-{number}.xml"))
    ]
    assert len(set(pages)) == len(pages) == 7
    assert reader.get("/sitemap-3.xml").status_code == 404
    assert reader.get("/sitemap-0.xml").status_code == 404


def test_robots_are_asked_to_leave_the_desk_and_told_where_the_list_is(browser):
    said = browser.get("/robots.txt")
    assert said.mimetype == "text/plain"
    robots = RobotFileParser()
    robots.parse(said.text.splitlines())
    assert robots.site_maps() == ["http://localhost/sitemap.xml"]
    for path in ("/desk", "/desk/claims", "/sign-in", "/search?q=a"):
        assert not robots.can_fetch("any", path)
    for path in ("/", "/claims/x", "/claims.csv", "/search"):
        assert robots.can_fetch("any", path)


def test_what_programs_are_told_is_where_it_is_said_to_be(browser):
    said = browser.get("/llms.txt").text
    assert said.startswith("# Annotator\n\n> What AI labs claim")
    links = re.findall(r"\]\(http://localhost(/[^)]*)\)", said)
    assert "/models/heron-2" in links
    slugs = {
        "claims": "no-amber-in-cyber",
        "models": "heron-2",
        "labs": "northfield",
        "reports": "heron-2-system-card",
    }
    for link in links:
        if "SLUG" in link:
            kind = link.split("/")[1]
            if kind not in slugs:
                continue
            link = link.replace("SLUG", slugs[kind])
        assert browser.get(link).status_code == 200, link


@pytest.mark.parametrize("address", ["/sitemap-99999999999.xml", "/sitemap-x.xml"])
def test_a_part_that_is_not_there_is_said_to_be_missing(browser, address):
    assert browser.get(address).status_code == 404

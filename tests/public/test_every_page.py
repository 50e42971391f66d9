"""What holds for every page that readers can reach, found by following its links."""

import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

LABELLED_BY = ("aria-labelledby", "aria-describedby", "for")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def _addresses(page, here: str) -> set[str]:
    """The addresses on this site that a page leads to, with their fragments."""
    found = {link["href"] for link in page.all("a") if link.get("href")}
    here_only = {here + each for each in found if each.startswith("#")}
    return here_only | {each for each in found if each.startswith("/")}


def _is_page(address: str) -> bool:
    path = urlsplit(address).path
    return (
        not path.endswith(
            (
                ".pdf",
                ".png",
                ".webp",
                ".gz",
                ".csv",
                ".json",
                ".jsonld",
                ".zip",
                ".atom",
            )
        )
        and path != "/sign-in"
        and "without=" not in address  # the same page; the choices have no end
    )


@pytest.fixture(scope="module")
def site(open_page):
    """Every page that can be reached from the front page, by its address."""
    pages, waiting = {}, {"/"}
    while waiting:
        address = waiting.pop()
        pages[address] = open_page(address)
        found = {each.partition("#")[0] for each in _addresses(pages[address], address)}
        waiting |= {each for each in found if _is_page(each)} - pages.keys()
    return pages


def test_every_kind_of_page_can_be_reached(site):
    first = {urlsplit(address).path.split("/")[1] for address in site}
    assert first == {
        "",
        "changes",
        "corrections",
        "labs",
        "method",
        "models",
        "evaluations",
        "claims",
        "reasons",
        "reports",
        "search",
        "source",
    }


def test_every_link_leads_to_a_place_that_is_there(site):
    lost = [
        (here, link)
        for here, page in site.items()
        for link in _addresses(page, here)
        if "#" in link and _is_page(link)
        if link.partition("#")[2] not in site[link.partition("#")[0]].ids
    ]
    assert lost == []


def test_no_id_stands_twice_on_a_page(site):
    for address, page in site.items():
        assert len(set(page.ids)) == len(page.ids), address


def test_what_an_element_names_as_its_label_is_there(site):
    for address, page in site.items():
        named = [each.get(name) for each in page.walk() for name in LABELLED_BY]
        assert set(" ".join(named).split()) <= set(page.ids), address


def test_headings_go_down_one_step_at_a_time(site):
    for address, page in site.items():
        levels = [int(each.tag[1]) for each in page.one("main").all(*HEADINGS)]
        assert levels[0] == 1, address
        assert levels.count(1) == 1, address
        steps = pairwise(levels)
        assert all(after <= before + 1 for before, after in steps), (address, levels)


def test_each_page_can_be_skipped_into_and_names_its_licence_and_source(site):
    for address, page in site.items():
        assert page.all("a")[0]["href"] == "#main", address
        assert page.one("main")["id"] == "main"
        foot = page.one("footer")
        assert "AGPL-3.0-or-later" in foot.words
        assert "/source" in {link["href"] for link in foot.all("a")}


def test_no_page_but_the_search_loads_a_script(site):
    for address, page in site.items():
        if urlsplit(address).path != "/search":
            assert {x["type"] for x in page.all("script")} <= {"application/ld+json"}


def test_each_page_has_a_title_of_its_own(site):
    # A page of a report at words that a link names, or that says where its reader came
    # from, is that page still.
    pages = [
        page
        for address, page in site.items()
        if not {"start", "claim"} & parse_qs(urlsplit(address).query).keys()
    ]
    titles = [page.one("head").one("title").words for page in pages]
    assert len(set(titles)) == len(titles)


def test_each_page_tells_machines_what_it_is_or_asks_them_to_leave(site):
    for address, page in site.items():
        head = page.one("head")
        named = {
            meta.get("name") or meta.get("property"): meta for meta in head.all("meta")
        }
        # An edition is the page as it was; what it is now is found instead of it.
        here, is_edition, _ = urlsplit(address).path.partition("/editions")
        if here in {"/search", "/corrections/new"} or (
            is_edition and "robots" in named
        ):
            assert named["robots"]["content"] == "noindex"
            continue
        said = named["description"]["content"]
        assert 20 <= len(said) <= 160, address
        assert said == named["og:description"]["content"]
        (link,) = [each for each in head.all("link") if each["rel"] == "canonical"]
        assert link["href"] == named["og:url"]["content"]
        assert urlsplit(link["href"]).path == here
        title = re.sub(r", edition \d+", "", head.one("title").words)
        whole = named["og:title"]["content"]
        assert whole in title or whole.startswith(title.partition("…")[0])
        assert named["og:site_name"]["content"]
        assert named["og:type"]["content"] in {"website", "article"}
        assert named["twitter:card"]["content"].startswith("summary")


def test_every_picture_has_words_and_keeps_its_place(site):
    for page in site.values():
        for picture in page.all("img"):
            assert picture["alt"]
            assert int(picture["width"]) > 0
            assert int(picture["height"]) > 0


def test_every_control_has_a_label(site):
    for address, page in site.items():
        labelled = {label["for"] for label in page.all("label")}
        controls = [
            each
            for each in page.all("input", "select", "textarea")
            if each.get("type") != "hidden"
        ]
        assert {each["id"] for each in controls} <= labelled, address


def test_a_place_that_is_not_there_says_what_to_do(browser):
    answer = browser.get("/claims/no-such-claim")
    assert answer.status_code == 404
    said = answer.get_data(as_text=True)
    assert "no longer, public" in said
    assert "Go to the front page" in said

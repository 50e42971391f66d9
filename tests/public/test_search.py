"""The search page as readers use it: a plain form, and a part that htmx puts in place."""

import html
import re
import struct
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from annotator.domain.permissions import Role
from annotator.domain.text.crops import GLIMPSE
from annotator.services.search import quotes

QUOTE = "Fourteen working biologists found 36 ± 4 % of the faults on the same 96 items."
NEARLY = "Fourteen working biologists found 38 ± 4 % of faults on the same 96 items."
HTMX = {"HX-Request": "true"}


def address(typed: str, **also: str) -> str:
    return f"/search?{urlencode({'q': typed, **also})}"


@pytest.fixture(scope="module")
def place(sample):
    """Where the quote stands."""
    with sample.sit_down(Role.READER) as context:
        [[found, *_]] = quotes.find_quotes(context, [QUOTE])
        return found.place


def glimpse(place, start: int, end: int) -> str:
    return f"/reports/{place.report}/revisions/{place.revision}/spans/{start}-{end}.png"


def test_a_quote_that_is_pasted_comes_first_and_is_said_to_be_exact(open_page):
    page = open_page(address(QUOTE))
    first = page.all("li", class_="hit")[0]
    assert "exactly this" in first.words
    assert first.one("mark").words == QUOTE
    link = first.one("a", class_="hit-open")
    assert link["href"].startswith("/reports/")
    assert "start=" in link["href"]


@pytest.mark.parametrize("soft", ["\u00ad", "\u00ad\u00ad ", "\u00ad "])
def test_a_quote_that_begins_with_a_soft_hyphen_is_found_like_any_other(
    open_page, soft
):
    open_page(address(soft.strip()))
    page = open_page(address(soft + QUOTE))
    assert page.all("li", class_="hit")[0].one("mark").words == QUOTE


def test_a_quote_that_is_nearly_said_shows_what_differs(open_page):
    page = open_page(address(NEARLY))
    first = page.all("li", class_="hit")[0]
    assert "nearly" in first.one("span", class_="tag").words
    assert "38" in [each.words for each in first.all("del", class_="decides")]
    assert "36" in [each.words for each in first.all("ins", class_="decides")]


def test_a_found_sentence_is_shown_with_its_hits_marked_and_its_place_drawn(open_page):
    page = open_page("/search?q=rule-out+line")
    first = page.all("ol", class_="results")[-1].all("li", class_="hit")[0]
    assert first.all("mark")
    assert ", p. " in first.one("a", class_="hit-open").words.replace("\xa0", " ")
    picture = first.one("a", class_="hit-picture").one("img")
    assert (picture["width"], picture["height"]) == tuple(map(str, GLIMPSE))
    assert picture["loading"] == "lazy"


def test_a_citation_can_be_read_and_copied_without_a_script(open_page, place):
    hit = open_page(address(QUOTE)).all("li", class_="hit")[0]
    said = hit.one("details", class_="cite").one("p", class_="citation").words
    assert said.startswith(f"“{QUOTE}”, ")
    assert f"p. {place.page_label}, SHA-256 {place.revision[:12]}, http" in said


def test_the_part_alone_is_sent_to_htmx_and_the_page_to_everybody_else(browser):
    part = browser.get("/search?q=amber", headers=HTMX)
    assert part.text.lstrip().startswith('<section id="results"')
    assert "HX-Request" in part.headers["Vary"]
    for headers in ({}, {**HTMX, "HX-History-Restore-Request": "true"}):
        assert "<!DOCTYPE html>" in browser.get("/search?q=amber", headers=headers).text


def test_searching_for_what_nobody_said_says_what_was_tried(open_page):
    said = (
        open_page("/search?q=%22zebra+crossing+lights%22&lab=northfield")
        .one("main")
        .words
    )
    assert "Nothing found." in said
    assert "“zebra crossing lights”, word for word" in said
    assert "Leave the quotation marks out" in said
    assert "Search everywhere" in said
    assert "receipt" not in said


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("zebra OR okapi", ["zebra OR okapi"]),
        ("“zebra crossing”", ['"zebra crossing"']),
        (
            "zebras cross at night in May, too",
            ['"zebras cross at night in May, too"', "zebras cross at night in may too"],
        ),
        (f"It said “zebra” {'NOT ' * 9}again", [f'"It said zebra {"NOT " * 9}again"']),
    ],
)
def test_a_receipt_asks_for_what_the_search_looked_for(signed_in, typed, lines):
    where = {"q": typed, "report": "heron-2-system-card"}
    page = signed_in.get("/search", query_string=where).text
    [address] = re.findall(r'href="(/desk/absences/new\?[^"]*)"', page)
    form = signed_in.get(html.unescape(address)).text
    [queries] = re.findall(r'<textarea id="queries"[^>]*>([^<]*)<', form)
    assert html.unescape(queries).splitlines() == lines


def test_an_analyst_is_offered_a_receipt_that_a_report_does_not_say_it(signed_in):
    page = signed_in.get(address("zebra crossing", report="heron-2-system-card")).text
    assert "/desk/absences/new?report=heron-2-system-card&amp;q=zebra+crossing" in page


def test_what_was_chosen_is_kept_by_the_form_and_can_be_left_out(open_page):
    page = open_page("/search?q=amber&lab=northfield")
    hidden = {
        each["name"]: each["value"]
        for each in page.all("input")
        if each.get("form") == "search"
    }
    assert hidden == {"lab": "northfield"}
    links = [link["href"] for link in page.by_id("results").all("a")]
    assert "/search?q=amber" in links


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (
            {"lab": "Nordfield"},
            ["Lab There is no lab “Nordfield”; write northfield, or leave it out."],
        ),
        (
            {"report": "heron-3", "kind": "tweet"},
            ["Report There is no report “heron-3”;", "no kind of report “tweet”;"],
        ),
    ],
)
@pytest.mark.parametrize("typed", ["amber", QUOTE, ""])
def test_a_choice_that_nobody_knows_is_an_error_beside_it(
    browser, read_page, chosen, said, typed
):
    answer = browser.get(address(typed, **chosen))
    assert answer.status_code == 422
    results = read_page(answer.text).by_id("results")
    assert "found" not in results.words
    assert not results.all("li", class_="hit")
    wrong = results.one("div", class_="bad")
    for words in said:
        assert words in wrong.words
    links = [html.unescape(link["href"]) for link in wrong.all("a")]
    left = [{k: v for k, v in chosen.items() if k != name} for name in chosen]
    asked = {"q": typed} if typed else {}
    assert [dict(parse_qsl(urlsplit(link).query)) for link in links] == [
        {**asked, **others} for others in left
    ]
    part = browser.get(address(typed, **chosen), headers=HTMX)
    assert (part.status_code, "wrong-filters" in part.text) == (422, True)


@pytest.mark.parametrize("lab", ["Northfield", "NORTHFIELD", "northfield"])
def test_a_choice_may_be_named_as_people_name_it(open_page, lab):
    page = open_page(address("amber", lab=lab))
    assert page.all("li", class_="hit")
    chosen = [link for link in page.all("a") if link.get("aria-current") == "true"]
    assert "Northfield ×: leave this out" in [link.words for link in chosen]
    assert "northfield" not in chosen[-1]["href"]


def test_an_unknown_name_within_the_query_is_underlined(open_page):
    page = open_page(address("amber lab:Nordfield"))
    problem = page.by_id("problem")
    assert "There is no lab “nordfield”; write northfield" in problem.words
    assert problem.one("u").words == "lab:Nordfield"


def test_the_empty_page_says_what_can_be_typed(open_page):
    page = open_page("/search")
    assert "What you can type" in page.by_id("results").words
    assert not page.all("li", class_="hit")


def test_a_reader_is_not_offered_to_use_words_as_evidence(
    open_page, signed_in, read_page
):
    assert not open_page(address(QUOTE)).all("a", class_="hit-use")
    page = read_page(signed_in.get(address(QUOTE)).text)
    use = page.all("a", class_="hit-use")[0]["href"]
    assert use.startswith("/desk/reports/")
    assert "capture=1" in use


def test_the_claim_that_evidence_is_looked_for_goes_along(
    signed_in, browser, read_page
):
    typed = address(QUOTE, **{"for": "heron-2-mini-is-below-amber-in-bio"})
    page = read_page(signed_in.get(typed).text)
    assert "Looking for evidence for" in page.one("main").words
    use = page.all("a", class_="hit-use")[0]["href"]
    assert "claim=heron-2-mini-is-below-amber-in-bio" in use
    assert "Looking for evidence" not in browser.get(typed).text


def test_a_glimpse_is_a_picture_of_one_size(browser, place):
    answer = browser.get(glimpse(place, place.span.start, place.span.end))
    assert answer.status_code == 200
    assert answer.mimetype == "image/png"
    width, height = struct.unpack(">II", answer.data[16:24])
    assert abs(width - 2 * GLIMPSE[0]) <= 2
    assert abs(height - 2 * GLIMPSE[1]) <= 2
    etag = {"If-None-Match": answer.headers["ETag"]}
    again = browser.get(glimpse(place, place.span.start, place.span.end), headers=etag)
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("start", "end", "status"),
    [(9, 9, 422), (0, 5_000, 422), (9_999_999, 10_000_005, 404)],
)
def test_a_glimpse_of_no_sentence_is_refused(browser, place, start, end, status):
    assert browser.get(glimpse(place, start, end)).status_code == status

"""Claims on other sites: the card in a frame, and oEmbed."""

import xml.etree.ElementTree as ET
from urllib.parse import parse_qs, urlsplit

import pytest
from wren_public import put_out, reader_of

from annotator.services.publishing import publication

CLAIM = "/claims/no-amber-in-cyber"
SCORECARD = "/models/heron-2"


def _ask(browser, url=f"http://localhost{CLAIM}", **asked):
    return browser.get("/oembed", query_string={"url": url, **asked})


# oEmbed


def test_a_claim_tells_what_to_show_of_it(browser):
    answer = _ask(browser)
    assert answer.mimetype == "application/json"
    assert answer.json["type"] == "rich"
    assert f'src="http://localhost{CLAIM}/embed"' in answer.json["html"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert _ask(browser, f"http://localhost{SCORECARD}").json["type"] == "link"


def test_it_tells_the_same_in_xml(browser):
    answer = _ask(browser, format="xml")
    assert answer.mimetype == "text/xml"
    told = {child.tag: child.text for child in ET.fromstring(answer.data)}
    assert told["title"] == _ask(browser).json["title"]


def test_pages_name_where_to_ask(browser, open_page):
    for address in (CLAIM, SCORECARD):
        links = open_page(address).one("head").all("link")
        found = {x["type"]: x["href"] for x in links if "oembed" in x.get("type")}
        assert found.keys() == {"application/json+oembed", "text/xml+oembed"}
        for there in found.values():
            parts = urlsplit(there)
            assert parse_qs(parts.query)["url"] == [f"http://localhost{address}"]
            assert browser.get(f"{parts.path}?{parts.query}").status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/claims/no-such-claim",
        "http://localhost/",
        "http://localhost/reports/heron-2-system-card",
        "http://localhost/desk/claims",
        "http://localhost/claims/../claims/x",
        "http://localhost//elsewhere.example/claims/no-amber-in-cyber",
        "https://elsewhere.example/claims/no-amber-in-cyber",
        "http://localhost.elsewhere.example/claims/no-amber-in-cyber",
        "javascript:alert(1)",
        "http://[",
        "",
    ],
)
def test_what_is_no_claim_of_this_site_is_not_found(browser, url):
    assert _ask(browser, url).status_code == 404


def test_a_claim_that_was_withdrawn_is_not_found(desk):
    slug = put_out(desk)
    reader = reader_of(desk, public_url="https://cards.example/at")
    url = f"https://cards.example/at/claims/{slug}"
    assert _ask(reader, f"{url}?at=2030#top").status_code == 200
    with desk.sit_down() as context:
        publication.withdraw_claim(context, slug)
    assert _ask(reader, url).status_code == 404


def test_a_format_that_nobody_makes_and_a_bad_number_are_refused(browser):
    refused = _ask(browser, format="yaml")
    assert (refused.status_code, refused.mimetype) == (501, "text/plain")
    assert browser.get("/oembed").status_code == 400
    for most in ("0", "-1", "wide", "1e9", "9" * 50):
        for name in ("maxwidth", "maxheight"):
            assert _ask(browser, **{name: most}).status_code in {200, 400}
    assert _ask(browser, maxwidth="wide").status_code == 400
    assert _ask(browser, maxwidth="320").json["width"] == 320


# The card


def test_any_site_may_show_the_card_and_no_other_page(browser, open_page):
    policy = browser.get(f"{CLAIM}/embed").headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy  # so that default-src 'none' holds
    assert "default-src 'none'" in policy
    assert "X-Frame-Options" not in browser.get(f"{CLAIM}/embed").headers
    for address in ("/", CLAIM, SCORECARD, "/search", "/sign-in", f"{CLAIM}/card.png"):
        policy = browser.get(address).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy, address


def test_the_card_says_the_claim_and_its_verdict_and_leads_to_it(open_page):
    card = open_page(f"{CLAIM}/embed")
    page = open_page(CLAIM)
    assert card.one("h1").words == page.one("h1").words
    assert "Northfield says" in card.words
    assert "Cannot be assessed from what was published" in card.words
    assert card.one("a")["href"] == f"http://localhost{CLAIM}"
    assert card.all("script", "form", "img") == []
    [robots] = [x for x in card.all("meta") if x.get("name") == "robots"]
    assert robots["content"] == "noindex"


def test_the_card_sets_no_cookie(browser):
    assert "Set-Cookie" not in browser.get(f"{CLAIM}/embed").headers


def test_a_page_offers_its_card_as_html_to_copy(open_page):
    code = open_page(CLAIM).by_id("take-away").one("pre").words
    assert code.startswith(f'<iframe src="http://localhost{CLAIM}/embed"')

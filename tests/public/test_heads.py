"""What the heads of public pages tell search engines, and those that preview links."""

import io
import json
import re

import pytest
from PIL import Image
from wren_public import put_out, reader_of

SCORECARD = "/models/heron-2"
MINI = "/claims/heron-2-mini-is-below-amber-in-bio"
CYBER = "/claims/no-amber-in-cyber"


def _metas(page):
    return {
        meta.get("name") or meta.get("property"): meta["content"]
        for meta in page.one("head").all("meta")
        if meta.get("content")
    }


def _reviews(page):
    return [json.loads(script.words) for script in page.all("script")]


def test_a_claim_is_described_by_its_verdict_and_its_words(open_page):
    said = _metas(open_page(MINI))
    assert said["description"].startswith("Not shown by what was published.")
    assert said["og:title"] == open_page(MINI).one("h1").words
    assert said["og:type"] == "article"
    assert said["og:url"] == f"http://localhost{MINI}"


def test_a_scorecard_is_described_by_what_we_say(open_page):
    said = _metas(open_page(SCORECARD))["description"]
    assert said.startswith("Heron 2 and Heron 2 Mini by Northfield. Chem & bio: ")


def test_the_canonical_address_is_without_what_a_link_asked_for(browser, read_page):
    page = read_page(browser.get(f"{MINI}?at=2030").get_data(as_text=True))
    (link,) = [x for x in page.one("head").all("link") if x["rel"] == "canonical"]
    assert link["href"] == f"http://localhost{MINI}"


def test_a_preview_tells_machines_nothing_but_to_leave(signed_in, read_page):
    for address in (MINI, SCORECARD):
        page = read_page(signed_in.get(f"{address}?preview=1").get_data(as_text=True))
        assert _metas(page)["robots"] == "noindex"
        assert not any(name.startswith("og:") for name in _metas(page))
        assert "canonical" not in {link["rel"] for link in page.one("head").all("link")}
        assert _reviews(page) == []


@pytest.mark.parametrize("address", ["/desk", "/desk/claims", "/sign-in"])
def test_pages_of_the_desk_have_none_of_it(signed_in, address):
    html = signed_in.get(address, follow_redirects=True).get_data(as_text=True)
    assert "og:" not in html
    assert "ld+json" not in html
    assert "canonical" not in html


@pytest.mark.parametrize("address", [MINI, SCORECARD])
def test_a_shared_link_shows_a_picture_of_the_size_that_is_said(
    browser, open_page, address
):
    said = _metas(open_page(address))
    path = said["og:image"].removeprefix("http://localhost")
    assert path == f"{address}/card.png"
    answer = browser.get(path)
    assert answer.mimetype == said["og:image:type"] == "image/png"
    width, height = Image.open(io.BytesIO(answer.data)).size
    assert (str(width), str(height)) == (
        said["og:image:width"],
        said["og:image:height"],
    )
    assert said["twitter:card"] == "summary_large_image"
    assert open_page(address).one("h1").words.rstrip(".") in said["og:image:alt"]
    etag = {"If-None-Match": answer.headers["ETag"]}
    assert browser.get(path, headers=etag).status_code == 304


# ClaimReview


def test_a_claim_of_the_lab_has_its_review_and_no_other_page_has_one(open_page):
    [review] = _reviews(open_page(MINI))
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == open_page(MINI).one("h1").words
    assert review["url"] == f"http://localhost{MINI}"
    for address in ("/", SCORECARD, "/labs/northfield", "/reports/heron-2-system-card"):
        assert _reviews(open_page(address)) == []


def test_the_review_names_the_page_of_the_report_that_says_so(open_page):
    [review] = _reviews(open_page(CYBER))
    [work] = review["itemReviewed"]["appearance"]
    quote = open_page(CYBER).by_id("assertion").words
    assert work["name"] in quote


HOSTILE = "</script><!--<script>\u2028 & 'Wren' \"1\" is safe."


def test_no_words_of_a_claim_end_the_block_that_they_stand_in(desk, read_page):
    slug = put_out(desk, HOSTILE)
    answer = reader_of(desk).get(f"/claims/{slug}")
    html = answer.get_data(as_text=True)
    (written,) = re.findall('<script type="application/ld.json">(.*)</script>', html)
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written)["claimReviewed"].split() == HOSTILE.split()
    assert read_page(html).one("head").one("title").words.startswith("</script>")

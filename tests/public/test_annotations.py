"""Passages as W3C annotations: each at its address, and those of a claim or a report."""

import re

import anno_schema
import pytest
from wren_public import CARD, QUOTE, SCORECARD, SOURCE, put_out, reader_of

from annotator.public import annotations
from annotator.services.publishing import publication, report_publication

CLAIM = "/claims/no-amber-in-cyber"
REPORT = "/reports/heron-2-system-card"


def _ask(browser, address, schema):
    answer = browser.get(address)
    assert answer.status_code == 200, address
    assert answer.headers["Content-Type"] == (
        'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    )
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    written = answer.get_json(force=True)
    schema.model_validate(written)
    return written


def _path(address):
    return address.removeprefix("http://localhost")


def test_each_passage_of_a_claim_is_an_annotation_at_its_own_address(
    browser, open_page
):
    whole = _ask(browser, f"{CLAIM}/annotations.jsonld", anno_schema.Collection)
    items = whole["first"]["items"]
    assert whole["total"] == len(items) > 2
    shown = set(re.findall(r"#passage-(\d+)", browser.get(CLAIM).text))
    for item in items:
        alone = _ask(browser, _path(item["id"]), anno_schema.Annotation)
        assert alone.items() >= item.items()
        assert re.search(r"/passages/(\d+)\.jsonld", item["id"])[1] in shown
    page = _ask(browser, f"{CLAIM}/annotations.jsonld?page=1", anno_schema.Page)
    assert page["items"] == items


def test_what_a_body_links_is_there(browser, open_page):
    whole = _ask(browser, f"{CLAIM}/annotations.jsonld", anno_schema.Collection)
    for item in whole["first"]["items"]:
        for body in item["body"]:
            if body["type"] == "SpecificResource":
                path, _, anchor = _path(body["source"]).partition("#")
                assert anchor in open_page(path).ids
        with browser.get(_path(item["target"]["state"]["cached"])) as cached:
            assert cached.status_code == 200
        path, _, anchor = _path(item["target"]["scope"]).partition("#")
        assert anchor in open_page(path).ids


def test_a_report_has_all_its_passages_page_by_page(browser, monkeypatch):
    whole = _ask(browser, f"{REPORT}/annotations.jsonld", anno_schema.Collection)
    everything = [item["id"] for item in whole["first"]["items"]]
    assert whole["total"] == len(everything)
    monkeypatch.setattr(annotations, "ON_A_PAGE", 7)
    first = _ask(browser, f"{REPORT}/annotations.jsonld", anno_schema.Collection)
    found, page = list(first["first"]["items"]), first["first"]
    while "next" in page:
        page = _ask(browser, _path(page["next"]), anno_schema.Page)
        found += page["items"]
    assert page["id"] == first["last"]
    assert [item["id"] for item in found] == everything


@pytest.mark.parametrize(
    "address",
    [
        f"{REPORT}/annotations.jsonld?page=999",
        f"{REPORT}/annotations.jsonld?page=0",
        f"{REPORT}/annotations.jsonld?page=x",
        f"{CLAIM}/annotations.jsonld?page=2",
        "/reports/no-such-report/annotations.jsonld",
        "/claims/no-such-claim/annotations.jsonld",
        "/passages/999999.jsonld",
    ],
)
def test_what_is_not_there_is_not_found(browser, address):
    assert browser.get(address).status_code == 404


def test_the_words_stand_between_those_around_them_in_the_labs_own_pdf(desk):
    slug = put_out(desk)
    reader = reader_of(desk, public_url="https://cards.example/at")
    whole = _ask(reader, f"/claims/{slug}/annotations.jsonld", anno_schema.Collection)
    [item] = whole["first"]["items"]
    assert item["id"].startswith("https://cards.example/at/passages/")
    assert item["target"]["source"]["id"] == SOURCE
    words = item["target"]["selector"][-1]
    assert words["exact"] == QUOTE
    assert words["prefix"].strip() == "A card about Wren 1."
    assert words["suffix"].strip().startswith("That is all that it says."[:20])


def test_passages_of_what_was_withdrawn_are_gone(desk):
    slug = put_out(desk)
    reader = reader_of(desk)
    whole = _ask(reader, f"/claims/{slug}/annotations.jsonld", anno_schema.Collection)
    passage = _path(whole["first"]["items"][0]["id"])
    with desk.sit_down() as context:
        report_publication.withdraw_report(context, CARD)
    assert reader.get(passage).status_code == 404
    assert reader.get(f"/reports/{CARD}/annotations.jsonld").status_code == 410
    left = _ask(reader, f"/claims/{slug}/annotations.jsonld", anno_schema.Collection)
    assert left["first"]["items"] == []
    with desk.sit_down() as context:
        publication.withdraw_claim(context, slug)
        publication.withdraw_scorecard(context, SCORECARD)
    assert reader.get(f"/claims/{slug}/annotations.jsonld").status_code == 410

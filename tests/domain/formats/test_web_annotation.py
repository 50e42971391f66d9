"""Annotations keep to the W3C's model, and lead to the words in the lab's own PDF."""

from dataclasses import replace
from datetime import UTC, datetime

import anno_schema
import pytest
from claim_views import a_quote

from annotator.domain.formats import web_annotation
from annotator.domain.formats.site import Site
from annotator.domain.formats.web_annotation import Addresses, Annotated, ClaimUse
from annotator.domain.views.contents import LabView
from annotator.domain.views.reports import FileView, ReportFactsView
from annotator.domain.vocabulary import ReportKind, Stance

NOW = datetime(2030, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
SITE = Site("Annotator", "https://a.example/")
THERE = Addresses(
    passage=lambda number: f"https://a.example/passages/{number}.jsonld",
    claim=lambda slug, anchor: f"https://a.example/claims/{slug}#{anchor}",
    page=lambda quote: f"https://a.example/pages/{quote.page}",
    copy=lambda quote: f"https://a.example/{quote.revision}.pdf",
)
USE = ClaimUse("safe", "Heron 2 is safe.", Stance.UNDERCUTS, "Too few.", "evidence-7")
BOX = (72.0, 100.0, 300.5, 124.25)
WHOLE = "https://a.example/annotations.jsonld"


def _found(source="https://lab.example/card.pdf", **changes):
    lab = LabView("wren-labs", "Wren Labs")
    facts = ReportFactsView(
        "card", "Card", ReportKind.SYSTEM_CARD, "2030", source, lab, ()
    )
    file = FileView("a" * 64, 9, 9, "2030", NOW)
    found = Annotated(
        a_quote(), facts, file, (USE,), (), NOW, "All in all: ", " So", BOX
    )
    return replace(found, **changes)


def _annotation(found):
    written = web_annotation.annotation(found, THERE, SITE)
    anno_schema.Annotation.model_validate(written)
    return written


def test_the_target_is_the_labs_pdf_and_names_the_bytes_that_were_read():
    target = _annotation(_found())["target"]
    assert target["source"]["id"] == "https://lab.example/card.pdf"
    assert target["state"] == {
        "type": "TimeState",
        "sourceDate": "2030-01-02T03:04:05Z",
        "cached": f"https://a.example/{'a' * 64}.pdf",
    }


def test_our_copy_is_the_target_where_the_lab_has_no_address():
    target = _annotation(_found(source=""))["target"]
    assert target["source"]["id"] == f"https://a.example/{'a' * 64}.pdf"


def test_words_are_selected_on_their_page_and_by_themselves():
    on_page, alone = _annotation(_found())["target"]["selector"]
    assert on_page["value"] == "page=6&viewrect=72.00,100.00,228.50,24.25"
    assert on_page["refinedBy"] == alone
    assert alone == {
        "type": "TextQuoteSelector",
        "exact": "It is safe.",
        "prefix": "All in all: ",
        "suffix": " So",
    }


def test_a_figure_is_selected_by_its_place_alone():
    [on_page] = _annotation(_found(quote=a_quote("")))["target"]["selector"]
    assert on_page["type"] == "FragmentSelector"
    assert "viewrect" in on_page["value"]


def test_a_quote_at_the_end_of_everything_has_nothing_around_it():
    selectors = _annotation(_found(prefix="", suffix="", box=None))["target"][
        "selector"
    ]
    assert selectors[0]["value"] == "page=6"
    assert selectors[1].keys() == {"type", "exact"}


@pytest.mark.parametrize(
    ("stance", "said"),
    [
        (Stance.UNDERCUTS, "Undercuts the claim “Heron 2 is safe.”: Too few."),
        (Stance.CONTEXT, "Context of the claim “Heron 2 is safe.”: Too few."),
        (
            None,
            "In tension with others of the claim “Heron 2 is safe.”: Too few.",
        ),
    ],
)
def test_the_body_links_the_claim_and_says_the_stance(stance, said):
    link, words = _annotation(_found(uses=(replace(USE, stance=stance),)))["body"]
    assert link["source"] == "https://a.example/claims/safe#evidence-7"
    assert (words["value"], words["purpose"]) == (said, "assessing")


def test_a_passage_that_no_claim_rests_on_says_what_it_is_cited_for():
    found = _annotation(_found(uses=(), evaluations=("Long tasks",)))
    assert found["motivation"] == "highlighting"
    [body] = found["body"]
    assert body["value"] == "Cited for the evaluation “Long tasks”."


def test_a_collection_holds_its_first_page():
    written = web_annotation.collection(WHOLE, "Quotes", [_found()], THERE, SITE)
    anno_schema.Collection.model_validate(written)
    assert (written["total"], written["last"]) == (1, f"{WHOLE}?page=1")
    assert len(written["first"]["items"]) == 1
    assert "next" not in written["first"]
    empty = web_annotation.collection(WHOLE, "Quotes", [], THERE, SITE)
    anno_schema.Collection.model_validate(empty)


def test_a_long_collection_is_read_page_by_page():
    of_all = {"total": 5, "size": 2}
    two = [_found(), _found()]
    written = web_annotation.collection(WHOLE, "Quotes", two, THERE, SITE, **of_all)
    assert written["first"]["next"] == f"{WHOLE}?page=2"
    assert written["last"] == f"{WHOLE}?page=3"
    second = web_annotation.page(WHOLE, 2, two, THERE, SITE, **of_all)
    anno_schema.Page.model_validate(second)
    assert (second["prev"], second["next"], second["startIndex"]) == (
        f"{WHOLE}?page=1",
        f"{WHOLE}?page=3",
        2,
    )
    third = web_annotation.page(WHOLE, 3, two[:1], THERE, SITE, **of_all)
    assert "next" not in third

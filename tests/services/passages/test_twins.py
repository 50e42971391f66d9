"""A passage knows where other files say the same, or nearly."""

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.permissions import Role
from annotator.services.claims import claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking, twins
from annotator.services.publishing import pages
from annotator.services.search import quotes

SAID = (
    "We did not find evidence of systematic sandbagging, though two runs were unclear."
)
CUT = "We did not find evidence of systematic sandbagging."
NUMBER = "Wren 1 solved 12 of the 40 long tasks in the cyber range."
NUMBER_THEN = "Wren 0 solved 12 of the 40 long tasks in the cyber range."
NUMBER_LATER = "Wren 1 solved 21 of the 40 long tasks in the cyber range."
OTHER = "The board met twice and asked for another evaluation."


@pytest.fixture
def cards(desk):
    """Three cards of a lab; the first is marked, the second says the same, one nearly."""
    shas = {
        "wren-one": text_pdf(["Wren one", "", SAID, "Then we went on.", NUMBER, OTHER]),
        "wren-two": text_pdf(["Wren two", "", "At first we read.", SAID, "The end."]),
        "wren-six": text_pdf(["Wren six", "", CUT, "We are glad.", NUMBER_LATER]),
    }
    return {name: desk.take_in(pdf, report=name) for name, pdf in shas.items()}


def _mark(desk, quote, report="wren-one"):
    with desk.sit_down() as context:
        found = reports.get_report(context, report)
        revision = reports.get_revision(context, found)
        passage = marking.mark_found(context, revision=revision, quote=quote, page=1)
        number = passage.id
    desk.do_jobs()
    return number


def _twins(desk, number):
    with desk.sit_down() as context:
        passage = marking.get_passage(context, number)
        return twins.list_twins(context, [passage])[number]


def _summaries(desk, number):
    return {
        file.revision.report.slug: file.places[0].summary
        for file in _twins(desk, number)
    }


def test_a_passage_that_is_marked_knows_where_else_the_sentence_stands(desk, cards):
    assert _summaries(desk, _mark(desk, SAID)) == {
        "wren-two": "the same sentence",
        "wren-six": "lost its last clause",
    }


def test_a_number_that_is_not_the_same_is_named(desk, cards):
    [file] = _twins(desk, _mark(desk, NUMBER))
    assert file.places[0].summary == "a number changed"
    assert file.places[0].changed == ("12 → 21",)
    assert file.places[0].exact == NUMBER_LATER


def test_a_sentence_that_gained_words_is_shown_whole(desk, cards):
    [first, second] = _twins(desk, _mark(desk, CUT, "wren-six"))
    for file in (first, second):
        assert file.places[0].exact == SAID
        assert file.places[0].summary == "gained words at its end"


def test_a_part_of_a_sentence_is_not_said_to_have_gained_the_rest(desk, cards):
    part = "find evidence of systematic sandbagging"
    assert set(_summaries(desk, _mark(desk, part)).values()) == {"the same sentence"}


def test_a_sentence_that_stands_nowhere_else_has_no_twins(desk, cards):
    assert _twins(desk, _mark(desk, OTHER)) == []


def test_a_few_words_are_no_sentence_to_look_for(desk, cards):
    assert _twins(desk, _mark(desk, "of the 40")) == []


def test_a_report_that_comes_in_later_is_searched_for_every_passage(desk, cards):
    number = _mark(desk, NUMBER)
    desk.take_in(text_pdf(["Wren nought", "", NUMBER_THEN]), report="wren-nought")
    assert _summaries(desk, number) == {
        "wren-six": "a number changed",
        "wren-nought": "a number changed",
    }


def test_another_file_of_the_same_report_is_told_as_such(desk, cards):
    number = _mark(desk, NUMBER)
    desk.take_in(text_pdf(["Wren one, revised", "", NUMBER]), report="wren-one")
    same = [file for file in _twins(desk, number) if file.is_same_report]
    assert [file.places[0].summary for file in same] == ["the same sentence"]


def test_a_passage_that_is_withdrawn_shows_no_twins_until_it_is_back(desk, cards):
    number = _mark(desk, SAID)
    with desk.sit_down() as context:
        marking.withdraw_passage(context, number)
    desk.take_in(text_pdf(["Wren nine", "", SAID]), report="wren-nine")
    assert _twins(desk, number) == []
    with desk.sit_down() as context:
        marking.restore_passage(context, number)
    desk.do_jobs()
    assert set(_summaries(desk, number)) == {"wren-two", "wren-six", "wren-nine"}


def test_looking_again_changes_nothing(desk, cards):
    number = _mark(desk, SAID)
    before = _summaries(desk, number)
    with desk.sit_down(Role.ADMIN) as context:
        for sha256 in ("", cards["wren-two"]):
            rows = twins.find_twins(context, [number], sha256)
            twins.keep_twins(context, [number], rows, sha256)
    assert _summaries(desk, number) == before


def test_every_file_can_be_searched_or_the_newest_only(desk, cards):
    desk.take_in(text_pdf(["Wren two, revised", "", "All is new."]), report="wren-two")
    with desk.sit_down() as context:
        [newest] = quotes.find_quotes(context, [SAID], report="wren-two")
        [every] = quotes.find_quotes(
            context, [SAID], report="wren-two", every_file=True
        )
    assert newest == []
    assert [each.place.revision for each in every] == [cards["wren-two"]]


@pytest.fixture
def claim(desk, cards):
    """A published claim that rests on the sentence; the other reports are drafts."""
    number = _mark(desk, SAID)
    with desk.sit_down() as context:
        facts = ClaimFacts(
            "Wren 1 does not sandbag.", category="cyber", lab="wren-labs"
        )
        slug = claims.add_claim(context, facts).slug
        evidence.link_evidence(
            context,
            claim=slug,
            target=Target(passage=number),
            weight=Weight(stance="supports"),
        )
    desk.publish_claim(slug)
    desk.do_jobs()
    return slug


def _public(desk, slug):
    with desk.sit_down(Role.READER) as context:
        page = pages.claim_page(context, slug)
        [link] = page.claim.evidence
        return [twin.report for twin in page.status.twins_of(link.quote)]


def test_readers_are_told_of_twins_in_public_reports_and_of_no_others(desk, claim):
    assert _public(desk, claim) == []
    with desk.sit_down() as context:
        facts = ClaimFacts("Wren 2 does not.", category="cyber", lab="wren-labs")
        slug = claims.add_claim(context, facts).slug
        revision = reports.get_revision(
            context, reports.get_report(context, "wren-two")
        )
        passage = marking.mark_found(
            context, revision=revision, quote="At first we read.", page=1
        )
        evidence.link_evidence(
            context,
            claim=slug,
            target=Target(passage=passage.id),
            weight=Weight(stance="context"),
        )
    desk.publish_claim(slug)
    assert _public(desk, claim) == ["wren-two"]

"""Whoever remembers a quote, roughly, finds its very place in the reports."""

import pytest
from pdfs import text_pdf

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import PlacementState
from annotator.services.library import reports
from annotator.services.publishing import report_publication
from annotator.services.search import quotes

SAID = "Wren 1 was below the line in each of the 12 long trials that we ran."
HEBREW = "שלום עולם"  # a PDF has it from left to right, as it is drawn
OTHER = "The red team spent three weeks on it and wrote down all they saw."


@pytest.fixture
def found(desk):
    """Ask an installation with two reports for a quote, as an analyst."""
    desk.take_in(text_pdf(["First."], [OTHER, SAID]), report="card")
    desk.take_in(text_pdf([SAID.replace("12", "15")]), report="update")

    def ask(quote, role=Role.ANALYST, **wanted):
        with desk.sit_down(role) as context:
            [places] = quotes.find_quotes(context, [quote], **wanted)
            return places

    return ask


def test_a_quote_is_found_with_its_exact_span(found, desk):
    [match] = found("each of the 12 long trials")
    assert (match.place.report, match.place.page, match.place.page_label) == (
        "card",
        2,
        "2",
    )
    assert match.exact == "each of the 12 long trials"
    assert (match.state, match.score) == (PlacementState.EXACT, 1.0)
    with desk.sit_down() as context:
        revision = reports.get_revision(context, reports.get_report(context, "card"))
        page = reports.get_page(context, revision, 2)
        assert page.text[match.span.start - page.start :].startswith(match.exact)


def test_a_quote_with_a_wrong_word_is_found_and_says_so(found):
    first, second = found(SAID.replace("trials", "rounds"))
    assert {first.place.report, second.place.report} == {"card", "update"}
    assert first.place.report == "card"
    assert first.state is PlacementState.EDITED
    assert 0.8 < first.score < 1


def test_a_number_that_looks_alike_is_not_the_number(found):
    best = found("spent 3.weeks on it")
    assert all(match.state is PlacementState.EDITED for match in best)


def test_each_of_two_places_on_a_page_is_found_if_one_is_worded_differently(desk):
    filler = [f"Line {number} of the page says other things." for number in range(30)]
    other = SAID.replace("long", "slow")
    desk.take_in(text_pdf([SAID, *filler, other, *filler[:8], SAID]), report="long")
    with desk.sit_down() as context:
        [said] = quotes.find_quotes(context, [SAID])
        [nearly] = quotes.find_quotes(context, [SAID], nearly=True)
    assert [match.exact for match in said] == [SAID, SAID]
    assert said[0].span.start < said[1].span.start
    assert sorted(match.exact for match in nearly) == sorted([SAID, other, SAID])


def test_a_quote_with_a_wrong_word_overleaf_is_found_to_its_end(desk):
    filler = [f"Line {number} of the page says other things." for number in range(30)]
    first, second = SAID[: SAID.index("long")].strip(), SAID[SAID.index("long") :]
    desk.take_in(text_pdf([*filler, first], [second, *filler]), report="turned")
    with desk.sit_down() as context:
        [[match]] = quotes.find_quotes(context, [SAID.replace("trials", "rounds")])
    assert (match.exact, match.place.page) == (SAID, 1)


def test_one_report_is_searched_if_it_is_named(found):
    places = found(SAID, report="update")
    assert [each.place.report for each in places] == ["update"]
    assert places[0].state is PlacementState.EDITED
    with pytest.raises(InvalidError, match="no report “nothing-of-the-kind”"):
        found(SAID, report="nothing-of-the-kind")


def test_readers_find_only_what_is_public(found, desk):
    assert found(SAID, Role.READER) == []
    desk.publish_file("update")
    assert [match.place.report for match in found(SAID, Role.READER)] == ["update"]


def test_what_was_taken_back_is_not_found_though_the_index_has_it_still(found, desk):
    desk.publish_file("update")
    with desk.sit_down() as context:
        report_publication.withdraw_report(context, "update")
    assert found(SAID, Role.READER) == []


def test_a_new_file_is_found_at_once_and_the_old_one_if_asked_for(found, desk):
    desk.take_in(text_pdf(["First."], [OTHER]), report="card")
    assert [match.place.report for match in found(SAID)] == ["update"]
    both = found(SAID, every_file=True)
    assert both[0].place.report == "card"


@pytest.mark.parametrize(
    ("lines", "quote", "exact"),
    [
        (["An oﬃcial ﬁnding of eﬀort"], "official finding of effort", True),
        (["An oﬃcial ﬁnding of eﬀort"], "oﬃcial ﬁnding", True),
        (
            ["It was a very capa\u00ad", "ble model indeed"],
            "capable model indeed",
            True,
        ),
        (["It was a very capa-", "ble and capable model"], "very capable and", True),
        (["A well-", "known and well-known line"], "A well-known and", True),
        (["A state-of-the-art result"], "state of the art result", True),
        (["The naïve café of Zoë"], "naive cafe of Zoe", False),
        (["The naïve café of Zoë"], "nai\u0308ve cafe\u0301 of Zoë", True),
        (["The naive cafe of Zoe"], "naïve café of Zoë", False),
        (["It took ½ of the long day"], "took 1/2 of the long", False),
        (["It took ½ of the long day"], "took ½ of the long", True),
        (["Area of 10² metres squared"], "Area of 10² metres", True),
        (["Area of 10² metres squared"], "Area of 102 metres", False),
        (["“Quoted” – and ‘said’ it"], "\"Quoted\" - and 'said' it", True),
        (["We used ×1.70 of it all"], "We used ×1.70 of it", True),
        (["and/or with p= 0.03 in it"], "and/ or with p = 0.03", True),
        (["These new words stand apart"], "newwords stand apart", True),
        (["Thesenew words stand apart"], "These new words stand", True),
        (["It said: wait, and then went"], "It said wait and then went", False),
        (["UPPER case AND lower"], "upper CASE and LOWER", True),
        (["Many   spaces  between"], "Many spaces between", True),
        (["Number １２３ full width"], "Number 123 full width", True),
        ([f"Some text {HEBREW[::-1]} here"], HEBREW, True),
        (["Эта модель безопасна и точна"], "модель безопасна", True),
    ],
)
def test_text_is_found_as_in_a_browser_or_better(desk, lines, quote, exact):
    desk.take_in(text_pdf(["Before it all.", *lines, "After it all."]), report="card")
    with desk.sit_down() as context:
        [places] = quotes.find_quotes(context, [quote])
    assert places
    assert (places[0].score == 1.0) is exact

"""Tables say what the pages say, and withhold what the pages withhold."""

from dataclasses import replace
from datetime import UTC, datetime

from claim_views import (
    A_SOURCE,
    EVALUATION,
    a_claim,
    a_link,
    a_quote,
    a_result,
    an_absence,
)

from annotator.domain.formats import tables
from annotator.domain.views.contents import (
    CardView,
    CategoryView,
    GivenReasonView,
    LabView,
    ReasonView,
    VerdictView,
)
from annotator.domain.views.pages import (
    HomePage,
    MatrixCell,
    MatrixChoice,
    MatrixRow,
)
from annotator.domain.views.status import CurrentStatus
from annotator.domain.vocabulary import CategoryShown, Credence, Shown

NOW = datetime(2030, 1, 1, tzinfo=UTC)
SOUND = CurrentStatus({}, {})


def _there(slug):
    return f"https://a.example/{slug}"


def test_the_matrix_has_a_row_for_each_cell_and_for_each_that_is_empty():
    cyber, bio = (CategoryView(s, s.title(), EVALUATION) for s in ("cyber", "bio"))
    card = CardView(
        cyber,
        "It is safe.",
        "Low, as far as we see.",
        "",
        (),
        "Low.",
        CategoryShown.PARTLY,
    )
    cell = MatrixCell(card, (Shown.SHOWN, Shown.PARTLY))
    row = MatrixRow(
        LabView("wren", "Wren"), "wren-1", "Wren 1", "", "2030", (cell, None)
    )
    page = HomePage(MatrixChoice(), (), (), (cyber, bio), (row,), (), ())
    said, empty = tables.matrix(page, _there)
    assert (said.we_say, said.shown, said.credence) == ("Low.", "partly shown", "")
    assert (said.claims, said.verdicts) == (2, "shown; partly shown")
    assert said.address == "https://a.example/wren-1#cyber"
    assert (empty.category, empty.we_say, empty.claims) == ("Bio", "", 0)


def test_a_claim_has_both_axes_in_columns_of_their_own():
    reason = ReasonView("single-test", "a single test", "")
    verdict = VerdictView(
        Shown.NOT_SHOWN,
        Credence.LIKELY,
        "",
        "Ann",
        NOW,
        (GivenReasonView(reason, "One."),),
    )
    judged, open_ = tables.claims(
        [replace(a_claim(), verdict=verdict), a_claim()], _there
    )
    assert (judged.shown, judged.credence, judged.reasons, judged.judged) == (
        "not shown",
        "likely",
        "a single test",
        "2030-01-01",
    )
    assert (open_.shown, open_.credence, open_.judged) == ("", "", "")
    [named] = tables.reason_claims(
        [replace(a_claim(), verdict=verdict)], "single-test", _there
    )
    assert (named.sentence, named.shown) == ("One.", "not shown")


def test_each_kind_of_evidence_has_its_words_and_its_place():
    claim = a_claim(
        "safe",
        a_link(1, quote=a_quote()),
        a_link(2, result=a_result(a_quote("12 of 40", passage=2))),
        a_link(3, absence=an_absence(NOW)),
        a_link(4, source=A_SOURCE),
        a_link(5, quote=a_quote("", passage=3)),
    )
    quote, result, absence, source, figure = tables.evidence(claim, SOUND)
    assert (quote.kind, quote.words, quote.page, quote.page_label) == (
        "quote",
        "It is safe.",
        "6",
        "iv",
    )
    assert (result.kind, result.evaluation, result.result) == (
        "result",
        "Long tasks",
        "12 of 40",
    )
    assert (absence.kind, absence.words) == ("absence", "no confidence interval")
    assert (source.kind, source.address) == ("source", A_SOURCE.url)
    assert figure.kind == "region"


def test_words_and_place_of_a_withdrawn_file_are_withheld():
    claim = a_claim(
        "safe", a_link(1, quote=a_quote()), a_link(2, absence=an_absence(NOW))
    )
    hidden = CurrentStatus({}, {}, hidden=frozenset({"a" * 64}))
    quote, absence = tables.evidence(claim, hidden)
    assert quote.words == "[withheld]"
    for row in (quote, absence):
        assert row.report == "a withdrawn file"
        assert (row.file, row.page, row.passage) == ("", "", "")


def test_a_quote_names_the_claims_with_their_stance():
    row = tables.quote_record(a_quote(), [("safe", "supports")], ["Long tasks"])
    assert (row.claims, row.evaluations) == ("safe (supports)", "Long tasks")

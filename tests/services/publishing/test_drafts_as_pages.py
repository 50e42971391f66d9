"""What a page would show if it were published now: the newest of all that stands."""

from collections import namedtuple

import pytest
from pdfs import text_pdf
from wren_claims import cite, describe, state
from wren_file import CARD, FILE

from annotator.domain.claims import CritiqueText
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import PassageKind
from annotator.services.claims import (
    absences,
    claims,
    critiques,
    evidence,
    scorecards,
    verdicts,
)
from annotator.services.claims.evidence import Target, Weight
from annotator.services.context import Actor, Context
from annotator.services.library import labs
from annotator.services.library.labs import ModelFacts
from annotator.services.publishing.drafts_as_pages import claim_views, scorecard_view
from annotator.storage import accounts
from annotator.storage.claims import evaluations
from annotator.storage.claims.evaluations import Result

CLAIM = "no-danger"
NEW = text_pdf(
    ["A new page in front."],
    ["We rule the danger out.", "Its uplift was 1.70× in a study of twelve people."],
    ["The rule-out line is 2.8× and was set beforehand."],
)

Wren = namedtuple("Wren", "desk shown draft")


@pytest.fixture(scope="module")
def wren(desk_in, tmp_path_factory):
    """A scorecard on a report whose first file readers see; tests drop what they change."""
    with desk_in(tmp_path_factory.mktemp("drafts")) as desk:
        shown = desk.take_in(CARD, report="wren-card")
        desk.import_file(FILE)
        desk.publish_file("wren-card")
        desk.take_in(text_pdf(["A draft."]), report="draft-card")
        with desk.sit_down() as context:
            describe(context, "wren-card", title="Renamed since")
            describe(context, "draft-card", title="A draft")
        yield Wren(desk, shown, desk.take_in(NEW, report="wren-card", days=1))


@pytest.fixture
def context(wren):
    with wren.desk.rehearse() as context:
        yield context


def _claim(context, slug=CLAIM):
    [view] = claim_views(context, [claims.get_claim(context, slug)])
    return view


def _scorecard(context, cited=()):
    return scorecard_view(context, scorecards.get_scorecard(context, "wren-1"), cited)


def test_a_claim_is_shown_with_all_that_hangs_on_it_in_the_order_it_was_linked(context):
    view = _claim(context)
    result, source, region = view.evidence
    assert (view.text, view.category.slug) == ("There is no danger.", "chem-bio")
    assert (view.models, view.model_slugs) == (("Wren 1",), ("wren-1",))
    assert view.assertion.exact == "We rule the danger out."
    assert (result.result.evaluation, result.result.value) == ("Uplift study", "1.70×")
    assert result.result.quote.exact == "Its uplift was 1.70×"
    assert (source.source.title, source.quote) == ("On small numbers", None)
    assert (region.quote.kind, region.quote.exact) == (PassageKind.REGION, "A box")
    assert len(region.quote.crops) == 1
    assert _claim(context, "line-was-set-beforehand").parent == CLAIM


def test_what_belongs_to_one_claim_is_not_shown_with_another(context):
    both = [
        claims.get_claim(context, slug) for slug in (CLAIM, "line-was-set-beforehand")
    ]
    views = claim_views(context, both)
    assert views == [_claim(context, claim.slug) for claim in both]
    assert [len(view.evidence) for view in views] == [3, 1]


def test_quotes_stand_in_the_newest_file_that_readers_see_and_not_in_a_draft(
    wren, context
):
    view = _claim(context)
    quoted = [view.assertion, view.evidence[0].result.quote, view.evidence[2].quote]
    assert {quote.revision for quote in quoted} == {wren.shown}
    assert view.assertion.page == 1
    [test] = _scorecard(context).cards[0].evaluations
    assert test.thresholds[0].quote.revision == wren.shown


def test_a_public_report_is_named_as_it_was_published_and_not_as_a_draft_renames_it(
    context,
):
    kept = absences.keep_absence(
        context, report="wren-card", statement="No interval.", queries="interval"
    )
    evidence.link_evidence(
        context,
        claim=CLAIM,
        target=Target(absence=kept.absence.id),
        weight=Weight(stance="undercuts"),
    )
    view = _claim(context)
    assert view.assertion.report_title == "The Wren Card"
    assert view.evidence[-1].absence.report_title == "The Wren Card"


def test_a_report_that_becomes_public_with_the_page_is_named_as_it_stands(context):
    slug = state(context, "It is a draft.")
    cite(context, slug, "draft-card", "A draft.")
    [link] = _claim(context, slug).evidence
    assert link.quote.report_title == "A draft"


def test_the_newest_critique_and_verdict_count_with_who_wrote_them(wren, context):
    user = accounts.User(
        name="ana",
        display_name="Ana",
        role=Role.ANALYST,
        password_hash="",
        created_at=context.now,
    )
    context.session.add(user)
    context.session.flush()
    ana = Context(
        context.session,
        wren.desk.stores,
        Actor("Ana", Role.ANALYST, user.id),
        context.now,
    )
    before = _claim(context)
    assert (before.critique.body_md, before.critique.by) == ("Twelve is few.", "")
    critiques.write_critique(ana, claim=CLAIM, text=CritiqueText("Twelve will do."))
    verdicts.give_verdict(
        ana, claim=CLAIM, shown="shown", credence="likely", rationale="It will."
    )
    view = _claim(context)
    assert (view.critique.body_md, view.critique.by) == ("Twelve will do.", "Ana")
    assert (view.critique.ask_the_lab_md, view.verdict.shown) == ("", "shown")


def test_a_link_that_was_taken_back_is_not_shown(context):
    claim = claims.get_claim(context, CLAIM)
    first, *_ = evidence.list_evidence(context, [claim])
    evidence.withdraw_evidence(context, first.id)
    context.session.flush()
    assert [bool(link.result) for link in _claim(context).evidence] == [False, False]
    evidence.restore_evidence(context, first.id)
    evidence.link_evidence(
        context,
        claim=CLAIM,
        target=Target(source_url="https://example.org/"),
        weight=Weight(stance="undercuts"),
    )
    assert [link.stance for link in _claim(context).evidence] == [
        "supports",
        "context",
        "qualifies",
        "undercuts",
    ]


def test_a_scorecard_shows_results_of_its_own_models_alone(context):
    test = evaluations.find_by_slug(context.session, "uplift")
    lab = labs.find_or_add_lab(context, "wren-labs")
    other = labs.find_or_add_model(context, lab, "Wren 2")
    test.results.append(Result(model=other, state="scored", value="99×"))
    context.session.flush()
    [shown] = _scorecard(context).cards[0].evaluations
    assert [result.value for result in shown.results] == ["1.70×"]
    assert [line.statement for line in shown.thresholds] == ["below 2.8×"]


def test_the_results_of_a_predecessor_stand_beside_those_of_its_successor(context):
    test = evaluations.find_by_slug(context.session, "uplift")
    earlier = labs.add_model(context, "wren-labs", ModelFacts("Wren 0"))
    later = labs.add_model(context, "wren-labs", ModelFacts("Wren 9"))
    together = ModelFacts("Wren 1", predecessor="wren-0", released_together=["wren-9"])
    labs.edit_model(context, "wren-1", together)
    test.results.append(Result(model=earlier, state="scored", value="0.9×"))
    test.results.append(Result(model=later, state="scored", value="99×"))
    context.session.flush()
    view = _scorecard(context)
    [shown] = view.cards[0].evaluations
    assert [result.value for result in shown.results] == ["1.70×", "0.9×"]
    [model] = view.models
    assert (model.predecessor, model.predecessor_name) == ("wren-0", "Wren 0")
    assert model.released_with == ("Wren 9",)


def test_a_scorecard_has_a_card_for_each_category_in_their_order(context):
    cards = _scorecard(context).cards
    every = [category.slug for category in claims.list_categories(context)]
    assert [card.category.slug for card in cards] == every
    assert (cards[0].lab_says, cards[0].we_say) == ("No danger.", "Perhaps.")
    assert [bool(card.evaluations) for card in cards] == [True, *[False] * 7]


def test_drafts_of_reports_are_listed_only_if_they_become_public_with_the_page(context):
    def titles(cited=()):
        return [report.title for report in _scorecard(context, cited).reports]

    assert titles() == ["The Wren Card"]  # as it was frozen
    assert sorted(titles({"draft-card"})) == ["A draft", "The Wren Card"]

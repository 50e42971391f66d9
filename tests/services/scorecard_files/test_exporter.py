"""A scorecard is written with all that it rests on, and with nothing that was taken back."""

from dataclasses import replace

import pytest
from wren_claims import state
from wren_file import FILE, TYPED

from annotator.domain.errors import SignInNeededError
from annotator.domain.vocabulary import State
from annotator.services.claims import claims, evidence, many_passages, scorecards
from annotator.services.claims.evidence import Target, Weight
from annotator.services.claims.many_passages import Chosen
from annotator.services.context import READER, Actor
from annotator.services.library import labs
from annotator.services.scorecard_files import export_scorecard, read_scorecard
from annotator.storage.claims import evaluations
from annotator.storage.claims.evaluations import Evaluation, Result

CLAIM = "no-danger"


def _export(context, slug="wren-1"):
    return read_scorecard(name="export.yaml", text=export_scorecard(context, slug))


def _evidence(context):
    return next(each for each in _export(context).claims if each.slug == CLAIM).evidence


def test_what_was_imported_is_exported_as_it_was(context, bring_in):
    bring_in()
    file, exported = read_scorecard(name="wren.yaml", text=FILE), _export(context)
    for part in ("lab", "models", "scorecard"):
        assert getattr(exported, part) == getattr(file, part)
    assert [claim.slug for claim in exported.claims] == [
        claim.slug for claim in file.claims
    ]
    [before], [after] = file.evaluations, exported.evaluations
    assert [each.value for each in after.results] == [
        each.value for each in before.results
    ]


def test_typed_fields_are_exported_as_they_were_imported(context, bring_in):
    bring_in(*TYPED)
    text = FILE
    for was, becomes in TYPED:
        text = text.replace(was, becomes)
    [before] = read_scorecard(name="wren.yaml", text=text).evaluations
    [after] = _export(context).evaluations
    quotes = {"source", "discount_source"}  # these come with the words around them
    for name in ("thresholds", "results"):
        [one], [other] = getattr(before, name), getattr(after, name)
        assert one.model_dump(exclude=quotes) == other.model_dump(exclude=quotes)
    assert after.results[0].discount_source.quote == "It rained again."
    assert (after.metric, after.direction) == (before.metric, before.direction)


def test_claims_and_links_that_were_taken_back_are_left_out(context, bring_in):
    bring_in()
    gone = claims.get_claim(context, "line-was-set-beforehand")
    gone.state = State.WITHDRAWN
    first, *_ = evidence.list_evidence(context, [claims.get_claim(context, CLAIM)])
    evidence.withdraw_evidence(context, first.id)
    context.session.flush()
    assert [claim.slug for claim in _export(context).claims] == [CLAIM]
    assert [bool(link.result) for link in _evidence(context)] == [False, False]
    assert "was set beforehand" not in export_scorecard(context, "wren-1")


def test_a_claim_on_other_models_is_not_part_of_it(context, bring_in):
    bring_in()
    lab = labs.find_or_add_lab(context, "wren-labs")
    labs.find_or_add_model(context, lab, "Wren 2")
    state(context, "Of another model.", models=("wren-2",))
    state(context, "Of both.", models=("wren-1", "wren-2"))
    exported = _export(context)
    assert [claim.slug for claim in exported.claims][2:] == ["of-both"]
    assert [model.slug for model in exported.models] == ["wren-1", "wren-2"]


def test_an_evaluation_that_a_claim_cites_comes_along_with_its_models(
    context, bring_in
):
    bring_in()
    lab = labs.find_or_add_lab(context, "wren-labs")
    other = labs.find_or_add_model(context, lab, "Wren 0")
    known = evaluations.find_by_slug(context.session, "uplift")
    result = Result(model=other, state="not run")
    test = Evaluation(
        slug="earlier",
        name="An earlier test",
        lab_id=lab.id,
        category_id=known.category_id,
        thresholds=[],
        results=[result],
    )
    context.session.add(test)
    context.session.flush()
    evidence.link_evidence(
        context,
        claim=CLAIM,
        target=Target(result=result.id),
        weight=Weight(stance="context"),
    )
    exported = _export(context)
    assert [each.slug for each in exported.evaluations] == ["uplift", "earlier"]
    assert [model.slug for model in exported.models] == ["wren-1", "wren-0"]
    assert _evidence(context)[-1].result.evaluation == "earlier"


def test_a_result_is_told_apart_only_where_there_are_several(context, bring_in):
    bring_in()
    assert _evidence(context)[0].result.metric == ""
    test = evaluations.find_by_slug(context.session, "uplift")
    test.results[0].metric = "of one"
    context.session.flush()
    assert _evidence(context)[0].result.metric == ""
    test.results.append(
        Result(model=test.results[0].model, state="scored", metric="of 16")
    )
    context.session.flush()
    assert _evidence(context)[0].result.metric == "of one"


def test_every_report_that_is_quoted_or_covers_a_model_is_named_with_its_file(
    context, bring_in
):
    theirs = "  - {slug: gull-card, title: Theirs, kind: framework}\nscorecard:"
    bring_in(
        ("scorecard:", theirs),
        (
            "quote: was set beforehand, report: wren-card, page: 2",
            "quote: A gull., report: gull-card",
        ),
    )
    listed = {report.slug: report for report in _export(context).reports}
    assert list(listed) == ["gull-card", "wren-card"]
    assert all(len(report.sha256) == 64 for report in listed.values())
    assert listed["gull-card"].title == "gull-card"


def test_cards_without_a_word_are_left_out(context, bring_in):
    bring_in()
    scorecards.edit_card(
        context, "wren-1", category="security", lab_says="", we_say="", analysis="Well."
    )
    assert list(_export(context).scorecard.cards) == ["chem-bio", "security"]


def test_who_may_read_drafts_may_export_and_readers_may_not(context, bring_in):
    bring_in()
    analyst = replace(context, actor=Actor("Ana", "analyst"))
    assert export_scorecard(analyst, "wren-1") == export_scorecard(context, "wren-1")
    with pytest.raises(SignInNeededError):
        export_scorecard(replace(context, actor=READER), "wren-1")


def test_tags_of_passages_come_along_and_are_taken_in(context, bring_in):
    bring_in()
    link = next(
        link
        for link in evidence.list_evidence(context, [claims.get_claim(context, CLAIM)])
        if link.passage_id
    )
    many_passages.tag_passage(context, link.passage_id, ["headline", "to discuss"])
    text = export_scorecard(context, "wren-1")
    assert "headline" in text
    many_passages.untag_all(context, Chosen((link.passage_id,)), "headline")
    context.session.flush()
    assert "headline" not in export_scorecard(context, "wren-1")
    bring_in(text=text)
    assert export_scorecard(context, "wren-1") == text

"""Claims and scorecards are about the models of their own lab, and of a sane length."""

import pytest

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import InvalidError
from annotator.services.claims import claims, scorecards, verdicts
from annotator.services.library import labs


@pytest.fixture
def context(desk):
    with desk.sit_down() as context:
        for lab, model in (("Wren Labs", "Wren 1"), ("Gull Labs", "Gull 1")):
            labs.find_or_add_model(context, labs.find_or_add_lab(context, lab), model)
        yield context


def _claim(context, **facts):
    given = {"category": "cyber", "lab": "wren-labs", "models": ("wren-1",), **facts}
    return claims.add_claim(context, ClaimFacts("It is safe.", **given))


def test_a_claim_is_about_models_of_its_lab(context):
    assert [model.name for model in _claim(context).models] == ["Wren 1"]
    with pytest.raises(InvalidError, match="Gull 1 is no model of Wren Labs"):
        _claim(context, models=("wren-1", "gull-1"))


def test_a_scorecard_is_on_models_of_its_lab(context):
    with pytest.raises(InvalidError, match="Gull 1 is no model of Wren Labs"):
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["gull-1"], title="Wren 1"
        )


def test_a_claim_that_is_refused_leaves_nothing_half_made(context):
    with pytest.raises(InvalidError):
        _claim(context, asserted_by="nobody")
    context.session.flush()
    assert claims.list_claims(context) == []


def test_texts_have_a_longest_length(context):
    scorecards.add_scorecard(
        context, lab="wren-labs", models=["wren-1"], title="Wren 1"
    )
    with pytest.raises(InvalidError, match="overall assessment: is longer than 50,000"):
        scorecards.edit_scorecard(
            context, "wren-1", title="W", models=["wren-1"], overall="x" * 50_001
        )
    with pytest.raises(InvalidError, match="analysis: is longer than 50,000"):
        scorecards.edit_card(
            context,
            "wren-1",
            category="cyber",
            lab_says="",
            we_say="",
            analysis="x" * 50_001,
        )
    with pytest.raises(InvalidError, match="rationale: is longer than 5,000"):
        verdicts.give_verdict(
            context,
            claim=_claim(context).slug,
            shown="shown",
            credence="likely",
            rationale="x" * 5_001,
        )

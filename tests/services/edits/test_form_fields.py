"""Every form that edits says its fields in words, and the history's names for them."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.edits import StaleError
from annotator.services.claims import claims, critiques, scorecards, verdicts
from annotator.services.edits import form_fields
from annotator.services.library import labs, reports
from annotator.services.passages import marking

SAID = "Wren 1 is safe."
FACTS = ClaimFacts(SAID, "cyber", "wren-labs", ("wren-1",))


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """Two models, two claims, and a card in which one of them is asserted."""
    with desk_in(tmp_path_factory.mktemp("fields")) as desk:
        desk.take_in(text_pdf([SAID]), report="card")
        with desk.sit_down() as context:
            lab = labs.find_or_add_lab(context, "Wren Labs")
            for name in ("Wren 1", "Wren 2"):
                labs.find_or_add_model(context, lab, name)
            claims.add_claim(context, FACTS)
            claims.add_claim(context, replace(FACTS, text="All is well."))
            marking.mark_all(context, "card", [(SAID, 1)])
        yield desk


def test_what_a_claim_points_to_is_told_by_its_name_and_by_who_changed_it(context):
    slug = "wren-1-is-safe"
    opened = form_fields.seen("claim", claims.get_claim(context, slug))
    known = {each.slug: each.name for each in claims.list_categories(context)}
    other = next(each for each in known if each != "cyber")
    theirs = replace(
        FACTS,
        category=other,
        models=("wren-1", "wren-2"),
        parent="all-is-well",
        assertion=1,
    )
    claims.edit_claim(context, slug, theirs)
    last = list(known)[-1]
    mine = replace(FACTS, category=last, models=(), parent=slug, assertion=99)
    with pytest.raises(StaleError) as told:
        claims.edit_claim(context, slug, mine, made_from=opened)
    assert {
        each.field: (each.mine, each.theirs) for each in told.value.differences
    } == {
        "category": (known[last], known[other]),
        "models": ("none", "Wren 1, Wren 2"),
        "parent": (SAID, "All is well."),
        "assertion": ("a withdrawn mark", SAID),
    }
    assert {each.by for each in told.value.differences} == {"An editor"}


def test_a_form_of_what_is_not_written_yet_is_made_from_nothing(context):
    claim = claims.get_claim(context, "wren-1-is-safe")
    assert critiques.get_critique(context, claim) is None
    for kind in ("critique", "verdict"):
        assert form_fields.seen(kind, None).version == 0
    given = verdicts.give_verdict(
        context, claim=claim.slug, shown="shown", credence="likely", rationale="So."
    )
    assert form_fields.seen("verdict", given).version == given.id


def test_a_form_knows_again_what_was_saved_of_it_and_nothing_else(context):
    made = scorecards.add_scorecard(
        context, lab="wren-labs", models=["wren-1"], title="Wren"
    )
    before = form_fields.seen("scorecard", made)
    assert before.digests.keys() == {"title", "models", "summary", "overall"}
    edited = scorecards.edit_scorecard(
        context, made.slug, title="Wren", models=["wren-2"], overall=""
    )
    after = form_fields.seen("scorecard", edited)
    changed = {
        name for name in after.digests if after.digests[name] != before.digests[name]
    }
    assert changed == {"models"}


def test_a_report_that_names_its_models_in_another_order_is_the_same(context):
    facts = {
        "title": "Card",
        "kind": "system card",
        "published": "2030",
        "source_url": "",
    }
    models = ["Wren 2", "Wren 1"]
    report = reports.edit_report(context, "card", **facts, models=models)
    opened = form_fields.seen("report", report)
    reports.edit_report(context, "card", **facts, models=models, made_from=opened)
    assert form_fields.seen("report", report) == opened

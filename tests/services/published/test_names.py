"""Readers are told the names that were published, people at the desk the current ones."""

from dataclasses import replace

import pytest
from wren_claims import state

from annotator.domain.claims import CritiqueText
from annotator.services.claims import categories, critiques, scorecards
from annotator.services.claims.categories import CategoryFacts
from annotator.services.context import READER
from annotator.services.library import labs
from annotator.services.published import names
from annotator.services.publishing import publication


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("names")) as desk:
        with desk.sit_down() as context:
            for name in ("Wren Labs", "Gull Labs"):
                lab = labs.find_or_add_lab(context, name)
                labs.find_or_add_model(context, lab, name.replace("Labs", "1"))
        yield desk


def _names(context, slugs=("cyber", "security")):
    return (
        names.of(context, names.LABS, ["wren-labs", "gull-labs"]),
        names.of(context, names.CATEGORIES, slugs),
    )


def test_a_draft_of_a_name_is_told_at_the_desk_and_not_to_readers(context):
    reader = replace(context, actor=READER)
    assert _names(reader) == ({}, {})
    slug = scorecards.add_scorecard(
        context, lab="wren-labs", models=["wren-1"], title="Wren"
    ).slug
    publication.publish_scorecard(context, slug, [])
    before = _names(reader)
    assert before[0] == {"wren-labs": "Wren Labs"}
    assert (before[1]["cyber"], len(before[1])) == ("Cyber", 8)
    labs.edit_lab(context, "wren-labs", name="Secret", url="")
    categories.edit_category(context, "cyber", CategoryFacts("Hidden", "evaluation"))
    assert _names(reader) == before
    of_labs, of_categories = _names(context)
    assert (of_labs["wren-labs"], of_categories["cyber"]) == ("Secret", "Hidden")
    assert of_labs["gull-labs"] == "Gull Labs"


def test_a_claim_that_no_scorecard_shows_names_its_lab_and_category(context):
    claim = state(context, "It is safe.", models=("wren-1",))
    critiques.write_critique(context, claim=claim, text=CritiqueText("Perhaps."))
    publication.publish_claim(context, claim, [])
    reader = replace(context, actor=READER)
    assert _names(reader) == ({"wren-labs": "Wren Labs"}, {"cyber": "Cyber"})

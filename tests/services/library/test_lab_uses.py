"""Labs are listed with what rests on them; one on which nothing rests can be removed."""

import pytest
from pdfs import text_pdf
from wren_claims import describe, state

from annotator.domain.errors import ConflictError, NotFoundError
from annotator.services.claims import scorecards
from annotator.services.library import lab_uses, labs
from annotator.services.library.labs import ModelFacts


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("uses")) as desk:
        desk.take_in(text_pdf(["A card."]), report="wren-card")
        with desk.sit_down() as context:
            describe(context, "wren-card", title="Card", models=["Wren 1"])
            labs.add_model(context, "wren-labs", ModelFacts("Wren 2"))
            labs.add_lab(context, name="Gull Labs")
            state(context, "It is safe.", models=("wren-1",))
            scorecards.add_scorecard(
                context, lab="wren-labs", models=["wren-1"], title="Wren"
            )
        yield desk


def test_what_rests_on_a_lab_and_on_a_model_is_counted(context):
    gull, wren = lab_uses.list_labs(context)
    assert lab_uses.words_of(gull.uses) == []
    assert lab_uses.words_of(wren.uses) == [
        *("2 models", "1 report", "1 scorecard", "1 claim"),
    ]
    uses = lab_uses.uses_of_models(context, wren.lab)
    assert lab_uses.words_of(uses["wren-1"]) == ["1 report", "1 scorecard", "1 claim"]
    assert uses["wren-2"].is_none


def test_a_lab_or_a_model_on_which_something_rests_stays(context):
    with pytest.raises(
        ConflictError, match=r"Wren Labs cannot be removed, .*: 2 models, 1 report"
    ):
        lab_uses.remove_lab(context, "wren-labs")
    with pytest.raises(
        ConflictError, match=r"Wren 1 cannot be removed, .*: 1 report, 1 scorecard"
    ):
        lab_uses.remove_model(context, "wren-1")
    labs.add_model(context, "wren-labs", ModelFacts("Wren 3", predecessor="wren-2"))
    with pytest.raises(ConflictError, match="1 successor"):
        lab_uses.remove_model(context, "wren-2")


def test_what_nothing_rests_on_is_removed(context):
    assert lab_uses.remove_lab(context, "gull-labs") == "Gull Labs"
    with pytest.raises(NotFoundError):
        labs.get_lab(context, "gull-labs")
    labs.add_model(
        context, "wren-labs", ModelFacts("Wren 3", released_together=["wren-1"])
    )
    assert lab_uses.remove_model(context, "wren-3") == "Wren 3"
    assert labs.get_model(context, "wren-1").release is None
    with pytest.raises(NotFoundError):
        labs.get_model(context, "wren-3")

"""An import makes the lab and the models that it names, and what they are to each other."""

import pytest

from annotator.domain.errors import InvalidFileError
from annotator.services.library import labs
from annotator.services.library.labs import ModelFacts
from annotator.services.scorecard_files import export_scorecard, read_scorecard

MODELS = "  - {slug: wren-1, name: Wren 1, most_powerful: yes, released: 2030-02"


def _refused(bring_in, *changes):
    with pytest.raises(InvalidFileError) as refused:
        bring_in(*changes)
    return list(refused.value.mistakes)


def test_the_lab_and_its_models_are_brought_in_line_with_the_file(context, bring_in):
    bring_in()
    bring_in(
        ("name: Wren Labs", "name: Wren Laboratories"),
        ("released: 2030-02", "released: 2031"),
    )
    lab = next(x for x in labs.list_labs(context) if x.slug == "wren-labs")
    assert (lab.name, lab.url) == ("Wren Laboratories", "https://wren.example/")
    [model] = lab.models
    assert (model.released, model.training_dates) == ("2031", "not reported")


def test_a_model_that_another_lab_has_is_not_taken_over(context, bring_in):
    gull = labs.find_or_add_lab(context, "gull-labs")
    theirs = labs.find_or_add_model(context, gull, "Wren 1")
    theirs.released = "1999"
    [mistake] = _refused(bring_in)
    assert mistake.endswith("models.0.slug: another lab has this name; choose another")
    assert labs.get_model(context, "wren-1").released == "1999"


# What models are to each other


def _with(said, *others):
    """Return changes of the file: what is said of Wren 1, and further models."""
    more = "".join(f"\n  - {{{other}}}" for other in others)
    return (f"{MODELS}}}", f"{MODELS}{said}}}{more}")


def _relations(context):
    [lab] = [lab for lab in labs.list_labs(context) if lab.slug == "wren-labs"]
    return {
        model.slug: (
            model.predecessor.slug if model.predecessor else "",
            [other.slug for other in model.released_with],
        )
        for model in lab.models
    }


ZERO = "slug: wren-0, name: Wren 0"
MINI = "slug: wren-mini, name: Wren Mini"


def test_models_come_with_their_predecessors_and_with_what_they_were_released(
    context, bring_in
):
    related = ", predecessor: wren-0, released_together: [wren-mini]"
    bring_in(_with(related, ZERO, MINI))
    found = {
        "wren-0": ("", []),
        "wren-1": ("wren-0", ["wren-mini"]),
        "wren-mini": ("", ["wren-1"]),
    }
    assert _relations(context) == found
    bring_in()  # an older file says nothing of this
    assert _relations(context) == found
    text = export_scorecard(context, "wren-1")
    exported = {
        model.slug: (model.predecessor, model.released_together)
        for model in read_scorecard(name="export.yaml", text=text).models
    }
    assert exported == {
        "wren-0": (None, None),
        "wren-1": ("wren-0", ("wren-mini",)),
        "wren-mini": (None, ("wren-1",)),
    }
    versions = [labs.get_model(context, slug).version for slug in found]
    bring_in(text=text)
    assert _relations(context) == found
    assert [labs.get_model(context, slug).version for slug in found] == versions


def test_an_empty_key_takes_a_relation_away(context, bring_in):
    bring_in(_with(", predecessor: wren-0, released_together: [wren-0]", ZERO))
    bring_in(_with(', predecessor: "", released_together: []', ZERO))
    assert _relations(context) == {"wren-0": ("", []), "wren-1": ("", [])}


def test_a_file_can_turn_what_is_stored_round(context, bring_in):
    bring_in(_with("", f"{ZERO}, predecessor: wren-1", MINI))
    labs.edit_model(context, "wren-0", ModelFacts("0", released_together=["wren-mini"]))
    bring_in(
        _with(
            ", predecessor: wren-0, released_together: [wren-0]",
            f'{ZERO}, predecessor: "", released_together: [wren-1]',
            f"{MINI}, released_together: []",
        )
    )
    assert _relations(context) == {
        "wren-0": ("", ["wren-1"]),
        "wren-1": ("wren-0", ["wren-0"]),
        "wren-mini": ("", []),
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_with(", predecessor: wren-9"), "models.0.predecessor: “wren-9” is not among the models"),
        (_with(", released_together: [wren-9]"), "models.0.released_together.0: “wren-9” is not among"),
        (_with(", predecessor: wren-1"), "models.0.predecessor: “wren-1” would be its own predecessor"),
        (_with(", predecessor: wren-0", f"{ZERO}, predecessor: wren-1"), "“wren-1” would be its own predecessor"),
        (_with(", released_together: [wren-0]", f"{ZERO}, released_together: []"), "“wren-0” is listed in more than one release"),
    ],
)  # fmt: skip
def test_relations_that_cannot_be_are_told_at_their_line(bring_in, change, said):
    assert any(said in mistake for mistake in _refused(bring_in, change))

"""A save is put together with what others saved, or said to clash, with both wordings."""

from dataclasses import replace

import pytest

from annotator.domain.edits import StaleError, read_seen
from annotator.domain.permissions import Role
from annotator.services.context import Actor
from annotator.services.edits import form_fields, versions
from annotator.services.edits.form_fields import MODEL
from annotator.services.library import labs
from annotator.services.library.labs import ModelFacts

FACTS = {
    "name": "Wren 1",
    "most_powerful": False,
    "released": "2030",
    "training_dates": "2029",
    "deployment_dates": "2030",
}
ANN, ED = (Actor(name, Role.EDITOR) for name in ("Ann", "Ed"))


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A model whose facts are known."""
    with desk_in(tmp_path_factory.mktemp("versions")) as desk:
        with desk.sit_down() as context:
            lab = labs.find_or_add_lab(context, "Wren Labs")
            labs.find_or_add_model(context, lab, "Wren 1")
            labs.edit_model(context, "wren-1", ModelFacts(**FACTS))
        yield desk


@pytest.fixture
def model(context):
    return labs.get_model(context, "wren-1")


def _save(context, who, *, made_from=None, **facts):
    labs.edit_model(
        replace(context, actor=who),
        "wren-1",
        ModelFacts(**{**FACTS, **facts}),
        made_from=made_from,
    )


def test_what_each_of_two_changed_is_kept_if_they_changed_different_fields(
    context, model
):
    opened = form_fields.seen("model", model)
    _save(context, ED, released="2031")
    _save(context, ANN, made_from=opened, name="Wren One")
    assert (model.name, model.released) == ("Wren One", "2031")


def test_two_who_changed_one_field_are_told_with_both_wordings_and_who_was_first(
    context, model
):
    opened = form_fields.seen("model", model)
    _save(context, ED, most_powerful=True, released="2031")
    with pytest.raises(StaleError, match="Ed changed “Released”") as told:
        _save(context, ANN, made_from=opened, released="2032")
    [released] = told.value.differences
    assert (released.mine, released.theirs) == ("2032", "2031")
    assert (released.by, released.at) == ("Ed", context.now)
    assert model.released == "2031"
    assert told.value.values["released"] == "2032"
    assert told.value.values["most_powerful"] is True, "what only Ed changed is taken"


def test_a_clash_that_was_told_is_saved_when_it_is_sent_again(context, model):
    opened = form_fields.seen("model", model)
    _save(context, ED, released="2031")
    with pytest.raises(StaleError) as told:
        _save(context, ANN, made_from=opened, released="2032")
    _save(context, ANN, made_from=told.value.seen, released="2032")
    assert model.released == "2032"


def test_who_asks_for_the_other_wording_saves_nothing_by_it(context, model):
    opened = form_fields.seen("model", model)
    _save(context, ED, released="2031")
    asks = read_seen(str(opened), put="released")
    with pytest.raises(StaleError) as put:
        _save(context, ANN, made_from=asks, name="Wren One", released="2032")
    assert put.value.values["released"] == "2031"
    assert put.value.values["name"] == "Wren One"
    assert (model.name, model.released) == ("Wren 1", "2031")


def test_without_a_form_nothing_can_be_stale(context, model):
    typed = {**FACTS, "released": "2032"}
    _save(context, ED, released="2031")
    assert versions.settle(context, MODEL, model, typed, None) == typed


def test_values_are_put_in_words_that_people_read(context):
    said = {field.name: field for field in MODEL}
    assert said["most_powerful"].words(context, value=True) == "yes"
    assert said["most_powerful"].words(context, value=False) == "no"
    assert said["name"].words(context, None) == ""
    assert versions.by_attribute("x", "X").words(context, ("a", "b")) == "a, b"

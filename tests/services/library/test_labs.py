"""Labs and models are found by their names or slugs, and made if there are none."""

import pytest

from annotator.domain.errors import InvalidError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.library import labs
from annotator.services.library.labs import ModelFacts

FACTS = {
    "name": "Wren 1",
    "most_powerful": True,
    "released": "2030-05",
    "training_dates": "2029/2030",
    "deployment_dates": "",
}


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("labs")) as desk:
        yield desk


@pytest.fixture
def wren(context):
    return labs.find_or_add_lab(context, "Wren Labs")


def test_a_lab_is_known_by_its_name_and_by_its_slug_and_must_have_one(context, wren):
    for name in (" wren labs", "wren-labs", "Wren Labs"):
        assert labs.find_or_add_lab(context, name).id == wren.id
    with pytest.raises(InvalidError) as refused:
        labs.find_or_add_lab(context, " ")
    assert refused.value.field == "lab"
    labs.find_or_add_lab(context, "Gull Labs")
    listed = [lab.name for lab in labs.list_labs(context)]
    assert listed == ["Gull Labs", "Wren Labs"]


def test_a_model_is_known_by_its_name_and_by_its_slug(context, wren):
    made = labs.find_or_add_model(context, wren, " Wren 1 ")
    assert (made.name, made.slug, made.released) == ("Wren 1", "wren-1", "not reported")
    for name in ("Wren 1", "wren-1", "WREN 1"):
        assert labs.find_or_add_model(context, wren, name).id == made.id


def test_models_of_two_labs_may_have_one_name_and_are_found_again(context, wren):
    gull = labs.find_or_add_lab(context, "Gull Labs")
    first = labs.find_or_add_model(context, wren, "Heron")
    second = labs.find_or_add_model(context, gull, "Heron")
    assert [first.slug, second.slug] == ["heron", "gull-labs-heron"]
    for name in ("Heron", "heron", "gull-labs-heron"):
        assert labs.find_or_add_model(context, gull, name).id == second.id


def test_a_model_that_was_renamed_is_found_by_the_name_that_it_has_now(context, wren):
    model = labs.find_or_add_model(context, wren, "Wren 1")
    other = labs.find_or_add_model(context, wren, "Wren 2")
    labs.edit_model(context, "wren-1", ModelFacts(**{**FACTS, "name": "Wren Prime"}))
    labs.edit_model(context, "wren-2", ModelFacts(**{**FACTS, "name": "Wren 1"}))
    assert labs.find_or_add_model(context, wren, "Wren Prime").id == model.id
    assert labs.find_or_add_model(context, wren, "wren-1").id == model.id
    assert labs.find_or_add_model(context, wren, "Wren 1").id == other.id


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", " "),
        ("released", "soon"),
        ("training_dates", "2029/2030/2031"),
        ("deployment_dates", "2030-13"),
    ],
)
def test_a_fact_of_a_model_that_makes_no_sense_is_refused_by_its_field(
    context, wren, field, wrong
):
    labs.find_or_add_model(context, wren, "Wren 1")
    with pytest.raises(InvalidError) as refused:
        labs.edit_model(context, "wren-1", ModelFacts(**{**FACTS, field: wrong}))
    assert refused.value.field == field
    edited = labs.edit_model(context, "wren-1", ModelFacts(**FACTS))
    assert edited.deployment_dates == "not reported"


def test_an_analyst_adds_a_lab_and_a_reader_adds_none(desk):
    with desk.rehearse(Role.ANALYST) as analyst:
        assert labs.find_or_add_lab(analyst, "Gull Labs").slug == "gull-labs"
    with desk.rehearse(Role.READER) as reader, pytest.raises(SignInNeededError):
        labs.find_or_add_lab(reader, "Gull Labs")

"""Labs and models are found by their names or slugs, made, edited, and put in relation."""

import pytest

from annotator.domain.edits import StaleError
from annotator.domain.errors import InvalidError, NotFoundError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.edits import form_fields
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


# Labs


def test_a_lab_is_added_with_its_address_and_a_name_for_its_own(context):
    gull = labs.add_lab(context, name="  Gull  Labs ", url=" https://gull.example/ ")
    assert (gull.slug, gull.name, gull.url) == (
        *("gull-labs", "Gull Labs", "https://gull.example/"),
    )
    assert labs.add_lab(context, name="Tern", slug="t").slug == "t"
    assert labs.add_lab(context, name="New").slug == "new-2"  # "new" is an address
    assert labs.find_or_add_lab(context, "New").slug == "new-2"
    assert labs.get_lab(context, "t").models == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "wren labs"}, "name"),
        ({"name": "Gull", "url": "ftp://gull.example"}, "url"),
        ({"name": "Gull", "url": "javascript:alert(1)"}, "url"),
        ({"name": "Gull", "url": "https://gull.example/ and more"}, "url"),
        ({"name": "Gull", "url": "https://" + "x" * 2_000}, "url"),
        ({"name": "Gull", "slug": "Gull Labs"}, "slug"),
        ({"name": "Gull", "slug": "x" * 81}, "slug"),
        ({"name": "Gull", "slug": "wren-labs"}, "slug"),
        ({"name": "Gull", "slug": "new"}, "slug"),
    ],
)
@pytest.mark.usefixtures("wren")
def test_a_wrong_fact_of_a_lab_is_refused_with_the_name_of_its_field(
    context, given, field
):
    with pytest.raises(InvalidError) as refused:
        labs.add_lab(context, **given)
    assert refused.value.field == field


def test_a_lab_is_renamed_unless_somebody_else_did_so_meanwhile(context, wren):
    seen = form_fields.seen("lab", wren)
    labs.edit_lab(context, "wren-labs", name="Wren", url="", made_from=seen)
    assert (wren.slug, wren.name) == ("wren-labs", "Wren")
    with pytest.raises(StaleError):
        labs.edit_lab(context, "wren-labs", name="Robin", url="", made_from=seen)
    labs.edit_lab(context, "wren-labs", name="Wren", url="https://wren.example/")
    assert wren.url == "https://wren.example/"


# Models


def test_a_model_is_added_with_its_facts(context, wren):
    model = labs.add_model(context, "wren-labs", ModelFacts(**FACTS))
    assert (model.slug, model.lab_id, model.released) == ("wren-1", wren.id, "2030-05")
    with pytest.raises(InvalidError, match="already used by a model of Wren Labs"):
        labs.add_model(context, "wren-labs", ModelFacts("WREN 1"))
    labs.edit_model(context, "wren-1", ModelFacts("Wren Prime"))
    assert labs.add_model(context, "wren-labs", ModelFacts("Wren 1")).slug == "wren-1-2"
    labs.add_lab(context, name="Gull Labs")
    theirs = labs.add_model(context, "gull-labs", ModelFacts("Wren 1"))
    assert theirs.slug == "gull-labs-wren-1"
    with pytest.raises(NotFoundError):
        labs.add_model(context, "tern", ModelFacts("Tern 1"))


@pytest.fixture
def family(context, wren):
    """Four models of one lab, and one of another."""
    for name in ("A", "B", "C", "D"):
        labs.find_or_add_model(context, wren, name)
    labs.find_or_add_model(context, labs.find_or_add_lab(context, "Gull"), "G")
    return wren


def _edit(context, slug, **said):
    return labs.edit_model(context, slug, ModelFacts(slug.upper(), **said))


@pytest.mark.usefixtures("family")
def test_a_model_has_a_predecessor_of_the_same_lab_and_never_in_a_circle(context):
    assert _edit(context, "b", predecessor="a").predecessor.slug == "a"
    _edit(context, "c", predecessor="b")
    for slug, before in (("a", "a"), ("a", "c"), ("a", "b"), ("a", "g"), ("a", "z")):
        with pytest.raises(InvalidError) as refused:
            _edit(context, slug, predecessor=before)
        assert refused.value.field == "predecessor"
    assert _edit(context, "b").predecessor.slug == "a"  # left out, it stays
    assert _edit(context, "b", predecessor="").predecessor is None
    assert _edit(context, "a", predecessor="c").predecessor.slug == "c"


def _together(context, slug):
    return [model.slug for model in labs.get_model(context, slug).released_with]


@pytest.mark.usefixtures("family")
def test_models_released_together_are_so_with_one_another(context):
    _edit(context, "a", released_together=["b", "c"])
    assert [_together(context, slug) for slug in "abcd"] == [
        *(["b", "c"], ["a", "c"], ["a", "b"], []),
    ]
    _edit(context, "a")
    assert _together(context, "c") == ["a", "b"]
    _edit(context, "a", released_together=[])
    assert [_together(context, slug) for slug in "abc"] == [[], ["c"], ["b"]]
    _edit(context, "a", released_together=["d"])
    assert [_together(context, slug) for slug in "abcd"] == [["d"], ["c"], ["b"], ["a"]]
    _edit(context, "c", released_together=[])
    assert _together(context, "b") == []


@pytest.mark.usefixtures("family")
def test_nobody_is_dropped_from_a_release_in_silence(context):
    _edit(context, "b", released_together=["c"])
    for chosen in (["b"], ["a"], ["g"]):
        with pytest.raises(InvalidError) as refused:
            _edit(context, "a", released_together=chosen)
        assert refused.value.field == "released_together"
    with pytest.raises(InvalidError, match="B was released together with C: tick both"):
        _edit(context, "a", released_together=["b"])
    _edit(context, "a", released_together=["b", "c"])
    assert _together(context, "a") == ["b", "c"]


@pytest.mark.usefixtures("family")
def test_two_people_who_say_otherwise_of_a_release_are_told(context):
    seen = form_fields.seen("model", labs.get_model(context, "b"))
    _edit(context, "a", released_together=["b"])
    with pytest.raises(StaleError) as refused:
        labs.edit_model(
            context,
            "b",
            ModelFacts("B", predecessor="", released_together=["c"]),
            made_from=seen,
        )
    [difference] = refused.value.differences
    assert (difference.mine, difference.theirs) == ("C", "A")

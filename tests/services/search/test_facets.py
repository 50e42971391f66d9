"""A search can be narrowed to what it has found, by names that this person may know."""

import pytest
from pdfs import text_pdf
from wren_claims import describe

from annotator.domain.permissions import Role
from annotator.services.search.facets import MOST_CHOICES, facets_of

CHOSEN = dict.fromkeys(["what", "lab", "model", "report", "kind", "category"], "")


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A report that readers see, renamed since with a model more, and one in draft."""
    with desk_in(tmp_path_factory.mktemp("facets")) as desk:
        desk.take_in(text_pdf(["A card."]), report="card")
        desk.take_in(text_pdf(["A draft."]), report="draft")
        with desk.sit_down() as context:
            describe(context, "card", title="Wren card", models=["Wren 1"])
        desk.publish_file("card")
        with desk.sit_down() as context:
            describe(context, "card", title="Wren 2 card", models=["Wren 1", "Wren 2"])
            describe(context, "draft", title="A secret draft", models=[])
        yield desk


@pytest.fixture
def facets(desk):
    def ask(counts, role=Role.ANALYST, **chosen):
        with desk.look(role) as context:
            found = facets_of(context, counts, {**CHOSEN, **chosen})
        return {facet.name: facet.choices for facet in found}

    return ask


COUNTS = {
    "report": {"card": 3, "draft": 1},
    "model": {"wren-1": 3, "wren-2": 1},
    "kind": {"system card": 4},
    "what": {"sentence": 4},
    "category": {"cyber": 1},
}


@pytest.mark.parametrize(
    ("role", "reports", "models"),
    [
        (Role.ANALYST, ["Wren 2 card", "A secret draft"], ["Wren 1", "Wren 2"]),
        (Role.READER, ["Wren card", "draft"], ["Wren 1", "wren-2"]),
    ],
)
def test_readers_are_told_no_name_that_is_not_published(facets, role, reports, models):
    found = facets(COUNTS, role)
    assert [choice.label for choice in found["report"]] == reports
    assert [choice.label for choice in found["model"]] == models


def test_choices_are_named_as_people_name_them(facets):
    found = facets(COUNTS)
    labels = [found[name][0].label for name in ("kind", "what", "category")]
    assert labels == ["System card", "Sentences of reports", "Cyber"]


def test_the_choices_that_leave_most_come_first_and_not_all_are_offered(facets):
    counts = {f"report-{number:02}": number // 2 for number in range(2, 50)}
    listed = facets({"report": counts})["report"]
    assert len(listed) == MOST_CHOICES
    assert [choice.count for choice in listed] == sorted(
        (choice.count for choice in listed), reverse=True
    )
    assert [choice.value for choice in listed[:3]] == [
        "report-48",
        "report-49",
        "report-46",
    ]


def test_what_was_chosen_can_be_left_again_even_if_it_leaves_nothing(facets):
    [other, chosen] = facets({"report": {"card": 3}}, report="draft")["report"]
    assert (other.value, other.is_chosen) == ("card", False)
    assert (chosen.value, chosen.count, chosen.is_chosen) == ("draft", 0, True)


def test_a_facet_without_a_choice_is_not_offered(facets):
    assert facets({}) == {}
    assert facets({"lab": {"wren-labs": 2}, "model": {}}).keys() == {"lab"}

"""A search is narrowed by what this person knows; all else is refused, in one wording."""

import pytest
from pdfs import text_pdf
from wren_claims import cite, describe, state

from annotator.domain.errors import InvalidFormError, QueryError
from annotator.domain.permissions import Role
from annotator.search.query.parser import parse
from annotator.search.query.tree import All, Filter, Not
from annotator.services.intake import removal
from annotator.services.published import gate
from annotator.services.publishing import report_publication
from annotator.services.search.filters import understood, understood_query
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind

SAID = "Gull 1 solved 7 of the 20 long tasks."


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A report that readers see, a draft of another lab, and a claim without its report."""
    with desk_in(tmp_path_factory.mktemp("filters")) as desk:
        desk.take_in(text_pdf(["A card."]), report="wren-card")
        desk.take_in(text_pdf(["A plan."]), report="hidden-plan", lab="Hidden Labs")
        desk.take_in(text_pdf([SAID]), report="gull-card", lab="Gull & Sons")
        with desk.sit_down() as context:
            describe(context, "wren-card", models=["Wren 1.5"])
            describe(context, "hidden-plan", title="A hidden plan", models=["Hidden 1"])
            describe(context, "gull-card", title="Gull card", models=["Gull 1"])
            facts = {"lab": "gull-sons", "models": ("gull-1",)}
            claim = state(context, "Gull 1 is able.", **facts)
            cite(context, claim, "gull-card", SAID)
        desk.publish_file("wren-card")
        desk.publish_file("gull-card")
        desk.publish_claim(claim)
        with desk.sit_down() as context:
            report_publication.withdraw_report(context, "gull-card")
        yield desk


@pytest.fixture
def understand(desk):
    def ask(role=Role.ANALYST, **only):
        with desk.look(role) as context:
            return understood(context, only)

    return ask


@pytest.fixture
def refused(understand):
    """What is said of each filter that is wrong."""

    def ask(role=Role.ANALYST, **only):
        with pytest.raises(InvalidFormError) as error:
            understand(role, **only)
        return {mistake.field: mistake.reason for mistake in error.value.mistakes}

    return ask


@pytest.mark.parametrize("role", [Role.ANALYST, Role.READER])
@pytest.mark.parametrize(
    ("field", "names", "slug"),
    [
        ("lab", ["wren-labs", "Wren Labs", "WREN LABS", " wren  labs "], "wren-labs"),
        ("model", ["wren-1-5", "Wren 1.5", "wren-1.5"], "wren-1-5"),
        ("report", ["wren-card", "Wren card", "WREN-CARD"], "wren-card"),
        ("category", ["cyber", "Cyber"], "cyber"),
        ("kind", ["system-card", "system card", "System Card"], "system card"),
        ("kind", ["critique"], "critique"),
        ("what", ["Sentence", "sentence"], "sentence"),
    ],
)
def test_slugs_and_names_are_understood_in_any_case(
    understand, role, field, names, slug
):
    for name in names:
        assert understand(role, **{field: name}) == {field: slug}


def test_what_narrows_nothing_is_kept(understand):
    assert understand(lab="", report=" ") == {"lab": "", "report": ""}
    assert understand() == {}


def test_every_filter_that_is_wrong_is_told_with_what_to_write_instead(refused):
    assert refused(lab="Wrenlabs", kind="manifesto", report="wren-card") == {
        "lab": "There is no lab “Wrenlabs”; write wren-labs, or leave it out.",
        "kind": "There is no kind of report “manifesto”; write claim, critique, "
        "evaluation-report, external-review, framework, passage, post, report, "
        "safeguards-report, sentence or system-card, or leave it out.",
    }


def test_without_a_near_name_the_few_that_there_are_are_offered(refused):
    said = refused(lab="zebra")["lab"]
    assert said == (
        "There is no lab “zebra”; write gull-sons, hidden-labs or wren-labs, or leave "
        "it out."
    )


def test_a_name_of_two_things_names_neither(desk, understand, refused):
    desk.take_in(text_pdf(["One."]), report="twin-1")
    desk.take_in(text_pdf(["Two."]), report="twin-2")
    with desk.sit_down() as context:
        for twin in ("twin-1", "twin-2"):
            describe(context, twin, title="The twin")
    assert "twin-1 or twin-2" in refused(report="The twin")["report"]
    assert understand(report="TWIN-2") == {"report": "twin-2"}


def test_a_report_that_was_removed_is_not_known(desk, refused):
    desk.take_in(text_pdf(["Mistake."]), report="mistake")
    with desk.sit_down() as context:
        removal.remove_report(context, "mistake")
    assert "no report “mistake”" in refused(report="mistake")["report"]


# Readers


@pytest.mark.parametrize(
    ("field", "hidden", "missing"),
    [
        ("lab", "hidden-labs", "hiddem-labs"),
        ("lab", "Hidden Labs", "Hiddem Labs"),
        ("model", "hidden-1", "hiddem-1"),
        ("report", "hidden-plan", "hiddem-plan"),
        ("report", "A hidden plan", "A hiddem plan"),
        ("report", "gull-card", "gulm-card"),  # withdrawn
    ],
)
def test_what_readers_may_not_see_is_refused_like_what_does_not_exist(
    understand, refused, field, hidden, missing
):
    assert understand(Role.ANALYST, **{field: hidden})
    said = refused(Role.READER, **{field: hidden})[field]
    assert said == refused(Role.READER, **{field: missing})[field].replace(
        missing, hidden
    )


def test_readers_are_offered_only_what_is_public(refused):
    for said in refused(Role.READER, lab="x", model="x", report="x").values():
        assert "idden" not in said
        assert "wren-" in said


def test_readers_know_the_lab_and_models_of_a_claim_whose_report_is_not_public(
    desk, understand
):
    with desk.look(Role.READER) as context:
        assert "gull-card" not in gate.gate_of(context).reports
        assert publications.current(context.session, PageKind.CLAIM)
    named = {"lab": "gull & sons", "model": "Gull 1"}
    assert understand(Role.READER, **named) == {"lab": "gull-sons", "model": "gull-1"}


# Within a query


def test_filters_in_a_query_are_understood_alike(desk):
    typed = 'lab:"WREN LABS" NOT (model:wren-1.5 OR after:2030)'
    with desk.look() as context:
        query = understood_query(context, parse(typed))
    assert isinstance(query.strict, All)
    lab, other = query.strict.parts
    assert lab == Filter("lab", "wren-labs")
    assert isinstance(other, Not)
    assert Filter("model", "wren-1-5") in _filters(other)


def _filters(node):
    parts = getattr(node, "parts", None) or [node.part]
    for part in parts:
        yield from [part] if isinstance(part, Filter) else _filters(part)


def test_an_unknown_name_in_a_query_is_told_with_its_place(desk):
    typed = 'risk -lab:"Wrem Labs" more'
    with desk.look() as context, pytest.raises(QueryError) as error:
        understood_query(context, parse(typed))
    assert error.value.reason.startswith("There is no lab “wrem-labs”; write wren-labs")
    assert typed[error.value.start : error.value.end] == 'lab:"Wrem Labs"'

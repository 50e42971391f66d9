"""Evidence names one thing that a claim rests on, and says how it bears on the claim."""

import pytest

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import ConflictError, InvalidError, NotFoundError
from annotator.services.claims import claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.edits import form_fields
from annotator.services.library import labs

CLAIM = "it-is-safe"
LETTER = Target(source_url="https://example.org/letter", source_title=" A letter ")
SUPPORTS = Weight("supports")


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A claim that rests on nothing."""
    with desk_in(tmp_path_factory.mktemp("evidence")) as desk:
        with desk.sit_down() as context:
            labs.find_or_add_lab(context, "Wren Labs")
            claims.add_claim(context, ClaimFacts("It is safe.", "cyber", "wren-labs"))
        yield desk


def _link(context, target=LETTER, weight=SUPPORTS):
    return evidence.link_evidence(context, claim=CLAIM, target=target, weight=weight)


def _standing(context):
    claim = claims.get_claim(context, CLAIM)
    return [link.id for link in evidence.list_evidence(context, [claim])]


@pytest.mark.parametrize(
    ("target", "error", "told"),
    [
        (Target(), InvalidError, "exactly one passage"),
        (Target(passage=1, result=1), InvalidError, "exactly one passage"),
        (Target(absence=1, source_url="https://a.b"), InvalidError, "one passage"),
        (
            Target(source_url="javascript:alert(1)"),
            InvalidError,
            "must begin with http",
        ),
        (Target(passage=99), NotFoundError, "no passage “99”"),
        (Target(absence=99), NotFoundError, "no absence “99”"),
    ],
)
def test_evidence_names_one_thing_that_is_there(context, target, error, told):
    with pytest.raises(error, match=told):
        _link(context, target)
    assert _standing(context) == []


def test_a_source_is_called_by_its_title_or_else_by_its_address(context):
    assert _link(context).source_title == "A letter"
    bare = Target(source_url="https://example.org")
    assert _link(context, bare).source_title == "https://example.org"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("stance", "proves"),
        ("aims_at", "the lab"),
        ("load_bearing", "maybe"),
        ("strength", "10"),
        ("note", "x" * 5_001),
    ],
)
def test_a_weight_that_makes_no_sense_is_refused_by_its_field(context, field, wrong):
    link = _link(context)
    with pytest.raises(InvalidError) as refused:
        evidence.weigh_evidence(
            context, link.id, Weight(**{"stance": "context", field: wrong})
        )
    assert refused.value.field == field


def test_reasons_without_words_are_left_out(context):
    weight = Weight("qualifies", reasons=(" small n ", " ", "old"), note=" So. ")
    link = evidence.weigh_evidence(context, _link(context).id, weight)
    assert (link.stance, link.reasons, link.note) == (
        "qualifies",
        ["small n", "old"],
        "So.",
    )


def test_a_link_that_is_put_back_stands_where_it_stood(context):
    first, second = _link(context).id, _link(context).id
    evidence.withdraw_evidence(context, first)
    assert _standing(context) == [second]
    evidence.restore_evidence(context, first)
    assert _standing(context) == [first, second]


def test_a_form_of_a_link_that_was_taken_back_meanwhile_changes_nothing(context):
    link = _link(context)
    opened = form_fields.seen("evidence", link)
    evidence.withdraw_evidence(context, link.id)
    with pytest.raises(ConflictError, match="has been removed"):
        evidence.weigh_evidence(context, link.id, Weight("undercuts"), made_from=opened)
    assert link.stance == "supports"

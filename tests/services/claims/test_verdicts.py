"""A verdict says on both axes what we think of a claim, and why; each one is kept."""

import pytest

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import InvalidError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.claims import claims, verdicts
from annotator.services.library import labs

CLAIM = "it-is-safe"
GIVEN = {"shown": "partly shown", "credence": "likely", "rationale": "One number."}


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A claim without a verdict."""
    with desk_in(tmp_path_factory.mktemp("verdicts")) as desk:
        with desk.sit_down() as context:
            labs.find_or_add_lab(context, "Wren Labs")
            claims.add_claim(context, ClaimFacts("It is safe.", "cyber", "wren-labs"))
        yield desk


def _give(context, **given):
    return verdicts.give_verdict(context, claim=CLAIM, **{**GIVEN, **given})


def _listed(context):
    return verdicts.list_verdicts(context, claims.get_claim(context, CLAIM))


def test_every_verdict_is_kept_and_the_newest_is_first(context):
    for shown in ("shown", "not shown", "shown"):
        _give(context, shown=shown)
    assert [each.shown for each in _listed(context)] == ["shown", "not shown", "shown"]


def test_the_same_verdict_again_is_not_repeated(context):
    first = _give(context)
    assert _give(context, rationale=" One number.\n").id == first.id
    assert _give(context, credence="unclear").id != first.id


@pytest.mark.parametrize(
    ("field", "wrong", "reason"),
    [
        ("shown", "likely", "must be one of: shown, mostly shown"),
        ("credence", "", "must be one of: likely, unclear"),
        ("rationale", " \n", "say in a sentence why"),
        ("rationale", "x" * 5_001, "longer than 5,000"),
    ],
)
def test_a_verdict_that_says_too_little_or_too_much_is_refused_by_its_field(
    context, field, wrong, reason
):
    with pytest.raises(InvalidError, match=reason) as refused:
        _give(context, **{field: wrong})
    assert refused.value.field == field
    assert _listed(context) == []


def test_an_analyst_gives_verdicts_and_a_reader_gives_none(desk):
    with desk.rehearse(Role.ANALYST) as analyst:
        assert _give(analyst).credence == "likely"
    with desk.rehearse(Role.READER) as reader, pytest.raises(SignInNeededError):
        _give(reader)

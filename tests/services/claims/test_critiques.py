"""The argument on a claim is kept in every wording, and the last one stands."""

import pytest

from annotator.domain.claims import ClaimFacts, CritiqueText
from annotator.domain.edits import StaleError
from annotator.domain.errors import InvalidError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.claims import claims, critiques
from annotator.services.edits import form_fields
from annotator.services.library import labs
from annotator.storage import events

CLAIM = "it-is-safe"


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A claim without a critique."""
    with desk_in(tmp_path_factory.mktemp("critiques")) as desk:
        with desk.sit_down() as context:
            labs.find_or_add_lab(context, "Wren Labs")
            claims.add_claim(context, ClaimFacts("It is safe.", "cyber", "wren-labs"))
        yield desk


def _write(context, body, **parts):
    text = CritiqueText(body, **parts)
    return critiques.write_critique(context, claim=CLAIM, text=text)


def _standing(context):
    return critiques.get_critique(context, claims.get_claim(context, CLAIM))


def test_a_new_wording_stands_and_the_earlier_ones_stay_in_the_history(context):
    assert _standing(context) is None
    for body in ("It is weak.", "It is very weak."):
        _write(context, body)
    assert _standing(context).body == "It is very weak."
    told = [
        e.after["body"]
        for e in events.newest(context.session, 50)
        if e.entity == "critique"
    ]
    assert told == ["It is very weak.", "It is weak."]


def test_the_same_wording_with_the_line_ends_of_a_browser_is_no_new_one(context):
    first = _write(context, "One.\n\nTwo.", ask_the_lab="Why?")
    again = _write(context, " One.  \r\n\r\nTwo.\r\n", ask_the_lab="Why?\n")
    assert again.id == first.id


def test_one_part_is_enough_and_none_is_too_little(context):
    assert _write(context, "", change_our_mind="A second trial.").body == ""
    with pytest.raises(InvalidError, match="critique: is empty") as refused:
        _write(context, " \n", ask_the_lab="\t")
    assert refused.value.field == "body"


@pytest.mark.parametrize("part", ["body", "change_our_mind", "ask_the_lab"])
def test_a_part_that_is_too_long_is_refused_by_its_name(context, part):
    with pytest.raises(InvalidError, match="longer than 50,000") as refused:
        _write(context, **{"body": "Weak.", part: "x" * 50_001})
    assert refused.value.field == part
    assert _standing(context) is None


def test_a_form_that_was_opened_before_another_wording_is_told_of_it(context):
    opened = form_fields.seen("critique", _standing(context))
    _write(context, "What somebody else wrote.")
    with pytest.raises(StaleError, match="An editor changed “The argument”"):
        critiques.write_critique(
            context, claim=CLAIM, text=CritiqueText("Mine."), made_from=opened
        )
    assert _standing(context).body == "What somebody else wrote."


def test_an_analyst_writes_critiques_and_a_reader_reads_none(desk):
    with desk.rehearse(Role.ANALYST) as analyst:
        assert _write(analyst, "It is weak.").claim_id
        claim = claims.get_claim(analyst, CLAIM)
    with desk.rehearse(Role.READER) as reader, pytest.raises(SignInNeededError):
        critiques.get_critique(reader, claim)

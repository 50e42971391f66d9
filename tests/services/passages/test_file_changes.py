"""What a lab changed from one file to the next is shown, evidence first, and coded."""

from dataclasses import replace
from hashlib import sha256

import pytest
from pdfs import text_pdf
from revised import GONE, KEPT, MOVED, NEGATED, NEW, NUMBER, OLD

from annotator.domain.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    SignInNeededError,
)
from annotator.domain.vocabulary import State
from annotator.services.claims import claims
from annotator.services.context import READER
from annotator.services.passages import file_changes

CARD, CLAIM = "wren-card", "wren-1-is-safe"
FILES = {"old": sha256(OLD).hexdigest(), "new": sha256(NEW).hexdigest()}
CODED = {**FILES, "effect": "weakened", "notice": "unannounced"}


@pytest.fixture
def desk(replaced):
    return replaced


def _touched(changes):
    return [t.placement.passage.exact for c in changes for t in c.touches]


def test_the_changes_that_touch_evidence_come_first_with_the_claims_that_rest_on_it(
    context,
):
    found = file_changes.changes_of(context, CARD)
    assert {"old": found.old.sha256, "new": found.new.sha256} == FILES
    assert set(_touched(found.touching)) == {NUMBER, NEGATED, GONE}
    assert _touched(found.others) == []
    citing = {c.slug for each in found.touching for t in each.touches for c in t.claims}
    assert citing == {CLAIM}


def test_what_only_moved_touches_no_evidence_and_neither_does_a_claim_withdrawn(
    context,
):
    claims.get_claim(context, CLAIM).state = State.WITHDRAWN
    found = file_changes.changes_of(context, CARD)
    assert not {KEPT, MOVED} & set(_touched(found.touching))
    assert [t.claims for each in found.touching for t in each.touches] == [()] * 3


def test_files_are_named_by_the_beginning_of_their_hashes_in_either_order(context):
    back = file_changes.changes_of(
        context, CARD, old=FILES["new"][:12], new=FILES["old"][:12]
    )
    assert back.old.sha256 == FILES["new"]
    assert set(_touched(back.touching)) == {NUMBER, NEGATED, GONE}
    with pytest.raises(NotFoundError):
        file_changes.changes_of(context, CARD, old="0" * 12)


def test_a_change_is_coded_and_the_last_coding_counts(context):
    key = file_changes.changes_of(context, CARD).touching[0].text.key
    for effect in ("weakened", "neutral"):
        file_changes.code(context, CARD, key, **{**CODED, "effect": effect})
    file_changes.code(context, CARD, key, **{**CODED, "effect": "", "notice": ""})
    found = file_changes.changes_of(context, CARD)
    assert found.coded == 1
    assert (found.touching[0].coding.effect, found.touching[0].coding.notice) == (
        None,
        None,
    )


@pytest.mark.parametrize(("field", "wrong"), [("effect", "spoiled"), ("notice", "no")])
def test_a_code_that_is_none_is_refused_by_its_field(context, field, wrong):
    key = file_changes.changes_of(context, CARD).touching[0].text.key
    with pytest.raises(InvalidError, match="is not one of") as refused:
        file_changes.code(context, CARD, key, **{**CODED, field: wrong})
    assert refused.value.field == field
    with pytest.raises(NotFoundError):
        file_changes.code(context, CARD, "no-change", **CODED)


def test_a_report_with_one_file_has_nothing_to_compare(stores, desk_of):
    desk = desk_of(stores)
    desk.take_in(text_pdf(["Alone."]), report="alone")
    with desk.look() as context, pytest.raises(ConflictError, match="no earlier"):
        file_changes.changes_of(context, "alone")


def test_a_reader_compares_no_files(context):
    with pytest.raises(SignInNeededError):
        file_changes.changes_of(replace(context, actor=READER), CARD)

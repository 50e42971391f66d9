"""Forms that were sent are remembered for a month."""

from dataclasses import replace
from datetime import timedelta

import pytest

from annotator.domain.errors import ConflictError, SavedAlreadyError
from annotator.domain.permissions import Role
from annotator.services.accounts import accounts
from annotator.services.context import Actor
from annotator.services.edits import submissions
from annotator.services.edits.submissions import KEPT

FORM = "a-form-of-somebody"
SAVE = "a-save-of-somebody"


def _send(desk, *, digest: str = "x", form: str = "a form", days: int = 0):
    with desk.sit_down(Role.ADMIN, days=days) as context:
        submissions.forget_old(context)
        first = submissions.begin(context, FORM, form=form, digest=digest)
        if first is None:
            submissions.end(context, FORM, f"made after {days} days")
        return first


def test_the_second_time_says_what_the_first_made_and_after_a_month_it_is_forgotten(
    desk,
):
    assert _send(desk) is None
    assert _send(desk, days=KEPT.days - 1) == "made after 0 days"
    assert _send(desk, days=KEPT.days + 1) is None
    assert timedelta(days=28) < KEPT


def test_other_words_in_the_same_form_are_told_with_what_was_made(desk):
    _send(desk)
    with pytest.raises(SavedAlreadyError) as told:
        _send(desk, digest="y")
    assert told.value.made == "made after 0 days"


def test_the_number_of_another_form_is_refused(desk):
    _send(desk)
    with pytest.raises(ConflictError, match="belongs to another person"):
        _send(desk, form="another form")


def test_what_fails_is_not_remembered(desk):
    with pytest.raises(RuntimeError), desk.sit_down(Role.ADMIN) as context:
        _send_and_fail(context)
    assert _send(desk) is None


def test_a_save_is_known_to_the_person_who_made_it_and_to_nobody_else(desk):
    desk.add_person("ana", "editor")
    desk.add_person("ed", "editor")
    with desk.sit_down() as context:
        people = {user.name: user for user in accounts.list_users(_admin(context))}
    ana, ed = (accounts.as_actor(people[name]) for name in ("ana", "ed"))
    with desk.sit_down() as context:
        hers = replace(context, actor=ana)
        submissions.note_save(hers, SAVE, form="a form")
        submissions.note_save(hers, SAVE, form="a form")  # sent twice
    with desk.look() as context:
        assert submissions.is_saved(replace(context, actor=ana), SAVE)
        assert not submissions.is_saved(replace(context, actor=ed), SAVE)
        assert not submissions.is_saved(replace(context, actor=ana), SAVE + "x")


def test_a_save_with_an_id_that_no_page_makes_up_is_refused(desk):
    with desk.sit_down() as context, pytest.raises(ConflictError, match="not valid"):
        submissions.note_save(context, "1; drop", form="a form")


def _admin(context):
    return replace(context, actor=Actor("An admin", Role.ADMIN))


def _send_and_fail(context):
    submissions.begin(context, FORM, form="a form", digest="x")
    raise RuntimeError("the save failed")

"""Every change leaves a line in the history, in the same transaction."""

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Role
from annotator.services.claims import claims, verdicts
from annotator.services.library import labs
from annotator.storage.accounts import User
from annotator.storage.claims.verdicts import Verdict
from annotator.storage.events import AppendOnlyError, Event
from annotator.storage.library.labs import Lab


def _events(context, entity):
    return context.session.scalars(
        select(Event).where(Event.entity == entity).order_by(Event.id)
    ).all()


def test_a_change_says_who_when_from_what_to_what(desk):
    with desk.sit_down() as context:
        lab = labs.find_or_add_lab(context, "Northfield")
    with desk.sit_down(days=1) as context:
        found = context.session.get(Lab, lab.id)
        found.name = "Northfield AI"
    with desk.sit_down() as context:
        created, changed = _events(context, "lab")
        assert (created.action, created.actor) == ("created", "An editor")
        assert changed.before == {"name": "Northfield"}
        assert changed.after == {"name": "Northfield AI"}
        assert changed.at > created.at


def test_what_fails_leaves_no_event(desk):
    with pytest.raises(InvalidError), desk.sit_down() as context:
        _add_a_lab_and_fail(context)
    with desk.sit_down() as context:
        assert _events(context, "lab") == []


def _add_a_lab_and_fail(context):
    labs.find_or_add_lab(context, "Northfield")
    labs.find_or_add_lab(context, "")


def test_saving_what_is_there_already_is_no_event(desk):
    with desk.sit_down() as context:
        lab = labs.find_or_add_lab(context, "Northfield")
        before = len(_events(context, "lab"))
        lab.name = str(lab.name)
        context.session.flush()
        assert len(_events(context, "lab")) == before


def test_a_change_of_models_is_in_the_history(desk):
    with desk.sit_down() as context:
        lab = labs.find_or_add_lab(context, "Northfield")
        labs.find_or_add_model(context, lab, "Heron 2")
        facts = ClaimFacts(text="A claim.", category="cyber", lab="northfield")
        claims.add_claim(context, facts)
        claims.edit_claim(
            context, "a-claim", ClaimFacts(**{**vars(facts), "models": ("heron-2",)})
        )
        changed = _events(context, "claim")[-1]
        assert changed.after["models"] == ["heron-2"]


def test_a_password_is_never_in_the_history(desk):
    desk.add_person("ada", "editor", password="a long and strange one")
    with desk.sit_down(Role.ADMIN) as context:
        kept = context.session.scalars(select(User)).one().password_hash
        told = context.session.scalars(text("SELECT after FROM event")).all()
        assert not any(kept in str(line) for line in told)


def _a_verdict(context):
    labs.find_or_add_lab(context, "Northfield")
    claims.add_claim(
        context, ClaimFacts(text="A claim.", category="cyber", lab="northfield")
    )
    return verdicts.give_verdict(
        context, claim="a-claim", shown="shown", credence="likely", rationale="Clear."
    )


def test_the_program_refuses_to_rewrite_a_verdict(desk):
    with desk.sit_down() as context:
        verdict = _a_verdict(context)
        verdict.rationale = "Less clear."
        with pytest.raises(AppendOnlyError):
            context.session.flush()
        context.session.expunge(verdict)


def test_the_database_refuses_to_delete_a_verdict_or_an_event(desk):
    with desk.sit_down() as context:
        _a_verdict(context)
    for table in (Verdict, Event):
        with (
            pytest.raises(DBAPIError, match="append-only"),
            desk.sit_down() as context,
        ):
            context.session.execute(delete(table))

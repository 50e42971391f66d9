"""Invitations of labs to respond to a claim: when, by when, and what came of it."""

import re
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from annotator.domain.errors import InvalidError
from annotator.domain.vocabulary import InvitationState

LONGEST_NOTE = 1_000  # code points
LONGEST_RESPONSE = 10_000
LONGEST_ADDRESS = 2_000
_FIRST_YEAR = 2000  # what is before it was typed wrongly
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NO_ADDRESS = "is not a web address; it must begin with https:// or http://"


def _labelled(label: str, default: str = "") -> Any:
    return field(default=default, metadata={"label": label})


@dataclass(frozen=True)
class InvitationFacts:
    """What an editor records of an invitation; days are ISO 8601 dates or empty."""

    invited_on: str = _labelled("Invited on")
    due_on: str = _labelled("Due on")
    contact_note: str = _labelled(
        "Who was contacted, and how"
    )  # never shown to readers
    response_on: str = _labelled("Response received on")
    response_text: str = _labelled("The response, in the lab’s words")
    response_url: str = _labelled("Link to the lab’s own publication")


def labels() -> dict[str, str]:
    """Return the label of each field, by its name."""
    return {one.name: one.metadata["label"] for one in fields(InvitationFacts)}


def state_of(*, response_on: str, due_on: str, today: date) -> InvitationState:
    """Return whether a lab has responded; it has time until the end of the day due."""
    if response_on:
        return InvitationState.RECEIVED
    is_late = due_on < today.isoformat()
    return InvitationState.SILENT if is_late else InvitationState.INVITED


def checked(facts: InvitationFacts) -> InvitationFacts:
    """Return facts as they are stored; raise InvalidError naming the field."""
    facts = replace(
        facts, **{name: str(value).strip() for name, value in vars(facts).items()}
    )
    for name, longest in (
        ("contact_note", LONGEST_NOTE),
        ("response_text", LONGEST_RESPONSE),
        ("response_url", LONGEST_ADDRESS),
    ):
        if len(getattr(facts, name)) > longest:
            raise InvalidError(name, f"is longer than {longest:,} characters.")
    _check_days(facts)
    _check_response(facts)
    return facts


def _check_days(facts: InvitationFacts) -> None:
    for name in ("invited_on", "due_on", "response_on"):
        given = getattr(facts, name)
        if not given and name != "response_on":
            raise InvalidError(name, "is required: a date, such as 2025-05-22.")
        if given and not _is_day(given):
            raise InvalidError(
                name, f"“{given}” is not a date; write it as 2025-05-22."
            )
    if facts.due_on < facts.invited_on:
        raise InvalidError("due_on", "is before the date of the invitation.")
    if facts.response_on and facts.response_on < facts.invited_on:
        raise InvalidError("response_on", "is before the date of the invitation.")


def _check_response(facts: InvitationFacts) -> None:
    url = facts.response_url
    if url and (not url.startswith(("https://", "http://")) or len(url.split()) > 1):
        raise InvalidError("response_url", _NO_ADDRESS)
    if (facts.response_text or url) and not facts.response_on:
        raise InvalidError(
            "response_on", "is required: the date on which it was received."
        )
    if facts.response_on and not facts.response_text:
        raise InvalidError("response_text", "is required: what the lab says.")


def _is_day(given: str) -> bool:
    if not _DAY.fullmatch(given):
        return False
    try:
        return date.fromisoformat(given).year >= _FIRST_YEAR
    except ValueError:
        return False

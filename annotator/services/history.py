"""The history, read from the append-only events."""

from collections.abc import Sequence

from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.storage import events
from annotator.storage.claims.claims import Claim
from annotator.storage.events import Event

PAGE_OF_EVENTS = 50


def newest(context: Context, page: int = 1) -> Sequence[Event]:
    """Return one page of events, newest first; pages count from 1."""
    context.require(Action.READ_DRAFTS)
    return events.newest(
        context.session, PAGE_OF_EVENTS, (max(1, page) - 1) * PAGE_OF_EVENTS
    )


def of_claim(context: Context, claim: Claim) -> Sequence[Event]:
    """Return the events of a claim itself, newest first."""
    context.require(Action.READ_DRAFTS)
    return events.of_entity(context.session, "claim", str(claim.id))[::-1]

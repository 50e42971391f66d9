"""What readers and labs said about a claim, and what was answered, for its feed."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from annotator.domain.permissions import Action
from annotator.domain.views.changes import ChangeEntry
from annotator.domain.vocabulary import LetterAbout
from annotator.services.context import Context
from annotator.storage.claims import invitations
from annotator.storage.published import letters

MOST = 20  # published answers that a feed tells


def entries_on_claim(context: Context, slug: str, title: str) -> list[ChangeEntry]:
    """Return the published answers to readers, and the lab's responses, on a claim.

    The claim must be public. An answer is dated by its publication, a response by the
    day on which it came.
    """
    context.require(Action.READ_PUBLISHED)
    found = []
    about = LetterAbout.CLAIM
    for answer in letters.standing(context.session, about, slug, limit=MOST):
        found.append(
            ChangeEntry(
                key=_key("answer", answer.id, answer.at),
                at=answer.at,
                kind="claim",
                slug=slug,
                title=title,
                told=f"a reader suggested a correction: {answer.state}",
                anchor=f"correction-{answer.id}",
                said=(answer.letter_text, answer.answer),
            )
        )
    for row in invitations.of_claims(context.session, [slug]):
        if row.response_on:
            at = datetime.fromisoformat(row.response_on).replace(tzinfo=UTC)
            found.append(
                ChangeEntry(
                    key=_key("response", row.id, row.created_at),
                    at=at,
                    kind="claim",
                    slug=slug,
                    title=title,
                    told="the lab responded",
                    anchor="response",
                    said=(row.response_text,),
                )
            )
    return found


def _key(kind: str, number: int, at: datetime) -> str:
    """Return a name of an entry that outlives its page."""
    return uuid5(NAMESPACE_URL, f"{kind} {number} {at.isoformat()}").urn

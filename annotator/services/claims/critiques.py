"""Write the critique of a claim; every version is kept."""

from annotator.domain.claims import CritiqueText
from annotator.domain.edits import Seen
from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.storage.claims import claims, critiques
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.critiques import Critique

LONGEST = 50_000  # code points


def get_critique(context: Context, claim: Claim) -> Critique | None:
    """Return the newest critique of ``claim``, or None."""
    context.require(Action.READ_DRAFTS)
    return critiques.latest(context.session, [claim.id]).get(claim.id)


def write_critique(
    context: Context,
    *,
    claim: str,
    text: CritiqueText,
    made_from: Seen | None = None,
) -> Critique:
    """Add a new version of a critique (Markdown), unless it equals the last one.

    ``made_from`` is the version from which the form was made. Raises StaleError.
    """
    context.require(Action.WRITE_CLAIM)
    stated = claims.by_slug(context.session, claim)
    typed = {name: _clean(name, value) for name, value in vars(text).items()}
    if not any(typed.values()):
        raise InvalidError("body", "is empty.", label="critique")
    claims.hold(context.session, stated)
    last = critiques.latest(context.session, [stated.id]).get(stated.id)
    kept = versions.settle(context, form_fields.CRITIQUE, last, typed, made_from)
    if last and last.text == CritiqueText(**kept):
        return last
    critique = Critique(
        claim_id=stated.id, author_id=context.actor.id, at=context.now, **kept
    )
    context.session.add(critique)
    context.session.flush()
    return critique


def _clean(field: str, text: str) -> str:
    if len(text) > LONGEST:
        raise InvalidError(
            field, f"is longer than {LONGEST:,} characters.", label="critique"
        )
    return "\n".join(line.rstrip() for line in text.strip().splitlines())

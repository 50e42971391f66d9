"""Give a verdict on a claim, on both axes; every verdict is kept."""

from collections.abc import Sequence

from annotator.domain.edits import Seen
from annotator.domain.errors import InvalidError
from annotator.domain.input.choices import choice
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import Credence, Shown
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.storage.claims import claims, verdicts
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.verdicts import Verdict

LONGEST_RATIONALE = 5_000  # code points


def list_verdicts(context: Context, claim: Claim) -> Sequence[Verdict]:
    """Return every verdict given on ``claim``, newest first."""
    context.require(Action.READ_DRAFTS)
    return verdicts.of_claim(context.session, claim)


def give_verdict(
    context: Context,
    *,
    claim: str,
    shown: str,
    credence: str,
    rationale: str,
    made_from: Seen | None = None,
) -> Verdict:
    """Add a verdict: is the claim shown, do we believe it, and why (Markdown).

    ``made_from`` is the version from which the form was made. Raises StaleError.
    """
    context.require(Action.WRITE_CLAIM)
    stated = claims.by_slug(context.session, claim)
    typed = {
        "shown": choice("shown", Shown, shown),
        "credence": choice("credence", Credence, credence),
        "rationale": rationale.strip(),
    }
    if not typed["rationale"]:
        raise InvalidError("rationale", "is required: say in a sentence why.")
    if len(rationale) > LONGEST_RATIONALE:
        raise InvalidError(
            "rationale",
            f"is longer than {LONGEST_RATIONALE:,} characters; a critique may be longer.",
        )
    claims.hold(context.session, stated)
    last = next(iter(verdicts.of_claim(context.session, stated)), None)
    kept = versions.settle(context, form_fields.VERDICT, last, typed, made_from)
    if last and all(getattr(last, name) == value for name, value in kept.items()):
        return last
    verdict = Verdict(
        claim_id=stated.id,
        shown=Shown(kept["shown"]),
        credence=Credence(kept["credence"]),
        rationale=kept["rationale"],
        author_id=context.actor.id,
        at=context.now,
    )
    context.session.add(verdict)
    context.session.flush()
    return verdict

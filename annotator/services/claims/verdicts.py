"""Give a verdict on a claim, on both axes, with its reasons; every verdict is kept."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.domain.claims import LONGEST_SENTENCE, GivenReason
from annotator.domain.edits import Seen
from annotator.domain.errors import InvalidError
from annotator.domain.input.choices import choice
from annotator.domain.permissions import Action
from annotator.domain.views.contents import ClaimView, EvidenceView
from annotator.domain.vocabulary import Credence, Shown
from annotator.services.claims.choice_labels import short
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.storage import claim_changes
from annotator.storage.claims import (
    claims,
    critiques,
    evidence,
    reasons,
    tensions,
    verdicts,
)
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.reasons import Reason
from annotator.storage.claims.verdicts import Verdict as Verdict
from annotator.storage.claims.verdicts import VerdictReason

LONGEST_RATIONALE = 5_000  # code points


def list_verdicts(context: Context, claim: Claim) -> Sequence[Verdict]:
    """Return every verdict given on ``claim``, newest first."""
    context.require(Action.READ_DRAFTS)
    return verdicts.of_claim(context.session, claim)


def grounds(claim: ClaimView) -> list[tuple[str, str]]:
    """Return what a reason may rest on, each with its name: "evidence-<id>", "tension-<id>"."""
    links = [(f"evidence-{link.id}", _said_by(link)) for link in claim.evidence]
    tense = [
        (f"tension-{row.id}", f"tension: {row.sentence}") for row in claim.tensions
    ]
    return [(value, short(words)) for value, words in (*links, *tense)]


def _said_by(link: EvidenceView) -> str:
    """Return what a piece of evidence is, in a line."""
    if link.quote:
        words = link.quote.exact or "figure or table"
        return f"{link.stance}, p. {link.quote.page_label}: {words}"
    if link.result:
        said = link.result.value or link.result.state
        result = f"{link.result.evaluation}, {link.result.model}: {said}"
        return f"{link.stance}, result: {result}"
    if link.absence:
        return f"{link.stance}, absence: {link.absence.statement}"
    return f"{link.stance}, source: {link.source.title if link.source else ''}"


def give_verdict(
    context: Context,
    *,
    claim: str,
    shown: str,
    credence: str,
    rationale: str,
    reasons: Sequence[GivenReason] | None = (),
    made_from: Seen | None = None,
) -> Verdict:
    """Add a verdict: is the claim shown, do we believe it, and why (Markdown).

    One that says what the last one did is that one, unless a person gives it anew after
    what it judges has changed.

    One that is not "shown" names ``reasons``, each once. None is of a file that says
    nothing of them: none is required then, and those of the last verdict stay if nothing
    else differs. ``made_from`` is the version from which the form was made. Raises
    StaleError.
    """
    context.require(Action.WRITE_CLAIM)
    stated = claims.by_slug(context.session, claim)
    typed: dict[str, Any] = {
        "shown": choice("shown", Shown, shown),
        "credence": choice("credence", Credence, credence),
        "rationale": _rationale(rationale),
    }
    listed = _Listed(context, stated)
    if reasons is not None:
        typed["reasons"] = listed.checked(reasons)
    claims.hold(context.session, stated)
    last = next(iter(verdicts.of_claim(context.session, stated)), None)
    kept = versions.settle(context, form_fields.VERDICT, last, typed, made_from)
    given = [GivenReason(*plain) for plain in kept.get("reasons", ())]
    if reasons is not None:
        _check_number(Shown(kept["shown"]), given)
    if last is not None and _says(last, kept):
        is_given_anew = made_from is not None and _is_outdated(context, last)
        if not is_given_anew:
            return last
    verdict = Verdict(
        claim_id=stated.id,
        shown=Shown(kept["shown"]),
        credence=Credence(kept["credence"]),
        rationale=kept["rationale"],
        author_id=context.actor.id,
        at=context.now,
        reasons=listed.rows(given),
    )
    context.session.add(verdict)
    context.session.flush()
    return verdict


def _is_outdated(context: Context, verdict: Verdict) -> bool:
    """Whether what a claim rests on, or its critique, is newer than the verdict."""
    ids = [verdict.claim_id]
    changed = claim_changes.grounds_changed(context.session, ids)
    written = critiques.written_at(context.session, ids)
    newer = [*changed.values(), *written.values()]
    return any(at > verdict.at for at in newer)


def _says(verdict: Verdict, kept: Mapping[str, Any]) -> bool:
    """Whether a verdict has all these values."""
    fields = {field.name: field for field in form_fields.VERDICT}
    return all(fields[name].read(verdict) == value for name, value in kept.items())


def _rationale(typed: str) -> str:
    if not typed.strip():
        raise InvalidError(
            "rationale", "is required: explain the verdict in one sentence."
        )
    if len(typed) > LONGEST_RATIONALE:
        raise InvalidError(
            "rationale",
            f"is longer than {LONGEST_RATIONALE:,} characters; a critique may be longer.",
        )
    return typed.strip()


def _check_number(shown: Shown, given: Collection[GivenReason]) -> None:
    if shown is Shown.SHOWN and given:
        raise InvalidError(
            "reasons",
            "a verdict of “shown” has no reasons; remove them or change the verdict.",
        )
    if shown is not Shown.SHOWN and not given:
        raise InvalidError(
            "reasons", "choose at least one, because the verdict is not “shown”."
        )


class _Listed:
    """The list of reasons, and the parts of a claim that they may rest on."""

    def __init__(self, context: Context, claim: Claim) -> None:
        session = context.session
        self._reasons = {reason.slug: reason for reason in reasons.every(session)}
        ids = [claim.id]
        self._evidence = {row.id: row for row in evidence.of_claims(session, ids)}
        self._tensions = {row.id: row for row in tensions.of_claims(session, ids)}

    def checked(
        self, given: Collection[GivenReason]
    ) -> tuple[form_fields.PlainReason, ...]:
        """Return reasons as they are compared; raise InvalidError if one is wrong."""
        slugs = [reason.reason for reason in given]
        for slug in slugs:
            if slugs.count(slug) > 1:
                raise InvalidError("reasons", f"“{self._name(slug)}” is named twice.")
        return form_fields.plain_reasons(map(self._checked, given))

    def rows(self, given: Collection[GivenReason]) -> list[VerdictReason]:
        """Return reasons as they are stored, in the order of the list."""
        found = {reason.reason: reason for reason in given}
        return [
            self._row(reason, found[slug])
            for slug, reason in self._reasons.items()
            if slug in found
        ]

    def _name(self, slug: str) -> str:
        if slug not in self._reasons:
            listed = ", ".join(self._reasons)
            raise InvalidError("reasons", f"“{slug}” is not on the list: {listed}.")
        return self._reasons[slug].name

    def _checked(self, given: GivenReason) -> GivenReason:
        name, sentence = self._name(given.reason), " ".join(given.sentence.split())
        if not sentence:
            raise InvalidError("reasons", f"“{name}” needs a sentence of explanation.")
        if len(sentence) > LONGEST_SENTENCE:
            raise InvalidError(
                "reasons",
                f"“{name}” has a sentence of more than {LONGEST_SENTENCE} characters.",
            )
        self._check_ground(name, given)
        return replace(given, sentence=sentence)

    def _check_ground(self, name: str, given: GivenReason) -> None:
        both = given.evidence is not None and given.tension is not None
        missing = given.evidence not in {None, *self._evidence} or (
            given.tension not in {None, *self._tensions}
        )
        if both or missing:
            raise InvalidError(
                "reasons",
                f"“{name}” rests on something that is not part of this claim; choose "
                "again.",
            )

    def _row(self, reason: Reason, given: GivenReason) -> VerdictReason:
        return VerdictReason(
            reason=reason,
            sentence=given.sentence,
            evidence=self._evidence.get(given.evidence or 0),
            tension=self._tensions.get(given.tension or 0),
        )

"""Record what models reached on evaluations, and use it as evidence for claims."""

from collections.abc import Sequence
from dataclasses import replace

from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.evaluations.facts import ResultFacts, read_back, written
from annotator.domain.evaluations.outcomes import Proposal, propose
from annotator.domain.input.choices import choice
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import ResultState
from annotator.services.claims import evidence as links
from annotator.services.claims.evaluations import (
    cited_passage,
    not_merged,
    stripped,
)
from annotator.services.claims.evidence import Evidence, Target, Weight
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.library.labs import models_of
from annotator.storage.claims import evaluations, evidence, tensions
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evaluations import Evaluation
from annotator.storage.claims.evaluations import Result as Result


def proposals(evaluation: Evaluation) -> dict[int, Proposal]:
    """Return on which side of its lines each result is, by the result's id."""
    lines = [threshold.line for threshold in evaluation.thresholds]
    return {
        result.id: propose(result.typed.value, lines, evaluation.direction)
        for result in evaluation.results
    }


def get_result(context: Context, slug: str, number: int) -> Result:
    """Return a result of an evaluation (a slug), also a withdrawn one; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    return evaluations.result_of(context.session, slug, number)


def claims_on(context: Context, results: Sequence[Result]) -> dict[int, list[Claim]]:
    """Return, for each result's id, the standing claims that rest on it."""
    context.require(Action.READ_DRAFTS)
    return evidence.claims_on_results(context.session, [row.id for row in results])


def cite_result(
    context: Context, slug: str, number: int, *, claim: str, weight: Weight
) -> Evidence:
    """Link a claim (its slug) to a result."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.result_of(context.session, slug, number)
    if claim in {found.slug for found in claims_on(context, [row]).get(row.id, ())}:
        raise InvalidError("claim", "this claim already uses it as evidence.")
    target = Target(result=row.id)
    return links.link_evidence(context, claim=claim, target=target, weight=weight)


def add_result(context: Context, slug: str, facts: ResultFacts) -> Result:
    """Add the result of one model."""
    context.require(Action.WRITE_CLAIM)
    evaluation = not_merged(context, slug)
    row = Result()
    _set_result(context, evaluation, row, facts)
    evaluation.results.append(row)
    context.session.flush()
    return row


def edit_result(
    context: Context,
    slug: str,
    number: int,
    facts: ResultFacts,
    *,
    made_from: Seen | None = None,
) -> Result:
    """Change a result. Raises StaleError."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.result_of(context.session, slug, number)
    evaluation = evaluations.by_slug(context.session, slug)
    typed = written(stripped(facts))
    kept = versions.settle(context, form_fields.RESULT, row, typed, made_from)
    _set_result(context, evaluation, row, read_back(ResultFacts, kept))
    context.session.flush()
    return row


def confirm_outcome(context: Context, slug: str, number: int, outcome: str) -> Result:
    """Record the outcome that the numbers say as the analyst's own.

    ``outcome`` is what the analyst was shown; raise ConflictError if the numbers, or the
    lines, have changed since so that they say another.
    """
    context.require(Action.WRITE_CLAIM)
    row = evaluations.result_of(context.session, slug, number)
    evaluation = evaluations.by_slug(context.session, slug)
    says = proposals(evaluation)[row.id].outcome
    if outcome != says:
        raise ConflictError(f"The numbers now suggest “{says}”. Check them again.")
    row.typed = replace(row.typed, outcome=says)
    context.session.flush()
    return row


def withdraw_result(context: Context, slug: str, number: int) -> Result:
    """Withdraw a result; raise ConflictError while a claim rests on it or a tension has it."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.result_of(context.session, slug, number)
    resting = claims_on(context, [row]).get(row.id, ())
    if resting:
        said = ", ".join(f"“{claim.text}”" for claim in resting)
        raise ConflictError(
            f"The result is evidence for {said}. Remove that evidence first."
        )
    tense = tensions.on_result(context.session, row.id)
    if tense:
        said = ", ".join(f"“{sentence}”" for sentence in tense)
        raise ConflictError(
            f"The result is a side of the tension {said}. Withdraw that first."
        )
    row.withdrawn_at = context.now
    context.session.flush()
    return row


def restore_result(context: Context, slug: str, number: int) -> Result:
    """Put back a result that was withdrawn."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.result_of(context.session, slug, number)
    row.withdrawn_at = None
    context.session.flush()
    return row


def _set_result(
    context: Context, evaluation: Evaluation, row: Result, facts: ResultFacts
) -> None:
    facts = stripped(facts)
    row.state = choice("state", ResultState, facts.state)
    has_value = row.state in {ResultState.SCORED, ResultState.QUALITATIVE}
    if has_value and not facts.value:
        raise InvalidError("value", "is required: the result as printed.")
    if row.state is not ResultState.SCORED and facts.typed.number is not None:
        raise InvalidError("number", f"is given, though the result is {row.state}.")
    [row.model] = models_of(context, evaluation.lab, [facts.model])
    row.invoked_id = _line(evaluation, facts.invoked)
    for name in ("value", "metric", "n", "interval", "snapshot", "split", "note"):
        setattr(row, name, getattr(facts, name))
    row.typed = facts.typed
    row.discount, row.no_source = facts.discount, facts.no_source
    row.passage_id = cited_passage(context, facts.passage)
    row.discount_id = cited_passage(context, facts.discount_passage)


def _line(evaluation: Evaluation, number: int | None) -> int | None:
    if number is not None and number not in {line.id for line in evaluation.thresholds}:
        raise InvalidError("invoked", "is not a line of this evaluation.")
    return number

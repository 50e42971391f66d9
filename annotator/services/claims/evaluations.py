"""Record evaluations: named tests, the lines that labs set, and the models' results."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.evaluations.facts import (
    AnyFacts,
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
    read_back,
    written,
)
from annotator.domain.evaluations.outcomes import Proposal, propose
from annotator.domain.input.choices import choice
from annotator.domain.permissions import Action
from annotator.domain.slugs import slugify
from annotator.domain.vocabulary import Direction, ResultState, ThresholdKind
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.library.labs import models_of
from annotator.storage.claims import categories, evaluations, evidence, tensions
from annotator.storage.claims.evaluations import Evaluation as Evaluation
from annotator.storage.claims.evaluations import Result, Threshold
from annotator.storage.library import labs
from annotator.storage.passages import passages

LONGEST = 2_000  # code points of a field


def get_evaluation(context: Context, slug: str) -> Evaluation:
    """Return an evaluation with its lines and results; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    return evaluations.by_slug(context.session, slug)


def list_of_lab(context: Context, lab: str) -> Sequence[Evaluation]:
    """Return a lab's evaluations by name, without lines and results."""
    context.require(Action.READ_DRAFTS)
    return evaluations.of_lab(
        context.session, labs.lab_by_slug(context.session, lab).id
    )


def proposals(evaluation: Evaluation) -> dict[int, Proposal]:
    """Return on which side of its lines each result is, by the result's id."""
    lines = [threshold.line for threshold in evaluation.thresholds]
    return {
        result.id: propose(result.typed.value, lines, evaluation.direction)
        for result in evaluation.results
    }


def add_evaluation(context: Context, facts: EvaluationFacts, *, lab: str) -> Evaluation:
    """Add a named test of a lab (a slug), with a slug made from its name."""
    context.require(Action.WRITE_CLAIM)
    row = Evaluation(
        slug=_free_slug(context, facts.name),
        lab_id=labs.lab_by_slug(context.session, lab).id,
        thresholds=[],
        results=[],
    )
    _set_facts(context, row, facts)
    context.session.add(row)
    context.session.flush()
    return evaluations.by_slug(context.session, row.slug)


def edit_evaluation(
    context: Context,
    slug: str,
    facts: EvaluationFacts,
    *,
    made_from: Seen | None = None,
) -> Evaluation:
    """Change the facts of an evaluation. Raises StaleError."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.by_slug(context.session, slug)
    typed = written(_stripped(facts))
    kept = versions.settle(context, form_fields.EVALUATION, row, typed, made_from)
    _set_facts(context, row, read_back(EvaluationFacts, kept))
    context.session.flush()
    return row


def add_threshold(context: Context, slug: str, facts: ThresholdFacts) -> Threshold:
    """Add a line that the lab set."""
    context.require(Action.WRITE_CLAIM)
    evaluation = evaluations.by_slug(context.session, slug)
    row = Threshold()
    _set_threshold(context, row, facts)
    evaluation.thresholds.append(row)
    context.session.flush()
    return row


def edit_threshold(
    context: Context,
    number: int,
    facts: ThresholdFacts,
    *,
    made_from: Seen | None = None,
) -> Threshold:
    """Change a line. Raises StaleError."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.threshold_by_id(context.session, number)
    typed = written(_stripped(facts))
    kept = versions.settle(context, form_fields.THRESHOLD, row, typed, made_from)
    _set_threshold(context, row, read_back(ThresholdFacts, kept))
    context.session.flush()
    return row


def add_result(context: Context, slug: str, facts: ResultFacts) -> Result:
    """Add the result of one model."""
    context.require(Action.WRITE_CLAIM)
    evaluation = evaluations.by_slug(context.session, slug)
    row = Result()
    _set_result(context, evaluation, row, facts)
    evaluation.results.append(row)
    context.session.flush()
    return row


def edit_result(
    context: Context,
    number: int,
    facts: ResultFacts,
    *,
    made_from: Seen | None = None,
) -> Result:
    """Change a result. Raises StaleError."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.result_by_id(context.session, number)
    evaluation = evaluations.by_slug(context.session, row.evaluation.slug)
    typed = written(_stripped(facts))
    kept = versions.settle(context, form_fields.RESULT, row, typed, made_from)
    _set_result(context, evaluation, row, read_back(ResultFacts, kept))
    context.session.flush()
    return row


def confirm_outcome(context: Context, number: int, outcome: str) -> Result:
    """Record the outcome that the numbers say as the analyst's own.

    ``outcome`` is what the analyst was shown; raise ConflictError if the numbers, or the
    lines, have changed since so that they say another.
    """
    context.require(Action.WRITE_CLAIM)
    row = evaluations.result_by_id(context.session, number)
    evaluation = evaluations.by_slug(context.session, row.evaluation.slug)
    says = proposals(evaluation)[row.id].outcome
    if outcome != says:
        raise ConflictError(f"The numbers say “{says}” by now. Look at them again.")
    row.typed = replace(row.typed, outcome=says)
    context.session.flush()
    return row


def withdraw_threshold(context: Context, number: int) -> Threshold:
    """Withdraw a line; results that the lab held against it lose this mark."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.threshold_by_id(context.session, number)
    for result in evaluations.held_against(context.session, row.id):
        result.invoked_id = None
    row.withdrawn_at = context.now
    context.session.flush()
    return row


def withdraw_result(context: Context, number: int) -> Result:
    """Withdraw a result; raise ConflictError while a claim rests on it or a tension has it."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.result_by_id(context.session, number)
    resting = evidence.claims_on_result(context.session, row.id)
    if resting:
        said = ", ".join(f"“{claim}”" for claim in resting)
        raise ConflictError(
            f"The result is evidence for {said}. Withdraw the evidence first."
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


def restore_threshold(context: Context, number: int) -> Threshold:
    """Put back a line that was withdrawn."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.threshold_by_id(context.session, number)
    row.withdrawn_at = None
    context.session.flush()
    return row


def restore_result(context: Context, number: int) -> Result:
    """Put back a result that was withdrawn."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.result_by_id(context.session, number)
    row.withdrawn_at = None
    context.session.flush()
    return row


def _free_slug(context: Context, name: str) -> str:
    stem = slugify(name)
    return slugify(name, evaluations.slugs_like(context.session, stem[:40]))


def _stripped(facts: AnyFacts) -> AnyFacts:
    """Return facts with single spaces; raise InvalidError if one is too long."""
    plain: dict[str, Any] = {
        name: " ".join(value.split())
        for name, value in vars(facts).items()
        if type(value) is str
    }
    for name, value in plain.items():
        if len(value) > LONGEST:
            raise InvalidError(name, f"is longer than {LONGEST:,} characters.")
    return replace(facts, **plain)


def _set_facts(context: Context, row: Evaluation, facts: EvaluationFacts) -> None:
    facts = _stripped(facts)
    if not facts.name:
        raise InvalidError("name", "is required, such as “Long-form virology task 2”.")
    row.name, row.kind, row.developer = facts.name, facts.kind, facts.developer
    row.metric = facts.metric
    row.direction = (
        choice("direction", Direction, facts.direction) if facts.direction else None
    )
    row.category_id = categories.by_slug(context.session, facts.category).id


def _set_threshold(context: Context, row: Threshold, facts: ThresholdFacts) -> None:
    facts = _stripped(facts)
    row.kind = choice("kind", ThresholdKind, facts.kind)
    is_none = row.kind is ThresholdKind.NONE_STATED
    if not facts.statement and not is_none:
        raise InvalidError("statement", "is required: the line as it is printed.")
    row.statement, row.typed = facts.statement, facts.typed
    row.passage_id = _passage(context, facts.passage)


def _set_result(
    context: Context, evaluation: Evaluation, row: Result, facts: ResultFacts
) -> None:
    facts = _stripped(facts)
    row.state = choice("state", ResultState, facts.state)
    has_value = row.state in {ResultState.SCORED, ResultState.QUALITATIVE}
    if has_value and not facts.value:
        raise InvalidError("value", "is required: the result as it is printed.")
    if row.state is not ResultState.SCORED and facts.typed.number is not None:
        raise InvalidError("number", f"is given, though the result is {row.state}.")
    [row.model] = models_of(context, evaluation.lab, [facts.model])
    row.invoked_id = _line(evaluation, facts.invoked)
    for name in ("value", "metric", "n", "interval", "snapshot", "split", "note"):
        setattr(row, name, getattr(facts, name))
    row.typed = facts.typed
    row.discount, row.no_source = facts.discount, facts.no_source
    row.passage_id = _passage(context, facts.passage)
    row.discount_id = _passage(context, facts.discount_passage)


def _line(evaluation: Evaluation, number: int | None) -> int | None:
    if number is not None and number not in {line.id for line in evaluation.thresholds}:
        raise InvalidError("invoked", "is not a line of this evaluation.")
    return number


def _passage(context: Context, number: int | None) -> int | None:
    return None if number is None else passages.by_id(context.session, number).id

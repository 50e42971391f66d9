"""Record evaluations: named tests, the lines that labs set, and the models' results."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.evaluations.facts import (
    AnyFacts,
    EvaluationFacts,
    ThresholdFacts,
    read_back,
    written,
)
from annotator.domain.input.choices import choice
from annotator.domain.permissions import Action
from annotator.domain.slugs import slugify
from annotator.domain.vocabulary import Direction, ThresholdKind
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.edits.ordered_rows import put_in_order
from annotator.storage.claims import categories, evaluations
from annotator.storage.claims.evaluations import Evaluation as Evaluation
from annotator.storage.claims.evaluations import Threshold
from annotator.storage.library import labs
from annotator.storage.passages import passages

LONGEST = 2_000  # code points of a field


def get_evaluation(context: Context, slug: str) -> Evaluation:
    """Return an evaluation with its lines and results; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    return evaluations.by_slug(context.session, slug)


def not_merged(context: Context, slug: str) -> Evaluation:
    """Return an evaluation that can be changed; raise ConflictError if it was merged."""
    row = evaluations.by_slug(context.session, slug)
    if row.merged_into_id is not None:
        kept = evaluations.slug_of(context.session, row.merged_into_id)
        raise ConflictError(f"“{slug}” was merged into “{kept}”; change that instead.")
    return row


def list_of_lab(context: Context, lab: str) -> Sequence[Evaluation]:
    """Return a lab's evaluations by name, without lines and results."""
    context.require(Action.READ_DRAFTS)
    return evaluations.of_lab(
        context.session, labs.lab_by_slug(context.session, lab).id
    )


def add_evaluation(context: Context, facts: EvaluationFacts, *, lab: str) -> Evaluation:
    """Add a named test of a lab (a slug), with a slug made from its name."""
    context.require(Action.WRITE_CLAIM)
    row = Evaluation(
        slug=_free_slug(context, facts.name),
        lab_id=labs.lab_by_slug(context.session, lab).id,
        position=evaluations.last_position(context.session) + 1,
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
    row = not_merged(context, slug)
    typed = written(stripped(facts))
    kept = versions.settle(context, form_fields.EVALUATION, row, typed, made_from)
    _set_facts(context, row, read_back(EvaluationFacts, kept))
    context.session.flush()
    return row


def move_evaluation(context: Context, slug: str, *, before: str) -> Evaluation:
    """Have an evaluation stand before another of its lab and category (a slug), or last ("")."""
    context.require(Action.WRITE_CLAIM)
    row = not_merged(context, slug)
    rows = list(evaluations.in_order(context.session, row.lab_id, row.category_id))
    rows.remove(row)
    at = next((at for at, other in enumerate(rows) if other.slug == before), len(rows))
    if before and at == len(rows):
        raise InvalidError("before", "is not an evaluation of this lab and category.")
    rows.insert(at, row)
    put_in_order(context, rows)
    return row


def add_threshold(context: Context, slug: str, facts: ThresholdFacts) -> Threshold:
    """Add a line that the lab set."""
    context.require(Action.WRITE_CLAIM)
    evaluation = not_merged(context, slug)
    row = Threshold()
    _set_threshold(context, row, facts)
    evaluation.thresholds.append(row)
    context.session.flush()
    return row


def edit_threshold(
    context: Context,
    slug: str,
    number: int,
    facts: ThresholdFacts,
    *,
    made_from: Seen | None = None,
) -> Threshold:
    """Change a line. Raises StaleError."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.threshold_of(context.session, slug, number)
    typed = written(stripped(facts))
    kept = versions.settle(context, form_fields.THRESHOLD, row, typed, made_from)
    _set_threshold(context, row, read_back(ThresholdFacts, kept))
    context.session.flush()
    return row


def withdraw_threshold(context: Context, slug: str, number: int) -> Threshold:
    """Withdraw a line; results that the lab held against it lose this mark."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.threshold_of(context.session, slug, number)
    for result in evaluations.held_against(context.session, row.id):
        result.invoked_id = None
    row.withdrawn_at = context.now
    context.session.flush()
    return row


def restore_threshold(context: Context, slug: str, number: int) -> Threshold:
    """Put back a line that was withdrawn."""
    context.require(Action.WRITE_CLAIM)
    row = evaluations.threshold_of(context.session, slug, number)
    row.withdrawn_at = None
    context.session.flush()
    return row


def _free_slug(context: Context, name: str) -> str:
    stem = slugify(name)
    return slugify(name, evaluations.slugs_like(context.session, stem[:40]))


def stripped(facts: AnyFacts) -> AnyFacts:
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
    facts = stripped(facts)
    if not facts.name:
        raise InvalidError("name", "is required, such as “Long-form virology task 2”.")
    row.name, row.kind, row.developer = facts.name, facts.kind, facts.developer
    row.metric = facts.metric
    row.direction = (
        choice("direction", Direction, facts.direction) if facts.direction else None
    )
    row.category_id = categories.by_slug(context.session, facts.category).id


def _set_threshold(context: Context, row: Threshold, facts: ThresholdFacts) -> None:
    facts = stripped(facts)
    row.kind = choice("kind", ThresholdKind, facts.kind)
    is_none = row.kind is ThresholdKind.NONE_STATED
    if not facts.statement and not is_none:
        raise InvalidError("statement", "is required: the line as printed.")
    row.statement, row.typed = facts.statement, facts.typed
    row.passage_id = cited_passage(context, facts.passage)


def cited_passage(context: Context, number: int | None) -> int | None:
    """Return the id of a passage that is there, or None; raise NotFoundError."""
    return None if number is None else passages.by_id(context.session, number).id

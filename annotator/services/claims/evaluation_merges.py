"""Merge two evaluations that are one test under two names."""

from typing import Any

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.services.claims.evaluations import not_merged
from annotator.services.context import Context
from annotator.storage.claims import evaluations, relations
from annotator.storage.claims.evaluations import Evaluation, Threshold
from annotator.storage.claims.relations import Relation


def kept_slug(context: Context, slug: str) -> str:
    """Return the slug of the evaluation that this one was merged into, or ""."""
    context.require(Action.READ_DRAFTS)
    into = evaluations.by_slug(context.session, slug).merged_into_id
    return evaluations.slug_of(context.session, into) if into else ""


def merge_evaluation(context: Context, slug: str, *, into: str) -> Evaluation:
    """Move the lines and results of an evaluation to another of its lab (slugs).

    A line that the other one has already is withdrawn, and results are held against that.
    What rests on a result goes on resting on it. Raises InvalidError, ConflictError.
    """
    context.require(Action.WRITE_CLAIM)
    session = context.session
    row, other = not_merged(context, slug), not_merged(context, into)
    if row.id == other.id:
        raise InvalidError("into", "is this evaluation; choose another one.")
    if row.lab_id != other.lab_id:
        raise InvalidError(
            "into", "belongs to another lab; record how they compare instead."
        )
    kept = {_printed(line): line.id for line in other.thresholds}
    held = {line.id: kept.get(_printed(line), line.id) for line in row.thresholds}
    for result in row.results:
        result.invoked_id = held.get(result.invoked_id or 0, result.invoked_id)
        result.evaluation_id = other.id
    for line in row.thresholds:
        if held[line.id] == line.id:
            line.evaluation_id = other.id
        else:
            line.withdrawn_at = context.now
    evaluations.move_withdrawn(session, row.id, other.id)
    _move_relations(context, row, other)
    row.merged_into_id = other.id
    session.flush()
    session.expire_all()
    return evaluations.by_slug(session, into)


def _printed(line: Threshold) -> tuple[Any, ...]:
    return line.kind, line.statement, line.typed


def _move_relations(context: Context, row: Evaluation, other: Evaluation) -> None:
    """Have the relations of ``row`` be those of ``other``.

    What they said of one another, or say of the same thing twice, is withdrawn.
    """
    session = context.session
    there = {_sides(known) for known in relations.of_evaluations(session, [other.id])}
    for known in relations.of_evaluations(session, [row.id]):
        if other.id in {known.evaluation_id, known.other_id}:
            known.withdrawn_at = context.now
            continue
        if known.evaluation_id == row.id:
            known.evaluation_id = other.id
        else:
            known.other_id = other.id
        if _sides(known) in there:
            known.withdrawn_at = context.now


def _sides(relation: Relation) -> tuple[object, ...]:
    if relation.report_id is not None:
        return relation.evaluation_id, relation.report_id
    return tuple(sorted((relation.evaluation_id, relation.other_id or 0)))

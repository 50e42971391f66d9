"""Follow an evaluation across reports, and compare it with another lab's."""

from collections.abc import Sequence

from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.evaluations.facts import RelationFacts, read_back, written
from annotator.domain.input.choices import choice
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import RelationKind
from annotator.services.claims.evaluations import not_merged, stripped
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.storage.claims import relations
from annotator.storage.claims.evaluations import Evaluation
from annotator.storage.claims.relations import Relation as Relation
from annotator.storage.library import reports


def list_relations(context: Context, evaluation: Evaluation) -> Sequence[Relation]:
    """Return the standing relations of an evaluation, also those noted at another one."""
    context.require(Action.READ_DRAFTS)
    return relations.of_evaluations(context.session, [evaluation.id])


def add_relation(context: Context, slug: str, facts: RelationFacts) -> Relation:
    """Note what became of an evaluation (a slug), or how another one compares with it.

    Raises InvalidError, and ConflictError if something is noted of the same two already.
    """
    context.require(Action.WRITE_CLAIM)
    evaluation = not_merged(context, slug)
    row = Relation(
        evaluation_id=evaluation.id,
        created_by_id=context.actor.id,
        created_at=context.now,
    )
    _set(context, evaluation, row, facts)
    context.session.add(row)
    context.session.flush()
    return relations.of_evaluation(context.session, slug, row.id)


def edit_relation(
    context: Context,
    slug: str,
    number: int,
    facts: RelationFacts,
    *,
    made_from: Seen | None = None,
) -> Relation:
    """Change a relation. Raises StaleError, and as ``add_relation``."""
    context.require(Action.WRITE_CLAIM)
    row = relations.of_evaluation(context.session, slug, number)
    if row.withdrawn_at is not None:
        raise ConflictError("This has been withdrawn; restore it first.")
    typed = written(stripped(facts))
    kept = versions.settle(context, form_fields.RELATION, row, typed, made_from)
    with context.session.no_autoflush:
        _set(context, row.evaluation, row, read_back(RelationFacts, kept))
    context.session.flush()
    return row


def withdraw_relation(context: Context, slug: str, number: int) -> Relation:
    """Withdraw a relation."""
    context.require(Action.WRITE_CLAIM)
    row = relations.of_evaluation(context.session, slug, number)
    row.withdrawn_at = context.now
    context.session.flush()
    return row


def restore_relation(context: Context, slug: str, number: int) -> Relation:
    """Put back a relation; raise ConflictError if another took its place."""
    context.require(Action.WRITE_CLAIM)
    row = relations.of_evaluation(context.session, slug, number)
    _refuse_second(context, row.evaluation, row)
    row.withdrawn_at = None
    context.session.flush()
    return row


def _set(
    context: Context, evaluation: Evaluation, row: Relation, facts: RelationFacts
) -> None:
    facts = stripped(facts)
    row.kind = choice("kind", RelationKind, facts.kind)
    if row.kind.names_report and not facts.report:
        raise InvalidError("report", "is required: choose the report that says so.")
    if row.kind.names_other and not facts.other:
        raise InvalidError("other", "is required: choose the other evaluation.")
    if row.kind.needs_sentence and not facts.sentence:
        raise InvalidError(
            "sentence",
            "is required: say where it moved, which line changed, or why the results "
            "cannot be compared.",
        )
    row.report = row.other = None
    if row.kind.names_report:
        row.report = reports.by_slug(context.session, facts.report)
    if row.kind.names_other:
        row.other = _other(context, evaluation, facts.other)
    row.report_id = row.report.id if row.report else None
    row.other_id = row.other.id if row.other else None
    row.sentence = facts.sentence
    _refuse_second(context, evaluation, row)


def _other(context: Context, evaluation: Evaluation, slug: str) -> Evaluation:
    other = not_merged(context, slug)
    if other.id == evaluation.id:
        raise InvalidError("other", "is this evaluation; choose another one.")
    return other


def _refuse_second(context: Context, evaluation: Evaluation, row: Relation) -> None:
    """Raise ConflictError if the same report, or the same other one, is spoken of twice."""
    for known in relations.of_evaluations(context.session, [evaluation.id]):
        here = known.evaluation_id == evaluation.id
        same_report = here and row.report_id and known.report_id == row.report_id
        pair = {known.evaluation_id, known.other_id}
        same_pair = not (row.report_id or known.report_id) and pair == {
            evaluation.id,
            row.other_id,
        }
        if known.id != row.id and (same_report or same_pair):
            raise ConflictError(
                f"This relation already exists, as “{known.kind}”. Change that one "
                "instead."
            )

"""What became of evaluations, and how others compare, as published pages hold it."""

from collections import defaultdict
from collections.abc import Sequence

from annotator.domain.views.contents import RelationView
from annotator.services.context import Context
from annotator.storage.claims import relations
from annotator.storage.claims.evaluations import Evaluation
from annotator.storage.claims.relations import Relation


def relation_views(
    context: Context, tests: Sequence[Evaluation]
) -> dict[int, tuple[RelationView, ...]]:
    """Return the relations of these evaluations, by the evaluation's id.

    They name reports and other evaluations that need not be public: whoever shows them
    asks that first (see ``evaluation_pages``).
    """
    found: dict[int, list[RelationView]] = defaultdict(list)
    ids = {test.id for test in tests}
    for row in relations.of_evaluations(context.session, ids):
        if row.evaluation_id in ids:
            found[row.evaluation_id].append(_view(row, row.other))
        if row.other_id in ids:
            found[row.other_id].append(_view(row, row.evaluation, is_reversed=True))
    return {number: tuple(views) for number, views in found.items()}


def _view(
    row: Relation, other: Evaluation | None, *, is_reversed: bool = False
) -> RelationView:
    return RelationView(
        kind=row.kind,
        sentence=row.sentence,
        report=row.report.slug if row.report else "",
        report_title=row.report.title if row.report else "",
        other=other.slug if other else "",
        other_name=other.name if other else "",
        is_reversed=is_reversed,
    )

"""The step of an import that adds evaluations, with their thresholds and results."""

from collections.abc import Sequence

from annotator.domain.evaluations.typed import TypedLine, TypedResult, typed_fields
from annotator.services.scorecard_files.import_run import ImportRun, pair
from annotator.services.scorecard_files.schema import (
    EvaluationPart,
    ResultPart,
    ThresholdPart,
)
from annotator.services.scorecard_files.yaml_tree import Path
from annotator.storage.claims import evaluations
from annotator.storage.claims.evaluations import Evaluation, Result, Threshold


def take_evaluations(work: ImportRun) -> None:
    """Add or update every evaluation of the file."""
    for position, part in enumerate(work.file.evaluations):
        path: Path = ("evaluations", position)
        stored = _evaluation(work, part)
        if stored.merged_into_id is not None:
            kept = evaluations.slug_of(work.context.session, stored.merged_into_id)
            said = f"was merged into “{kept}”; use that slug"
            work.mistakes.append(((*path, "slug"), said))
        elif work.is_ours(stored.lab_id, *path, "slug"):
            lines = _take_thresholds(work, stored, part, path)
            _take_results(work, stored, part, path, lines)


def _evaluation(work: ImportRun, part: EvaluationPart) -> Evaluation:
    """Return the evaluation with this slug; another lab's evaluation is not updated."""
    session = work.context.session
    stored = evaluations.find_by_slug(session, part.slug)
    if stored is None:
        stored = Evaluation(
            slug=part.slug,
            lab_id=work.lab.id,
            position=evaluations.last_position(session) + 1,
            thresholds=[],
            results=[],
        )
    if stored.lab_id == work.lab.id:
        stored.category_id = work.categories[part.category].id
        stored.name = part.name
        stored.kind = part.kind
        stored.developer = part.developer
        stored.metric, stored.direction = part.metric, part.direction
        session.add(stored)
        session.flush()
    return stored


def _take_thresholds(
    work: ImportRun, stored: Evaluation, part: EvaluationPart, path: Path
) -> list[Threshold]:
    """Add or update the thresholds; return them in the order of the file."""
    lines = []
    rows = pair(part.thresholds, stored.thresholds, _is_line, _is_kind_of_line)
    for position, line in enumerate(part.thresholds):
        row = rows[position]
        if row is None:
            row = Threshold()
            stored.thresholds.append(row)
        row.kind, row.statement = line.kind, line.statement
        row.typed = typed_fields(TypedLine, line)
        cited = (*path, "thresholds", position, "source")
        row.passage_id = work.passages.get(cited)
        lines.append(row)
    work.context.session.flush()
    return lines


def _take_results(
    work: ImportRun,
    stored: Evaluation,
    part: EvaluationPart,
    path: Path,
    lines: Sequence[Threshold],
) -> None:
    models = {model.slug: model for model in work.lab.models}
    rows = pair(part.results, stored.results, _is_result, _is_of_model)
    for position, result in enumerate(part.results):
        row = rows[position]
        if row is None:
            row = Result(model=models[result.model])
            stored.results.append(row)
        _fill_in(row, result)
        place = (*path, "results", position)
        row.passage_id = work.passages.get((*place, "source"))
        row.discount_id = work.passages.get((*place, "discount_source"))
        row.invoked = lines[result.invoked - 1] if result.invoked else None
        work.context.session.flush()
        work.results[place] = row.id


def _fill_in(row: Result, result: ResultPart) -> None:
    row.state = result.state
    row.value = result.value
    row.metric = result.metric
    row.n = result.n
    row.interval = result.interval
    row.snapshot = result.snapshot
    row.split = result.split
    row.note = result.note
    row.typed = typed_fields(TypedResult, result)
    row.discount = result.discount
    row.no_source = result.no_source


def _is_line(part: ThresholdPart, row: Threshold) -> bool:
    return (part.kind, part.statement) == (row.kind, row.statement)


def _is_kind_of_line(part: ThresholdPart, row: Threshold) -> bool:
    return part.kind == row.kind


def _is_result(part: ResultPart, row: Result) -> bool:
    given = (part.metric, part.snapshot, part.split)
    return _is_of_model(part, row) and given == (row.metric, row.snapshot, row.split)


def _is_of_model(part: ResultPart, row: Result) -> bool:
    return part.model == row.model.slug

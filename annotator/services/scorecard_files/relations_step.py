"""The step of an import that follows evaluations across reports, and compares them."""

from annotator.domain.evaluations.facts import RelationFacts
from annotator.services.claims import relations
from annotator.services.claims.relations import Relation
from annotator.services.scorecard_files.import_run import ImportRun, pair
from annotator.services.scorecard_files.schema import RelationPart
from annotator.storage.claims import evaluations
from annotator.storage.library import reports


def take_relations(work: ImportRun) -> None:
    """Add or update the relations of every evaluation of the file.

    What they say of a report or an evaluation that is not here, such as another lab's, is
    left out: it comes when the file is loaded again after that one.
    """
    for position, part in enumerate(work.file.evaluations):
        parts = [one for one in part.relations if _is_here(work, one)]
        stored = evaluations.by_slug(work.context.session, part.slug)
        rows = pair(parts, _noted_at(work, stored), _is_about_the_same)
        for one, row in zip(parts, rows, strict=True):
            place = part.relations.index(one)
            with work.at("evaluations", position, "relations", place):
                facts = RelationFacts(
                    one.kind, one.report or "", one.other or "", one.sentence
                )
                if row is None:
                    relations.add_relation(work.context, part.slug, facts)
                else:
                    relations.edit_relation(work.context, part.slug, row.id, facts)


def _noted_at(work: ImportRun, stored: evaluations.Evaluation) -> list[Relation]:
    noted = relations.list_relations(work.context, stored)
    return [row for row in noted if row.evaluation_id == stored.id]


def _is_here(work: ImportRun, part: RelationPart) -> bool:
    session = work.context.session
    has_report = not part.report or reports.find_by_slug(session, part.report)
    has_other = not part.other or evaluations.find_by_slug(session, part.other)
    return bool(has_report and has_other)


def _is_about_the_same(part: RelationPart, row: Relation) -> bool:
    if part.report:
        return row.report is not None and row.report.slug == part.report
    return row.report is None and row.facts.other == part.other

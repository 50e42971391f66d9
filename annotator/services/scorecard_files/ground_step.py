"""The steps of an import that find the reports and the quotes."""

from annotator.domain.errors import NotFoundError
from annotator.domain.vocabulary import PlacementState
from annotator.services import jobs
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.services.passages.marking import QuoteNotFound
from annotator.services.scorecard_files import references
from annotator.services.scorecard_files.import_run import ImportRun
from annotator.services.scorecard_files.schema import QuotePart, ReportPart
from annotator.storage.library.reports import Report


def take_reports(work: ImportRun) -> None:
    """Find the reports, and update their facts."""
    for position, part in enumerate(work.file.reports):
        try:
            report = reports.get_report(work.context, part.slug)
        except NotFoundError as error:
            mistake = f"{error} Upload its PDF first."
            work.mistakes.append((("reports", position, "slug"), mistake))
            continue
        with work.at("reports", position, "sha256"):
            revision = reports.get_revision(work.context, report, part.sha256)
            work.revisions[part.slug] = revision
        if report.lab_id == work.lab.id:  # reports of other labs are not updated
            with work.at("reports", position):
                _edit_report(work, report, part)


def _edit_report(work: ImportRun, report: Report, part: ReportPart) -> None:
    covered = {model.slug for model in report.models}
    reports.edit_report(
        work.context,
        part.slug,
        title=part.title,
        kind=part.kind,
        published=part.published,
        source_url=part.source_url,
        models=part.models,
    )
    if covered != set(part.models):  # the models are a search facet
        jobs.index_later(work.context, report)


def find_quotes(work: ImportRun) -> None:
    """Find every quote in its report, and mark it."""
    for path, quote in references.quotes(work.file):
        revision = work.revision(path, quote)
        if revision is None:
            continue
        found = marking.mark_found(
            work.context,
            revision=revision,
            quote=quote.quote,
            page=quote.page,
            prefix=quote.prefix,
            suffix=quote.suffix,
        )
        if isinstance(found, QuoteNotFound):
            work.mistakes.append((path, _reason(quote, found)))
        else:
            work.passages[path] = found.id


def _reason(quote: QuotePart, found: QuoteNotFound) -> str:
    shown = quote.quote if len(quote.quote) <= 120 else f"{quote.quote[:119]}…"
    if found.state is PlacementState.AMBIGUOUS:
        more = "prefix and suffix" if quote.page else "page"
        return f"{quote.report} contains “{shown}” in several places; give the {more}"
    if found.stands_on is not None:
        return (
            f"{quote.report} has “{shown}” on page {found.stands_on}, "
            f"not on page {quote.page}"
        )
    return f"{quote.report} does not contain “{shown}”"

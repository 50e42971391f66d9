"""Run the searches of absences before the transaction that stores their results.

Searching a report whose text is not in memory takes about a second, and nobody else can
write during a write transaction.
"""

from collections.abc import Mapping, Sequence

from annotator.domain.absences import AbsenceSearch as Found
from annotator.domain.permissions import Action
from annotator.search.scan import SentenceScan, parse_queries, search
from annotator.services.context import Context
from annotator.services.library import reports
from annotator.services.library.texts import document
from annotator.storage.claims import absences
from annotator.storage.claims.absences import Absence, AbsenceRun
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision

# Keys: the id of the revision, the version of its text, and the queries.
Searches = Mapping[tuple[int, str, tuple[str, ...]], Found]
NOTHING: Searches = {}


def search_new(context: Context, *, report: str, queries: str) -> Searches:
    """Return what queries (one per line) find in the newest file of a report."""
    context.require(Action.READ_DRAFTS)
    search_for = Search(context)
    found = reports.get_report(context, report)
    search_for(revisions.newest(context.session, found), parse_queries(queries))
    return search_for.made


def search_absence(
    context: Context, absence_id: int, queries: str | None = None
) -> Searches:
    """Return what the queries of an absence, or the given ones, find now."""
    context.require(Action.READ_DRAFTS)
    return _searched(context, [absences.by_id(context.session, absence_id)], queries)


def search_report(context: Context, report: str) -> Searches:
    """Return what the queries of all absences of a report (its slug) find now."""
    context.require(Action.READ_DRAFTS)
    found = reports.get_report(context, report)
    return _searched(context, absences.of_report(context.session, found.id))


def search_every(context: Context) -> Searches:
    """Return what the queries of all standing absences find now."""
    context.require(Action.READ_DRAFTS)
    return _searched(context, absences.not_withdrawn(context.session))


class Search:
    """Searches files, loading each once; results in ``ahead`` are used as they are."""

    def __init__(self, context: Context, ahead: Searches = NOTHING) -> None:
        self._context = context
        self._texts: dict[int, SentenceScan] = {}
        self.made = dict(ahead)

    def __call__(self, revision: Revision, queries: Sequence[str]) -> Found:
        """Return what queries find in the current text of a file."""
        key = (revision.id, revision.text_version, tuple(queries))
        if key not in self.made:
            self.made[key] = search(self._text(revision), queries)
        return self.made[key]

    def _text(self, revision: Revision) -> SentenceScan:
        if revision.id not in self._texts:
            self._texts[revision.id] = SentenceScan(document(self._context, revision))
        return self._texts[revision.id]


def _searched(
    context: Context, found: Sequence[Absence], queries: str | None = None
) -> Searches:
    search_for = Search(context)
    last = absences.newest_runs(context.session, [absence.id for absence in found])
    newest = revisions.newest_of(
        context.session, {absence.report_id for absence in found}
    )
    for absence in found:
        asked = asked_now(last[absence.id], queries)
        search_for(newest[absence.report_id], asked)
    return search_for.made


def asked_now(last: AbsenceRun, queries: str | None) -> Sequence[str]:
    """Return the given queries (one per line), or those of the last run."""
    return last.queries if queries is None else parse_queries(queries)

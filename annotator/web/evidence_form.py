"""Read the form that links a pasted quote, or a source outside of the reports."""

from werkzeug.datastructures import MultiDict

from annotator.domain.errors import InvalidError
from annotator.domain.vocabulary import PlacementState
from annotator.services.claims.evidence import Target
from annotator.services.context import Context
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.services.passages.marking import QuoteNotFound

Form = MultiDict[str, str]


def target(context: Context, form: Form) -> Target:
    """Return what the evidence is; a quote is marked if it is not yet.

    Raises InvalidError if the report does not say the quote, or not on that page.
    """
    if form.get("quote", "").strip():
        return Target(passage=_find_quote(context, form))
    return Target(
        source_url=form.get("source_url", "").strip(),
        source_title=form.get("source_title", ""),
    )


def _find_quote(context: Context, form: Form) -> int:
    report = reports.get_report(context, form.get("report", ""))
    revision = reports.get_revision(context, report)
    page = form.get("page", type=int)
    found = marking.mark_found(
        context, revision=revision, quote=form["quote"], page=page
    )
    if isinstance(found, QuoteNotFound):
        if found.state is PlacementState.AMBIGUOUS:
            raise InvalidError("quote", "stands in several places; give the page.")
        if found.stands_on:
            raise InvalidError("quote", f"stands on page {found.stands_on}.")
        raise InvalidError("quote", f"“{report.title}” does not say these words.")
    return found.id

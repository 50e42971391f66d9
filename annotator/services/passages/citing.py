"""What there is to cite of a passage: its words as they stand, and its report."""

from collections.abc import Callable

from annotator.domain.citations import Citation
from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import QuoteView
from annotator.domain.views.reports import ReportFactsView
from annotator.domain.vocabulary import PassageKind
from annotator.services.context import Context
from annotator.services.passages.quote_views import placement_to_show
from annotator.services.published.gate import gate_of, visible_facts
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Placement as Placement

AddressOf = Callable[[Placement, int], str]  # of a place, on a page of its file


def cite_passage(context: Context, passage_id: int, address_of: AddressOf) -> Citation:
    """Return a citation of a passage where it stands in the newest file that has it."""
    context.require(Action.READ_DRAFTS)
    known = passages.in_each_file(context.session, [passage_id])
    placement = placement_to_show(known.get(passage_id, ()))
    if placement is None:
        raise NotFoundError("place of the passage", passage_id)
    passage = placement.passage
    facts = visible_facts(context, [passage.report_id])[passage.report_id]
    number = placement.page_from or passage.page
    page = passages.pages_of(context.session, [placement])[
        placement.revision_id, number
    ]
    return _citation(
        facts,
        exact=placement.exact,
        description=passage.description,
        page_label=page.label,
        sha256=placement.revision.sha256,
        address=address_of(placement, number),
        passage=passage.id,
    )


def cite_shown(context: Context, quote: QuoteView, address: str) -> Citation | None:
    """Return a citation of a quote as a public page shows it.

    There is none, if the report is not public.
    """
    context.require(Action.READ_PUBLISHED)
    report = gate_of(context).reports.get(quote.report)
    if report is None or not report.file(quote.revision):
        return None
    is_figure = quote.kind is PassageKind.REGION
    return _citation(
        report.facts,
        exact="" if is_figure else quote.exact,
        description=quote.exact if is_figure else "",
        page_label=quote.page_label,
        sha256=quote.revision,
        address=address,
        passage=quote.passage,
    )


def _citation(
    facts: ReportFactsView,
    *,
    exact: str,
    description: str,
    page_label: str,
    sha256: str,
    address: str,
    passage: int,
) -> Citation:
    return Citation(
        exact=exact,
        title=facts.title,
        lab=facts.lab.name,
        published=facts.published,
        page_label=page_label,
        sha256=sha256,
        address=address,
        passage=passage,
        description=description,
    )

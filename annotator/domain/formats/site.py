"""What every format says of the site itself, and of where a lab's own file is."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from annotator.domain.views.reports import ReportFactsView


@dataclass(frozen=True, slots=True)
class Site:
    """The name of the site, and the absolute address of its front page."""

    name: str
    address: str


def source_of(facts: ReportFactsView, page: int | None = None) -> str:
    """Return the lab's own address of a report, at a page (from 1) if it is a PDF.

    It is "" if none is recorded. Fragments of PDFs are those of RFC 8118.
    """
    address = facts.source_url
    parts = urlsplit(address)
    if page and parts.path.lower().endswith(".pdf") and not parts.fragment:
        return f"{address}#page={page}"
    return address

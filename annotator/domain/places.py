"""Where something stands in a report, as pages, search results and citations give it."""

from dataclasses import dataclass

from annotator.domain.text.spans import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A file of a report, a page of it, and a span of its canonical text.

    A figure has no span.
    """

    report: str  # slug
    revision: str  # SHA-256 of the file
    page: int  # from 1
    page_label: str
    span: Span | None

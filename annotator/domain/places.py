"""Where something stands in a report, as every page, search and citation says it."""

from dataclasses import dataclass

from annotator.domain.text.spans import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a file of a report, and there a span of its canonical text.

    A figure, which is no text, has no span.
    """

    report: str  # slug
    revision: str  # SHA-256 of the file
    page: int  # from 1
    page_label: str
    span: Span | None

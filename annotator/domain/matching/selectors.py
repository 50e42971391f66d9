"""The selectors of a passage in the W3C's Web Annotation Data Model, for exchange.

See https://www.w3.org/TR/annotation-model/#selectors. Pages and rectangles follow RFC 8118
(PDF): ``page=`` counts from 1, ``viewrect=left,top,width,height`` is in points.
"""

from collections.abc import Sequence
from typing import Any

from annotator.domain.matching.anchoring import TextQuote
from annotator.domain.text.layout.lines import box_around
from annotator.domain.text.pages import Box
from annotator.domain.text.spans import Span

PDF = "http://tools.ietf.org/rfc/rfc8118"

Selector = dict[str, Any]


def selectors(
    quote: TextQuote | None, span: Span | None, boxes: Sequence[tuple[int, Box]]
) -> list[Selector]:
    """Return a TextQuoteSelector, a TextPositionSelector and a FragmentSelector per page.

    ``span`` counts code points of the canonical text; a region has neither quote nor
    span. ``boxes`` are pages (from 1) with boxes in points.
    """
    found: list[Selector] = []
    if quote is not None:
        found.append(_text_quote(quote))
    if span is not None:
        found.append(
            {"type": "TextPositionSelector", "start": span.start, "end": span.end}
        )
    for page in sorted({page for page, _ in boxes}):
        found.append(
            _fragment(page, box_around(box for at, box in boxes if at == page))
        )
    return found


def _text_quote(quote: TextQuote) -> Selector:
    return {
        "type": "TextQuoteSelector",
        "exact": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
    }


def _fragment(page: int, box: Box) -> Selector:
    x0, y0, x1, y1 = box
    rectangle = ",".join(f"{side:.2f}" for side in (x0, y0, x1 - x0, y1 - y0))
    return {
        "type": "FragmentSelector",
        "conformsTo": PDF,
        "value": f"page={page}&viewrect={rectangle}",
    }

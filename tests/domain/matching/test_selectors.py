"""A passage is selected in the terms of the W3C, for programs that know no others."""

from annotator.domain.matching.anchoring import TextQuote
from annotator.domain.matching.selectors import selectors
from annotator.domain.text.spans import Span


def test_a_quote_is_selected_by_its_words_its_place_and_its_rectangle():
    quote = TextQuote("safe", "Wren is ", ".")
    boxes = [(3, (10.0, 20.0, 60.0, 30.0)), (3, (10.0, 32.0, 80.0, 42.0))]
    assert selectors(quote, Span(8, 12), boxes) == [
        {
            "type": "TextQuoteSelector",
            "exact": "safe",
            "prefix": "Wren is ",
            "suffix": ".",
        },
        {"type": "TextPositionSelector", "start": 8, "end": 12},
        {
            "type": "FragmentSelector",
            "conformsTo": "http://tools.ietf.org/rfc/rfc8118",
            "value": "page=3&viewrect=10.00,20.00,70.00,22.00",
        },
    ]


def test_a_quote_over_a_page_break_has_a_rectangle_on_each_page():
    boxes = [(4, (1.0, 2.0, 3.0, 4.0)), (3, (10.0, 700.0, 80.5, 710.256))]
    found = selectors(TextQuote("safe"), Span(8, 12), boxes)
    assert [each["value"] for each in found[2:]] == [
        "page=3&viewrect=10.00,700.00,70.50,10.26",
        "page=4&viewrect=1.00,2.00,2.00,2.00",
    ]


def test_a_region_is_selected_by_its_rectangle_alone():
    [found] = selectors(None, None, [(1, (0.0, 0.0, 612.0, 792.0))])
    assert found["value"] == "page=1&viewrect=0.00,0.00,612.00,792.00"


def test_a_quote_without_a_place_is_selected_by_its_words_alone():
    [found] = selectors(TextQuote("safe"), None, [])
    assert (found["exact"], found["prefix"], found["suffix"]) == ("safe", "", "")

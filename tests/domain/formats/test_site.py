"""Where a lab's own file is."""

import pytest

from annotator.domain.formats.site import source_of
from annotator.domain.views.contents import LabView
from annotator.domain.views.reports import ReportFactsView
from annotator.domain.vocabulary import ReportKind


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        ("https://lab.example/card.pdf", "https://lab.example/card.pdf#page=7"),
        ("https://lab.example/c.PDF?v=2", "https://lab.example/c.PDF?v=2#page=7"),
        ("https://lab.example/card.pdf#cyber", "https://lab.example/card.pdf#cyber"),
        ("https://lab.example/card", "https://lab.example/card"),
        ("", ""),
    ],
)
def test_a_page_of_a_pdf_is_named_and_of_nothing_else(recorded, said):
    lab = LabView("wren-labs", "Wren Labs")
    facts = ReportFactsView(
        "card", "Card", ReportKind.SYSTEM_CARD, "2030", recorded, lab, ()
    )
    assert source_of(facts, 7) == said
    assert source_of(facts) == recorded

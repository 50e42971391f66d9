"""What was frozen is read back as what was written."""

from datetime import UTC, datetime

from annotator.domain.claims import CritiqueText
from annotator.domain.views.contents import CritiqueView

AT = datetime(2030, 5, 1, 12, tzinfo=UTC)


def test_each_part_of_a_critique_is_frozen_under_its_own_name_and_read_back():
    text = CritiqueText("Half a day.", change_our_mind="A week.", ask_the_lab="Why?")
    view = CritiqueView.of(text, by="Ann", at=AT)
    assert view == CritiqueView("Half a day.", "A week.", "Why?", by="Ann", at=AT)
    assert view.text == text

"""Marking, linking and stating a claim is one act, and is taken back as one.

All acts of these tests happen at the same moment: what was made together is told by the
act and not by the time.
"""

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import InvalidError
from annotator.domain.vocabulary import State
from annotator.services.claims import capture, claims, evidence
from annotator.services.claims.capture import Words
from annotator.services.claims.evidence import Weight
from annotator.services.passages import marking

SAID = "It solved 12 of the 40 long tasks."
FACTS = ClaimFacts(
    text="Wren 1 is below the line.",
    category="cyber",
    lab="wren-labs",
    asserted_by="lab",
)


@pytest.fixture
def sha256(desk):
    return desk.take_in(text_pdf([SAID, "Nothing else was run."]), report="card")


def _act(desk, do):
    with desk.sit_down() as context:
        return do(context)


def _words(sha256):
    return Words(sha256, 0, len(SAID))


def _captured(desk, sha256, claim, stance="supports"):
    """Mark the words and link them, in an act of its own."""

    def do(context):
        made = capture.capture(
            context, _words(sha256), claim=claim, weight=Weight(stance=stance)
        )
        context.session.flush()
        return made.passage.id, made.link.id, made.link.claim.slug

    return _act(desk, do)


def _is_marked(desk, passage):
    return _act(
        desk, lambda context: marking.get_passage(context, passage).withdrawn_at is None
    )


def _state(desk, slug):
    return _act(desk, lambda context: claims.get_claim(context, slug).state)


def test_undo_takes_back_the_mark_and_the_claim_that_were_made_with_the_link(
    desk, sha256
):
    passage, link, claim = _captured(desk, sha256, FACTS)
    _act(desk, lambda context: capture.undo(context, link))
    assert not _is_marked(desk, passage)
    assert _state(desk, claim) is State.WITHDRAWN


def test_undo_leaves_a_claim_that_was_made_at_the_same_moment_by_another_act(
    desk, sha256
):
    claim = _act(desk, lambda context: claims.add_claim(context, FACTS).slug)
    passage, link, _ = _captured(desk, sha256, claim)
    _act(desk, lambda context: capture.undo(context, link))
    assert _state(desk, claim) is State.DRAFT
    assert not _is_marked(desk, passage)


def test_undo_leaves_a_mark_that_was_made_at_the_same_moment_by_another_act(
    desk, sha256
):
    first = _act(
        desk, lambda context: capture.capture(context, _words(sha256)).passage.id
    )
    passage, link, _ = _captured(desk, sha256, FACTS)
    _act(desk, lambda context: capture.undo(context, link))
    assert passage == first
    assert _is_marked(desk, passage)


def test_a_mark_is_put_back_with_the_links_that_went_with_it_and_no_others(
    desk, sha256
):
    passage, early, claim = _captured(desk, sha256, FACTS)
    _, late, _ = _captured(desk, sha256, claim, stance="qualifies")
    _act(desk, lambda context: capture.withdraw_link(context, early))
    _act(desk, lambda context: capture.withdraw_mark(context, passage))
    _act(desk, lambda context: capture.restore_mark(context, passage))

    def standing(context):
        found = claims.get_claim(context, claim)
        return [link.id for link in evidence.list_evidence(context, [found])]

    assert _act(desk, standing) == [late]


def test_the_same_passage_is_not_linked_twice_in_the_same_stance(desk, sha256):
    _, _, claim = _captured(desk, sha256, FACTS)
    with pytest.raises(InvalidError, match="already linked to it"):
        _captured(desk, sha256, claim)

"""Beside what was frozen, readers and analysts are told what has become of it since."""

from collections import namedtuple
from dataclasses import replace

import pytest
from pdfs import text_pdf
from revised import GONE, KEPT, MOVED, NUMBER, NUMBER_NOW
from wren_claims import cite, describe, mark, state

from annotator.domain.claims import TensionFacts
from annotator.domain.errors import SignInNeededError
from annotator.domain.evaluations.facts import EvaluationFacts, ResultFacts
from annotator.domain.matching.differences import DiffKind
from annotator.domain.vocabulary import PlacementState, SealOutcome
from annotator.services.claims import claims, evaluations, evidence, results, tensions
from annotator.services.claims.evidence import Target, Weight
from annotator.services.context import READER
from annotator.services.passages import review_queue
from annotator.services.published.collection import published
from annotator.services.published.snapshots import quotes_in
from annotator.services.publishing import (
    current_status,
    pages,
    publication,
    report_publication,
    seals,
)
from annotator.services.publishing.current_status import SHOWN, status_of
from annotator.services.publishing.seals import Check

CARD, CLAIM, SURE = "wren-card", "wren-1-is-safe", "nobody-doubts-it"
LONG = f"It took {'very ' * 16}long, and 12 people helped."
LINES = LONG.split(" long")
OLD = text_pdf(
    ["Wren 1 System Card", "", KEPT, MOVED, "The rest is of numbers."],
    ["Results", "", NUMBER, LINES[0], f"long{LINES[1]}", GONE],
)
NEW = text_pdf(
    ["Wren 1 System Card, revised", "", KEPT],
    ["Results", "", NUMBER_NOW, LINES[0], f"long{LINES[1]}".replace("12", "21")],
    ["Thanks", "", MOVED, "The rest is of numbers."],
)

Revised = namedtuple("Revised", "desk old new")


@pytest.fixture(scope="module")
def revised(desk_in, tmp_path_factory):
    """A published claim on quotes that a newer file, still a draft, has or has not."""
    with desk_in(tmp_path_factory.mktemp("status")) as desk:
        old = desk.take_in(OLD, report=CARD)
        with desk.sit_down() as context:
            describe(context, CARD)
            state(context, "Wren 1 is safe.")
            for quote in (KEPT, MOVED, NUMBER, GONE, LONG):
                cite(context, CLAIM, CARD, quote)
            state(context, "Nobody doubts it.")
            cite(context, SURE, CARD, KEPT)
        desk.publish_claim(CLAIM)
        new = desk.take_in(NEW, report=CARD, days=1)
        yield Revised(desk, old, new)


@pytest.fixture
def context(revised):
    with revised.desk.rehearse(days=2) as context:
        yield context


def _page(context):
    return pages.claim_page(replace(context, actor=READER), CLAIM)


def _fates(context):
    """What readers are told became of each quote."""
    page = _page(context)
    quotes = quotes_in(page.claim)
    fates = {quote.exact: page.status.fate(quote) for quote in quotes}
    return {exact: fate for exact, fate in fates.items() if fate}


def test_readers_are_told_nothing_of_a_newer_file_that_they_do_not_see(context):
    assert _fates(context) == {}


def test_readers_are_told_what_became_of_each_quote_in_a_newer_file_that_they_see(
    revised, context
):
    report_publication.publish_file(context, CARD, revised.new)
    fates = _fates(context)
    assert {exact: (fate.state, fate.differs) for exact, fate in fates.items()} == {
        KEPT: (PlacementState.EXACT, False),
        MOVED: (PlacementState.MOVED, False),
        NUMBER: (PlacementState.EDITED, True),
        LONG: (PlacementState.EDITED, True),
        GONE: (PlacementState.GONE, True),
    }
    assert {fate.revision for fate in fates.values()} == {revised.new}
    assert (fates[MOVED].page, fates[MOVED].page_label) == (3, "3")
    assert (fates[GONE].page, fates[GONE].exact, fates[GONE].segments) == (None, "", ())


def test_a_wording_that_changed_is_shown_beside_the_quote_with_what_decides(
    revised, context
):
    report_publication.publish_file(context, CARD, revised.new)
    fate = _fates(context)[NUMBER]
    assert (fate.exact, fate.changed) == (NUMBER_NOW, ("12 → 21",))
    assert (fate.quoted_at.day, fate.fetched_at.day) == (1, 2)
    removed = "".join(s.text for s in fate.segments if s.kind is not DiffKind.ADDED)
    assert removed == NUMBER


def test_a_decision_settles_it_and_says_when(revised, context):
    report_publication.publish_file(context, CARD, revised.new)
    fate = _fates(context)[NUMBER]
    assert (fate.is_settled, fate.decided_at) == (False, None)
    _, waiting = review_queue.queue(context)
    [edited] = [i.placement.id for i in waiting if i.placement.passage.exact == NUMBER]
    review_queue.accept(context, edited)
    fate = _fates(context)[NUMBER]
    assert (fate.is_settled, fate.decided_at) == (True, context.now)


def test_quotes_of_a_withdrawn_file_are_hidden_on_the_page_and_not_in_its_preview(
    revised, context
):
    report_publication.publish_file(context, CARD, revised.new)
    report_publication.withdraw_file(context, CARD, revised.old)
    quotes = quotes_in(published(context).claims[0])
    assert {quote.revision for quote in quotes} == {revised.old}
    assert status_of(context, quotes, is_published=True).hidden == {revised.old}
    assert status_of(context, quotes, is_published=False).hidden == set()


def test_a_claim_needs_review_for_each_passage_that_waits_for_a_decision(context):
    number = claims.get_claim(context, CLAIM).id
    why = current_status.reasons(context, _every_claim(context))
    assert why.keys() == {number}  # nobody doubts the other one
    assert len(why[number]) == 3
    file = "in the newest file of Wren card"
    assert f"“{NUMBER}” is edited {file} (12 → 21)." in why[number]
    assert f"“{GONE}” is gone {file}." in why[number]
    cut = f"“{LONG[:SHOWN].rstrip()}…” is edited {file} (12 → 21)."
    assert cut in why[number]


def test_a_broken_seal_is_a_reason_only_for_what_readers_see(revised, context):
    [kept] = [q for q in quotes_in(_page(context).claim) if q.exact == KEPT]
    broken = Check(
        kept.passage, revised.old, 1, KEPT, SealOutcome.DIFFERS, "It says else."
    )
    seals.keep(context, [broken])
    alarm = "The seal of a quote on page 1 is broken: It says else."
    why = current_status.reasons(context, _every_claim(context)).values()
    assert [alarm in reasons for reasons in why] == [True, True]  # both rest on it
    publication.withdraw_claim(context, CLAIM)
    assert current_status.reasons(context, _every_claim(context)) == {}


def test_why_claims_need_review_is_not_for_readers(context):
    with pytest.raises(SignInNeededError):
        current_status.reasons(replace(context, actor=READER), _every_claim(context))


def _every_claim(context):
    return [claim.id for claim in claims.list_claims(context)]


def _reasons(context, slug):
    claim = claims.get_claim(context, slug)
    return current_status.reasons(context, [claim.id]).get(claim.id, [])


def test_a_side_of_a_tension_that_is_gone_asks_for_review_of_the_claim(
    revised, context
):
    kept, gone = (mark(context, CARD, x, sha256=revised.old) for x in (KEPT, GONE))
    slug = state(context, "It is disputed.")
    assert _reasons(context, slug) == []
    tension = tensions.add_tension(context, slug, TensionFacts("No.", kept, gone))
    [why] = _reasons(context, slug)
    assert why == f"“{GONE}” is gone in the newest file of Wren card."
    tensions.withdraw_tension(context, tension.id)
    assert _reasons(context, slug) == []


def test_so_does_the_lab_s_reason_to_set_a_result_aside(revised, context):
    kept, gone = (mark(context, CARD, x, sha256=revised.old) for x in (KEPT, GONE))
    test = evaluations.add_evaluation(
        context, EvaluationFacts("Kernels", "cyber"), lab="wren-labs"
    )
    facts = ResultFacts(
        "wren-1", "scored", "12", passage=kept, discount="Old.", discount_passage=gone
    )
    result = results.add_result(context, test.slug, facts).id
    slugs = [state(context, "It rests on it."), state(context, "It is disputed.")]
    target, weight = Target(result=result), Weight("supports")
    evidence.link_evidence(context, claim=slugs[0], target=target, weight=weight)
    tensions.add_tension(context, slugs[1], TensionFacts("No.", kept, result=result))
    for slug in slugs:
        [why] = _reasons(context, slug)
        assert why == f"“{GONE}” is gone in the newest file of Wren card."

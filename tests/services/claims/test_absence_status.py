"""Whether an absence holds is said of the newest file that whoever asks may see."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.absences import MOST_HITS
from annotator.domain.claims import ClaimFacts
from annotator.domain.vocabulary import AbsenceState, State
from annotator.services.claims import absence_status, absences, claims
from annotator.services.claims.evidence import Weight
from annotator.services.context import READER
from annotator.services.library import reports

TRIAL = "In the uplift trial, 36 people took part."
INTERVAL = "The uplift trial had a confidence interval of 0.9 to 2.8."
CODING = "A confidence interval is given for coding alone."
CLAIM = "the-uplift-is-uncertain"
LINES = 40  # of a page


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A published claim rests on an absence; a draft of a newer file may say it."""
    with desk_in(tmp_path_factory.mktemp("status")) as desk:
        desk.take_in(text_pdf(["Wren card", "", TRIAL]), report="wren-card")
        desk.take_in(_long(), report="long-card")
        with desk.sit_down() as context:
            facts = ClaimFacts("The uplift is uncertain.", "cyber", "wren-labs")
            claims.add_claim(context, facts)
            number = _keep(context, "wren-card", "confidence interval")
            weight = Weight("supports")
            absences.cite_absence(context, number, claim=CLAIM, weight=weight)
        desk.publish_claim(CLAIM)
        newer = text_pdf(["Wren card, corrected", "", TRIAL, INTERVAL, CODING])
        desk.take_in(newer, report="wren-card")
        yield desk


def _long():
    said = [f"Task {number} has an interval." for number in range(MOST_HITS + LINES)]
    return text_pdf(*[said[at : at + LINES] for at in range(0, len(said), LINES)])


def _keep(context, report, queries):
    kept = absences.keep_absence(
        context, report=report, statement="No interval is given.", queries=queries
    )
    return kept.absence.id


def _cited(context):
    [receipt] = absences.list_absences(context)
    return receipt


def _judge(context, *says):
    receipt = _cited(context)
    for found, it_does in zip(receipt.hits, says, strict=False):
        absences.judge_sentence(
            context, receipt, found.hit.words, says=it_does, reason="So it reads."
        )
    return _cited(context)


def test_a_draft_that_may_say_it_counts_at_the_desk_and_not_for_readers(context):
    at_the_desk = _cited(context)
    [for_readers] = absence_status.receipts_for_readers(context, [at_the_desk.absence])
    assert at_the_desk.state is AbsenceState.NEEDS_A_LOOK
    assert for_readers.holds
    assert at_the_desk.is_public
    view = absence_status.absence_views(context, [at_the_desk.absence.id])
    reader = replace(context, actor=READER)
    [fate] = absence_status.fates(reader, view.values()).values()
    assert fate.state is AbsenceState.HOLDS
    assert fate.revision == for_readers.run.revision.sha256


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ([], "needs a look: 2 sentences of the file of 1 January 2030 not"),
        (
            [False],
            "needs a look: 1 sentence of the file of 1 January 2030 not judged yet.",
        ),
        ([True, False], "does not hold: it is said in a sentence of the file of 1 Jan"),
        ([True, True], "does not hold: it is said in 2 sentences of the file of"),
    ],
)
def test_the_reason_why_an_absence_does_not_hold_counts_what_was_found(
    context, says, told
):
    receipt = _judge(context, *says)
    assert told in absence_status.reason(receipt)
    [why] = absence_status.reasons(context, [1]).values()
    assert why == [absence_status.reason(receipt)]


def test_more_sentences_than_can_be_judged_are_said_to_be_too_many(context):
    receipt = absences.get_absence(context, _keep(context, "long-card", "interval"))
    assert len(receipt.hits) == MOST_HITS < receipt.run.total
    told = (
        f"finds {receipt.run.total} sentences in the file of 1 January 2030, too many"
    )
    assert told in absence_status.reason(receipt)


def test_an_absence_does_not_hold_in_a_text_that_was_not_searched_yet(context):
    number = _keep(context, "long-card", "confidence")
    assert absences.get_absence(context, number).holds
    report = reports.get_report(context, "long-card")
    reports.get_revision(context, report).extractor_version = "a better reader"
    receipt = absences.get_absence(context, number)
    assert not receipt.holds
    assert "has not been searched for" in absence_status.reason(receipt)


def test_a_page_shows_no_sentence_that_nobody_has_cleared(context):
    number = _keep(context, "wren-card", "confidence interval")
    [first, second] = absences.get_absence(context, number).hits
    for found, says in ((first, True), (second, False)):
        absences.judge_hit(
            context, number, start=found.hit.start, says=says, reason="So it reads."
        )
    [view] = absence_status.absence_views(context, [number]).values()
    assert (view.found, [hit.words for hit in view.hits]) == (2, [CODING])


def test_a_claim_that_was_withdrawn_rests_on_nothing(context):
    assert [claim.slug for claim in _cited(context).claims] == [CLAIM]
    claims.get_claim(context, CLAIM).state = State.WITHDRAWN
    assert _cited(context).claims == ()
    assert absence_status.reasons(context, [1]) == {}


def test_absences_are_listed_a_page_at_a_time_or_only_those_that_wait(
    context, monkeypatch
):
    monkeypatch.setattr(absence_status, "ABSENCES_ON_A_PAGE", 2)
    numbers = [_keep(context, "wren-card", "confidence interval") for _ in range(2)]
    holds = _keep(context, "long-card", "confidence")

    def listed(**asked):
        page = absence_status.list_page(context, **asked)
        found = [receipt.absence.id for receipt in page.receipts]
        return found, page.total, page.has_more

    everything = [holds, *numbers[::-1]]
    known = absence_status.list_page(context).total
    assert listed() == (everything[:2], known, known > 2)
    assert listed(page=2)[0][:1] == everything[2:3]
    waiting, total, _ = listed(only_waiting=True)
    assert holds not in waiting
    assert waiting == numbers[::-1]
    assert total == absence_status.count_waiting(context)

"""That a report does not say something is searched for, judged, kept and watched."""

import pytest
from pdfs import text_pdf
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import ConflictError, ForbiddenError, InvalidError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import AbsenceState
from annotator.services.claims import absences, claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.published import collection, editions, gate
from annotator.services.publishing import current_status, drafts_as_pages, pages
from annotator.storage import events

CARD = "wren-card"
STATEMENT = "The card gives no confidence interval for the uplift trial."
QUERIES = "confidence interval\n“uplift trial”"
TRIAL = "In the uplift trial, 36 people took part."
INTERVAL = "The uplift trial had a confidence interval of 0.9 to 2.8."
CODING = "Confidence intervals are given for coding alone."
HOLDS, BROKEN = AbsenceState.HOLDS, AbsenceState.BROKEN
NEEDS_A_LOOK = AbsenceState.NEEDS_A_LOOK

OLD = text_pdf(["Wren card", "", TRIAL, "That is all that we measured."])
SAME = text_pdf(["Wren card, second printing", "", "We add thanks.", TRIAL])
MORE = text_pdf(["Wren card, revised", "", TRIAL, CODING, "Nothing else is new."])
SAID = text_pdf(["Wren card, corrected", "", TRIAL, INTERVAL])


@pytest.fixture
def old(desk):
    return desk.take_in(OLD, report=CARD)


def _keep(desk, queries=QUERIES, role=Role.ANALYST):
    with desk.sit_down(role) as context:
        kept = absences.keep_absence(
            context, report=CARD, statement=STATEMENT, queries=queries
        )
        return kept.absence.id


def _get(desk, number):
    with desk.sit_down() as context:
        return absences.get_absence(context, number)


def _judge(desk, number, sentence, *, says, role=Role.EDITOR, reason="Not of this."):
    [start] = [
        each.hit.start for each in _get(desk, number).hits if each.hit.words == sentence
    ]
    with desk.sit_down(role) as context:
        absences.judge_hit(context, number, start=start, says=says, reason=reason)


def _found(desk, number):
    return [each.hit.words for each in _get(desk, number).hits]


def test_what_nothing_says_holds_at_once_with_the_file_by_its_hash(desk, old):
    kept = _get(desk, _keep(desk, "confidence interval"))
    assert kept.holds
    assert kept.run.revision.sha256 == old
    assert (kept.run.by, kept.run.queries) == ("An analyst", ["confidence interval"])


def test_what_is_found_is_judged_with_a_reason(desk, old):
    number = _keep(desk)
    kept = _get(desk, number)
    assert (kept.state, kept.unjudged) == (NEEDS_A_LOOK, 1)
    assert _found(desk, number) == [TRIAL]
    with pytest.raises(InvalidError, match="give a short reason"):
        _judge(desk, number, TRIAL, says=False, reason=" ")
    _judge(desk, number, TRIAL, says=False, reason="It names the trial only.")
    kept = _get(desk, number)
    assert kept.holds
    assert kept.hits[0].judgement.reason == "It names the trial only."
    _judge(desk, number, TRIAL, says=True, reason="On second thoughts.")
    assert _get(desk, number).state is BROKEN


@pytest.mark.parametrize(
    ("statement", "queries", "field"),
    [(" ", "trial", "statement"), ("x" * 1001, "trial", "statement"), ("x", "", "que")],
)
def test_an_absence_without_words_is_refused(desk, old, statement, queries, field):
    with desk.sit_down() as context, pytest.raises(InvalidError, match=field):
        absences.keep_absence(
            context, report=CARD, statement=statement, queries=queries
        )


def test_a_new_file_is_searched_and_judgements_carry_over(desk, old):
    number = _keep(desk)
    _judge(desk, number, TRIAL, says=False)
    same = desk.take_in(SAME, report=CARD)
    kept = _get(desk, number)
    assert kept.holds
    assert kept.run.revision.sha256 == same
    assert kept.run.by == "the program"
    with desk.sit_down() as context:
        assert len(absences.list_runs(context, number)) == 2


def test_a_new_file_that_says_more_needs_a_look(desk, old):
    number = _keep(desk)
    _judge(desk, number, TRIAL, says=False)
    desk.take_in(MORE, report=CARD)
    kept = _get(desk, number)
    assert (kept.state, kept.unjudged) == (NEEDS_A_LOOK, 1)
    assert _found(desk, number) == [TRIAL, CODING]
    _judge(desk, number, CODING, says=False, reason="Of coding, not of the trial.")
    assert _get(desk, number).holds


def test_searching_again_for_the_same_keeps_nothing_new(desk, old):
    number = _keep(desk)
    with desk.sit_down(days=1) as context:
        absences.check_absences(context)
        assert len(absences.list_runs(context, number)) == 1


def test_other_queries_are_a_run_of_their_own_and_the_last_one_counts(desk, old):
    number = _keep(desk)
    with desk.sit_down(days=1) as context:
        kept = absences.run_absence(context, number, queries="confidence bound")
        assert kept.holds
        runs = absences.list_runs(context, number)
    assert [run.queries for run in runs] == [
        ["confidence bound"],
        ["confidence interval", "“uplift trial”"],
    ]


def test_a_sentence_that_is_not_found_any_more_cannot_be_judged(desk, old):
    number = _keep(desk)
    with desk.sit_down() as context, pytest.raises(ConflictError, match="run again"):
        absences.judge_hit(context, number, start=9_999, says=True, reason="It does.")


def test_runs_and_judgements_are_never_rewritten(desk, old):
    number = _keep(desk)
    _judge(desk, number, TRIAL, says=False)
    for change in (
        "UPDATE absence_run SET total = 0",
        "DELETE FROM absence_run",
        "UPDATE absence_judgement SET says = 1",
        "DELETE FROM absence_judgement",
    ):
        with pytest.raises(DBAPIError, match="append-only"), desk.sit_down() as context:
            context.session.execute(sql(change))


def test_the_history_tells_who_kept_and_judged(desk, old):
    number = _keep(desk)
    _judge(desk, number, TRIAL, says=False)
    with desk.sit_down() as context:
        told = [
            (event.actor, event.entity) for event in events.newest(context.session, 50)
        ]
    assert ("An analyst", "absence") in told
    assert ("An analyst", "absence_run") in told
    assert ("An editor", "absence_judgement") in told


# As evidence


@pytest.fixture
def claim(desk, old):
    """A claim in draft that rests on an absence; the absence's number."""
    number = _keep(desk)
    with desk.sit_down() as context:
        facts = ClaimFacts(
            "The uplift is uncertain.", category="cyber", lab="wren-labs"
        )
        slug = claims.add_claim(context, facts).slug
        absences.cite_absence(
            context, number, claim=slug, weight=Weight(stance="supports")
        )
    return slug, number


@pytest.fixture
def published(desk, claim):
    slug, number = claim
    _judge(desk, number, TRIAL, says=False, reason="It names the trial only.")
    desk.publish_claim(slug)
    desk.do_jobs()
    return claim


def _page(desk, slug):
    with desk.sit_down(Role.READER) as context:
        return pages.claim_page(context, slug)


def test_evidence_names_one_thing(desk, claim):
    with (
        desk.sit_down() as context,
        pytest.raises(InvalidError, match="exactly one passage, result, absence"),
    ):
        evidence.link_evidence(
            context,
            claim=claim[0],
            target=Target(absence=claim[1], source_url="https://example.org"),
            weight=Weight(stance="supports"),
        )


def test_a_claim_rests_on_an_absence_once(desk, claim):
    slug, number = claim
    with desk.sit_down() as context, pytest.raises(InvalidError, match="already"):
        absences.cite_absence(
            context, number, claim=slug, weight=Weight(stance="supports")
        )


def test_a_claim_is_not_published_while_its_absence_does_not_hold(desk, claim):
    slug, number = claim
    with pytest.raises(ConflictError, match="needs a look"):
        desk.publish_claim(slug)
    _judge(desk, number, TRIAL, says=True, reason="It does.")
    with pytest.raises(ConflictError, match="not hold"):
        desk.publish_claim(slug)
    with desk.sit_down(Role.READER) as context:
        assert collection.published(context).claims == ()


def test_readers_see_what_was_searched_where_and_how_it_was_judged(
    desk, published, old
):
    page = _page(desk, published[0])
    [link] = page.claim.evidence
    shown = link.absence
    assert shown.statement == STATEMENT
    assert shown.queries == ("confidence interval", "“uplift trial”")
    assert (shown.report, shown.revision) == (CARD, old)
    [hit] = shown.hits
    assert (hit.words, hit.reason) == (TRIAL, "It names the trial only.")
    assert (hit.page_label, hit.by, shown.by) == ("1", "An editor", "An analyst")
    assert page.status.failing == []
    with desk.sit_down(Role.READER) as context:
        assert gate.public_report(context, CARD).newest.sha256 == old


def test_readers_are_told_when_a_newer_file_may_say_it_until_it_is_judged(
    desk, published
):
    slug, number = published
    said = desk.take_in(SAID, report=CARD)
    desk.publish_file(CARD)
    [failing] = _page(desk, slug).status.failing
    assert (failing.state, failing.revision) == (NEEDS_A_LOOK, said)
    _judge(desk, number, INTERVAL, says=False, reason="Of another trial.")
    page = _page(desk, slug)
    assert page.status.failing == []
    assert page.status.absences[number].revision == said


def test_an_absence_that_no_longer_holds_stays_flagged(desk, published):
    slug, number = published
    desk.take_in(SAID, report=CARD)
    desk.publish_file(CARD)
    _judge(desk, number, INTERVAL, says=True, reason="There it is.")
    [failing] = _page(desk, slug).status.failing
    assert failing.state is BROKEN
    with desk.sit_down() as context:
        [why] = current_status.reasons(context, _every_claim(context)).values()
        assert STATEMENT in why[0]
        assert "does not hold" in why[0]
    with pytest.raises(ConflictError, match="not hold"):
        desk.publish_claim(slug)


def test_a_claim_needs_review_because_of_what_nobody_has_judged(desk, claim):
    with desk.sit_down() as context:
        [why] = current_status.reasons(context, _every_claim(context)).values()
    [told] = why
    assert STATEMENT in told
    assert "not judged yet" in told


def test_only_an_editor_decides_on_what_readers_see(desk, published):
    _, number = published
    with pytest.raises(ForbiddenError):
        _judge(desk, number, TRIAL, says=True, role=Role.ANALYST, reason="It does.")
    with desk.sit_down(Role.ANALYST) as context, pytest.raises(ForbiddenError):
        absences.run_absence(context, number, queries="something else")


def test_an_absence_that_a_claim_rests_on_is_not_withdrawn(desk, claim):
    slug, number = claim
    with (
        desk.sit_down() as context,
        pytest.raises(ConflictError, match="uses this absence as evidence"),
    ):
        absences.withdraw_absence(context, number)
    with desk.sit_down() as context:
        [view] = drafts_as_pages.claim_views(context, [claims.get_claim(context, slug)])
        evidence.withdraw_evidence(context, view.evidence[0].id)
    with desk.sit_down() as context:
        absences.withdraw_absence(context, number)
        assert absences.list_absences(context) == []
    desk.take_in(MORE, report=CARD)
    with desk.sit_down() as context:
        absences.restore_absence(context, number)
        [kept] = absences.list_absences(context)
    assert [each.hit.words for each in kept.hits] == [TRIAL, CODING]


def test_a_claim_that_was_frozen_before_there_were_absences_has_not_changed(desk, old):
    with desk.sit_down() as context:
        facts = ClaimFacts("Wren 1 is safe.", category="cyber", lab="wren-labs")
        slug = claims.add_claim(context, facts).slug
        source = Target(source_url="https://example.org")
        weight = Weight(stance="context")
        evidence.link_evidence(context, claim=slug, target=source, weight=weight)
    edition = desk.publish_claim(slug)
    with desk.sit_down() as context:
        then = edition.body.replace(',"absence":null', "")
        assert then != edition.body
        context.session.execute(sql("DROP TRIGGER publication_refuses_update"))
        context.session.execute(sql("UPDATE publication SET body = :b"), {"b": then})
    with desk.sit_down() as context:
        [view] = drafts_as_pages.claim_views(context, [claims.get_claim(context, slug)])
        assert not editions.has_changed(context, view)
    assert desk.publish_claim(slug).edition == 1


def _every_claim(context):
    return [claim.id for claim in claims.list_claims(context)]

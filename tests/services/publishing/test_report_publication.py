"""Editors decide on a report's facts and on each of its files what readers see of them."""

from collections import namedtuple
from dataclasses import replace

import pytest
from pdfs import text_pdf
from wren_claims import cite, describe, state

from annotator.domain.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    WithdrawnError,
)
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import State
from annotator.services.claims import claims
from annotator.services.context import READER
from annotator.services.library import reports
from annotator.services.published import gate
from annotator.services.published.editions import publish_edition
from annotator.services.publishing import report_publication
from annotator.services.publishing.drafts_as_pages import claim_views

CARD, QUOTE = "card", "Wren 1 solved 12 tasks."

Card = namedtuple("Card", "desk first second third")


@pytest.fixture(scope="module")
def card(desk_in, tmp_path_factory):
    """A report with three files, taken in a day apart; tests drop what they change."""
    with desk_in(tmp_path_factory.mktemp("reports")) as desk:
        files = [
            desk.take_in(text_pdf([QUOTE, f"File {day}."]), report=CARD, days=day)
            for day in range(3)
        ]
        yield Card(desk, *files)


@pytest.fixture
def context(card):
    with card.desk.rehearse(days=9) as context:
        yield context


def _shown(context):
    """What readers see of the report: title and files, newest first."""
    report = gate.public_report(replace(context, actor=READER), CARD)
    return report.facts.title, [each.sha256 for each in report.files]


def test_the_first_file_that_is_published_makes_the_report_public(card, context):
    with pytest.raises(NotFoundError):
        _shown(context)
    report_publication.publish_file(context, CARD, card.second)
    assert _shown(context) == (CARD, [card.second])
    report_publication.publish_file(context, CARD, card.first)
    assert _shown(context) == (CARD, [card.second, card.first])
    report_publication.publish_file(context, CARD, "latest")
    assert _shown(context) == (CARD, [card.third, card.second, card.first])


def test_facts_stay_as_they_were_frozen_until_they_are_published(card, context):
    report_publication.publish_file(context, CARD, card.first)
    describe(context, CARD, title="Another title")
    report_publication.publish_file(context, CARD, card.second)
    assert _shown(context)[0] == CARD
    status = report_publication.report_status(context, CARD)
    assert ("Title", CARD, "Another title") in status.changes
    assert ("Models", "", "Wren 1") in status.changes
    report_publication.publish_facts(context, CARD)
    assert _shown(context) == ("Another title", [card.second, card.first])
    assert report_publication.report_status(context, CARD).changes == ()


def test_publishing_what_readers_see_already_is_no_new_edition(card, context):
    first = report_publication.publish_file(context, CARD, card.first)
    again = report_publication.publish_file(context, CARD, card.first)
    assert (first.edition, again.id) == (1, first.id)


def test_a_newer_file_is_announced_by_its_day_until_it_is_out(card, context):
    report_publication.publish_file(context, CARD, card.first)
    report_publication.announce_file(context, CARD, card.third)
    assert gate.public_report(context, CARD).announced.day == 3
    report_publication.publish_file(context, CARD, card.second)
    assert gate.public_report(context, CARD).announced.day == 3
    report_publication.publish_file(context, CARD, card.third)
    assert gate.public_report(context, CARD).announced is None
    with pytest.raises(ConflictError, match="Readers see this file already"):
        report_publication.announce_file(context, CARD, card.third)


def test_a_notice_is_taken_back(card, context):
    report_publication.publish_file(context, CARD, card.first)
    report_publication.announce_file(context, CARD, card.second)
    report_publication.take_back_notice(context, CARD)
    assert gate.public_report(context, CARD).announced is None


def test_a_file_that_is_withdrawn_leaves_its_days_and_comes_back_without_them(
    card, context
):
    for sha256 in (card.first, card.second):
        report_publication.publish_file(context, CARD, sha256)
    report_publication.withdraw_file(context, CARD, card.first)
    assert _shown(context)[1] == [card.second]
    [gone] = gate.public_report(context, CARD).withdrawn
    assert (gone.sha256, gone.fetched_at.day, gone.withdrawn_at) == (
        card.first,
        1,
        context.now,
    )
    with pytest.raises(ConflictError, match="Readers do not see this file"):
        report_publication.withdraw_file(context, CARD, card.first)
    report_publication.publish_file(context, CARD, card.first)
    assert gate.public_report(context, CARD).withdrawn == ()


def test_with_its_last_file_a_report_is_withdrawn(card, context):
    report_publication.publish_file(context, CARD, card.first)
    report_publication.withdraw_file(context, CARD, card.first)
    with pytest.raises(WithdrawnError, match="This report was withdrawn on 10 January"):
        _shown(context)
    report = reports.get_report(context, CARD)
    assert report.state is State.WITHDRAWN
    states = {
        each.sha256: each.state for each in reports.list_revisions(context, report)
    }
    assert states == {
        card.first: State.WITHDRAWN,
        card.second: State.DRAFT,
        card.third: State.DRAFT,
    }


def test_a_report_that_comes_back_says_of_its_other_files_that_they_are_withdrawn(
    card, context
):
    for sha256 in (card.first, card.second):
        report_publication.publish_file(context, CARD, sha256)
    report_publication.withdraw_report(context, CARD)
    report_publication.publish_file(context, CARD, card.third)
    shown = gate.public_report(context, CARD)
    assert _shown(context)[1] == [card.third]
    assert {each.sha256 for each in shown.withdrawn} == {card.first, card.second}


def test_what_readers_do_not_see_is_neither_changed_nor_withdrawn(card, context):
    unseen = pytest.raises(ConflictError, match="Readers do not see this report")
    with unseen:
        report_publication.publish_facts(context, CARD)
    with unseen:
        report_publication.take_back_notice(context, CARD)
    with unseen:
        report_publication.announce_file(context, CARD, card.first)
    with unseen:
        report_publication.withdraw_file(context, CARD, card.first)
    with unseen:
        report_publication.withdraw_report(context, CARD)


def test_a_file_of_another_report_is_not_published_under_this_one(card, context):
    with pytest.raises(NotFoundError):
        report_publication.publish_file(context, CARD, "0" * 64)


def test_the_pages_that_quote_a_report_are_named_beside_it(card, context):
    slug = state(context, "It is safe.")
    cite(context, slug, CARD, QUOTE)
    assert report_publication.report_status(context, CARD).citing == []
    [view] = claim_views(context, [claims.get_claim(context, slug)])
    publish_edition(context, view.text, view)
    [citing] = report_publication.report_status(context, CARD).citing
    assert (citing.kind, citing.slug) == ("claim", slug)


def test_analysts_see_the_status_and_change_nothing(card):
    with card.desk.rehearse(Role.ANALYST) as context:
        status = report_publication.report_status(context, CARD)
        assert (status.shown, status.changes) == (None, ())
        assert status.files[0].sha256 == card.third
        for act in (
            report_publication.publish_file,
            report_publication.announce_file,
            report_publication.withdraw_file,
        ):
            with pytest.raises(ForbiddenError):
                act(context, CARD, card.first)

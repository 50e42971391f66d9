"""The very contents of an edition are given out while all in them may be shown."""

from dataclasses import replace

import pytest
from claim_views import NOTHING_NEW, a_claim, a_link, a_quote, an_absence

from annotator.domain.views.contents import LabView
from annotator.domain.views.reports import FileView, PublicReportView, ReportFactsView
from annotator.domain.views.status import SealView
from annotator.domain.vocabulary import SealOutcome
from annotator.services.published import contents, edition_history, editions

SHA = "a" * 64


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("contents")) as desk:
        yield desk


@pytest.fixture
def context(desk):
    with desk.rehearse() as context:
        yield context


SAFE = a_claim("safe", a_link(quote=a_quote()))


def _hidden():
    return replace(NOTHING_NEW, hidden=frozenset({SHA}))


def _broken(now):
    differs = SealOutcome.DIFFERS
    seal = SealView(differs, "7 for 1", differs, "", SHA, 6, "A, B", now)
    return replace(NOTHING_NEW, seals={(1, SHA): seal})


def test_a_claim_s_contents_may_be_had_as_long_as_its_quotes_are_shown(context):
    assert contents.may_be_had(context, SAFE, NOTHING_NEW)
    assert not contents.may_be_had(context, SAFE, _hidden())
    assert not contents.may_be_had(context, SAFE, _broken(context.now))
    assert not contents.may_be_had(context, SAFE, None)


def test_an_absence_in_a_withdrawn_file_is_not_given_out(context):
    claim = a_claim("safe", a_link(absence=an_absence(context.now)))
    assert contents.may_be_had(context, claim, NOTHING_NEW)
    assert not contents.may_be_had(context, claim, _hidden())


def test_a_claim_that_is_part_of_a_draft_waits_until_that_is_public(context):
    part = replace(SAFE, parent="whole")
    assert not contents.may_be_had(context, part, NOTHING_NEW)
    editions.publish_edition(context, "Whole.", a_claim("whole"))
    assert contents.may_be_had(context, part, NOTHING_NEW)


def test_a_report_s_contents_may_be_had_while_its_files_are_public(context):
    facts = ReportFactsView(
        "card", "Card", "system card", "2030", "", LabView("l", "L"), ()
    )
    file = FileView(SHA, 1, 1, "2030", context.now)
    assert contents.may_be_had(context, PublicReportView(facts, ()), None)
    assert not contents.may_be_had(context, PublicReportView(facts, (file,)), None)


def test_an_edition_says_whether_its_contents_may_be_had(context):
    bare = a_claim("safe")
    found = editions.publish_edition(context, bare.text, bare)
    edition = edition_history.edition_of(context, found)
    assert not edition.is_open
    assert contents.opened(context, edition, bare, NOTHING_NEW).is_open

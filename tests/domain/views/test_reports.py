"""Which files of a report readers may see, and what is left of those that are gone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.views.contents import LabView
from annotator.domain.views.reports import (
    FileView,
    PublicReportView,
    ReportFactsView,
    WithdrawnFileView,
)
from annotator.domain.vocabulary import ReportKind

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
FACTS = ReportFactsView(
    slug="heron-card",
    title="Heron Card",
    kind=ReportKind.SYSTEM_CARD,
    published="2030",
    source_url="",
    lab=LabView("wren-labs", "Wren Labs"),
    models=(),
)


@pytest.fixture
def file(now):
    """A function that gives a file that came in so many days after noon."""

    def file(sha256, *, days=0):
        fetched = now + timedelta(days=days)
        return FileView(sha256, 1_000, 9, "2030", fetched)

    return file


def test_the_newest_file_is_shown_and_each_is_found_by_its_hash(file):
    report = PublicReportView(FACTS, (file("new", days=1), file("old")))
    assert report.slug == "heron-card"
    assert report.newest == report.file("new")
    assert report.file("old") == file("old")
    assert report.file("other") is None


def test_a_report_without_public_files_has_no_newest():
    assert PublicReportView(FACTS, ()).newest is None


def test_a_file_that_is_withdrawn_leaves_a_note_and_nothing_it_says(file, now):
    report = PublicReportView(FACTS, (file("new", days=1), file("old")))
    later = now + timedelta(days=2)
    left = report.without_file("old", later)
    assert left.files == (file("new", days=1),)
    assert left.withdrawn == (WithdrawnFileView("old", now, later),)
    assert left.without_file("new", later).withdrawn[0].sha256 == "new"


def test_to_withdraw_a_file_that_is_not_public_changes_nothing(file, now):
    report = PublicReportView(FACTS, (file("new"),))
    assert report.without_file("other", now) == report


def test_a_file_that_is_published_again_is_not_withdrawn_any_more(file, now):
    report = PublicReportView(FACTS, (file("old"), file("older")))
    gone = report.without_file("old", now).without_file("older", now)
    back = gone.with_files((file("old"),))
    assert [each.sha256 for each in back.withdrawn] == ["older"]


@pytest.mark.parametrize(("days", "is_there"), [(0, False), (2, True), (3, True)])
def test_a_newer_file_is_announced_until_one_as_new_is_public(
    file, now, days, is_there
):
    announced = now + timedelta(days=2)
    report = PublicReportView(FACTS, (), announced=announced)
    shown = report.with_files((file("new", days=days), file("old", days=-1)))
    assert shown.announced == (None if is_there else announced)


def test_where_nothing_is_announced_nothing_is_taken_back(file):
    assert PublicReportView(FACTS, ()).with_files((file("new"),)).announced is None


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abc")), max_size=8))
def test_a_file_is_public_or_withdrawn_and_never_both(acts):
    report = PublicReportView(FACTS, ())
    for publishes, sha256 in acts:
        others = tuple(each for each in report.files if each.sha256 != sha256)
        if publishes:
            shown = FileView(sha256, 1, 1, "2030", NOON)
            report = report.with_files((shown, *others))
        else:
            report = report.without_file(sha256, NOON)
        public = [each.sha256 for each in report.files]
        withdrawn = [each.sha256 for each in report.withdrawn]
        assert len({*public, *withdrawn}) == len(public) + len(withdrawn)

"""The whole way once on a real PostgreSQL, by its address alone."""

from threading import Thread

import pytest
from pdfs import text_pdf
from sqlalchemy import text as sql

from annotator import paths
from annotator.domain.errors import RemovedError
from annotator.jobs.worker import work_all
from annotator.services.claims import capture, many_passages, passage_lists
from annotator.services.claims.many_passages import Chosen
from annotator.services.claims.passage_lists import PassageFilters, PassageState
from annotator.services.context import READER, Context
from annotator.services.history import acts
from annotator.services.history.acts import Asked
from annotator.services.intake import removal, removal_plan, uploads
from annotator.services.intake.inspection import ReportFacts
from annotator.services.intake.uploads import Received
from annotator.services.library import reports
from annotator.services.publishing import pages
from annotator.services.search import words
from annotator.services.stores import open_stores
from annotator.storage.database.engine import take_turns


@pytest.fixture
def stores(tmp_path, postgresql_url):
    """An installation that keeps its rows in PostgreSQL."""
    opened = open_stores(tmp_path, paths.REPORTS_PDF, postgresql_url)
    yield opened
    opened.close()


def test_the_sample_is_loaded_published_and_searched(desk, stores, now):
    desk.load_sample()
    work_all(stores)
    with stores.database.reading() as session:
        reader = Context(session, stores, READER, now)
        page = pages.scorecard_page(reader, "heron-2")
        assert len(page.groups[0].cards) == 5
        assert len(page.groups[1].cards) == 3
        assert words.search(reader, "amber line").total > 0


def test_a_file_is_sent_looked_at_taken_in_removed_and_sent_again(stores, desk):
    content = text_pdf(["The Wren card", "", "Wren 1 is safe."])
    received = Received("a.pdf", stores.staging.put(content), len(content))
    with desk.sit_down() as context:
        upload = uploads.add_upload(context, received).id
        assert uploads.add_upload(context, received).id == upload
    work_all(stores)
    with desk.sit_down() as context:
        facts = ReportFacts("Wren Labs", "Wren card", "system card", "2030")
        uploads.describe_upload(context, upload, facts)
    work_all(stores)
    with desk.sit_down() as context:
        assert uploads.get_upload(context, upload).report.slug == "wren-card"
        removal.remove_report(context, "wren-card")
        assert uploads.add_upload(context, received).slug == "wren-card"
        assert [x.report.slug for x in reports.list_reports(context)] == ["wren-card"]


def test_one_at_a_time_does_what_has_one_name(stores, desk):
    """Two transactions that take turns: the second waits until the first is kept."""
    seen = []

    def second():
        with desk.sit_down() as context:
            take_turns(context.session, "a thing")
            seen.append("second")

    with desk.sit_down() as context:
        take_turns(context.session, "a thing")
        waiting = Thread(target=second)
        waiting.start()
        while not _somebody_waits(context):
            assert waiting.is_alive()
        seen.append("first")
    waiting.join(timeout=120)
    assert seen == ["first", "second"]


def test_whoever_marks_while_a_report_is_removed_is_told(stores, desk):
    said = "Wren 1 is safe in all of the tests that were run."
    sha256 = desk.take_in(text_pdf([said]), report="wren-card")
    refused = []

    def mark():
        with desk.sit_down() as context:
            try:
                capture.capture(context, capture.Words(sha256, 0, len(said)))
            except RemovedError as error:
                refused.append(error.key)

    with desk.sit_down() as context:
        removal.remove_report(context, "wren-card")
        marking = Thread(target=mark)
        marking.start()
        while not _somebody_waits(context):
            assert marking.is_alive()
    marking.join(timeout=120)
    assert refused == [sha256]


def test_passages_are_listed_and_changed_at_once_and_the_history_tells_it(desk):
    said = "Wren 1 is safe in all of the tests that were run."
    sha256 = desk.take_in(text_pdf([said]), report="wren-card")
    with desk.sit_down() as context:
        capture.capture(context, capture.Words(sha256, 0, len(said)))
    with desk.sit_down() as context:
        everything = PassageFilters(words=("safe",))
        many_passages.tag_all(context, Chosen(everything=everything, found=1), "good")
    with desk.sit_down() as context:
        report = reports.get_report(context, "wren-card")
        for state in PassageState:
            filters = PassageFilters(state=state, report="wren-card")
            passage_lists.list_page(context, filters)
        asked = Asked(about=("report", report.id), thing="passages")
        found = acts.list_acts(context, asked).acts
        assert len(acts.get_act(context, found[0].first).rows) > 0
        going = removal_plan.plan_report(context, "wren-card")
        assert (len(going.passages), going.reasons) == (1, ())
        [tagged] = acts.list_acts(context, Asked()).acts[:1]
    assert "".join(part.text for part in tagged.parts) == f"tagged “{said}” as “good”"


def _somebody_waits(context):
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )
    return context.session.scalar(sql(waiting))

"""The whole way once on a real PostgreSQL, by its address alone."""

from threading import Thread

import pytest
from pdfs import text_pdf
from sqlalchemy import text as sql

from annotator import paths
from annotator.jobs.worker import work_all
from annotator.services.context import READER, Context
from annotator.services.intake import removal, uploads
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
        assert len(page.evaluation_cards) == 5
        assert len(page.safety_case_cards) == 3
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


def _somebody_waits(context):
    waiting = (
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    )
    return context.session.scalar(sql(waiting))

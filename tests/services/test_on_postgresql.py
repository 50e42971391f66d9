"""The whole way once on a real PostgreSQL, by its address alone."""

import pytest

from annotator import paths
from annotator.jobs.worker import work_all
from annotator.services import public, search
from annotator.services.context import READER, Context
from annotator.services.stores import open_stores


@pytest.fixture
def stores(tmp_path, postgresql_url):
    """An installation that keeps its rows in PostgreSQL."""
    opened = open_stores(tmp_path, paths.REPORTS_PDF, postgresql_url)
    yield opened
    opened.close()


def test_the_sample_is_loaded_published_and_searched(stores, desk, now):
    desk.load_sample()
    work_all(stores)
    with stores.database.reading() as session:
        reader = Context(session, stores, READER, now)
        page = public.scorecard_page(reader, "heron-2")
        assert len(page.evaluation_cards) == 5
        assert len(page.safety_case_cards) == 3
        assert search.search(reader, "amber line").total > 0

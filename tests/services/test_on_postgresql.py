"""The whole way once on a real PostgreSQL, by its address alone."""

import pytest

from annotator import paths
from annotator.domain.permissions import Role
from annotator.jobs.worker import work_all
from annotator.services import demo, public, search
from annotator.services.context import READER, Actor, Context
from annotator.services.stores import open_stores

OPERATOR = Actor("An admin", Role.ADMIN)


@pytest.fixture
def stores(tmp_path, postgresql_url):
    opened = open_stores(tmp_path, paths.REPORTS_PDF, postgresql_url)
    yield opened
    opened.close()


def test_the_sample_is_loaded_published_and_searched(stores, now):
    with stores.database.writing.begin() as session:
        demo.load(Context(session, stores, OPERATOR, now))
    work_all(stores)
    with stores.database.reading() as session:
        reader = Context(session, stores, READER, now)
        page = public.scorecard_page(reader, "heron-2")
        assert len(page.evaluation_cards) == 5
        assert len(page.safety_case_cards) == 3
        assert search.search(reader, "amber line").total > 0

"""A process that cannot see the files accuses no quote; when they are back, all is well."""

from datetime import UTC, datetime

import pytest
from soak import figure
from sqlalchemy import func, select

from annotator.domain.permissions import Role
from annotator.domain.views.status import WITHHELD
from annotator.domain.vocabulary import SealOutcome
from annotator.jobs.worker import work_all
from annotator.services import jobs
from annotator.services.claims import claims
from annotator.services.context import READER, Actor, Context
from annotator.services.published import snapshots
from annotator.services.publishing import current_status, pages
from annotator.services.stores import open_stores
from annotator.storage.published.seals import Seal

ROUNDS = figure(ci=3, soak=50)

pytestmark = [pytest.mark.soak, pytest.mark.slow]


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory, sample_ready):
    with desk_in(tmp_path_factory.mktemp("sample"), sample_ready) as desk:
        yield desk


def _check_as_every_night(stores):
    """Check every public quote as the nightly job does; return how many it could not."""
    admin = Actor("the program", Role.ADMIN)
    with stores.database.writing.begin() as session:
        context = Context(session, stores, admin, datetime.now(UTC))
        jobs.put(context, kind="verify", title="Check", payload={})
        newest = session.scalar(select(func.max(Seal.id)))
    work_all(stores)
    with stores.database.reading() as session:
        outcomes = session.scalars(select(Seal.outcome).where(Seal.id > newest)).all()
    assert outcomes, "nothing was checked"
    return outcomes.count(SealOutcome.NOT_CHECKED)


def _called_broken(desk):
    """How many quotes are withheld or alarmed about, anywhere."""
    with desk.look(Role.READER) as context:
        page = pages.scorecard_page(context, "heron-2")
        claims = [pages.claim_page(context, c.slug) for c in _claims(page)]
    with desk.look() as context:
        alarms = len(current_status.reasons(context, _every_claim(context)))
    withheld = sum(
        quote.exact == WITHHELD
        for each in claims
        for quote in snapshots.quotes_in(each.claim)
    )
    banners = sum(len(each.status.broken) for each in [page, *claims])
    return withheld + banners + alarms


def _claims(page):
    cards = page.cards
    return [claim for card in cards for claim in card.claims]


def _renamed_away(desk, _tmp_path):
    folder = desk.stores.files.folder
    away = folder.rename(folder.with_name("elsewhere"))
    try:
        return _check_as_every_night(desk.stores)
    finally:
        away.rename(folder)


def _another_server(desk, tmp_path):
    """A second server on the same database, with a data folder of its own."""
    url = desk.stores.database.engine.url.render_as_string(hide_password=False)
    other = open_stores(tmp_path / "other", desk.stores.reports_pdf, url)
    try:
        return _check_as_every_night(other)
    finally:
        other.close()


@pytest.mark.parametrize("away", [_renamed_away, _another_server])
def test_files_that_are_away_brand_no_quote(desk, tmp_path, away):
    missed = 0
    for _ in range(ROUNDS):
        missed += away(desk, tmp_path)
        assert _called_broken(desk) == 0
        assert _check_as_every_night(desk.stores) == 0
        assert _called_broken(desk) == 0
    print(f"{ROUNDS} times away: {missed} checks not made, 0 quotes called broken")
    assert missed >= ROUNDS * 50


def test_readers_go_on_reading_while_the_files_are_away(desk):
    folder = desk.stores.files.folder
    away = folder.rename(folder.with_name("elsewhere"))
    try:
        with desk.stores.database.reading() as session:
            reader = Context(session, desk.stores, READER, datetime.now(UTC))
            assert _claims(pages.scorecard_page(reader, "heron-2"))
    finally:
        away.rename(folder)


def _every_claim(context):
    return [claim.id for claim in claims.list_claims(context)]

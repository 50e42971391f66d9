"""An index that was damaged is rebuilt while the program runs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from wren_public import CARD, FILE, QUOTE, put_out

from annotator.domain.errors import IndexUnreadableError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import JobState
from annotator.jobs import schedule
from annotator.jobs.contexts import WORKER, write
from annotator.jobs.worker import work_all
from annotator.search.quotes.index import QuoteIndex
from annotator.services.jobs import REBUILD
from annotator.services.search import indexing, quotes, words
from annotator.storage.work import jobs

# Whoosh leaves files open that it cannot read.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


def _found(desk, role):
    with desk.look(role) as context:
        return words.search(context, "wren").total


def _rebuilds(desk):
    with desk.stores.database.reading() as session:
        return jobs.recent(session, [REBUILD], 9)


def _damage(desk, name):
    for path in (desk.stores.data / "index" / name).rglob("*.*"):
        if path.suffix in {".seg", ".toc"}:
            path.write_bytes(path.read_bytes()[:-1] + b"?")


@pytest.mark.parametrize("name", ["desk", "public"])
def test_a_damaged_index_is_rebuilt_and_until_then_nothing_passes_for_unsaid(
    desk, name
):
    role = Role.READER if name == "public" else Role.ANALYST
    put_out(desk)
    desk.do_jobs()
    before = _found(desk, role)
    assert before
    schedule.heal(desk.stores)
    assert not _rebuilds(desk)  # nothing is wrong

    _damage(desk, name)
    _change(desk)  # a writer notices, and begins the index anew
    desk.do_jobs()
    with pytest.raises(IndexUnreadableError):
        _found(desk, role)
    schedule.heal(desk.stores)
    schedule.heal(desk.stores)
    assert len(_rebuilds(desk)) == 1
    desk.do_jobs()
    assert _found(desk, role) == before
    with desk.look() as context:
        assert indexing.check(context) == []


def _change(desk):
    """Change something that both indexes hold."""
    with desk.sit_down() as context:
        indexing.index_report(context, CARD)


@pytest.mark.parametrize("lost", ["manifest.json", "segment-*.quotes"])
def test_an_index_of_quotes_of_which_a_part_was_lost_is_rebuilt(desk, lost):
    put_out(desk)
    [path] = (desk.stores.data / "index" / "desk-quotes").glob(lost)
    path.write_bytes(b"torn")
    # As another process opens it: what is open stays so until the manifest changes.
    stores = replace(desk.stores, desk_quotes=QuoteIndex(path.parent))
    with desk.look() as context, pytest.raises(IndexUnreadableError):
        quotes.find_quotes(replace(context, stores=stores), [QUOTE])
    schedule.heal(stores)
    assert len(_rebuilds(desk)) == 1
    work_all(stores)
    with desk.look() as context:
        [[found]] = quotes.find_quotes(context, [QUOTE])
        assert found.exact == QUOTE
        assert indexing.check(context) == []


def test_a_rebuilding_that_fails_is_not_asked_for_every_minute(desk, monkeypatch):
    put_out(desk)
    desk.do_jobs()
    monkeypatch.setattr(indexing, "is_behind", lambda _: True)
    schedule.heal(desk.stores)
    _change_job(desk, state=JobState.FAILED)
    schedule.heal(desk.stores)
    assert len(_rebuilds(desk)) == 1
    long_ago = datetime.now(UTC) - indexing.PAUSE - timedelta(seconds=1)
    _change_job(desk, created_at=long_ago)
    schedule.heal(desk.stores)
    assert len(_rebuilds(desk)) == 2


def _change_job(desk, **values):
    def change(context):
        [asked] = jobs.recent(context.session, [REBUILD], 9)
        for name, value in values.items():
            setattr(asked, name, value)

    write(desk.stores, WORKER, change)


def test_what_is_queued_to_be_indexed_is_not_lost(desk):
    desk.bring_in(FILE, report=CARD)  # and its jobs have not run
    schedule.heal(desk.stores)
    assert not _rebuilds(desk)

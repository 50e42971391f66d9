"""What no row has named for a day is removed; what one names never is."""

import hashlib
import os
from datetime import timedelta

import pytest
from pdfs import text_pdf

from annotator.services.intake import stored_files, uploads
from annotator.services.intake.uploads import Received
from annotator.storage.disk.files import PART

CARD = text_pdf(["The Wren card", "", "Wren 1 is safe."])
SHA256 = hashlib.sha256(CARD).hexdigest()


@pytest.fixture
def collect(desk, now):
    """Collect so many days after noon, to which the files' own times are set."""

    def collect(*, days):
        def ask(names):
            with desk.look(days=days) as context:
                return names(context)

        return stored_files.collect(desk.stores, ask, now + timedelta(days=days))

    return collect


@pytest.fixture
def age(now):
    """Set the time of everything in a folder to noon."""

    def age(files):
        for path in files.folder.rglob("*"):
            os.utime(path, (now.timestamp(), now.timestamp()))

    return age


@pytest.fixture
def put(desk, age):
    """Put a file into staging, as of noon; nothing names it."""

    def put(content=CARD):
        sha256 = desk.stores.staging.put(content)
        age(desk.stores.staging)
        return sha256

    return put


def test_what_nothing_names_stays_for_a_day_and_not_longer(desk, put, collect):
    sha256 = put()
    assert collect(days=1).removed == ()
    assert desk.stores.staging.has(sha256)
    assert collect(days=2).removed == (sha256,)
    assert list(desk.stores.staging.hashes()) == []


def test_the_file_of_a_revision_is_never_removed(desk, age, collect):
    desk.take_in(CARD, report="card")
    age(desk.stores.files)
    assert collect(days=900).removed == ()
    assert desk.stores.files.get(SHA256) == CARD


def test_what_was_uploaded_stays_until_a_day_after_it_was_dismissed(desk, put, collect):
    put()
    with desk.sit_down() as context:
        upload = uploads.add_upload(context, Received("a.pdf", SHA256, len(CARD))).id
    assert collect(days=9).removed == ()
    desk.do_jobs()
    assert collect(days=9).removed == ()
    with desk.sit_down(days=9) as context:
        uploads.dismiss_upload(context, upload)
    assert collect(days=10).removed == ()
    assert collect(days=11).removed == (SHA256,)


def test_a_second_copy_in_staging_goes_only_while_the_first_is_there(
    desk, age, put, collect
):
    desk.take_in(CARD, report="card")
    put()
    there = desk.stores.files.path(SHA256)
    away = there.rename(desk.stores.data / "away")
    assert collect(days=9).removed == ()
    away.rename(there)
    age(desk.stores.files)
    assert collect(days=9).removed == (SHA256,)
    assert desk.stores.files.get(SHA256) == CARD
    assert list(desk.stores.staging.hashes()) == []


def test_what_a_collector_left_out_of_sight_is_seen_again(desk, put, collect):
    sha256 = put()
    desk.stores.staging.set_aside(sha256)
    assert not desk.stores.staging.has(sha256)
    collect(days=0)
    assert desk.stores.staging.has(sha256)


def test_what_is_wanted_again_while_it_is_removed_is_put_back(desk, put, now):
    sha256 = put()
    asked = []

    def ask(names):
        asked.append(names)
        if len(asked) == 3:  # after the files, after staging, and then of this very one
            return {sha256}
        with desk.look(days=9) as context:
            return names(context)

    done = stored_files.collect(desk.stores, ask, now + timedelta(days=9))
    assert (len(asked), done.removed) == (3, ())
    assert desk.stores.staging.has(sha256)


def test_pieces_of_files_go_after_a_day(desk, age, collect):
    piece = desk.stores.staging.folder / f"{PART}abc"
    piece.write_bytes(b"%PDF-")
    age(desk.stores.staging)
    assert collect(days=1).parts == 0
    assert collect(days=2).parts == 1
    assert not piece.exists()


def test_missing_damaged_and_unnamed_files_are_told(desk):
    missing = desk.take_in(CARD, report="card")
    damaged = desk.take_in(text_pdf(["Another."]), report="other")
    desk.stores.files.path(missing).unlink()
    desk.stores.files.path(damaged).write_bytes(b"x")
    unnamed = desk.stores.files.put(b"nobody's")
    with desk.look() as context:
        found = {x.sha256: x for x in stored_files.check_files(context)}
    assert found[missing].problem == "is missing"
    assert found[missing].report == "card"
    assert found[damaged].problem == "is damaged"
    assert not found[unnamed].is_loss

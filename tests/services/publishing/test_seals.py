"""Every public quote is read again in its file; what differs is withheld and published no more."""

from collections import namedtuple
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from revised import EVERY, NUMBER, OLD
from sqlalchemy import text as sql
from wren_claims import cite, link, state

from annotator.domain.errors import ConflictError, PdfProblem, UnreadablePdfError
from annotator.domain.permissions import Role
from annotator.domain.views.status import WITHHELD
from annotator.domain.vocabulary import SealOutcome
from annotator.services.claims import capture, claims
from annotator.services.claims.capture import Region
from annotator.services.context import READER
from annotator.services.publishing import current_status, pages, seals
from annotator.services.publishing.seals import Check
from annotator.storage.work.jobs import unfinished

CARD, CLAIM = "wren-card", "wren-1-is-safe"
FIGURE = "A figure."

Old = namedtuple("Old", "desk sha256 path")


@pytest.fixture(scope="module")
def old(desk_in, tmp_path_factory):
    """A published claim that rests on five quotes and a figure of a file."""
    with desk_in(tmp_path_factory.mktemp("seals")) as desk:
        sha256 = desk.take_in(OLD, report=CARD)
        place = Region(sha256, 1, (60.0, 80.0, 300.0, 200.0), FIGURE)
        with desk.look() as context:
            seen = capture.look_ahead(context, place)
        with desk.sit_down() as context:
            state(context, "Wren 1 is safe.")
            for quote in EVERY:
                cite(context, CLAIM, CARD, quote)
            link(context, CLAIM, capture.capture(context, seen).passage.id)
        desk.publish_claim(CLAIM)
        desk.do_jobs()
        yield Old(desk, sha256, next(desk.stores.data.glob(f"files/**/{sha256}*")))


@contextmanager
def _changed(old, content):
    """Put other bytes in the place of the file for a while."""
    old.path.chmod(0o600)
    old.path.write_bytes(content)
    try:
        yield
    finally:
        old.path.write_bytes(OLD)


@contextmanager
def _away(old):
    """Take the files' folder out of reach for a while: another disk, not mounted."""
    folder = old.desk.stores.data / "files"
    folder.rename(folder.with_name("elsewhere"))
    try:
        yield
    finally:
        folder.with_name("elsewhere").rename(folder)


def _checks(old, *statements):
    """Check every public quote after something was done to the database, and undo that."""
    with old.desk.look(Role.ADMIN) as context:
        for statement in statements:
            context.session.execute(sql(statement))
        return seals.check_all(context, lambda _done, _all: None)


def _page(context):
    return pages.claim_page(replace(context, actor=READER), CLAIM)


def test_each_public_quote_has_a_seal_that_names_its_readers(old):
    with old.desk.look(Role.READER) as context:
        page = _page(context)
    found = [page.status.seal(link.quote) for link in page.claim.evidence]
    assert len(found) == len(EVERY) + 1
    assert {(seal.outcome, seal.revision) for seal in found} == {("agrees", old.sha256)}
    assert all("PyMuPDF" in s.readers and "pypdfium2" in s.readers for s in found)


def test_every_quote_is_checked_once_and_how_far_that_is_is_told(old):
    told = []
    with old.desk.look() as context:
        checks = seals.check_all(context, lambda *done: told.append(done))
    assert {check.exact for check in checks} == {*EVERY, FIGURE}
    assert all(check.holds for check in checks)
    assert told == [(number, 6) for number in range(1, 7)]


def test_a_file_that_was_tampered_with_is_found(old):
    with _changed(old, OLD.replace(b"%PDF-1.7", b"%PDF-1.6")):
        checks = _checks(old)
    assert {check.outcome for check in checks} == {SealOutcome.DIFFERS}
    assert "was changed on disk" in checks[0].reason


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        (
            f"UPDATE passage SET exact = 'It solved 40.' WHERE exact = '{NUMBER}'",
            NUMBER,
        ),
        (f"UPDATE page SET text = replace(text, '{NUMBER}', 'It solved 40.')", NUMBER),
        ("UPDATE page SET text = replace(text, '12 of', '40 of')", NUMBER),
        ("UPDATE passage SET picture = replace(picture, '0', 'f')", FIGURE),
    ],
)
def test_a_row_that_was_tampered_with_is_found(old, tampering, broken):
    failing = [check for check in _checks(old, tampering) if not check.holds]
    assert broken in {check.exact for check in failing}
    assert all(check.reason for check in failing)
    assert len(failing) < len(EVERY)


def test_a_published_page_that_was_tampered_with_is_found(old):
    with old.desk.look() as context:
        names = context.session.scalars(
            sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).all()
    drop = [f'DROP TRIGGER "{name}"' for name in names]
    alter = "UPDATE publication SET body = replace(body, '12', '40')"
    checks = _checks(old, *drop, alter)
    assert len(checks) == len(EVERY) + 1
    assert all("altered in the database" in check.reason for check in checks)


def test_a_broken_seal_withholds_the_quote_and_alarms_the_desk(old):
    with _changed(old, OLD + b"%tampered"):
        checks = _checks(old)
    with old.desk.rehearse(Role.ADMIN) as context:
        seals.keep(context, checks)
        page = _page(context)
        assert len(page.status.broken) == 6
        assert {link.quote.exact for link in page.claim.evidence} == {WITHHELD}
        [reasons] = current_status.reasons(context, _every_claim(context)).values()
        assert len(reasons) == 6


def test_nothing_is_published_on_a_broken_seal_and_some_quotes_are_named(old):
    with (
        _changed(old, OLD + b"%tampered"),
        pytest.raises(ConflictError, match="a quote differs from its file") as refused,
    ):
        old.desk.publish_claim(CLAIM)
    assert str(refused.value).count("was changed on disk") == 5


def test_a_file_that_cannot_be_read_just_now_brands_no_quote(old):
    with _away(old):
        checks = _checks(old)
    assert {check.outcome for check in checks} == {SealOutcome.NOT_CHECKED}
    with old.desk.rehearse(Role.ADMIN) as context:
        seals.keep(context, checks)
        page = _page(context)
        assert page.status.broken == []
        assert WITHHELD not in {link.quote.exact for link in page.claim.evidence}
        seen = {page.status.seal(link.quote).outcome for link in page.claim.evidence}
        assert seen == {"agrees"}  # the last check that could be made
        assert current_status.reasons(context, _every_claim(context)) == {}


def test_nothing_is_published_that_cannot_be_read_again(old):
    with (
        _away(old),
        pytest.raises(ConflictError, match="could not be checked against its file"),
    ):
        old.desk.publish_claim(CLAIM)


def test_a_broken_seal_is_not_mended_by_a_check_that_could_not_be_made(old):
    with _changed(old, OLD + b"%tampered"):
        broken = _checks(old)
    with _away(old):
        missed = _checks(old)
    with old.desk.rehearse(Role.ADMIN) as context:
        seals.keep(context, broken)
        seals.keep(context, missed)
        assert len(_page(context).status.broken) == 6


def test_every_quote_is_checked_nightly_and_not_more_often(old, now):
    with old.desk.rehearse(Role.ADMIN) as context:

        def queued(hours):
            seals.check_nightly(replace(context, now=now + timedelta(hours=hours)))
            return len(unfinished(context.session, "verify"))

        assert [queued(hours) for hours in (0, 0, 23, 24)] == [1, 1, 1, 2]


def test_a_reader_that_looks_and_fails_withholds_nothing(old, eyes, monkeypatch):
    def fail(_pictures):
        raise UnreadablePdfError(PdfProblem.CRASHED)

    monkeypatch.setattr(eyes, "lines", fail)
    with old.desk.look() as context:
        looking = replace(context, stores=replace(context.stores, recogniser=eyes))
        checks = seals.check_all(looking, lambda _done, _all: None)
    assert all(check.holds for check in checks)
    assert seals.summary(checks) == (
        "6 checked, none broken. 0 compared with the page, 5 not."
    )


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ([], "There are no public quotes yet."),
        (["agrees"] * 3, "3 checked, none broken."),
        (["agrees", "differs"], "2 checked, 1 broken."),
        (
            ["agrees", "differs", "not checked"],
            "2 checked, 1 broken. 1 could not be checked.",
        ),
    ],
)
def test_a_check_is_summed_up_in_words(outcomes, said):
    checks = [Check(1, "0" * 64, 1, "So.", SealOutcome(each)) for each in outcomes]
    assert seals.summary(checks) == said


def _every_claim(context):
    return [claim.id for claim in claims.list_claims(context)]

"""Checks of pictures, in both kinds of database: what waits, and what never was looked at."""

import pdfs
import pytest
from wren_claims import mark

from annotator import paths
from annotator.domain.vocabulary import SealOutcome
from annotator.services.stores import open_stores
from annotator.storage.library import revisions
from annotator.storage.passages import picture_checks
from annotator.storage.passages.picture_checks import PictureCheck, PictureDecision

CARD = "wren-card"
FIRST, SECOND = "We saw it.", "They did not."


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request, tmp_path, desk_of):
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    stores = open_stores(tmp_path, paths.REPORTS_PDF, url)
    yield desk_of(stores)
    stores.close()


@pytest.fixture
def marked(desk):
    """The numbers of two passages."""
    desk.sha256 = desk.take_in(pdfs.text_pdf([FIRST, SECOND]), report=CARD)
    with desk.sit_down() as context:
        return mark(context, CARD, FIRST), mark(context, CARD, SECOND)


@pytest.fixture
def check(desk):
    """Stores a check of a passage."""

    def check(context, passage, digest, outcome, reason=""):
        revision = revisions.by_sha256(context.session, desk.sha256)
        made = PictureCheck(
            passage_id=passage,
            revision_id=revision.id,
            digest=digest,
            outcome=outcome,
            reason=reason,
            reader="A reader 1",
            checked_at=context.now,
        )
        context.session.add(made)
        context.session.flush()
        return made

    return check


def _decide(context, check):
    context.session.add(
        PictureDecision(
            passage_id=check.passage_id,
            revision_id=check.revision_id,
            reason=check.reason,
            decided_at=context.now,
        )
    )
    context.session.flush()


def _waiting(context):
    found = [check.passage_id for check in picture_checks.undecided(context.session)]
    assert picture_checks.count_undecided(context.session) == len(found)
    return found


def test_the_newest_check_of_a_passage_says_whether_it_waits(desk, marked, check):
    first, second = marked
    with desk.sit_down() as context:
        check(context, first, "a", SealOutcome.DIFFERS)
        check(context, second, "b", SealOutcome.AGREES)
        assert _waiting(context) == [first]
        check(context, first, "c", SealOutcome.AGREES)
        assert _waiting(context) == []
        newest = picture_checks.newest(context.session, [first, second])
        assert {found.digest for found in newest.values()} == {"b", "c"}


def test_a_decision_holds_for_what_was_read_otherwise(desk, marked, check):
    first, _ = marked
    with desk.sit_down() as context:
        _decide(context, check(context, first, "a", SealOutcome.DIFFERS, "68, not 63"))
        assert _waiting(context) == []
        check(context, first, "b", SealOutcome.DIFFERS, "68, not 63")  # drawn anew
        assert _waiting(context) == []
        assert len(picture_checks.decided(context.session, [first])) == 1
        check(context, first, "c", SealOutcome.DIFFERS, "68, not 65")
        assert _waiting(context) == [first]


def test_what_a_reader_has_never_seen_is_known(desk, marked, check):
    first, second = marked
    with desk.sit_down() as context:
        check(context, first, "a", SealOutcome.AGREES)
        session = context.session
        assert picture_checks.not_seen_by(session, "A reader 1") == [second]
        assert picture_checks.not_seen_by(session, "A reader 2") == [first, second]

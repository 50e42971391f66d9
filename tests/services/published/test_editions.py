"""What readers see is frozen in editions: each is written once, and the last counts."""

import hashlib
from dataclasses import replace

import pytest
from claim_views import A_SOURCE, a_claim, a_link

from annotator.domain.errors import ConflictError, ForbiddenError
from annotator.domain.permissions import Role
from annotator.services.context import Actor
from annotator.services.published import editions, snapshots
from annotator.storage.events import AppendOnlyError
from annotator.storage.published.publications import PageKind

FIRST = a_claim("safe", a_link(source=A_SOURCE), text="Heron 2 is safe.")
SECOND = replace(FIRST, text="Heron 2 is quite safe.")


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("editions")) as desk:
        yield desk


def _publish(context, view):
    return editions.publish_edition(context, view.text, view)


def _withdraw(context):
    return editions.withdraw_edition(context, PageKind.CLAIM, "safe")


def test_an_edition_is_what_was_published_by_whom_and_with_its_hash(context):
    edition = _publish(context, FIRST)
    assert snapshots.thaw(edition) == FIRST
    assert hashlib.sha256(edition.body.encode()).hexdigest() == edition.sha256
    assert (edition.edition, edition.by, edition.at) == (1, "An editor", context.now)


def test_only_what_differs_is_a_new_edition(context):
    first = _publish(context, FIRST)
    assert not editions.has_changed(context, FIRST)
    assert _publish(context, FIRST).id == first.id
    assert editions.has_changed(context, SECOND)
    assert _publish(context, SECOND).edition == 2
    assert _publish(context, FIRST).edition == 3


def test_claims_that_readers_see_otherwise_or_not_at_all_have_changed(context):
    new = a_claim("new")
    for view in (FIRST, a_claim("kept")):
        _publish(context, view)
    views = [SECOND, a_claim("kept"), new]
    assert editions.changed_claims(context, views) == [SECOND, new]


def test_what_was_withdrawn_says_nothing_and_goes_on_counting_when_it_is_back(context):
    _publish(context, FIRST)
    withdrawal = _withdraw(context)
    assert (withdrawal.body, withdrawal.withdrawn) == ("", True)
    assert editions.has_changed(context, FIRST)
    with pytest.raises(ConflictError, match="not published"):
        _withdraw(context)
    assert _publish(context, FIRST).edition == 2


def test_an_edition_is_never_rewritten(context):
    _publish(context, FIRST).title = "Another title"
    with pytest.raises(AppendOnlyError, match="written once"):
        context.session.flush()


def test_only_an_editor_publishes_and_withdraws(context):
    _publish(context, FIRST)
    analyst = replace(context, actor=Actor("An analyst", Role.ANALYST))
    for act in (lambda: _publish(analyst, SECOND), lambda: _withdraw(analyst)):
        with pytest.raises(ForbiddenError):
            act()

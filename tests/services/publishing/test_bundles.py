"""What a claim's bundle is made of: frozen words, whole or not at all."""

import hashlib

import pytest
from wren_public import CARD, QUOTE, put_out

from annotator.domain.errors import ConflictError, WithdrawnError
from annotator.domain.permissions import Role
from annotator.services.publishing import bundles, publication, report_publication


def _contents(desk, slug):
    with desk.look(Role.READER) as context:
        return bundles.contents(context, slug)


def test_the_body_is_the_very_one_that_is_sealed(desk):
    held = _contents(desk, put_out(desk))
    assert hashlib.sha256(held.body).hexdigest() == held.page.edition.sha256
    assert [quote.exact for quote in held.quotes] == [QUOTE]


def test_nothing_is_given_away_of_which_a_quote_is_withheld(desk):
    slug = put_out(desk)
    with desk.sit_down() as context:
        report_publication.withdraw_report(context, CARD)
    with pytest.raises(ConflictError, match="withheld"):
        _contents(desk, slug)
    with desk.sit_down() as context:
        publication.withdraw_claim(context, slug)
    with pytest.raises(WithdrawnError):
        _contents(desk, slug)


def test_there_are_no_more_pictures_than_have_room(desk, monkeypatch):
    held = _contents(desk, put_out(desk))
    with desk.look(Role.READER) as context:
        [(name, picture)] = bundles.pictures_of(context, held.quotes).items()
        assert name == f"pictures/passage-{held.quotes[0].passage}-1.png"
        assert picture.startswith(b"\x89PNG")
        monkeypatch.setattr(bundles, "MOST_PICTURES", 0)
        assert bundles.pictures_of(context, held.quotes) == {}


def test_a_bundle_is_made_once(desk):
    put_out(desk)
    with desk.look(Role.READER) as context:
        assert bundles.kept(context, b"a", lambda: b"made") == b"made"
        assert bundles.kept(context, b"a", lambda: b"anew") == b"made"
        assert bundles.kept(context, b"b", lambda: b"anew") == b"anew"

"""Pictures of shared links are drawn once, from what is published and nothing else."""

import io

import pytest
from PIL import Image
from wren_public import CARD, SCORECARD, put_out

from annotator.domain.errors import NotFoundError, WithdrawnError
from annotator.domain.formats.site import Site
from annotator.domain.permissions import Role
from annotator.services.publishing import publication, report_publication, share_cards
from annotator.storage.disk import cache

SITE = Site("Annotator", "https://annotator.example/")
MARKED = (255, 236, 140)


def _claim(desk, slug):
    with desk.look(Role.READER) as context:
        return share_cards.claim_card(context, slug, SITE)


def _colours(png):
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    assert picture.size == (1200, 630)
    return {colour for _, colour in picture.getcolors(1 << 24)}


def test_a_claim_shows_the_words_that_decide_it(desk):
    assert MARKED in _colours(_claim(desk, put_out(desk)))


def test_a_scorecard_shows_no_part_of_a_report(desk):
    put_out(desk)
    with desk.look(Role.READER) as context:
        png = share_cards.scorecard_card(context, SCORECARD, SITE)
    assert MARKED not in _colours(png)


def test_a_picture_is_drawn_once_and_anew_when_what_it_shows_has_changed(desk):
    slug = put_out(desk)
    first = _claim(desk, slug)
    kept = list((desk.stores.pictures / "cards").rglob("*.png"))
    assert [cache.read(path) for path in kept] == [first]
    cache.keep(kept[0], b"kept")
    assert _claim(desk, slug) == b"kept"
    with desk.sit_down() as context:
        report_publication.withdraw_report(context, CARD)
    assert MARKED not in _colours(_claim(desk, slug))


def test_what_was_withdrawn_has_no_picture(desk):
    slug = put_out(desk)
    with desk.sit_down() as context:
        publication.withdraw_claim(context, slug)
    with pytest.raises(WithdrawnError):
        _claim(desk, slug)
    with pytest.raises(NotFoundError):
        _claim(desk, "no-such-claim")

"""Pictures of pages and passages are drawn once, for those who may see the file."""

from dataclasses import replace
from io import BytesIO

import pytest
from pdfs import text_pdf
from PIL import Image

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.permissions import Role
from annotator.domain.text.crops import GLIMPSE
from annotator.services import readings
from annotator.services.claims import claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking, pictures
from annotator.storage.disk import cache

SAID, UNSAID = "Wren 1 is safe.", "The board met twice."
PUBLIC, DRAFT = "wren-card", "gull-card"
CLAIM = "it-is-safe"


@pytest.fixture(scope="module")
def desk(desk_in, desk_of, tmp_path_factory):
    """A published card, of which one of two marks is public, and a card in draft."""
    with desk_in(tmp_path_factory.mktemp("pictures")) as opened:
        desk = desk_of(replace(opened.stores, draws_ahead=True))
        for report in (PUBLIC, DRAFT):
            desk.take_in(text_pdf([report, SAID, UNSAID]), report=report)
        with desk.sit_down() as context:
            claims.add_claim(context, ClaimFacts("It is safe.", "cyber", "wren-labs"))
            shown, _ = marking.mark_all(context, PUBLIC, [(SAID, 1), (UNSAID, 1)])
            evidence.link_evidence(
                context,
                claim=CLAIM,
                target=Target(passage=shown.id),
                weight=Weight("supports"),
            )
        desk.publish_claim(CLAIM)
        yield desk


def _sha256(context, report):
    return reports.get_revision(context, reports.get_report(context, report)).sha256


@pytest.fixture
def hashes(desk):
    with desk.look() as context:
        return {report: _sha256(context, report) for report in (PUBLIC, DRAFT)}


@pytest.fixture
def marks(desk):
    """The numbers of the mark that readers see, and of the one that they do not."""
    with desk.look() as context:
        return [mark.passage_id for mark in _marks(context)]


def _marks(context):
    report = reports.get_report(context, PUBLIC)
    return marking.placed_on(context, reports.get_revision(context, report))


def _page(desk, hashes, report, *, role=Role.READER, width=896):
    with desk.look(role) as context:
        return pictures.page_image(
            context, report=report, sha256=hashes[report], page=1, width=width
        )


def _size(png):
    assert png.startswith(b"\x89PNG")
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def test_a_page_is_drawn_once_and_drawn_anew_if_its_picture_is_lost(desk, hashes):
    drawn = _page(desk, hashes, PUBLIC)
    assert Image.open(BytesIO(drawn)).width == 896
    folder = desk.stores.pictures / hashes[PUBLIC]
    [kept] = [path for path in folder.iterdir() if cache.read(path) == drawn]
    cache.keep(kept, b"what is kept")
    assert _page(desk, hashes, PUBLIC) == b"what is kept"
    kept.unlink()
    assert _page(desk, hashes, PUBLIC) == drawn == cache.read(kept)


def test_a_width_that_no_viewer_asks_for_is_refused(desk, hashes):
    with pytest.raises(InvalidError, match="one of 144, 640") as refused:
        _page(desk, hashes, PUBLIC, width=801)
    assert refused.value.field == "width"


def test_readers_see_no_page_and_no_mark_that_is_not_public(desk, hashes, marks):
    assert _page(desk, hashes, DRAFT, role=Role.ANALYST)
    with pytest.raises(NotFoundError):
        _page(desk, hashes, DRAFT)
    public, private = marks
    with desk.look(Role.READER) as context:
        assert pictures.crop(context, passage_id=public, part=1)
        with pytest.raises(NotFoundError):
            pictures.crop(context, passage_id=private, part=1)
    with desk.look(Role.ANALYST) as context:
        assert pictures.crop(context, passage_id=private, part=1)


@pytest.mark.parametrize(
    "asked", [{"part": 0}, {"part": 2}, {"part": 1, "of": "0" * 12}, {"passage_id": 99}]
)
def test_a_picture_of_a_part_or_a_file_that_is_not_there_is_not_found(
    desk, marks, asked
):
    wanted = {"passage_id": marks[0], "part": 1, **asked}
    with desk.look() as context, pytest.raises(NotFoundError):
        pictures.crop(context, **wanted)


def test_a_glimpse_has_one_size_whatever_it_shows_and_is_not_kept_on_disk(desk, hashes):
    def glimpse(start, end):
        with desk.look(Role.READER) as context:
            return pictures.glimpse_of(
                context, report=PUBLIC, sha256=hashes[PUBLIC], start=start, end=end
            )

    before = set(desk.stores.pictures.rglob("*.png"))
    for end in (4, 40):
        sides = zip(_size(glimpse(0, end)), GLIMPSE, strict=True)
        for drawn, side in sides:  # where it begins within a pixel may make one more
            assert 0 <= drawn - side * pictures.CROP_DENSITY <= 1
    assert set(desk.stores.pictures.rglob("*.png")) == before
    for start, end in ((4, 4), (-1, 4), (0, pictures.LONGEST_GLIMPSE + 1)):
        with pytest.raises(InvalidError, match="do not identify a sentence"):
            glimpse(start, end)
    with pytest.raises(NotFoundError):
        glimpse(10**6, 10**6 + 5)


# Drawing ahead


def test_pages_are_drawn_before_anybody_opens_them(desk, hashes):
    desk.do_jobs()
    kept = desk.stores.pictures / hashes[DRAFT]
    name = f"1-{pictures.WIDEST_FITTED}-{readings.DRAWING}.webp"
    assert [path.name for path in kept.iterdir()] == [name]
    with desk.look() as context:
        shown = pictures.page_image(
            context,
            report=DRAFT,
            sha256=hashes[DRAFT],
            page=1,
            width=pictures.WIDEST_FITTED,
        )
    assert shown == cache.read(kept / name)

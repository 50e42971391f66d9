"""The picture of a link: everything fits, and every script has letters."""

import io

import pdfs
import pymupdf
import pytest
from PIL import Image, ImageChops

from annotator.domain.formats.share_card import ShareCard
from annotator.pdf import answers, share_card, worker
from annotator.pdf.sandbox import PdfReader

VERDICTS = (("○", "Not shown by what was published. We think it is likely."),)
WIDEST = "W" * 500


def _said(headline="Heron 2 is safe.", **changes):
    card = {
        "kicker": "Northfield · Chem & bio",
        "headline": headline,
        "lines": (),
        "verdicts": VERDICTS,
        "foot": "Annotator · annotator.example",
    }
    return {**card, **changes}


def _picture(said, place=None):
    pdf = worker.open_pdf(pdfs.text_pdf(["It is safe.", "So we think."]))
    png = answers.to_png(worker.card(pdf, said, place))
    return Image.open(io.BytesIO(png)).convert("RGB")


def _edges_are_white(picture, edge=24):
    width, height = picture.size
    white = Image.new("RGB", picture.size, "white")
    inside = ImageChops.difference(picture, white).getbbox()
    return (
        inside[0] >= edge
        and inside[1] >= edge
        and inside[2] <= width - edge
        and inside[3] <= height - 8
    )


@pytest.mark.parametrize(
    "headline",
    [
        "Heron 2 is safe.",
        "It cannot help a novice to build a weapon, " * 14,
        WIDEST,
        "模型无法制造生物武器，" * 40,
        "النموذج آمن تماما " * 30,
        "<b>&amp; not markup</b>",
        "\u202e \u200b e" + "\u0301" * 300,
    ],
    ids=["short", "long", "one word", "Chinese", "Arabic", "markup", "odd"],
)
def test_no_headline_runs_out_of_the_picture(headline):
    place = [1, [60, 60, 400, 110], [[70, 70, 200, 84]]]
    for shown in (None, place):
        picture = _picture(_said(headline), shown)
        assert picture.size == (1200, 630)
        assert _edges_are_white(picture)


def test_long_words_of_every_part_stay_within_the_picture():
    said = _said(
        WIDEST,
        kicker=WIDEST,
        foot=WIDEST,
        lines=(WIDEST,) * 4,
        verdicts=(("●", WIDEST),),
    )
    assert _edges_are_white(_picture(said))


def test_a_word_that_no_line_holds_is_broken_and_stays_legible():
    said = _said(WIDEST, kicker="", foot="", verdicts=())
    _, top, _, bottom = ImageChops.difference(
        _picture(said), Image.new("RGB", (1200, 630), "white")
    ).getbbox()
    assert bottom - top > 100


def test_what_is_cut_ends_with_an_ellipsis_and_a_word():
    box = pymupdf.Rect(0, 0, 400, 60)
    cut = share_card._cut(box, "one two three four five six seven eight nine ten", 36)
    assert cut.endswith("…")
    assert (
        cut[:-1].split() == ["one", "two", "three", "four", "five"][: len(cut.split())]
    )


@pytest.mark.parametrize(
    "words",
    [
        "模型安全",
        "モデル",
        "모델",
        "Модель",
        "النموذج",
        "מודל",
        "मॉडल",
        "โมเดล",
        "மாதிரி",
        "●◕◑○✕◌",
    ],
)
def test_no_letter_comes_out_as_a_box(words):
    # A letter that no font has is drawn as one sign, whichever letter it is.
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_htmlbox(page.rect, f"<p>{words}</p>", css=share_card._CSS)
        spans = [
            span
            for block in page.get_text("rawdict")["blocks"]
            for line in block["lines"]
            for span in line["spans"]
        ]
        read = "".join(char["c"] for span in spans for char in span["chars"])
    assert "\ufffd" not in read
    assert all(not char.isspace() for char in read.strip())
    assert len(read.strip()) >= len(words) - 3


def test_the_part_of_the_report_is_shown_with_its_words_marked():
    place = [1, [60, 60, 400, 110], [[70, 70, 200, 84]]]
    colours = {colour for _, colour in _picture(_said(), place).getcolors(1 << 24)}
    assert (255, 236, 140) in colours
    assert (255, 236, 140) not in {
        colour for _, colour in _picture(_said()).getcolors(1 << 24)
    }


def test_a_part_that_is_too_tall_is_cut_at_its_bottom_and_a_small_one_is_not_blown_up():
    scale, shown = share_card.crop_scale(pymupdf.Rect(0, 100, 544, 700))
    assert (scale, shown.y0) == (2.0, 100)
    assert shown.height * scale == pytest.approx(190)
    assert share_card.crop_scale(pymupdf.Rect(0, 0, 50, 20))[0] == 3.0


@pytest.mark.sandbox
def test_it_is_drawn_by_a_worker_that_can_do_nothing_else():
    card = ShareCard(
        "Northfield", "模型 هو آمن", ("Cyber: low",), VERDICTS, "Annotator"
    )
    with PdfReader(pdfs.text_pdf(["It is safe."])) as reader:
        picture = reader.card(card, (1, (60, 60, 400, 110), [(70, 70, 200, 84)]))
        assert Image.open(io.BytesIO(picture)).size == (1200, 630)
        with pytest.raises(ValueError, match="marked"):
            reader.card(card, (1, (60, 60, 400, 110), [(1, 1, 2, 2)] * 1001))

"""What the worker makes of pages. Its functions are called here, unconfined."""

import io
import json

import pdfs
import pymupdf
import pytest
from PIL import Image, ImageChops, ImageOps

from annotator.domain.text.pages import RawPage
from annotator.pdf import answers, limits, worker, worker_loop


def read_page(pdf: bytes, number: int = 1) -> RawPage:
    """Return a page as the parent would get it."""
    answer = worker.page(worker.open_pdf(pdf), number)
    return answers.to_page(json.dumps(answer).encode(), number)


def texts(page: RawPage) -> list[list[str]]:
    return [[word.text for word in line.words] for line in page.lines]


def draw(
    pdf: bytes, scale: float = 1.0, clip: list[float] | None = None
) -> Image.Image:
    png = answers.to_png(worker.image(worker.open_pdf(pdf), 1, scale, clip, []))
    return Image.open(io.BytesIO(png)).convert("L")


def has_ink(image: Image.Image) -> bool:
    return ImageOps.invert(image).getbbox() is not None


# Words


def test_words_end_at_white_space():
    page = read_page(pdfs.text_pdf(["1.70× as  much", "≥ 50 %"]))
    assert texts(page) == [["1.70×", "as", "much"], ["≥", "50", "%"]]


def test_a_footnote_mark_glued_to_a_word_is_a_word_of_its_own():
    page = read_page(pdfs.footnote_mark())
    marks = [word.text for line in page.lines for word in line.words if word.raised]
    assert texts(page)[0] == ["evaluation,", "3", "which", "we", "trust"]
    assert marks == ["3", "3"]


def test_a_footnote_that_begins_with_its_number_is_not_raised_itself():
    note = read_page(pdfs.footnote_mark()).lines[1]
    assert [word.raised for word in note.words][:2] == [True, False]


def test_text_after_a_drop_capital_is_not_taken_for_a_superscript():
    page = read_page(pdfs.drop_capital())
    assert texts(page) == [["Once", "upon", "a", "time"]]
    assert not any(word.raised for word in page.lines[0].words)


def test_ligatures_are_opened():
    assert texts(read_page(pdfs.ligatures())) == [["fine", "flow"]]


def test_a_soft_hyphen_is_kept():
    assert texts(read_page(pdfs.soft_hyphens())) == [["evalu\u00ad"], ["ation"]]


def test_an_emoji_is_one_character():
    assert texts(read_page(pdfs.emoji())) == [["x😀y"]]


def test_characters_that_no_page_shows_are_left_out():
    [[word]] = texts(read_page(pdfs.forbidden_characters()))
    assert word[0] == "x"
    assert word[-1] == "y"
    assert word.isprintable()


def test_a_scan_has_an_image_and_no_words():
    assert read_page(pdfs.scan()).lines == ()
    assert has_ink(draw(pdfs.scan()))


def test_columns_are_lines_apart_in_the_files_own_order():
    page = read_page(pdfs.two_columns(["left one", "left two"], ["right"]))
    assert texts(page) == [["right"], ["left", "one"], ["left", "two"]]


# Boxes


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_boxes_lie_on_the_ink_of_a_page_however_it_is_turned(degrees):
    pdf = pdfs.rotated(["Hello there", "you"], degrees)
    page, image = read_page(pdf), draw(pdf)
    assert [page.width, page.height] == list(image.size)
    assert page.rotation == degrees
    for word in [word for line in page.lines for word in line.words]:
        x0, y0, x1, y1 = (round(side) for side in word.box)
        box = (x0, y0, x1, y1)
        assert has_ink(image.crop(box)), word
        image.paste(255, box)
    assert not has_ink(image)


@pytest.mark.parametrize(
    ("degrees", "turns"),
    [(0, {"Hello": 0, "upwards": 3}), (90, {"Hello": 1, "upwards": 0})],
)
def test_a_line_runs_as_the_page_is_shown(degrees, turns):
    page = read_page(pdfs.rotated(["Hello"], degrees))
    assert {line.words[0].text: line.turn for line in page.lines} == turns


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_link_lies_on_its_words_however_the_page_is_turned(degrees):
    page = read_page(pdfs.rotated(["Hello"], degrees))
    [link], word = page.links, page.lines[0].words[0]
    centre = [(word.box[i] + word.box[i + 2]) / 2 for i in (0, 1)]
    assert link.box[0] < centre[0] < link.box[2]
    assert link.box[1] < centre[1] < link.box[3]


def test_only_addresses_on_the_web_are_kept_as_links():
    page = read_page(
        pdfs.linked(
            "https://example.org/a",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "mailto:lab@example.org",
            "data:text/html,x",
        )
    )
    kept = [link.address for link in page.links]
    assert kept == ["https://example.org/a", "mailto:lab@example.org"]


# Pages and documents


def test_a_page_has_the_label_that_the_pdf_gives_it():
    pdf = pdfs.labelled(4)
    assert [read_page(pdf, n).label for n in (1, 2, 3, 4)] == ["i", "ii", "1", "2"]


def test_a_page_without_a_label_is_called_by_its_number():
    assert read_page(pdfs.text_pdf(["a"], ["b"]), 2).label == "2"


def facts(pdf: bytes):
    opened = worker.open_pdf(pdf)
    answer = json.dumps(worker.facts(opened)).encode()
    return answers.to_facts(answer, opened.page_count)


def test_titles_are_cut_and_rid_of_controls():
    pdf = pdfs.text_pdf(["x"], title="A\u200bcard\nof <b>\x07" + "x" * 2000)
    title = facts(pdf).title
    assert title.startswith("A card of <b>")
    assert len(title) == limits.TITLE_CODE_POINTS


def test_the_outline_is_read_in_order_with_its_levels():
    pdf = pdfs.outlined((1, "One", 1), (2, "Inner", 2), (1, "Two", 2))
    entries = [(e.level, e.title, e.page) for e in facts(pdf).outline]
    assert entries == [(1, "One", 1), (2, "Inner", 2), (1, "Two", 2)]


def test_an_outline_nested_too_deeply_is_read_as_far_as_it_is_sane():
    outline = facts(pdfs.deep_outline(3000)).outline
    assert len(outline) == limits.OUTLINE_LEVELS


def test_active_content_is_named():
    assert facts(pdfs.with_actions()).active == ("EmbeddedFile", "JavaScript", "Launch")


def test_a_plain_pdf_has_no_active_content():
    assert facts(pdfs.text_pdf(["/JavaScript and /Launch, in words"])).active == ()


# Images


def test_an_image_has_scale_pixels_for_each_point():
    assert draw(pdfs.text_pdf(["x"]), 2.0).size == (1190, 1684)


def test_a_clip_shows_the_box_and_nothing_else():
    pdf = pdfs.text_pdf(["Hello"])
    word = read_page(pdf).lines[0].words[0]
    inside = draw(pdf, 2.0, list(word.box))
    assert has_ink(inside)
    assert inside.width == pytest.approx(2 * (word.box[2] - word.box[0]), abs=2)
    assert not has_ink(draw(pdf, 2.0, [0, 0, 595, word.box[1] - 1]))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_clip_is_a_box_on_the_page_as_it_is_shown(degrees):
    pdf = pdfs.rotated(["Hello"], degrees)
    clip = list(read_page(pdf).lines[0].words[0].box)
    assert has_ink(draw(pdf, 2.0, clip))


def test_the_scale_is_lowered_until_the_pixels_are_few_enough():
    width, height = draw(pdfs.media_box(14_400), 1.0).size
    assert 0.9 * limits.IMAGE_PIXELS < width * height <= limits.IMAGE_PIXELS


def test_what_somebody_put_on_the_file_later_is_neither_read_nor_drawn():
    with pymupdf.open("pdf", pdfs.text_pdf([""])) as pdf:
        pdf[0].add_rect_annot((100, 100, 200, 200))
        pdf[0].add_freetext_annot((100, 300, 400, 320), "Legal: this is false")
        noted = pdfs.save(pdf)
    assert read_page(noted).lines == ()
    assert not has_ink(draw(noted))


def test_what_is_filled_in_a_form_is_read_and_drawn():
    form = pdfs.form_field("37 percent")
    assert texts(read_page(form)) == [["37", "percent"]]
    assert has_ink(draw(form))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_each_letter_knows_where_it_begins_however_the_page_is_turned(degrees):
    page = read_page(pdfs.rotated(["Million"], degrees))
    [word] = [w for line in page.lines for w in line.words if w.text == "Million"]
    x0, y0, x1, y1 = word.box
    wide, *narrow = word.steps
    assert len(word.steps) == 6
    assert wide > 3 * narrow[0] > 0  # an M, then an i
    assert sum(word.steps) / 10 < max(x1 - x0, y1 - y0)


# What the page shows


def hidden(pdf: bytes) -> list[str]:
    lines = read_page(pdf).lines
    return [word.text for line in lines for word in line.words if word.hidden]


def test_words_that_the_page_does_not_show_are_known():
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 100), "Seen.")
        page.insert_text((72, 130), "White", color=(1, 1, 1))
        page.insert_text((72, 160), "Covered")
        page.draw_rect((70, 145, 200, 170), fill=(0, 0, 0), color=None)
        page.insert_text((72, 200), "Mode3", render_mode=3)
        page.insert_text((72, 230), "Tiny", fontsize=0.5)
        page.draw_rect((70, 245, 200, 270), fill=(0, 0, 0), color=None)
        page.insert_text((72, 260), "Blackened")
        written = pdfs.save(pdf)
    found = hidden(written)
    assert found == ["White", "Covered", "Mode3", "Tiny", "Blackened"]


def test_words_that_can_just_be_seen_are_not_called_hidden():
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.draw_rect(page.rect, fill=(1, 1, 1), color=None)
        page.draw_rect((70, 80, 200, 110), fill=(0, 0, 0.4), color=None)
        page.insert_text((72, 100), "White on blue", color=(1, 1, 1))
        page.draw_rect((70, 120, 200, 140), fill=(1, 1, 0.6), color=None)
        page.insert_text((72, 130), "Black on yellow, - and .")
        page.insert_text((72, 160), "Light grey", color=(0.75, 0.75, 0.75))
        page.insert_text((72, 180), "Small", fontsize=4)
        written = pdfs.save(pdf)
    assert hidden(written) == []


def test_a_text_layer_over_a_scan_is_seen_where_the_scan_shows_it():
    with pymupdf.open("pdf", pdfs.text_pdf(["Scanned words", "of a page"])) as printed:
        scan = printed[0].get_pixmap(dpi=72)
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=scan.width, height=scan.height)
        page.insert_image(page.rect, pixmap=scan)
        page.insert_text((72, 90), "Scanned words", render_mode=3)
        page.insert_text((72, 400), "Never printed", render_mode=3)
        written = pdfs.save(pdf)
    assert hidden(written) == ["Never", "printed"]


# Raised and lowered figures


def shifts(pdf: bytes) -> list[tuple[str, int]]:
    lines = read_page(pdf).lines
    return [(word.text, word.shift) for line in lines for word in line.words]


def test_raised_and_lowered_figures_are_words_with_their_shift():
    pdf = pdfs.scripts([("10", 0), ("25", 1), (" FLOP CO", 0), ("2", -1)])
    assert shifts(pdf) == [
        ("10", 0),
        ("25", 1),
        ("FLOP", 0),
        ("CO", 0),
        ("2", -1),
    ]


def test_a_line_drawn_twice_for_bold_type_is_read_once():
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        for x in (72, 72.4):
            page.insert_text((x, 100), "The threshold was not exceeded.")
        page.insert_text((72, 130), "The threshold was not exceeded.")
        written = pdfs.save(pdf)
    assert len(read_page(written).lines) == 2


def test_letters_set_wide_apart_are_words():
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        x = 72.0
        for letter in "SAFETY":
            page.insert_text((x, 100), letter)
            x += pymupdf.get_text_length(letter) + 4
        x += 6
        for letter in "CARD":
            page.insert_text((x, 100), letter)
            x += pymupdf.get_text_length(letter) + 4
        written = pdfs.save(pdf)
    words = [word for line in texts(read_page(written)) for word in line]
    assert words == ["SAFETY", "CARD"]


def test_characters_without_width_are_left_out():
    written = pdfs.mapped("aZbYc", Z="200B", Y="FEFF")
    assert texts(read_page(written)) == [["abc"]]


def test_marks_are_drawn_under_the_ink_and_do_not_stay_on_the_page():
    pdf = worker.open_pdf(pdfs.text_pdf(["Hello"]))
    x0, y0, x1, y1 = [72.0, 78.0, 102.0, 92.0]
    halves = [[x0, y0, x0 + 20, y1], [x0 + 10, y0, x1, y1]]  # they overlap
    clip = [x0 - 10, y0 - 10, x1 + 10, y1 + 10]
    plain, marked, again = (
        Image.open(io.BytesIO(worker.image(pdf, 1, 2.0, clip, marks)))
        for marks in ([], halves, [])
    )
    assert plain.tobytes() == again.tobytes()
    assert marked.getpixel((5, 5)) == (255, 255, 255)
    changed = ImageChops.difference(plain.convert("RGB"), marked.convert("RGB"))
    assert changed.getbbox() == (20, 20, 80, 48)
    assert changed.getextrema() == ((0, 0), (0, 19), (0, 115))


# Refusals


@pytest.mark.parametrize(
    ("pdf", "problem"),
    [
        (pdfs.html_named_pdf(), "NOT_A_PDF"),
        (pdfs.encrypted("secret"), "ENCRYPTED"),
        (pdfs.zero_pages(), "NO_PAGES"),
        (pdfs.many_pages(5001), "TOO_MANY_PAGES"),
    ],
)
def test_a_file_that_cannot_be_opened_is_refused(pdf, problem):
    with pytest.raises(worker_loop.Refusal, match=problem):
        worker.open_pdf(pdf)


def test_a_pdf_that_anyone_may_open_is_opened_though_it_is_encrypted():
    assert texts(read_page(pdfs.encrypted(""))) == [["A", "secret"]]


def test_a_page_larger_than_the_standard_allows_is_refused():
    with pytest.raises(worker_loop.Refusal, match="TOO_BIG_A_PAGE"):
        worker.page(worker.open_pdf(pdfs.media_box(14_401)), 1)


def test_a_clip_beside_the_page_is_refused():
    with pytest.raises(worker_loop.Refusal, match="NONSENSE"):
        draw(pdfs.text_pdf(["x"]), clip=[900, 900, 950, 950])


@pytest.mark.parametrize(
    "request_", [["fly"], ["page", "1"], {}, ["image", 1], ["thumbnail", 1, None]]
)
def test_a_request_of_another_shape_is_refused(request_):
    with pytest.raises(worker_loop.Refusal, match="NONSENSE"):
        worker.answer(worker.open_pdf(pdfs.text_pdf(["x"])), request_)


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (MemoryError(), "TOO_MUCH_MEMORY"),
        (RuntimeError("code=2: malloc (9 bytes) failed"), "TOO_MUCH_MEMORY"),
        (RecursionError(), "DAMAGED"),
        (RuntimeError("words that a PDF chose"), "DAMAGED"),
    ],
)
def test_an_error_is_named_and_not_quoted(error, problem):
    assert worker_loop.problem(error, worker.LIBRARY.problems) == problem


def test_what_is_filled_in_is_read_after_its_question_and_not_after_the_page():
    questions = ["Model:", "", "Share of tasks:", "", "The lab signs this."]
    filled = {"37 percent": (160, 107, 300, 125), "Wren 1": (120, 77, 250, 95)}
    page = read_page(pdfs.form(questions, filled))
    words = [" ".join(word.text for word in line.words) for line in page.lines]
    assert words == [
        "Model:", "Wren 1", "Share of tasks:", "37 percent", "The lab signs this."
    ]  # fmt: skip


def test_what_is_filled_in_below_its_question_is_read_after_it():
    questions = ["Say what the model did.", "", "", "", "The lab signs this."]
    page = read_page(pdfs.form(questions, {"It failed.": (72, 107, 300, 125)}))
    words = [" ".join(word.text for word in line.words) for line in page.lines]
    assert words == ["Say what the model did.", "It failed.", "The lab signs this."]


SEEN = b"BT /F 11 Tf 72 700 Td (Shown here.) Tj ET "
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


@pytest.mark.parametrize(
    ("drawn", "leaves_out"),
    [
        (b"", False),
        (b"q 0 0 10 10 re W n BT /F 11 Tf 72 500 Td (Cut off) Tj ET Q", True),
        (b"BT /F 11 Tf 900 500 Td (Off the page) Tj ET", True),
        (b"q 60 490 200 40 re W n BT /F 11 Tf 72 500 Td (Framed) Tj ET Q", False),
        (b"BT /F 11 Tf 72 500 Td (   ) Tj ET", False),
        (b"BT 0 1 -1 0 300 300 Tm /F 11 Tf (Set sideways) Tj ET", False),
        (b"BT /F 11 Tf 0.7 0.7 -0.7 0.7 300 300 Tm (Set aslant) Tj ET", False),
    ],
)
def test_text_that_is_cut_off_or_off_the_page_is_known_to_be_there(drawn, leaves_out):
    page = read_page(
        pdfs.raw_pdf(pdfs.stream(SEEN + drawn), FONT, resources=b"/Font << /F 5 0 R >>")
    )
    assert page.leaves_out is leaves_out
    assert "Cut off" not in " ".join(w.text for line in page.lines for w in line.words)

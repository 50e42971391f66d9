"""Reading and marking a report, as an analyst does it, in a real browser."""

from collections.abc import Sequence
from itertools import count

import pdfs
import pymupdf
import pytest
from playwright.sync_api import Locator, Page, expect

from annotator.domain.text.canonical_text import PageText, Word
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.web.page_words import page_words

pytestmark = pytest.mark.browser

SENTENCE = "It was tested for a whole week by three people, who found nothing."
FIRST = ["The card says that the model is safe. It was tested", "for a whole week by"]
SECOND = ["three people, who found nothing. They were paid.", "Nobody complained."]
LEFT = ["Left one begins here", "left two goes on", "left three goes on", "left ends."]
RIGHT = ["Right one begins", "right two goes on", "right three goes on", "right ends."]

names = (f"report-{number}" for number in count())


@pytest.fixture
def take_in(site):
    def take(content: bytes) -> str:
        name = next(names)
        site.take_in(content, name)
        return name

    return take


@pytest.fixture
def card(take_in) -> str:
    """A report of two pages with a sentence that goes on overleaf."""
    return take_in(pdfs.text_pdf(FIRST, SECOND, [f"Of {next(names)}"]))


@pytest.fixture
def quotes(site):
    """What is marked in a report, in reading order."""

    def find(report: str) -> list[str]:
        with site.stores.database.reading() as session:
            context = site.context(session)
            found = reports.get_report(context, report)
            revision = reports.get_revision(context, found)
            return [p.exact for p in marking.placed_on(context, revision)]

    return find


def open_report(window: Page, report: str, pages: Sequence[int] = (1,)) -> None:
    window.goto(f"/desk/reports/{report}")
    for page in pages:
        window.locator(f"#page-{page} .text .line").first.wait_for()


def at(window: Page, words: str, *, end: bool = False) -> tuple[float, float]:
    """Where words of one line that is seen begin, or end, in the window."""
    box = window.evaluate(
        """([words, end]) => {
          const frame = document.querySelector("#sheets").getBoundingClientRect();
          for (const line of document.querySelectorAll(".text .line")) {
            const at = line.textContent.indexOf(words);
            const middle = line.getBoundingClientRect();
            const y = (middle.top + middle.bottom) / 2;
            if (at < 0 || y < frame.top || y > frame.bottom) continue;
            const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            let [passed, target, node] = [0, end ? at + words.length : at, null];
            while ((node = walker.nextNode())) {
              if (target <= passed + node.length) break;
              passed += node.length;
            }
            const range = document.createRange();
            const [from, to] = end ? [target - passed - 1, target - passed]
                                   : [target - passed, target - passed + 1];
            const beyond = to > node.length;
            const place = beyond ? walker.nextNode() : node;
            range.setStart(place, beyond ? 0 : from);
            range.setEnd(place, beyond ? 1 : to);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            const inside = Math.min(1, (right - left) / 4); // a full stop is 3 pixels wide
            return [end ? right - inside : left + inside, (top + bottom) / 2];
          }
          return null;
        }""",
        [words, end],
    )
    assert box, f"“{words}” is not on the pages that are shown"
    return tuple(box)


def drag(window: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    window.mouse.move(*start)
    window.mouse.down()
    window.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=5)
    window.mouse.move(*end, steps=5)
    window.mouse.up()


def chosen(window: Page) -> str:
    return window.locator("#chosen").inner_text()


def link_to_new_claim(
    window: Page, text: str, stance: str = "1", note: str = ""
) -> None:
    window.keyboard.press(stance)
    window.keyboard.type(text)
    window.locator("#option-new").wait_for()
    window.keyboard.press("Enter")
    window.locator("#category").select_option(index=1)
    if note:
        window.locator("#note").fill(note)
    window.keyboard.press("Control+Enter")
    saved(window)


def saved(window: Page) -> None:
    """Wait until the server has what was done."""
    expect(window.locator("#capture")).to_be_hidden()
    expect(window.locator("#save-state")).to_have_attribute("data-state", "saved")


def lines_of(tints: Locator) -> int:
    """Return how many lines are tinted, on all pages."""
    return sum((tint.get_attribute("d") or "").count("z") for tint in tints.all())


def mark_only(window: Page) -> None:
    window.locator("#mark-only").click()
    saved(window)


def test_a_sentence_over_a_page_break_is_dragged_linked_and_kept(windows, card, quotes):
    window = windows(height=1700)  # both pages
    open_report(window, card, [1, 2])
    drag(window, at(window, "It was"), at(window, "nothing.", end=True))
    assert chosen(window) == SENTENCE
    link_to_new_claim(window, "Nobody found anything")
    assert quotes(card) == [SENTENCE]
    assert lines_of(window.locator(".mark.supports .tint")) == 3
    expect(window.locator(".mark.supports").first).to_be_visible()
    window.reload()
    expect(window.locator(".mark.supports").first).to_be_attached()
    assert lines_of(window.locator(".mark.supports .tint")) == 3


def test_undo_takes_the_mark_off_the_page(window, card, quotes):
    open_report(window, card)
    drag(window, at(window, "The card"), at(window, "safe.", end=True))
    link_to_new_claim(window, "It is safe")
    expect(window.locator(".mark")).to_have_count(1)
    window.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(window.locator(".mark")).to_have_count(0)
    assert quotes(card) == []


def test_a_mark_lies_over_its_words(window, card):
    open_report(window, card)
    drag(window, at(window, "the model"), at(window, "safe.", end=True))
    link_to_new_claim(window, "It lies well")
    mark = window.locator(".mark .tint").first.bounding_box()
    left, middle = at(window, "the model")
    right, _ = at(window, "safe.", end=True)
    assert abs(mark["x"] - left) < 4
    assert abs(mark["x"] + mark["width"] - right) < 4
    assert mark["y"] < middle < mark["y"] + mark["height"]


@pytest.mark.parametrize("zoom", ["larger", "smaller", "fit-page"])
def test_words_stay_under_the_pointer_at_every_size(window, card, zoom):
    open_report(window, card)
    for _ in range(3):
        if zoom == "fit-page":
            window.keyboard.press("9")
        else:
            window.locator(f"[data-do={zoom}]").click()
    drag(window, at(window, "the model"), at(window, "safe.", end=True))
    assert chosen(window) == "the model is safe."


def test_a_search_opens_the_page_at_its_words(windows, take_in):
    pages = [[f"This is page {number}."] for number in range(1, 21)]
    report = take_in(pdfs.text_pdf(*pages))
    start = sum(len(f"This is page {number}.\f") for number in range(1, 16))
    window = windows(height=600)
    window.goto(f"/desk/reports/{report}?start={start}&end={start + 16}")
    expect(window.locator(".came-for")).to_be_in_viewport()
    expect(window.locator("#go-to")).to_have_value("16")
    window.locator("#page-16 .text .line").wait_for()


def test_a_screen_reader_meets_each_page_by_name_and_its_words(window, card):
    open_report(window, card)
    page = window.get_by_role("region", name="Page 1", exact=True)
    expect(page).to_contain_text("The card says that the model is safe.")


def test_a_drag_in_a_column_stays_in_it(window, take_in):
    open_report(window, take_in(pdfs.two_columns(LEFT, RIGHT)))
    drag(window, at(window, "two goes"), at(window, "left ends", end=True))
    assert chosen(window) == "two goes on left three goes on left ends"


def test_a_drag_into_white_space_does_not_jump(window, take_in):
    open_report(window, take_in(pdfs.two_columns(LEFT, RIGHT)))
    x, y = at(window, "left ends", end=True)
    drag(window, at(window, "left three"), (x - 20, y + 120))
    assert chosen(window).startswith("left three goes on left")
    assert "Right" not in chosen(window)


def test_a_drag_from_column_to_column_reads_on(window, take_in):
    open_report(window, take_in(pdfs.two_columns(LEFT, RIGHT)))
    drag(window, at(window, "left ends"), at(window, "Right one", end=True))
    assert chosen(window) == "left ends. Right one"


def test_a_paragraph_that_goes_on_in_the_next_column_leaves_others_alone(
    window, take_in
):
    left = [*["It was said before, as said it was"] * 9, "and the paragraph goes on"]
    right = [*["where this column begins, to the end"] * 3, "of it, which is here."]
    with pymupdf.open() as pdf:
        page = pdfs.new_page(pdf)
        pdfs.write(page, left)
        pdfs.write(page, [*right, "", "Another stands", "below it,", "alone."], x=320)
        content = pdfs.save(pdf)
    open_report(window, take_in(content))
    for first, last, between in [
        ("Another", "alone.", "Another stands below it, alone."),
        ("goes on", "where this", "goes on where this"),
    ]:
        drag(window, at(window, first), at(window, last, end=True))
        assert chosen(window) == between
        window.keyboard.press("Escape")


def test_a_point_a_little_beyond_a_word_belongs_to_it(window, card):
    """A paragraph begins in the last line of the one before, as in run-in headings."""
    words = [  # text, box, line, what comes after
        ("As wide as the column", (10, 10, 200, 20), 0, "\n"),
        ("and it ends.", (10, 22, 120, 32), 1, "\n\n"),
        ("We", (180, 22, 196, 32), 2, "\n"),
        ("go on in the next line", (10, 34, 200, 44), 3, "\f"),
    ]
    shown = [
        Word(text, box, 100 * line, line, after=after)
        for text, box, line, after in words
    ]
    page = PageText(1, "1", 612, 792, 0, tuple(shown))
    open_report(window, card)
    offset = window.evaluate(
        """async (page) => {
          const { PageWords } = await import("/static/viewer/words.js");
          return new PageWords(1, page).nearest(198, 27).offset;
        }""",
        page_words(page, None),
    )
    assert offset == 200 + len("We")


def test_two_clicks_take_a_word_and_three_a_sentence(window, card):
    open_report(window, card, [1, 2])
    window.mouse.dblclick(*at(window, "tested"))
    assert chosen(window) == "tested"
    window.keyboard.press("Escape")
    window.mouse.click(*at(window, "tested"), click_count=3)
    assert chosen(window) == SENTENCE


def test_offsets_count_characters_and_not_what_javascript_counts(
    window, take_in, quotes
):
    report = take_in(pdfs.emoji())
    open_report(window, report)
    text = window.locator("#page-1 .text").inner_text()
    assert text.strip() == "x😀y"
    window.mouse.dblclick(*at(window, "x"))
    window.keyboard.press("Shift+ArrowLeft")  # all but the last letter
    assert chosen(window) == "x😀"
    mark_only(window)
    expect(window.locator(".mark")).to_have_count(1)
    assert quotes(report) == ["x😀"]


def test_a_figure_is_marked_by_dragging_a_rectangle(window, card):
    open_report(window, card)
    window.keyboard.press("r")
    sheet = window.locator("#page-1").bounding_box()
    left, top = sheet["x"] + 100, sheet["y"] + 200
    drag(window, (left, top), (left + 200, top + 150))
    window.locator("#description").fill("Figure 1")
    link_to_new_claim(window, "A figure shows it", stance="Alt+4")
    expect(window.locator(".mark.region.context")).to_have_count(1)


def test_a_figure_is_marked_with_the_keyboard_alone(window, card):
    open_report(window, card)
    for key in ("r", "Enter", "ArrowDown", "Shift+ArrowRight", "Enter"):
        window.keyboard.press(key)
    expect(window.locator("[name=x1]")).not_to_have_value("")
    window.locator("[name=x1]").fill("300")
    mark_only(window)
    expect(window.locator(".mark.region")).to_have_count(1)
    tint = window.locator(".mark.region .tint")
    width = tint.evaluate("tint => tint.getBBox().width")
    assert width == pytest.approx(300 - 0.15 * 595, abs=0.2)


def test_words_are_found_and_marked_with_the_keyboard_alone(window, card, quotes):
    open_report(window, card)
    window.keyboard.press("f")
    window.keyboard.type("week by three people")
    expect(window.locator("#found-count")).to_contain_text("1 place")
    window.keyboard.press("Enter")
    expect(window.locator(".current-hit")).to_have_count(2)  # on both pages
    window.keyboard.press("Control+Enter")
    expect(window.locator("#capture")).to_be_visible()
    for _ in range(4):
        window.keyboard.press("Control+Shift+ArrowRight")
    assert chosen(window) == "week by three people, who found nothing."
    link_to_new_claim(window, "Found by keyboard", stance="2")
    assert quotes(card) == ["week by three people, who found nothing."]
    expect(window.locator(".mark.undercuts").first).to_be_attached()


def test_find_goes_round_and_counts(window, take_in):
    lines = [["An answer here."], ["No."], ["An answer there."]]
    open_report(window, take_in(pdfs.text_pdf(*lines)))
    window.keyboard.press("/")
    window.keyboard.type("an answer")
    expect(window.locator("#found-count")).to_have_text("2 places.")
    for place in ("1 of 2", "2 of 2", "1 of 2"):
        window.keyboard.press("Enter")
        expect(window.locator("#found-count")).to_contain_text(place)
    window.keyboard.press("Shift+Enter")
    expect(window.locator("#found-count")).to_contain_text("2 of 2")
    expect(window.locator("#go-to")).to_have_value("3")


def test_a_card_shows_what_a_mark_is_linked_to_and_unlinks_it(window, card):
    open_report(window, card)
    drag(window, at(window, "The card"), at(window, "safe.", end=True))
    link_to_new_claim(window, "A card is shown")
    window.locator(".mark").focus()
    window.keyboard.press("Enter")
    expect(window.locator("#card")).to_contain_text("A card is shown")
    window.get_by_role("button", name="Unlink").click()
    expect(window.locator(".mark.unlinked")).to_have_count(1)


def test_marks_over_one_another_can_all_be_reached(window, card):
    open_report(window, card)
    drag(window, at(window, "The card"), at(window, "safe.", end=True))
    link_to_new_claim(window, "The longer one")
    drag(window, at(window, "the model"), at(window, "is safe", end=True))
    link_to_new_claim(window, "The shorter one", stance="3")
    x, y = at(window, "model")
    window.mouse.click(x + 10, y)
    expect(window.locator("#card")).to_contain_text("2 marks here")
    expect(window.locator("#card .links a").first).to_have_text("The shorter one")


def test_what_is_wrong_with_a_form_is_said_and_what_was_typed_stays(window, card):
    open_report(window, card)
    drag(window, at(window, "The card"), at(window, "safe.", end=True))
    window.locator("#note").fill("Kept")
    window.locator("#claim-text").fill("A claim without a stance")
    window.keyboard.press("Control+Enter")
    expect(window.locator("#capture .error").first).to_be_visible()
    expect(window.locator("#note")).to_have_value("Kept")
    expect(window.locator("#chosen")).to_have_text(
        "The card says that the model is safe."
    )


def test_a_mark_has_an_address(window, card, windows):
    open_report(window, card, [1, 2])
    window.keyboard.press("j")
    expect(window.locator("#go-to")).to_have_value("2")
    drag(window, at(window, "three people"), at(window, "nothing.", end=True))
    mark_only(window)
    mark = window.locator(".mark")
    expect(mark).to_have_count(1)
    address = f"/desk/reports/{card}#{mark.get_attribute('id')}"
    other = windows(height=500)
    other.goto(address)
    expect(other.locator(".mark")).to_be_in_viewport()


def test_the_address_follows_the_page_that_is_read(window, take_in):
    open_report(window, take_in(pdfs.labelled(6)))
    window.keyboard.press("j")
    window.keyboard.press("j")
    expect(window.locator("#go-to")).to_have_value("1")  # after i and ii
    window.wait_for_url("**page=3")
    window.reload()
    expect(window.locator("#go-to")).to_have_value("1")
    window.keyboard.press("g")
    window.keyboard.type("ii\n")
    window.wait_for_url("**page=2")


def test_what_is_copied_reads_on_over_lines_and_pages(window, card):
    open_report(window, card, [1, 2])
    window.mouse.click(*at(window, "tested"), click_count=3)
    window.keyboard.press("Control+c")
    assert window.evaluate("navigator.clipboard.readText()") == SENTENCE


def test_pages_far_away_lose_their_words_again(window, take_in):
    pages = [[f"Page {number} has words."] * 30 for number in range(30)]
    open_report(window, take_in(pdfs.text_pdf(*pages)))
    for number in range(2, 31):
        window.evaluate(
            "number => document.querySelector('#sheets').scrollTo(0, "
            "(number - 1) * document.querySelector('.pages').offsetHeight / 30 + 12)",
            number,
        )
        window.locator(f"#page-{number} .text").wait_for()
    assert window.locator(".sheet").count() < 8
    expect(window.locator("#page-1 .text")).to_have_count(0)


def test_an_earlier_file_can_be_read_but_not_marked(window, site, card):
    open_report(window, card)
    sha256 = window.locator("#sheets").get_attribute("data-revision")
    site.take_in(pdfs.text_pdf(FIRST, [*SECOND, f"New in {card}."]), card)
    window.goto(f"/desk/reports/{card}?revision={sha256}")
    window.locator("#page-1 .text .line").first.wait_for()
    drag(window, at(window, "The card"), at(window, "safe.", end=True))
    expect(window.locator("#capture")).to_be_hidden()
    expect(window.locator(".viewer-banner")).to_contain_text("earlier file")


def test_on_a_phone_the_form_is_at_the_foot_and_nothing_is_cut_off(windows, card):
    phone = windows(width=360, height=740)
    open_report(phone, card)
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    drag(phone, at(phone, "The card"), at(phone, "model", end=True))
    form = phone.locator("#capture").bounding_box()
    assert form["x"] == 0
    assert form["y"] + form["height"] == pytest.approx(740, abs=1)
    phone.keyboard.press("Escape")
    phone.locator("[data-do=panel]").click()
    expect(phone.locator("#panel")).to_be_visible()


def test_without_javascript_pages_and_marks_can_be_read(windows, window, card):
    open_report(window, card)
    drag(window, at(window, "The card"), at(window, "safe.", end=True))
    link_to_new_claim(window, "It needs no script")
    plain = windows(java_script_enabled=False)
    plain.goto(f"/desk/reports/{card}")
    plain.get_by_role("link", name="Read this report page by page").click()
    expect(plain.locator(".mark")).to_be_visible()
    plain.locator(".mark").click()
    expect(plain.locator("main")).to_contain_text("It needs no script")
    plain.go_back()
    plain.get_by_role("link", name="Next page").first.click()
    expect(plain.locator("main")).to_contain_text("Nobody complained.")


def letters(pdf: bytes) -> dict[str, list[pymupdf.Rect]]:
    """The boxes of the letters of each line of a first page, as it is shown, in points."""
    with pymupdf.open("pdf", pdf) as opened:
        page = opened[0]
        lines = [
            [c for span in line["spans"] for c in span["chars"]]
            for block in page.get_text("rawdict")["blocks"]
            for line in block["lines"]
        ]
        turn = page.rotation_matrix
        return {
            "".join(c["c"] for c in line): [
                pymupdf.Rect(c["bbox"]) * turn for c in line
            ]
            for line in lines
        }


def in_window(window: Page, x: float, y: float) -> tuple[float, float]:
    """Where a point of the first page is in the window."""
    left, top, scale = window.locator("#page-1").evaluate(
        """(sheet) => {
          const { x, y, width } = sheet.querySelector("canvas").getBoundingClientRect();
          return [x, y, width / Number(sheet.dataset.width)];
        }"""
    )
    return left + x * scale, top + y * scale


def begin_of(box: pymupdf.Rect) -> tuple[float, float]:
    return box.x0 + 0.3, (box.y0 + box.y1) / 2


def end_of(box: pymupdf.Rect) -> tuple[float, float]:
    return box.x1 - 0.3, (box.y0 + box.y1) / 2


def test_a_selection_inside_a_word_is_exact_to_the_letter(window, take_in):
    line = "iiiiMMMMillWWWW said 22.5 %"
    pdf = pdfs.text_pdf([line, "and more."])
    open_report(window, take_in(pdf))
    boxes = letters(pdf)[line]
    for first, last in [(3, 5), (6, 10), (1, 13), (9, 19), (21, 23)]:
        start, end = begin_of(boxes[first]), end_of(boxes[last])
        drag(window, in_window(window, *start), in_window(window, *end))
        assert chosen(window) == line[first : last + 1]
        window.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("first", "last", "said"), [(0, 3, "staff"), (6, 8, "ned"), (5, 11, "fined off")]
)
def test_a_ligature_is_taken_as_a_whole(window, take_in, first, last, said):
    line = "staﬀ ﬁned oﬀ"
    pdf = pdfs.text_pdf([line, f"Of {next(names)}"])
    open_report(window, take_in(pdf))
    boxes = next(boxes for text, boxes in letters(pdf).items() if text[:3] == "sta")
    start, end = begin_of(boxes[first]), end_of(boxes[last])
    drag(window, in_window(window, *start), in_window(window, *end))
    assert chosen(window) == said


def test_words_set_sideways_are_selected_along_their_line(window, take_in):
    with pymupdf.open("pdf", pdfs.text_pdf(["A table is set sideways."])) as pdf:
        for number, row in enumerate(["Cyber range 12 % 9 %", "Bio uplift 31 % 24 %"]):
            pdf[0].insert_text((300 + 20 * number, 500), row, rotate=90)
        content = pdfs.save(pdf)
    open_report(window, take_in(content))
    row = letters(content)["Bio uplift 31 % 24 %"]
    first, last = row[4], row[13]  # "uplift 31"; the line runs upwards
    start = ((first.x0 + first.x1) / 2, first.y1 - 0.3)
    end = ((last.x0 + last.x1) / 2, last.y0 + 0.3)
    drag(window, in_window(window, *start), in_window(window, *end))
    assert chosen(window) == "uplift 31 "[: len(chosen(window))]
    assert chosen(window).startswith("uplift 31")


def test_a_turned_page_is_selected_as_it_is_shown(window, take_in):
    open_report(window, take_in(pdfs.rotated(["Words on a turned page"], 90)))
    window.mouse.dblclick(*at(window, "turned"))
    assert chosen(window) in {"turned", "a", "page", "Words", "on"}


def test_lines_that_a_pdf_writes_backwards_are_read_in_order(window, take_in):
    with pymupdf.open() as pdf:
        page = pdfs.new_page(pdf)
        pdfs.write(page, ["second line"], y=120)
        pdfs.write(page, ["The first line and the"], y=105)
        content = pdfs.save(pdf)
    open_report(window, take_in(content))
    drag(window, at(window, "first line"), at(window, "second", end=True))
    assert chosen(window) == "first line and the second"

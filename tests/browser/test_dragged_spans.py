"""What is dragged with the mouse is what is marked: random spans, exact to the letter.

The expected words are those of the canonical text between the letters where the mouse was
pressed and let go, read as the server reads a passage.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pymupdf
import pytest
from browser.letters import Letter, Line, lines_of
from pages_of_text import HEIGHT, WIDTH, a_column, a_page
from playwright.sync_api import Page, expect
from soak import figure

from annotator import paths
from annotator.domain.text.canonical_text import PageText, reading_text
from annotator.domain.text.pages import RawPage
from annotator.services.library import reports
from annotator.services.library.texts import document
from annotator.services.passages import marking

pytestmark = pytest.mark.browser

SPANS = figure(ci=300, soak=3_000)
EXACT = 0.995  # the least share of spans that must be exact to the letter
KEPT = 10  # of so many spans one is kept, and what the server made of it is looked at
SEED = 20300501
INSIDE = 0.3  # points inside the letter at which the mouse is pressed or let go
LEAST = 8.0  # points that a drag is long: a shorter one may be a click
WORDS = [
    "a",
    "it",
    "is",
    "as",
    "at",
    "the",
    "and",
    "for",
    "not",
    "all",
    "risk",
    "test",
    "task",
    "model",
    "safe",
    "bound",
    "trial",
    "level",
    "result",
    "review",
    "people",
    "threshold",
    "mitigation",
    "evaluation",
    "capability",
]

Span = tuple[Letter, Letter]


@dataclass(frozen=True)
class Report:
    """A report that was taken in, and where its letters stand."""

    slug: str
    pages: Sequence[PageText]
    lines: Sequence[Line]


# Made pages


def _said(draw: random.Random, width: int) -> str:
    """A line of words of at most so many letters."""
    line = draw.choice(WORDS)
    while len(line) < width - 12:
        line += " " + draw.choice(WORDS)
    return line


def _columns(draw: random.Random, number: int) -> RawPage:
    """Two columns; the right one goes on overleaf."""
    left, right = ([_said(draw, 42) for _ in range(30)] for _ in range(2))
    lines = [*a_column(left, x=60), *a_column(right, x=330, block=1)]
    return a_page(*lines, number=number)


def _table(draw: random.Random, number: int) -> RawPage:
    """The end of a sentence, a table of cells of one to three lines, and more text."""
    lines = a_column([_said(draw, 70) for _ in range(5)], x=60)
    top, block = 200.0, 1
    for _ in range(6):
        cells = [[_said(draw, 22)] * draw.randint(1, 3) for _ in range(3)]
        for column, cell in enumerate(cells):
            lines += a_column(cell, x=60 + 180 * column, top=top, block=block)
            block += 1
        top += 14 * max(map(len, cells)) + 10
    lines += a_column([_said(draw, 70) for _ in range(8)], x=60, top=600, block=block)
    return a_page(*lines, number=number)


def _drawn(pages: Sequence[RawPage]) -> bytes:
    """A PDF of pages of plain lines, in letters that are as wide as those of the pages."""
    with pymupdf.open() as pdf:
        for page in pages:
            sheet = pdf.new_page(width=WIDTH, height=HEIGHT)
            for line in page.lines:
                for word in line.words:
                    x, _, _, bottom = word.box
                    size = word.size / 1.2  # Courier's letters are 0.6 of it wide
                    sheet.insert_text(
                        (x, bottom - 2), word.text, fontname="cour", fontsize=size
                    )
        content: bytes = pdf.tobytes()
        return content


def _made() -> bytes:
    draw = random.Random(SEED)
    makers = (_columns, _columns, _table, _table)
    return _drawn([make(draw, at) for at, make in enumerate(makers, start=1)])


# Spans


def _pair(draw: random.Random, first: Line, last: Line) -> Span:
    return draw.choice(first.letters), draw.choice(last.letters)


def _in_a_word(draw: random.Random, lines: Sequence[Line], at: int) -> Span:
    word = draw.choice(lines[at].words)
    first, last = sorted(draw.choices(range(len(word)), k=2))
    return word[first], word[last]


def _whole_words(draw: random.Random, lines: Sequence[Line], at: int) -> Span:
    words = lines[at].words
    first, last = sorted(draw.choices(range(len(words)), k=2))
    return words[first][0], words[last][-1]


def _over_lines(draw: random.Random, lines: Sequence[Line], at: int) -> Span | None:
    others = [line for line in lines[at + 1 : at + 9] if line.page == lines[at].page]
    return _pair(draw, lines[at], draw.choice(others)) if others else None


def _over_columns(draw: random.Random, lines: Sequence[Line], at: int) -> Span | None:
    others = [line for line in lines if lines[at].is_left_of(line)]
    return _pair(draw, lines[at], draw.choice(others)) if others else None


def _over_a_page(draw: random.Random, lines: Sequence[Line], at: int) -> Span | None:
    others = [line for line in lines if line.page == lines[at].page + 1]
    return _pair(draw, lines[at], draw.choice(others)) if others else None


def _cells(draw: random.Random, lines: Sequence[Line], at: int) -> Span | None:
    """From a cell to another, or within it: lines that stand side by side."""
    beside = [
        line
        for line in lines
        if lines[at].is_left_of(line) and lines[at].is_level_with(line)
    ]
    if not beside:
        return None
    return _pair(draw, lines[at], draw.choice([lines[at], *beside]))


KINDS: dict[str, Callable[[random.Random, Sequence[Line], int], Span | None]] = {
    "in a word": _in_a_word,
    "whole words": _whole_words,
    "over lines": _over_lines,
    "over columns": _over_columns,
    "over a page": _over_a_page,
    "cells": _cells,
}


def _length(span: Span) -> float:
    (x0, y0, *_), (_, _, x1, y1) = span[0].box, span[1].box
    return abs(x1 - x0) + (0 if span[0].line == span[1].line else abs(y1 - y0))


def _draw_span(draw: random.Random, lines: Sequence[Line], kind: str) -> Span | None:
    """Return a span of this kind within one stream of a report, if it has one."""
    for _ in range(60):
        stream = lines[draw.randrange(len(lines))].stream
        alike = [line for line in lines if line.stream is stream]
        span = KINDS[kind](draw, alike, draw.randrange(len(alike)))
        if span and span[0].offset > span[1].offset:
            span = span[1], span[0]
        if span and _length(span) >= LEAST:
            return span
    return None


def _draw_spans(
    draw: random.Random, every: Sequence[Report], count: int
) -> Iterator[tuple[Report, str, Span]]:
    """Yield so many spans, of each kind alike, report by report and page by page."""
    asked = [
        (draw.randrange(len(every)), list(KINDS)[n % len(KINDS)]) for n in range(count)
    ]
    found = []
    for at, kind in asked:
        order = [*every[at:], *every[:at]]  # not every report has columns
        spans = ((report, _draw_span(draw, report.lines, kind)) for report in order)
        found.append(
            next((report, kind, span) for report, span in spans if span is not None)
        )
    yield from sorted(found, key=lambda item: (item[0].slug, item[2][0].page))


# The window


def _open(window: Page, report: Report) -> None:
    window.goto(f"/desk/reports/{report.slug}")
    window.locator("#page-1 .text .line").first.wait_for()


def _points(window: Page, span: Span, begin: int) -> list[tuple[float, float]]:
    """Show the pages of a span from their top; return where it begins and ends.

    ``begin`` is the index of the letter at which the mouse is pressed.
    """
    first, last = span
    window.locator(f"#page-{first.page}").evaluate(
        "(sheet) => (document.querySelector('#sheets').scrollTop = sheet.offsetTop - 60)"
    )
    places = []
    for page in (first.page, last.page):
        window.locator(f"#page-{page} .text .line").first.wait_for()
        place = """(sheet) => {
          const { x, y, width } = sheet.querySelector("canvas").getBoundingClientRect();
          return [x, y, width / Number(sheet.dataset.width)];
        }"""
        places.append(window.locator(f"#page-{page}").evaluate(place))
    insides = (first.box[0] + INSIDE, last.box[2] - INSIDE)
    # A mouse points at whole pixels; half of one is less than half of a full stop.
    points = [
        (
            round(left + scale * x),
            round(top + scale * (letter.box[1] + letter.box[3]) / 2),
        )
        for letter, x, (left, top, scale) in zip(span, insides, places, strict=True)
    ]
    return points[::-1] if begin else points


def _drag(window: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    window.mouse.move(*start)
    window.mouse.down()
    window.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=2)
    window.mouse.move(*end, steps=2)
    window.mouse.up()


def _selected(window: Page) -> tuple[str, str, str]:
    """What the form shows as chosen, and the offsets that it would send."""
    chosen, start, end = window.evaluate(
        """() => {
          const form = document.querySelector("#capture form");
          if (document.querySelector("#capture").hidden) return ["", "", ""];
          const { start, end } = form.elements;
          return [document.querySelector("#chosen").textContent, start.value, end.value];
        }"""
    )
    return chosen, start, end


def _close(window: Page) -> None:
    window.keyboard.press("Escape")
    expect(window.locator("#capture")).to_be_hidden()


@pytest.fixture(scope="module")
def every_report(site) -> list[Report]:
    """The sample's reports and made pages, taken in."""
    contents = {path.stem: path.read_bytes() for path in paths.SAMPLE.glob("*.pdf")}
    contents["made-pages"] = _made()
    return [_take_in(site, slug, contents[slug]) for slug in sorted(contents)]


def _take_in(site, slug: str, content: bytes) -> Report:
    slug = f"dragged-{slug}"
    site.take_in(content, slug)
    with site.stores.database.reading() as session:
        context = site.context(session)
        revision = reports.get_revision(context, reports.get_report(context, slug))
        pages = document(context, revision).pages
    return Report(slug, pages, lines_of(content, pages))


def test_most_letters_of_the_reports_are_among_those_that_are_dragged(every_report):
    for report in every_report:
        placed = sum(len(line.letters) for line in report.lines)
        whole = sum(len(word.text) for page in report.pages for word in page.words)
        assert placed / whole > 0.95, report.slug


def test_dragged_spans_are_marked_to_the_letter(windows, every_report, site):
    window = windows(width=1000, height=2600)  # two pages at once
    draw = random.Random(SEED)
    wrong: list[str] = []
    kinds: Counter[str] = Counter()
    shown = None
    for at, (report, kind, span) in enumerate(_draw_spans(draw, every_report, SPANS)):
        if report != shown:
            _open(window, report)
            shown = report
        first, last = span[0].offset, span[1].offset + 1
        wanted = reading_text(report.pages, first, last), str(first), str(last)
        _drag(window, *_points(window, span, draw.randrange(2)))
        got = _selected(window)
        if got != wanted:
            wrong.append(
                f"{kind}, {report.slug}, p. {span[0].page}: {wanted[1:]} became "
                f"{got[1:]} of “{wanted[0]:.80}”"
            )
        kinds[kind] += 1
        if at % KEPT == 0 and got == wanted:
            _keep(window, site, report, wanted[0])
        else:
            _close(window)
    print(f"{SPANS} spans were dragged ({dict(kinds)}), {len(wrong)} not exactly")
    assert len(wrong) <= (1 - EXACT) * SPANS, "\n".join(wrong)


def _keep(window: Page, site, report: Report, wanted: str) -> None:
    """Keep what is chosen as a mark, and look at what the server made of it."""
    window.locator("#mark-only").click()
    expect(window.locator("#capture")).to_be_hidden()
    expect(window.locator("#save-state")).to_have_attribute("data-state", "saved")
    with site.stores.database.reading() as session:
        context = site.context(session)
        revision = reports.get_revision(
            context, reports.get_report(context, report.slug)
        )
        kept = marking.placed_on(context, revision)
    newest = max(kept, key=lambda placement: placement.passage_id)
    assert newest.exact == wanted

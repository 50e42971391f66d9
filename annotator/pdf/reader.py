"""The first reader: text, links and pictures of pages, from PyMuPDF."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from annotator.domain.formats.share_card import ShareCard
from annotator.domain.marked_copy import CopiedMark
from annotator.domain.recognition.pictures import Picture
from annotator.domain.text.pages import Box, Jump, PageNotes, PdfFacts, RawPage
from annotator.pdf import answers, child, limits, messages, note_answers
from annotator.pdf.session import ReaderSession
from annotator.pdf.webp import to_webp

_BATCH_BYTES = limits.REQUEST_BYTES - 1024


class PdfReader(ReaderSession):
    """One PDF in a worker of its own; revisions are made with this reader."""

    command = child.FIRST

    def facts(self) -> PdfFacts:
        """Return what the PDF says about itself as a whole."""
        with self._working() as until:
            untrusted = self._ask(until, messages.JSON, "facts")
            return answers.to_facts(untrusted, self.page_count)

    def page(self, number: int) -> RawPage:
        """Return the text and links of page ``number``, from 1."""
        self._check_number(number)
        with self._working() as until:
            untrusted = self._ask(until, messages.JSON, "page", number)
            page = answers.to_page(untrusted, number)
            self._count_text(number, _length(page))
            return page

    def jumps(self, number: int) -> list[Jump]:
        """Return the links of page ``number`` (from 1) to places in the same file."""
        self._check_number(number)
        with self._working() as until:
            untrusted = self._ask(until, messages.JSON, "jumps", number)
            return answers.to_jumps(untrusted, self.page_count)

    def notes(self, number: int) -> PageNotes:
        """Return what somebody put on page ``number`` (from 1): highlights, notes, …"""
        self._check_number(number)
        with self._working() as until:
            untrusted = self._ask(until, messages.JSON, "notes", number)
            return note_answers.to_notes(untrusted, number)

    def image(
        self,
        number: int,
        *,
        scale: float,
        clip: Box | None = None,
        marks: Sequence[Box] = (),
    ) -> bytes:
        """Return a PNG of a page, or of the box ``clip`` on it, with ``marks`` highlighted.

        All boxes are in points on the page as it is shown, even if there is a clip.
        ``scale`` is in pixels per point; an image that would have too many pixels is
        drawn at the largest scale allowed. Raise ValueError if the scale is out of range
        or there are too many marks.
        """
        self._check_number(number)
        if not 0 < scale <= limits.SCALE:
            raise ValueError(f"scale {scale} is not between 0 and {limits.SCALE}")
        if len(marks) > limits.MARKS:
            raise ValueError(f"more than {limits.MARKS} boxes are to be marked")
        with self._working(draws=True) as until:
            request = ("image", number, float(scale), clip, [*marks])
            return answers.to_png(self._ask(until, messages.PNG, *request))

    def card(
        self,
        said: ShareCard,
        place: tuple[int, Box, Sequence[Box]] | None = None,
    ) -> bytes:
        """Return the PNG that stands beside a shared link.

        ``place`` is the part of the PDF that it shows: the number of a page, from 1, a
        box on it, and boxes that are highlighted, all in points.
        """
        if place is not None:
            self._check_number(place[0])
            if len(place[2]) > limits.MARKS:
                raise ValueError(f"more than {limits.MARKS} boxes are to be marked")
        with self._working(draws=True) as until:
            request = ("card", asdict(said), place)
            return answers.to_png(self._ask(until, messages.PNG, *request))

    def sheet(self, number: int, *, width: int) -> bytes:
        """Return a lossless WebP of page ``number`` (from 1), ``width`` pixels wide.

        A page that is very long is drawn narrower, to stay within the limits.
        """
        self._check_number(number)
        with self._working(draws=True) as until:
            untrusted = self._ask(until, messages.COLOURS, "sheet", number, width)
            return to_webp(answers.to_colours(untrusted))

    def grey(self, number: int, *, scale: float, clip: Box) -> Picture:
        """Return the box ``clip`` (points) of a page in grey, as it is shown.

        It is what ``OcrReader`` reads. ``scale`` is in pixels per point, and may turn out
        less for a large box. Raise ValueError if it is out of range.
        """
        self._check_number(number)
        if not 0 < scale <= limits.SCALE:
            raise ValueError(f"scale {scale} is not between 0 and {limits.SCALE}")
        with self._working(draws=True) as until:
            untrusted = self._ask(
                until, messages.PIXELS, "grey", number, float(scale), clip
            )
            return answers.to_picture(untrusted)

    def thumbnail(self, number: int, clip: Box) -> bytes:
        """Return 32 × 32 grey values of the box ``clip`` (points) of a page.

        The box is stretched to a square, and annotations on the page are left out. The
        thumbnail is for recognising a figure, not for display.
        """
        self._check_number(number)
        with self._working(draws=True) as until:
            untrusted = self._ask(until, messages.GREY, "thumbnail", number, clip)
            return answers.to_thumbnail(untrusted)

    def without_notes(self) -> bytes:
        """Return the PDF without annotations other than links and form fields."""
        with self._working() as until:
            return answers.to_pdf(self._ask(until, messages.CLEAN, "clean"))

    def with_marks(self, marks: Sequence[CopiedMark]) -> tuple[bool, bytes]:
        """Return the PDF with these marks as annotations, for a reader of its own.

        The first value says whether the bytes are only what follows those of the PDF as
        it came, of which none is changed; else they are the whole. Raise ValueError if
        there are too many marks.
        """
        if len(marks) > limits.MARKS_SENT:
            raise ValueError(f"more than {limits.MARKS_SENT} marks are to be put in")
        for some in _batches([_as_request(mark) for mark in marks]):
            with self._working() as until:
                untrusted = self._ask(until, messages.JSON, "mark", some)
                note_answers.to_count(untrusted, len(some))
        with self._working() as until:
            return note_answers.to_marked(self._ask(until, messages.MARKED, "marked"))


def _as_request(mark: CopiedMark) -> list[object]:
    kind = "figure" if mark.is_figure else "words"
    place = (mark.page, kind, mark.boxes, mark.colour)
    return [*place, mark.author, mark.text, mark.name, mark.at]


def _batches(rows: list[list[object]]) -> Iterator[list[list[object]]]:
    """Yield the rows in as few requests as a worker takes."""
    batch: list[list[object]] = []
    size = 0
    for row in rows:
        length = len(json.dumps(row)) + 2
        if batch and size + length > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += length
    if batch:
        yield batch


def _length(page: RawPage) -> int:
    return sum(len(word.text) for line in page.lines for word in line.words)

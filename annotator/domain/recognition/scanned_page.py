"""The lines of a page without text, as a recogniser reads them in its picture."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import fmean, median

from annotator.domain.input.characters import printed
from annotator.domain.recognition.pictures import Picture, RecognisedWord
from annotator.domain.text.pages import RawLine, RawPage, RawWord

# Chosen, not measured.
FINEST = 3.0  # pixels per point
LONGEST_SIDE = 3_000  # pixels
TYPE_SIZE = 0.8  # of the height of a line's box
ALIKE = 0.2  # share by which heights of lines in one type differ
APART = 0.7  # heights of a line between two that stand in two blocks


def scale_of(page: RawPage) -> float:
    """Return at how many pixels per point a page is drawn to be read."""
    return min(FINEST, LONGEST_SIDE / max(page.width, page.height))


def is_blank(picture: Picture) -> bool:
    """Whether a picture shows nothing at all."""
    return bool(picture.grey.min() == picture.grey.max())


def snapped(
    picture: Picture, lines: Sequence[Sequence[RecognisedWord]]
) -> list[list[RecognisedWord]]:
    """Return recognised words with their boxes around the letters, which are only near."""
    return [
        [replace(word, box=picture.snapped(word.box)) for word in line]
        for line in lines
    ]


def read_by_machine(
    page: RawPage,
    lines: Sequence[Sequence[RecognisedWord]],
    *,
    scale: float,
    reader: str,
) -> RawPage:
    """Return a page with the words that were recognised in its picture.

    ``scale`` is that of the picture, in pixels per point; ``reader`` names who read it.
    """
    if not lines:  # its own letters are kept, if there are any
        is_scan = page.has_picture and not page.lines
        return replace(page, read_by=reader if is_scan else "")
    words = [word for line in lines for word in line if printed(word.text).strip()]
    sure = fmean(word.score for word in words) if words else 0.0
    return replace(
        page,
        lines=tuple(_lines(lines, scale)),
        read_by=reader,
        confidence=round(sure, 3),
    )


def _lines(
    lines: Sequence[Sequence[RecognisedWord]], scale: float
) -> Iterator[RawLine]:
    made = [words for line in lines if (words := list(_words(line, scale)))]
    usual = median(word.size for words in made for word in words) if made else 0.0
    block = 0
    for at, words in enumerate(made):
        if at and not _follows(made[at - 1], words):
            block += 1
        yield RawLine(tuple(_in_type(word, usual) for word in words), block)


def _words(line: Sequence[RecognisedWord], scale: float) -> Iterator[RawWord]:
    for word in line:
        x0, y0, x1, y1 = (side / scale for side in word.box)
        for text in printed(word.text).split():
            yield RawWord(text, (x0, y0, x1, y1), round(TYPE_SIZE * (y1 - y0), 1))


def _in_type(word: RawWord, usual: float) -> RawWord:
    """Return a word in the page's usual type if its size is nearly that."""
    is_usual = abs(word.size - usual) <= ALIKE * usual
    return replace(word, size=usual) if is_usual else word


def _follows(before: Sequence[RawWord], words: Sequence[RawWord]) -> bool:
    """Whether a line stands right below another one."""
    above, below = before[0].box, words[0].box
    height = above[3] - above[1]
    is_under = words[0].box[0] < before[-1].box[2] and words[-1].box[2] > above[0]
    return is_under and -height < below[1] - above[3] < APART * height

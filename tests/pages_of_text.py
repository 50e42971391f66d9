"""Pages made from plain lines, for tests of what is read and found on them."""

from collections.abc import Sequence

from hypothesis import strategies as st

from annotator.domain.text.pages import RawLine, RawPage, RawWord

WIDTH, HEIGHT = 612.0, 792.0
SIZE = 10.0


def a_line(
    text: str, *, x: float = 72, y: float = 100, size: float = SIZE, block: int = 0
) -> RawLine:
    """A line of words; ``^`` before a word makes it a superscript glued to the last."""
    words: list[RawWord] = []
    for word in text.split():
        plain, *raised = word.split("^")
        for part, is_raised in [(plain, False), *((mark, True) for mark in raised)]:
            if not part:
                continue
            width = size * 0.5 * len(part)
            top = y - 2 if is_raised else y
            box = (x, top, x + width, top + size)
            words.append(
                RawWord(part, box, size * 0.6 if is_raised else size, int(is_raised))
            )
            x += width
        x += size * 0.4
    return RawLine(tuple(words), block)


def a_page(
    *lines: str | RawLine, number: int = 1, label: str = "", top: float = 100
) -> RawPage:
    """A page of lines, one below the other; ready-made lines keep their place."""
    made = [
        line if isinstance(line, RawLine) else a_line(line, y=top + 14 * position)
        for position, line in enumerate(lines)
    ]
    return RawPage(number, label or str(number), WIDTH, HEIGHT, 0, tuple(made))


def a_document(*pages: Sequence[str | RawLine]) -> list[RawPage]:
    """Pages numbered from 1."""
    return [
        a_page(*lines, number=number) for number, lines in enumerate(pages, start=1)
    ]


def a_column(
    text: Sequence[str], *, x: float, top: float = 100, block: int = 0
) -> list[RawLine]:
    """Lines of one column."""
    return [
        a_line(line, x=x, y=top + 14 * position, block=block)
        for position, line in enumerate(text)
    ]


# Documents of pages of lines, for tests of what holds for every text.
WORDS = st.text(
    st.characters(exclude_categories=["Z", "C"], exclude_characters="^"),
    min_size=1,
    max_size=9,
)
LINES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
DOCUMENTS = st.lists(st.lists(LINES, min_size=0, max_size=5), min_size=1, max_size=3)

"""Put the pieces of a line together that a file sets one by one."""

from dataclasses import replace

from annotator.domain.text.layout.lines import box_around
from annotator.domain.text.pages import Box, RawLine, RawPage

# Shares of the type's size; chosen, not measured.
WIDEST_SPACE = (
    1.3  # wide word spaces of justified lines; the cells of tables are wider apart
)
SLACK = 0.3  # by which pieces may overlap
OVERLAP = 0.6  # by which a denominator may begin before its numerator ends, and twice
SAME_ROW = 0.5  # of the height of the lower piece


def join_pieces(page: RawPage) -> RawPage:
    """Return the page with pieces of one line joined that follow each other in the file."""
    lines: list[list[RawLine]] = []
    for line in page.lines:
        if lines and _goes_on(lines[-1][-1], line):
            lines[-1].append(line)
        else:
            lines.append([line])
    return replace(page, lines=tuple(_joined(pieces) for pieces in lines))


def _joined(pieces: list[RawLine]) -> RawLine:
    words = tuple(word for piece in pieces for word in piece.words)
    return replace(pieces[0], words=words)


def _goes_on(piece: RawLine, other: RawLine) -> bool:
    """Whether ``other`` stands right behind ``piece`` on the same baseline."""
    if piece.turn or other.turn:
        return False
    last, first = piece.words[-1], other.words[0]
    size = max(last.size, first.size)
    gap = first.box[0] - last.box[2]
    overlap = OVERLAP * size * (last.shift - first.shift)
    (_, top, _, bottom), (_, head, _, foot) = _box(piece), _box(other)
    height = min(bottom - top, foot - head)
    shared = min(bottom, foot) - max(top, head)
    return (
        -overlap - SLACK * size <= gap <= WIDEST_SPACE * size
        and shared >= SAME_ROW * height
    )


def _box(line: RawLine) -> Box:
    return box_around(word.box for word in line.words)

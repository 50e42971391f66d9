"""What the parser proposes for numbers of the shared reports that people have judged.

Each row of the list is a number in a file, by the SHA-256 of the file, its page, its offset
in the page's canonical text (code points; of the judged pages alone) and how it is printed; then what it says, or
nothing if it cannot be typed. A number that is alone in its line, as a cell of a table, is
read as a cell; any other with its paragraph, as if that had been marked.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from annotator.domain.evaluations.cells import read_cell
from annotator.domain.evaluations.values import TypedValue
from annotator.domain.text.canonical_text import PageText, join_words

Row = Mapping[str, str]
RIGHT, WRONG, UNTYPED = "right", "wrong", "cannot type"


def rows(file: Path) -> list[Row]:
    """Return the rows of a list of judgements."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def judged(
    texts: Mapping[str, Mapping[int, PageText]], judgements: Iterable[Row]
) -> Iterator[tuple[str, Row, str]]:
    """Yield how right the parser is on each row, with the row and what it proposes.

    ``texts`` are the judged pages of each file by number, by the SHA-256 of the file.
    """
    for row in judgements:
        page = texts[row["file"]][int(row["page"])]
        proposed = proposal(page, int(row["offset"]))
        yield _outcome(row, proposed), row, str(proposed or "")


def proposal(page: PageText, offset: int) -> TypedValue | None:
    """Return what the parser proposes for the number at ``offset`` of a page's text."""
    start, end = _around(page.text, offset, _LINE)
    if re.search(r"[^\W\d_]", page.text[start:end]):
        start, end = _around(page.text, offset, _PARAGRAPH)
    inside = [w for w in page.words if start <= w.start - page.start < end]
    at = next(n for n, w in enumerate(inside) if offset < w.end - page.start)
    flow = inside[at].flow
    before = join_words([word for word in inside[: at + 1] if word.flow is flow])
    place = len(before) - (inside[at].end - page.start - offset)
    said = join_words([word for word in inside if word.flow is flow])
    return next(
        (
            v
            for v in read_cell(said).reading.values
            if v.span.start <= place < v.span.end
        ),
        None,
    )


def _around(text: str, offset: int, between: re.Pattern[str]) -> tuple[int, int]:
    start = max([0, *(match.end() for match in between.finditer(text, 0, offset))])
    after = between.search(text, offset)
    return start, after.start() if after else len(text)


_LINE, _PARAGRAPH = re.compile(r"[\n\f]+"), re.compile(r"\n\n|\f")


def _outcome(row: Row, proposed: TypedValue | None) -> str:
    if proposed is None:
        return UNTYPED if row["kind"] else RIGHT
    return RIGHT if _says(row) == _said(row, proposed) else WRONG


def _says(row: Row) -> tuple[object, ...]:
    numbers = tuple(Decimal(row[key]) if row[key] else None for key in _NUMBERS)
    if row["kind"] == "interval":
        return ("interval", *numbers[:2])
    return (row["kind"], row["unit"].removesuffix("s"), row["comparison"], *numbers)


def _said(row: Row, value: TypedValue) -> tuple[object, ...]:
    interval = value.interval
    ends = (interval.low, interval.high) if interval else (None, None)
    if row["kind"] == "interval":  # it may be told with the result that it is around
        return ("interval", *ends)
    unit = value.unit.removesuffix("s")
    return (str(value.kind), unit, value.comparison, value.value, value.to, *ends)


_NUMBERS = ["value", "to", "low", "high"]


def told(outcomes: list[tuple[str, Row, str]]) -> str:
    """Return the figures of a list, and each row that is not right."""
    counts = Counter(outcome for outcome, _, _ in outcomes)
    typed = Counter(outcome for outcome, row, _ in outcomes if row["kind"])
    lines = [
        f"{dict(counts)} of {len(outcomes)}; of {typed.total()} to type: {dict(typed)}"
    ]
    lines += [
        f"{outcome}: p. {row['page']} of {row['file'][:8]}, {row['printed']!r}, "
        f"judged {' '.join(v for k, v in row.items() if k not in _PLACE)}, proposed {proposed!r}"
        for outcome, row, proposed in outcomes
        if outcome != RIGHT
    ]
    return "\n".join(lines)


_PLACE = {"file", "page", "offset", "printed"}

"""Guess the facts of a report from its PDF, so that a form only has to be checked."""

import calendar
import re
from collections.abc import Sequence
from datetime import datetime
from itertools import dropwhile

from annotator.domain.text.layout.lines import Line, are_of_one_size, line_of, without
from annotator.domain.text.layout.rows import join_pieces
from annotator.domain.text.pages import PdfFacts, RawPage
from annotator.domain.vocabulary import ReportKind

# Chosen, not measured.
LONGEST_TITLE = 200  # code points
LEAST_LETTERS = 4  # of a title
LONGEST_DATE = 20  # code points
FULL_PAGE = 300  # code points; a page with more of them has more than a title
SAME_SIZE = 0.9  # of the type's size; the lines of one title differ by less

_KINDS = [
    (ReportKind.SYSTEM_CARD, r"system card|model card|addendum"),
    (ReportKind.SAFEGUARDS_REPORT, r"safeguard|safety case|security report"),
    (ReportKind.FRAMEWORK, r"framework|policy"),
    (ReportKind.EXTERNAL_REVIEW, r"external|third.party|review"),
    (ReportKind.EVALUATION_REPORT, r"evaluation|report|risk"),
]
_MONTHS = [name.lower() for name in calendar.month_name[1:]]
_MONTH = "|".join(_MONTHS)
_DATES = [
    rf"(?P<month>{_MONTH})[ ]+(?P<day>\d{{1,2}}),?[ ]+(?P<year>20\d\d)",
    rf"(?P<day>\d{{1,2}})[ ]+(?P<month>{_MONTH}),?[ ]+(?P<year>20\d\d)",
    rf"(?P<month>{_MONTH}),?[ ]+(?P<year>20\d\d)",
    r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
]

_NO_TITLE = re.compile(
    r"untitled|^Microsoft Word|^arXiv:|\.(?:docx?|pdf|tex|indd|qxd|pptx?)$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:\d+\.?\s+)?(?:abstract|(?:table of )?contents|introduction|summary)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://)?\S+\.[a-z]{2,4}(?:/\S*)?", re.IGNORECASE)
_NOT_PRINTED = re.compile(  # a title is no sentence either
    rf"^(?:arXiv:|doi:|https?://|www\.)|^(?:{_OPENING.pattern})$|\.$", re.IGNORECASE
)


def title(facts: PdfFacts, first_pages: Sequence[RawPage]) -> str:
    """Return the PDF's own title, or else the largest type on its first page.

    The largest type that reads as a title: stamps that are set sideways, numbers, web
    addresses and the headings that open a text are none, nor is anything longer than a
    title can be. Return "" if there is none.
    """
    own = " ".join(facts.title.split())
    if own and not _NO_TITLE.search(own):
        return own[:LONGEST_TITLE]
    lines = [
        line_of(raw, page)
        for page in first_pages[:1]
        for raw in join_pieces(without(page, ())).lines
        if raw.turn == 0
    ]
    if not lines:
        return own[:LONGEST_TITLE]
    found = (_printed_title(lines, size) for size in sorted(map(_size, lines))[::-1])
    return next(filter(None, found), "")


def _printed_title(lines: Sequence[Line], size: float) -> str:
    """Return the first lines in type of ``size`` (points) that stand together, or ""."""
    large = dropwhile(lambda line: _size(line) < SAME_SIZE * size, lines)
    group: list[Line] = []
    for line in large:
        if group and (_is_no_title(line) or not _belongs(group[-1], line)):
            break
        group.append(line)
    printed = [w for line in group for w in line.raw.words if not w.raised]
    shown = " ".join(word.text for word in printed)
    shown = re.sub(r"(?<=[a-z])- (?=[a-z])", "", shown)
    letters = sum(c.isalpha() for c in shown)
    is_title = letters >= LEAST_LETTERS and letters > 0.5 * len(shown)
    if not is_title or len(shown) > LONGEST_TITLE or _NOT_PRINTED.search(shown):
        return ""
    return "" if _is_of_the_text(group, lines) else shown


def _is_no_title(line: Line) -> bool:
    """Whether a line below a title is a date, an address or the first heading."""
    is_date = len(line.text) <= LONGEST_DATE and date(line.text) != ""
    return bool(
        is_date or _OPENING.fullmatch(line.text) or _ADDRESS.fullmatch(line.text)
    )


def _is_of_the_text(group: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether a page that is full of text has most of it in the type of ``group``."""
    letters = sum(len(line.text) for line in lines)
    alike = [x for x in lines if _size(x) >= SAME_SIZE * _size(group[0])]
    return letters > FULL_PAGE and sum(len(x.text) for x in alike) > 0.5 * letters


def _belongs(last: Line, line: Line) -> bool:
    """Whether two lines are of one title: of one size, close below or beside it."""
    alike = are_of_one_size(last, line)
    return alike and -last.height < line.box[1] - last.box[3] < last.height


def _size(line: Line) -> float:
    return max(word.size for word in line.raw.words)


def kind(report_title: str) -> ReportKind:
    """Return the kind of report that a title suggests."""
    found = (k for k, words in _KINDS if re.search(words, report_title, re.IGNORECASE))
    return next(found, ReportKind.EVALUATION_REPORT)


def date(text: str) -> str:
    """Return the first date in ``text`` as an ISO 8601 date, to the day or month, or ""."""
    found = (
        (match.start(), written)
        for pattern in _DATES
        for match in re.finditer(pattern, text, re.IGNORECASE | re.ASCII)
        if (written := _iso(match.groupdict()))
    )
    return min(found, default=(0, ""))[1]


def _iso(parts: dict[str, str]) -> str:
    month = parts["month"].lower()
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    day = parts.get("day")
    whole = _calendar_date(f"{parts['year']}-{number}-{day or 1}", "%Y-%m-%d")
    return whole if day else whole[: len("2025-05")]


def pdf_date(created: str) -> str:
    """Return a PDF's date of creation (D:20250522…) as an ISO 8601 date, or ""."""
    match = re.match(r"D:(\d{8})", created)
    return _calendar_date(match[1], "%Y%m%d") if match else ""


def _calendar_date(text: str, form: str) -> str:
    """Return a date as an ISO 8601 date, or "" if there is no such day."""
    try:
        return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007
    except ValueError:
        return ""


def first_named(text: str, names: Sequence[str]) -> str:
    """Return the one of ``names`` that occurs first in ``text``, or ""."""
    folded = text.casefold()
    places = {name: folded.find(name.casefold()) for name in names}
    return min(
        (n for n, at in places.items() if at >= 0), key=places.__getitem__, default=""
    )

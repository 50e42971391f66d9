"""Guess the facts of a report from its PDF, so that a form only has to be checked."""

import calendar
import re
from collections.abc import Sequence
from datetime import datetime

from annotator.domain.text.pages import PdfFacts, RawLine, RawPage
from annotator.domain.vocabulary import ReportKind

LONGEST_TITLE = 200  # code points; chosen, not measured

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


def title(facts: PdfFacts, first_pages: Sequence[RawPage]) -> str:
    """Return the PDF's own title, or else the lines in the largest type on its first page.

    Return "" if those lines are too long for a title, as they are then body text.
    """
    own = " ".join(facts.title.split())
    if own and not re.search(r"untitled|\.(docx?|pdf|tex|indd)$", own, re.IGNORECASE):
        return own[:LONGEST_TITLE]
    lines = [line for page in first_pages[:1] for line in page.lines if line.words]
    if not lines:
        return own[:LONGEST_TITLE]
    largest = max(_size(line) for line in lines)
    shown = [word.text for x in lines if _size(x) >= 0.9 * largest for word in x.words]
    guess = " ".join(shown)
    return guess if len(guess) <= LONGEST_TITLE else ""


def _size(line: RawLine) -> float:
    return max(word.size for word in line.words)


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

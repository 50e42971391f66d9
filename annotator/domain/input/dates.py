"""Dates as reports give them: to the day, the month or the year, or not at all."""

import re
from datetime import date

from annotator.domain.errors import InvalidError

NOT_REPORTED = "not reported"
NOT_APPLICABLE = "not applicable"

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


def date_fact(field: str, text: str) -> str:
    """Return ``text`` as a date fact, or raise InvalidError naming ``field``.

    A date fact is an ISO 8601 date (2025-05-22, 2025-05 or 2025), two of them with a
    slash between for a span, "not reported" or "not applicable". An empty text means
    "not reported".
    """
    fact = " ".join(text.split()).casefold() or NOT_REPORTED
    if fact in {NOT_REPORTED, NOT_APPLICABLE}:
        return fact
    parts = fact.split("/")
    if len(parts) <= 2 and all(_is_date(part) for part in parts):
        return fact
    raise InvalidError(
        field,
        f"“{text}” is not a date; write 2025-05-22, 2025-05, 2025, a span such as "
        f"2025-01/2025-03, “{NOT_REPORTED}” or “{NOT_APPLICABLE}”.",
    )


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True

"""Moments that people name in addresses: a day, or a time of it."""

import re
from datetime import UTC, datetime, time

from annotator.domain.errors import AddressError

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def moment(field: str, text: str) -> datetime:
    """Return a moment in UTC from ISO 8601; a day alone is its last moment.

    A time without a zone is UTC. Raises AddressError naming ``field``.
    """
    written = text.strip().replace(" ", "+")  # a plus sign is a space in an address
    try:
        if _DAY.fullmatch(written):
            return datetime.combine(datetime.fromisoformat(written), time.max, UTC)
        found = datetime.fromisoformat(written)
        if found.tzinfo is None:
            found = found.replace(tzinfo=UTC)
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        reason = (
            f"“{text[:40]}” is not a date; write a day such as 2026-05-01, or a time "
            "of it "
            "such as 2026-05-01T12:00."
        )
        raise AddressError(field, reason) from None

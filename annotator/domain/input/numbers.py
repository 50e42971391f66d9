"""Whole numbers that somebody typed or sent, within what the database can hold."""

import re

LARGEST = 2**31 - 1  # the largest id in PostgreSQL; SQLite allows 2^63 - 1
_WHOLE = re.compile(r"\s*-?[0-9]{1,10}\s*")


def whole(text: str) -> int:
    """Return ``text`` as a whole number; raise ValueError if it is not one or too large."""
    if not _WHOLE.fullmatch(text):
        raise ValueError("must be a whole number.")
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError("is too large a number.")
    return number

"""Whole numbers that somebody typed or sent, as far as the database can hold them."""

import re

LARGEST = 2**31 - 1  # an id of PostgreSQL; SQLite's end at 2^63
_WHOLE = re.compile(r"\s*-?[0-9]{1,10}\s*")


def whole(text: str) -> int:
    """Return ``text`` as a whole number; raise ValueError if it is none, or too large."""
    if not _WHOLE.fullmatch(text):
        raise ValueError("must be a whole number.")
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError("is too large a number.")
    return number

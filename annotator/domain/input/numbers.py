"""Numbers that somebody typed or sent, within what the database can hold."""

import re
from decimal import Decimal, InvalidOperation

LARGEST = 2**31 - 1  # the largest id in PostgreSQL; SQLite allows 2^63 - 1
MOST_DIGITS = 60  # of a decimal number, and places before and behind its point
_WHOLE = re.compile(r"\s*-?[0-9]{1,10}\s*")


def whole(text: str) -> int:
    """Return ``text`` as a whole number; raise ValueError if it is not one or too large."""
    if not _WHOLE.fullmatch(text):
        raise ValueError("must be a whole number.")
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError("is too large.")
    return number


def decimal(text: str) -> Decimal:
    """Return ``text`` as a number with all of its digits, such as 0.50, 1,200 or 1e25.

    Raise ValueError if it is not one, or longer than any result.
    """
    plain = text.strip().replace("\u2212", "-").replace(",", "")
    try:
        number = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError("must be a number, such as 0.50 or 1e25.") from error
    _, digits, exponent = number.as_tuple()
    is_long = len(digits) > MOST_DIGITS or abs(number.adjusted()) > MOST_DIGITS
    if not isinstance(exponent, int) or is_long:
        raise ValueError("must be a number, such as 0.50 or 1e25.")
    return number

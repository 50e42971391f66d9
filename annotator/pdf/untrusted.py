"""Values in an answer of a worker, which may lie: each is checked before it is used.

What no honest worker sends raises UnreadablePdfError with the problem ``NONSENSE``.
"""

import json

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.domain.input.characters import is_clean
from annotator.domain.text.pages import Box
from annotator.pdf import limits


class NonsenseError(UnreadablePdfError):
    """An answer that no honest worker gives."""

    def __init__(self) -> None:
        super().__init__(PdfProblem.NONSENSE)


def parsed(untrusted: bytes) -> object:
    """Return the value in an answer of JSON."""
    try:
        value: object = json.loads(untrusted)
    except (ValueError, RecursionError) as error:
        raise NonsenseError from error
    return value


def as_box(untrusted: object) -> Box:
    """Return a box in points; raise if it is not one, or too far from the page."""
    match untrusted:
        case [untrusted_x0, untrusted_y0, untrusted_x1, untrusted_y1]:
            x0, y0 = (
                as_number(untrusted_x0, -limits.FAR_POINTS, limits.FAR_POINTS),
                as_number(untrusted_y0, -limits.FAR_POINTS, limits.FAR_POINTS),
            )
            x1, y1 = (
                as_number(untrusted_x1, x0, limits.FAR_POINTS),
                as_number(untrusted_y1, y0, limits.FAR_POINTS),
            )
            return x0, y0, x1, y1
    raise NonsenseError


def as_list(untrusted: object, most: int) -> list[object]:
    """Return a list of at most ``most`` items."""
    if not isinstance(untrusted, list) or len(untrusted) > most:
        raise NonsenseError
    return untrusted


def as_text(untrusted: object, most: int) -> str:
    """Return clean text of at most ``most`` code points."""
    if not isinstance(untrusted, str) or len(untrusted) > most:
        raise NonsenseError
    if not is_clean(untrusted):
        raise NonsenseError
    return untrusted


def as_whole(untrusted: object, least: int, most: int) -> int:
    """Return a whole number from ``least`` to ``most``."""
    if not isinstance(untrusted, int) or isinstance(untrusted, bool):
        raise NonsenseError
    if not least <= untrusted <= most:
        raise NonsenseError
    return untrusted


def as_number(untrusted: object, least: float, most: float) -> float:
    """Return a number from ``least`` to ``most``."""
    if not isinstance(untrusted, int | float) or isinstance(untrusted, bool):
        raise NonsenseError
    if not least <= untrusted <= most:  # also False for NaN
        raise NonsenseError
    return float(untrusted)

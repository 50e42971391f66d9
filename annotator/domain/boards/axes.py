"""The axis of a row: from where to where it goes, and where a number lies on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_REMEMBERED = 4_096  # numbers along axes, which are round and come again


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis; ``ticks`` are the numbers that are written along it."""

    low: float
    high: float
    ticks: tuple[float, ...]
    is_log: bool = False

    def share(self, number: float) -> float:
        """Return how far along the axis a number lies, from 0 to 1."""
        if not self.is_log:
            share = (number - self.low) / (self.high - self.low)
        elif number <= self.low:
            return 0.0
        else:
            share = math.log(number / self.low) / math.log(self.high / self.low)
        return 0.0 if share < 0 else 1.0 if share > 1 else share


def axis_of(numbers: Sequence[float], whole: float | None = None) -> Axis:
    """Return an axis that has room for all ``numbers``, of which there is at least one.

    It is logarithmic where they are positive and span two decades or more. It does not go
    beyond ``whole`` (such as 100 per cent), unless a number does.
    """
    low, high = min(numbers), max(numbers)
    if whole is not None and (low < 0 or high > whole):
        whole = None
    if low > 0 and high / low >= _TWO_DECADES:
        return _log(low, high, whole)
    return _linear(low, high, whole)


@lru_cache(maxsize=_REMEMBERED)
def written(number: float) -> str:
    """Return a number as it stands along an axis."""
    if number and not _SMALL <= abs(number) < _LARGE:
        digits, _, power = f"{number:.3g}".partition("e")
        raised = str(int(power or 0)).translate(_RAISED)
        return f"10{raised}" if digits == "1" else f"{digits} × 10{raised}"
    return f"{number:,.6f}".rstrip("0").rstrip(".")


_TWO_DECADES = 100
_SMALL, _LARGE = 1e-4, 1e6
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_STEPS = 5  # about so many between the ends of an axis
_ROOM = 0.06  # of the axis, beyond the outermost numbers
_ROOM_LOG = 1.5
_TIGHT = 0.25  # numbers closer together than this get an axis that does not begin at 0
_SAME = 1e-9


def _log(low: float, high: float, whole: float | None) -> Axis:
    start, end = low / _ROOM_LOG, high * _ROOM_LOG
    if whole is not None:
        end = min(end, whole)
    first, last = math.ceil(math.log10(start)), math.floor(math.log10(end))
    powers = range(first, last + 1, 1 + (last - first) // (_STEPS + 1))
    return Axis(start, end, tuple(10.0**power for power in powers), is_log=True)


def _linear(low: float, high: float, whole: float | None) -> Axis:
    start, end = _ends(low, high)
    if whole is not None:
        end = min(end, whole)
        start = max(start, 0.0)
    step = _step((end - start) / _STEPS)
    first, last = math.floor(start / step), math.ceil(end / step)
    ticks = tuple(at * step for at in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def _ends(low: float, high: float) -> tuple[float, float]:
    """Return from where to where an axis goes, before it is rounded."""
    if high - low <= _TIGHT * max(abs(low), abs(high)):
        is_one = high - low <= _SAME * max(abs(low), abs(high))
        if is_one:
            low, high = min(low, 0.0), max(high, 0.0)
    elif low > 0:
        low = 0.0
    elif high < 0:
        high = 0.0
    if low == high:
        return 0.0, 1.0
    room = (high - low) * _ROOM
    return (low - room if low else low), (high + room if high else high)


def _step(about: float) -> float:
    """Return the next larger of 1, 2 and 5, times a power of ten."""
    power = 10.0 ** math.floor(math.log10(about))
    return next(
        times * power for times in (1, 2, 5, 10) if times * power >= about * _NEARLY
    )


_NEARLY = 1 - _SAME

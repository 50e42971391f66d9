"""Whether two numbers can be compared, and as what.

Per cent, a share and a fraction between 0 and 1 say the same in three ways, and so do the
units of time. Whatever is turned into another is told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it is a number of: its unit, or of how many it is a share."""

    value: Decimal
    unit: str = ""
    of: Decimal | None = None

    def __str__(self) -> str:
        """Return it as it is shown in a reason."""
        if self.of is not None:
            return f"{plain(self.value)} of {plain(self.of)}"
        return f"{plain(self.value)} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Scale:
    """What a result and a line are multiplied by, so that they can be compared."""

    result: Decimal = Decimal(1)
    line: Decimal = Decimal(1)
    said: str = ""  # what is read as what


def on_one_scale(result: Quantity, line: Quantity) -> Scale | None:
    """Return how the two can be compared, or None if they cannot."""
    if result.of == line.of and _one(result.unit) == _one(line.unit):
        return Scale()
    for factor, unit in ((_to_per_cent, "%"), (_to_seconds, "seconds")):
        scale = _turned(result, line, factor, unit)
        if scale is not None:
            return scale
    return None


def plain(number: Decimal) -> str:
    """Return a number in plain digits, rounded to four that count."""
    if abs(number) >= _LONG:
        return f"{number:e}"
    digits = -int(number.as_tuple().exponent)
    return f"{number:.4g}" if digits > _SHOWN else f"{number:f}"


_SHOWN = 4  # digits after the point
_LONG = Decimal("1e15")


def _turned(
    result: Quantity,
    line: Quantity,
    factor: Callable[[Quantity], Decimal | None],
    unit: str,
) -> Scale | None:
    first, second = factor(result), factor(line)
    if first is None or second is None:
        return None
    said = [
        f"{quantity} is read as {plain((quantity.value * times).normalize())} {unit}"
        for quantity, times in ((result, first), (line, second))
        if quantity.unit != unit
    ]
    return Scale(first, second, "; ".join(said))


def _to_per_cent(quantity: Quantity) -> Decimal | None:
    if quantity.of is not None:
        return 100 / quantity.of if quantity.of else None
    if quantity.unit == "%":
        return Decimal(1)
    is_fraction = not quantity.unit and 0 <= quantity.value <= 1
    return Decimal(100) if is_fraction else None


def _to_seconds(quantity: Quantity) -> Decimal | None:
    return None if quantity.of is not None else _SECONDS.get(_one(quantity.unit))


def _one(unit: str) -> str:
    """Return the name of one of a unit."""
    return unit.removesuffix("s")


_SECONDS = {
    "second": Decimal(1),
    "minute": Decimal(60),
    "hour": Decimal(3600),
    "day": Decimal(86_400),
    "week": Decimal(604_800),
}

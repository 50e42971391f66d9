"""One unit for all numbers of a row, so that they stand on one axis."""

from collections.abc import Sequence
from decimal import Decimal

from annotator.domain.evaluations.scales import Quantity, on_one_scale

PER_CENT = "%"


def common_unit(quantities: Sequence[Quantity]) -> str:
    """Return the unit that most of the quantities can be told in, the first of several."""
    units = list(dict.fromkeys(map(_unit, quantities)))
    if len(units) <= 1:
        return units[0] if units else ""
    return max(
        units,
        key=lambda unit: sum(told_in(unit, one) is not None for one in quantities),
    )


def told_in(unit: str, quantity: Quantity) -> float | None:
    """Return a quantity as a number of ``unit``, or None if it cannot be told in it."""
    scale = factor(unit, quantity)
    return None if scale is None else float(quantity.value) * scale


def factor(unit: str, quantity: Quantity) -> float | None:
    """Return what a quantity, and what stands around it, is multiplied by.

    None if it cannot be told in ``unit``, or is too large or too small to be drawn.
    """
    if not _can_be_drawn(quantity):
        return None
    if quantity.unit == unit and quantity.of is None:
        return 1.0
    scale = on_one_scale(quantity, Quantity(Decimal(0), unit))
    return None if scale is None else float(scale.result) / float(scale.line)


def can_be_drawn(number: Decimal) -> bool:
    """Whether a number is neither too large nor too small to be drawn, or none at all."""
    return number.is_finite() and (
        not number or abs(number.adjusted()) <= _MOST_DECADES
    )


def why_not(unit: str, quantity: Quantity) -> str:
    """Return why a quantity is not on an axis in ``unit``."""
    if not _can_be_drawn(quantity):
        return "too large or too small to be drawn"
    own = _named(_unit(quantity))
    return f"{own}; the axis is {_named(unit)}"


def _can_be_drawn(quantity: Quantity) -> bool:
    numbers = [quantity.value] if quantity.of is None else [quantity.value, quantity.of]
    return all(map(can_be_drawn, numbers))


def _unit(quantity: Quantity) -> str:
    return quantity.unit if quantity.of is None else PER_CENT


def _named(unit: str) -> str:
    return f"in {unit}" if unit else "without a unit"


_MOST_DECADES = 30

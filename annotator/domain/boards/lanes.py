"""Labels above a drawing, in as many lanes as they need to stand clear of one another."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """A label at the top of a line that goes down to the drawing."""

    at: float  # where its line is
    width: float  # of its words


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands: from ``x`` on, in a lane; lane 0 is the lowest."""

    x: float
    lane: int


def in_lanes(flags: Sequence[Flag], room: float, gap: float) -> list[Placed]:
    """Return where each flag stands within ``room``, with a gap to its line and neighbours.

    Words stand right of their own line; or left of it where they would leave the room, or
    would be drawn through by the line of one that stands left over theirs. No two labels
    of a lane overlap. A label stands above those whose lines it covers, so that none is
    drawn through it, unless two cover one another's lines with no room elsewhere.
    """
    starts = [_beside(flag, room, gap) for flag in flags]
    order = sorted(range(len(flags)), key=lambda at: flags[at].at, reverse=True)
    left = [at for at in order if starts[at] < flags[at].at]
    if left:
        _turn_aside(flags, starts, left, gap)
        order = _from_below(flags, starts, order)
    lanes: dict[int, int] = {}
    for at in order:
        x, end, lane = starts[at], starts[at] + flags[at].width + gap, 0
        for other, taken in lanes.items():
            meets = starts[other] < end and x < starts[other] + flags[other].width + gap
            if taken >= lane and (meets or x < flags[other].at < end):
                lane = taken + 1
        lanes[at] = lane
    return [Placed(x, lanes[at]) for at, x in enumerate(starts)]


def _beside(flag: Flag, room: float, gap: float) -> float:
    """Return where words begin: beside their line, or where else there is room for them."""
    if flag.at + gap + flag.width <= room:
        return flag.at + gap
    left = flag.at - gap - flag.width
    return left if left >= 0 else max(room - flag.width, 0.0)


def _turn_aside(
    flags: Sequence[Flag], starts: list[float], left: Sequence[int], gap: float
) -> None:
    """Move labels left of their lines where they and one of ``left`` cover each other's.

    They stay where they are if there is no room, or another line, on that side.
    """
    for at, flag in enumerate(flags):
        before, end = flag.at - gap - flag.width, starts[at] + flag.width
        crossed = any(starts[o] < flag.at < flags[o].at < end for o in left)
        is_free = before >= 0 and not any(before < o.at < flag.at for o in flags)
        if starts[at] > flag.at and crossed and is_free:
            starts[at] = before


def _from_below(
    flags: Sequence[Flag], starts: Sequence[float], rightmost_first: Sequence[int]
) -> list[int]:
    """Return the flags so that each comes after those whose lines its words cover."""
    order: list[int] = []
    waiting = list(rightmost_first)
    while waiting:
        ready = (
            at
            for at in waiting
            if not any(
                starts[at] < flags[other].at < starts[at] + flags[at].width
                for other in waiting
                if other != at
            )
        )
        order.append(next(ready, waiting[0]))
        waiting.remove(order[-1])
    return order

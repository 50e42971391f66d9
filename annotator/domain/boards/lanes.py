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

    Words stand right of their own line, or left of it where they would leave the room. No two
    labels of a lane overlap, and no line is drawn through a label that stands right of
    its own.
    """
    placed: dict[int, Placed] = {}
    rightmost_first = sorted(
        range(len(flags)), key=lambda at: flags[at].at, reverse=True
    )
    for at in rightmost_first:
        x = _beside(flags[at], room, gap)
        end = x + flags[at].width + gap
        lane = 0
        for other, where in placed.items():
            meets = where.x < end and x < where.x + flags[other].width + gap
            if meets or x < flags[other].at < end:
                lane = max(lane, where.lane + 1)
        placed[at] = Placed(x, lane)
    return [placed[at] for at in range(len(flags))]


def _beside(flag: Flag, room: float, gap: float) -> float:
    """Return where words begin: beside their line, or where else there is room for them."""
    if flag.at + gap + flag.width <= room:
        return flag.at + gap
    left = flag.at - gap - flag.width
    return left if left >= 0 else max(room - flag.width, 0.0)

"""Whether two pictures show the same figure: a hash that survives redrawing.

Each bit says that a cell of a 16 × 16 grid is clearly darker, or clearly lighter, than
the one next to it or below it (after dHash, Krawetz 2013). White paper sets no bits, so
that two figures are not alike merely because both are mostly white.
"""

from itertools import product

SIDE = 32  # pixels of a thumbnail, which is square and grey
GRID = 16
CLEAR = 6  # of 255 levels of grey; cells differ from here on (chosen, not measured)


def fingerprint(thumbnail: bytes) -> str:
    """Return the hash of a thumbnail, in hexadecimal.

    ``thumbnail`` has one byte of grey for each pixel, row by row. Raises ValueError if
    there are not 32 × 32 of them.
    """
    if len(thumbnail) != SIDE * SIDE:
        raise ValueError(f"a thumbnail has {SIDE * SIDE} pixels, not {len(thumbnail)}")
    cells = [[_cell(thumbnail, x, y) for x in range(GRID)] for y in range(GRID)]
    bits = 0
    for y, x in product(range(GRID), range(GRID)):
        beside = cells[y][x + 1] if x + 1 < GRID else cells[y][x]
        below = cells[y + 1][x] if y + 1 < GRID else cells[y][x]
        for other in (beside, below):
            difference = other - cells[y][x]
            bits = bits << 2 | (difference > CLEAR) << 1 | (difference < -CLEAR)
    return f"{bits:0{GRID * GRID}x}"


def likeness(one: str, other: str) -> float:
    """Return how alike two hashes are, from 0 to 1; 0 if either is empty.

    It is the share of the bits set in either that are set in both (Jaccard index).
    """
    if not (one and other):
        return 0.0
    a, b = int(one, 16), int(other, 16)
    return (a & b).bit_count() / max(1, (a | b).bit_count())


def _cell(thumbnail: bytes, x: int, y: int) -> float:
    step = SIDE // GRID
    return (
        sum(
            thumbnail[(y * step + j) * SIDE + x * step + i]
            for j in range(step)
            for i in range(step)
        )
        / step**2
    )

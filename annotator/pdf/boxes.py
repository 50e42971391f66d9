"""Boxes on a page, as both workers report them; this loads neither library."""

from collections.abc import Callable

from annotator.pdf import limits

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Turn = Callable[[float, float], Point]  # from the unrotated page to the page as shown


def bounded(box: Box) -> Box:
    """Return ``box`` with its corners in order, rounded to 0.01 points, within bounds."""
    a, b, c, d = box
    x0, y0, x1, y1 = _rounded(a), _rounded(b), _rounded(c), _rounded(d)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _rounded(side: float) -> float:
    far = limits.FAR_POINTS
    # The second form also replaces NaN.
    return round(side if -far < side < far else max(-far, min(far, side)), 2)

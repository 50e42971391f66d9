"""What search is to reach, as ratios within one run."""

import statistics
from collections.abc import Iterator
from typing import Any

from benchmarks.questions import FUZZY, LINES, PREFIX, THREE, WORD

WORDS, US, PEER = "annotator", "annotator-quotes", "tantivy"  # US: for quotes
EDITS = ("quote, 10% words wrong", "quote, 10% letters wrong")

Results = dict[str, dict[str, dict[str, Any]]]  # by pages, and by engine
Target = tuple[
    str, str, bool | None
]  # what, how much, whether it is met (None: unknown)


def percentile(times: list[float], share: float) -> float:
    """Return the time within which a share of the questions was answered."""
    return sorted(times)[round(share * (len(times) - 1))]


def targets(results: Results) -> list[Target]:
    """Return each aim, what was reached, and whether that is enough."""
    return [
        *_exact(results, "10000"),
        *_exact(results, "100000"),
        *_edited(results, "100000"),
        *_words(results, "10000"),
        *_index(results),
        *_growth(results),
    ]


def _cell(results: Results, size: str, engine: str, cell: str) -> dict[str, Any]:
    asked = results.get(size, {}).get(engine, {}).get("ask", {})
    found: dict[str, Any] = asked.get("cells", {}).get(cell, {})
    return found


def _exact(results: Results, size: str) -> Iterator[Target]:
    """Yield how our index of quotes does beside Tantivy's phrases, ids alone."""
    ours = _cell(results, size, US, LINES).get("ms")
    theirs = _cell(results, size, PEER, LINES).get("ms")
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        what = f"exact quote of 25 words, {size} pages, {name} / Tantivy's (≤ 1)"
        if not ours or not theirs:
            yield _unknown(what)
            continue
        ours_ms, theirs_ms = percentile(ours, share), percentile(theirs, share)
        ratio = ours_ms / theirs_ms
        yield what, f"{ratio:.2f} ({ours_ms:.3f} ms / {theirs_ms:.3f} ms)", ratio <= 1


def _edited(results: Results, size: str) -> Iterator[Target]:
    """Yield what the index finds, how fast, and what a person is shown: the exact span."""
    edits = f"quote, 10 % edits, {size} pages"
    shares = {
        f"{edits}, right page first (≥ 97 %)": "right",
        f"{edits}, right span and words first (≥ 97 %)": "right with snippets",
    }
    fast = f"{edits}, p95 ms (≤ 10)"
    times = _of_edits(results, size, US, "ms")
    if not times:
        yield from map(_unknown, [*shares, fast])
        return
    for what, kind in shares.items():
        share = statistics.mean(_of_edits(results, size, US, kind))
        yield what, f"{share:.1%}", share >= 0.97
    p95 = percentile(times, 0.95)
    yield fast, f"{p95:.2f}", p95 <= 10
    yield from _fewer(results, size)


def _unknown(what: str) -> Target:
    return what, "not measured", None


def _fewer(results: Results, size: str) -> Iterator[Target]:
    ours = _of_edits(results, size, US, "right")
    for peer in ("tantivy", "tantivy-fuzzy", "fts5", "fts5-trigram"):
        theirs = _of_edits(results, size, peer, "right")
        if ours and theirs:
            share = statistics.mean(theirs)
            what = f"quote, 10 % edits, {size} pages: {peer} finds fewer"
            yield what, f"{share:.1%}", share < statistics.mean(ours)


def _of_edits(results: Results, size: str, engine: str, what: str) -> list[float]:
    cells = (_cell(results, size, engine, cell) for cell in EDITS)
    return [each for cell in cells for each in cell.get(what, [])]


def _words(results: Results, size: str) -> Iterator[Target]:
    for cell in (WORD, THREE, PREFIX, FUZZY):
        times = _cell(results, size, WORDS, cell).get("ms with snippets")
        what = f"{cell} with snippets, {size} pages, p95 ms (≤ 50)"
        if not times:
            yield _unknown(what)
            continue
        p95 = percentile(times, 0.95)
        yield what, f"{p95:.1f}", p95 <= 50


def _index(results: Results) -> Iterator[Target]:
    size = max(results, key=int, default="0")
    ours = results.get(size, {}).get(US, {})
    built, added = ours.get("build", {}), ours.get("add")
    per = built["bytes"] / built["characters"] if built else None
    what = f"quote index, bytes a character, {size} pages (≤ 3)"
    yield what, f"{per:.2f}" if per else "not measured", per <= 3 if per else None
    cold = ours.get("cold", {}).get("seconds")
    what = f"cold start, {size} pages, seconds (≤ 0.5)"
    yield what, f"{cold:.2f}" if cold else "not measured", cold <= 0.5 if cold else None
    pages = added["pages"] if added else 300
    what = f"adding a report of {pages} pages, seconds (≤ 3), visible at once"
    if added is None:
        yield _unknown(what)
        return
    seconds, is_visible = added["seconds"], added["visible"]
    said = f"{seconds:.2f}, {'visible' if is_visible else 'NOT visible'}"
    yield what, said, seconds <= 3 and is_visible


def _growth(results: Results) -> Iterator[Target]:
    sizes = sorted(results, key=int)
    times = [
        _cell(results, size, US, LINES).get("ms") for size in (sizes[0], sizes[-1])
    ]
    what = f"exact quote, p50 grows from {sizes[0]} to {sizes[-1]} pages (flatter: < 1)"
    if len(sizes) < 2 or not all(times):
        yield _unknown(what)
        return
    grown = statistics.median(times[1]) / statistics.median(times[0])
    share = grown / (int(sizes[-1]) / int(sizes[0]))
    yield what, f"{grown:.1f}-fold, {share:.3f} of linear", share < 1

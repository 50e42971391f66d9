"""What the search benchmark prints."""

import statistics
from collections.abc import Sequence
from typing import Any

from benchmarks.questions import CELLS
from benchmarks.search_stages import RAW
from benchmarks.search_targets import PEER, Target, percentile

_SHARES = (0.5, 0.95, 0.99)
_MET = {True: "met    ", False: "NOT met", None: "unknown"}


def print_size(size: int, engines: dict[str, dict[str, Any]]) -> None:
    """Print the tables of one corpus."""
    print(f"\n## {size:,} pages\n")
    _print_indexes(engines)
    for cell in CELLS:
        _print_cell(cell, engines)


def print_targets(aims: Sequence[Target]) -> None:
    """Print each aim, and whether it is met."""
    print()
    for name, value, is_met in aims:
        print(f"{_MET[is_met]}  {name}: {value}")


def _print_indexes(engines: dict[str, dict[str, Any]]) -> None:
    print(f"{'index':<20}{'build s':>9}{'MB':>9}{'peak MB':>9}{'cold ms':>9}", end="")
    print(f"{'add ms':>15}  notes")
    for name, found in engines.items():
        built, added = found["build"], found.get("add")
        print(
            f"{name:<20}{built['seconds']:>9.2f}{built['bytes'] / 1e6:>9.1f}"
            f"{built['peak'] / 1e6:>9.0f}{found['cold']['seconds'] * 1000:>9.1f}",
            end="",
        )
        if added:
            mark = "" if added["visible"] else " (not found)"
            print(f"{added['seconds'] * 1000:>15.0f}{mark}", end="")
        else:
            print(f"{'':>15}", end="")
        print(f"  {built['notes']}")


def _print_cell(cell: str, engines: dict[str, dict[str, Any]]) -> None:
    asked = {
        name: found["ask"]["cells"][cell]
        for name, found in engines.items()
        if cell in found["ask"]["cells"]
    }
    peer = asked.get(PEER)
    base = statistics.median(peer["ms"]) if peer else None
    print(f"\n{cell:<26}{'n':>5}{'right':>8}{'p50 ms':>10}{'p95':>9}{'p99':>9}", end="")
    print(f"{'× Tantivy':>11}   with snippets: right, p50, p95, p99")
    for name, found in asked.items():
        times, longer = found["ms"], found["ms with snippets"]
        print(
            f"  {name:<24}{len(times):>5}{statistics.mean(found['right']):>8.0%}",
            end="",
        )
        if name.endswith(RAW):
            print("   (the text as it is printed)")
            continue
        print(_times(times), end="")
        ratio = f"{statistics.median(times) / base:.2f}" if base else ""
        shown = statistics.mean(found["right with snippets"])
        print(f"{ratio:>11}{shown:>8.0%}{_times(longer)}")


def _times(times: list[float]) -> str:
    p50, p95, p99 = (percentile(times, share) for share in _SHARES)
    return f"{p50:>10.3f}{p95:>9.2f}{p99:>9.2f}"

"""Where sentences begin and end."""

import re
from bisect import bisect_right

_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-Þ•●])|\n\n")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|al|Fig|Figs|Sec|Sect|No|Nos|Dr|Mr|Ms|Mrs|Prof|St|"
    r"approx|App|Eq|Ref|Vol|pp|p)|\b[A-Z])\.$"
)


def sentence_starts(text: str) -> list[int]:
    """Return the offset (code points) of each sentence; the first is always 0."""
    starts = [0]
    for match in _END.finditer(text):
        if match.group() == "\n\n" or not _NO_END.search(
            text[max(0, match.start() - 11) : match.start() + 1]
        ):
            starts.append(match.end())
    return starts


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentences that hold ``start`` to ``end`` begin and end."""
    starts = sentence_starts(text)
    first = starts[bisect_right(starts, start) - 1]
    after = bisect_right(starts, max(start, end - 1))
    return first, starts[after] if after < len(starts) else len(text)

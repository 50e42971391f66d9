"""Whose each of several numbers is, where a sentence names them in order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from annotator.domain.text.spans import Span


def subjects(text: str, sentence: Span, values: Sequence[Span]) -> list[str]:
    """Return the subject of each of a sentence's results, "" where none is named.

    Only "…, respectively" names them: as many names as results, once, in the same order.
    """
    named = [""] * len(values)
    if "respectively" not in text[sentence.start : sentence.end].lower():
        return named
    lists = [
        _NAME.findall(match.group())
        for match in _NAMES.finditer(text, sentence.start, sentence.end)
    ]
    by_length = Counter(map(len, lists))
    fitting = {len(names): names for names in lists if by_length[len(names)] == 1}
    for first, last in _runs(text, values):
        named[first:last] = fitting.get(last - first, named[first:last])
    return named


def _runs(text: str, values: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield where each list of several results begins and ends."""
    first = 0
    for at in range(1, len(values) + 1):
        goes_on = at < len(values) and _AND.fullmatch(
            text, values[at - 1].end, values[at].start
        )
        if not goes_on:
            if at - first > 1:
                yield first, at
            first = at


_AND = re.compile(r",?\s(?:and|or|&)\s|,\s")
_WORD = r"(?!(?:The|For|In|Both|With|And|While|On|At|Of|When)\b)[A-Z][\w’'-]{0,30}"
_NUMBER = r"[0-9]{1,2}(?:\.[0-9]{1,2})?(?![\w%×]|\s?[%×])"
_NAME = re.compile(rf"\b{_WORD}(?:[ ](?:{_WORD}|{_NUMBER})){{0,5}}")
_NAMES = re.compile(
    rf"{_NAME.pattern}(?:,\s{_NAME.pattern}){{0,8}},?\s(?:and|or|&)\s{_NAME.pattern}"
)

"""How much room words take in a drawing, where nothing measures them.

The widths are those of common sans-serif letters, rather too wide than too narrow, as a
label that ends early is better than one that runs into the next.
"""

from functools import lru_cache

_REMEMBERED = 4_096  # words: names, outcomes and numbers come again in each row
_USUAL = 0.57  # of the size of the letters
_BROAD = 0.33  # more, for each of these:
_BROAD_LETTERS = "mwMW%@—…"
_OTHER_SCRIPT = 1.0
_BOLD = 1.08


@lru_cache(maxsize=_REMEMBERED)
def width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return how wide ``text`` is, set in letters of ``size``, in the same unit."""
    broad = sum(map(text.count, _BROAD_LETTERS)) * _BROAD
    ems = len(text) * _USUAL + broad
    if not text.isascii():
        ems += sum(char > _LATIN for char in text) * (_OTHER_SCRIPT - _USUAL)
    return ems * size * (_BOLD if is_bold else 1)


@lru_cache(maxsize=_REMEMBERED)
def wrapped(text: str, room: float, size: float) -> tuple[str, ...]:
    """Return ``text`` in lines that are no wider than ``room``; a long word is cut."""
    if width(text, size) <= room:
        return (text,) if text else ()
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _cut(word, room, size)
        lines += whole
    return (*lines, line) if line else tuple(lines)


def fitted(text: str, room: float, size: float, *, is_bold: bool = False) -> str:
    """Return ``text``, or as much of it as there is room for, with an ellipsis."""
    if width(text, size, is_bold=is_bold) <= room:
        return text
    kept = text
    while kept and width(f"{kept}…", size, is_bold=is_bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _cut(word: str, room: float, size: float) -> list[str]:
    """Return a word in pieces that there is room for, at least a letter each."""
    if width(word, size) <= room:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


_LATIN = "\N{SUPERSCRIPT ZERO}"  # what comes after it may be wider than Latin letters

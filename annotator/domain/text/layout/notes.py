"""Footnotes, and the raised figures and signs that refer to them.

A raised figure is a mark only where something answers it: a footnote of its page, or an
entry of a numbered list of references. Otherwise it is part of a word: 10²⁵, R², m².
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from annotator.domain.text.layout.lines import TOUCHING, Flow, Line, Place, shared_width
from annotator.domain.text.pages import RawWord

# Chosen, not measured.
SMALLER = 0.93  # of the body's type size; smaller type at the foot may be a footnote
MOST_NOTES = 200  # on a page; nobody reads more
REFERENCES = 3  # entries that count up from 1; fewer are no list
LAST_PART = 0.5  # of a document's lines, in which a list of references stands

_LABEL = re.compile(r"\d{1,3}|[a-z]|[*†‡§¶‖#]{1,3}")
_MARK = re.compile(r"[\d,–-]{1,9}|[a-z](?:,[a-z])*|[*†‡§¶‖#,]{1,5}")
_ENTRY = re.compile(r"\[?(\d{1,3})[\].]?")
_UNIT = re.compile(
    r"(?:[kcmµnd]?m|ft|in|km|s|ms|yr|[kmµn]?g|[KMGT]?B|Hz|Pa|mol|log|exp|sin|cos)"
)


def split_notes(lines: Sequence[Line], body_size: float) -> list[Line]:
    """Return ``lines`` with those that are footnotes marked as such.

    A footnote is in small type, begins with its number or sign, and has nothing but
    footnotes below it in its column.
    """
    small = [line.size < SMALLER * body_size for line in lines]
    if all(small):
        return list(lines)
    referred = {label for _, label in _raised(lines)}
    notes: set[int] = set()
    openers = [
        index
        for index, line in enumerate(lines)
        if small[index] and _opens(line, referred)
    ]
    for index in openers[:MOST_NOTES]:
        line = lines[index]
        if index in notes:
            continue
        below = [
            other
            for other, beneath in enumerate(lines)
            if beneath.box[1] >= line.box[1] and shared_width(line, beneath) > 0
        ]
        if all(small[other] for other in below):
            notes.update(below)
    return [
        replace(line, flow=Flow.NOTE) if index in notes else line
        for index, line in enumerate(lines)
    ]


def marks(lines: Sequence[Line], references: frozenset[str]) -> set[Place]:
    """Return the places of the raised words of a page that refer to a note.

    ``references`` are the numbers of the entries of the document's list of references.
    """
    notes = _labels(lines)
    ranked: dict[str, dict[int, list[Place]]] = defaultdict(lambda: defaultdict(list))
    found = set()
    for place, label in _raised(lines):
        rank = _likeness(lines[place[0]], place[1])
        parts = re.split(r"[,–-]", label)
        if rank is None or not all(parts):
            continue
        if all(part in notes for part in parts):
            ranked[label][rank].append(place)
        elif rank == 0 and all(part in references for part in parts):
            found.add(place)
    for places in ranked.values():
        found.update(places[min(places)])
    return found


def reference_numbers(lines: Sequence[Line]) -> frozenset[str]:
    """Return the numbers of a document's list of references: 1, 2, 3 … in this order."""
    count = 0
    for line in lines[int(LAST_PART * len(lines)) :]:
        words = line.raw.words
        entry = _ENTRY.fullmatch(words[0].text)
        is_entry = len(words) > 1 and entry is not None
        if is_entry and entry and int(entry[1]) in {count + 1, 1}:
            count = int(entry[1])
    numbers = range(1, count + 1) if count >= REFERENCES else ()
    return frozenset(map(str, numbers))


def _opens(line: Line, referred: Iterable[str]) -> bool:
    """Whether a line begins with a label, which is raised or is referred to."""
    first, *rest = line.raw.words
    label = first.text.rstrip(".")
    if not _LABEL.fullmatch(label):
        return False
    return first.raised or (bool(rest) and label in referred)


def _labels(lines: Sequence[Line]) -> set[str]:
    """Return the labels of the notes of a page, wherever on it these stand."""
    found = set()
    for line in lines:
        words = line.raw.words
        if line.flow is Flow.NOTE:
            found.add(words[0].text.rstrip("."))
        found |= {
            word.text
            for at, word in enumerate(words[:-1])
            if word.raised and not _touches(words, at)
        }
    return found


def _raised(lines: Sequence[Line]) -> Iterator[tuple[Place, str]]:
    """Yield the raised words that may be marks: those that follow something."""
    for index, line in enumerate(lines):
        for at, word in enumerate(line.raw.words):
            if word.raised and at and _MARK.fullmatch(word.text):
                yield (index, at), word.text.strip(",")


def _touches(words: Sequence[RawWord], at: int) -> bool:
    if at == 0:
        return False
    gap = words[at].box[0] - words[at - 1].box[2]
    return gap < TOUCHING * words[at].size


def _likeness(line: Line, at: int) -> int | None:
    """Return how much a raised word is like a mark: 0 most, None not at all.

    It stands after a word or a stop, after a number, or after a letter or a unit. What
    has something lowered right behind it is a numerator or has both indices.
    """
    words = line.raw.words
    if at + 1 < len(words) and words[at + 1].shift < 0:
        return None
    before = next((w.text for w in reversed(words[:at]) if not w.raised), "")
    if not before:
        return 0
    if before[-1].isdigit():
        return None if words[at].text[:1] in "-–" else 1
    word = re.split(r"[\s(\[/·×*]", before)[-1]
    is_symbol = len(word) == 1 and word.isalpha()
    return 2 if is_symbol or _UNIT.fullmatch(word) else 0

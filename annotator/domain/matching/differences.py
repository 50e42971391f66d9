"""What differs between two wordings, word by word, and whether it changes the meaning.

Numbers, signs, units and small words such as "not" or "only" decide what a sentence
means. A change in one of them is reported as such, even if all the rest is the same.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from annotator.domain.text.folding import fold

_PIECE = re.compile(
    r"(?<![\w.])[-−–]?\.?\d+(?:[.,]\d+)*"  # a number with its sign
    r"|\d+(?:[.,]\d+)*"
    r"|[^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*"
    r"|\S"
)
_SIGNS = frozenset("±×÷%‰<>≤≥≈~=≠+$€£¥°^∞")
NEGATIONS = frozenset(
    [
        *[
            "not",
            "no",
            "nor",
            "non",
            "never",
            "neither",
            "none",
            "nothing",
            "nobody",
            "cannot",
            "without",
            "except",
        ],
        *[
            "excluding",
            "unless",
            "only",
            "until",
            "but",
            "however",
            "barely",
            "hardly",
            "rarely",
            "fails",
        ],
        *["failed", "fail", "lacks", "lack"],
    ]
)
_LIMITS = (
    "all any some every each both most least many few several half always sometimes often "
    "usually more less fewer greater higher lower above below over under exceeds exceed "
    "between about approximately nearly almost roughly first second third last"
)
_MODALS = "must shall should may might can could will would need"
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fifteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
    "billion trillion dozen once twice double triple"
)
_UNITS = (
    "percent percentage point points fold times ms second seconds minute minutes hour "
    "hours day days week weeks month months year years mg kg g ml l m cm mm km token "
    "tokens flop flops kb mb gb tb dollar dollars usd eur degrees"
)
_DECIDING = NEGATIONS.union(" ".join((_LIMITS, _MODALS, _NUMBERS, _UNITS)).split())


# Chosen, not measured.
FAR = 16  # code points next to a quote in which a negation is looked for
ANOTHER_ROW = 3  # numbers that differ; from here on it may be another row of a table

_SIGN_BEFORE = re.compile(r"(?:[<>≤≥±~≈$€£]|(?<![\w)\]%])-)\Z")
_DIGIT = re.compile(r"\d")
_NEGATION = "|".join(sorted(NEGATIONS))
_NEGATED_BEFORE = re.compile(rf"\b(?:{_NEGATION})(?=\s*$)")
_NEGATED_AFTER = re.compile(rf"\s*({_NEGATION})\b")
_SIGN_AFTER = re.compile(r"[%‰°×+]")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s*$")
_AGREEING = 6  # code points before a negation that must match the old text


class DiffKind(StrEnum):
    """Whether a stretch of text stayed, was removed or was added."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A stretch of one or both wordings; ``decides`` if it may change the meaning."""

    kind: DiffKind
    text: str
    decides: bool = False


@dataclass(frozen=True, slots=True)
class WordChange:
    """A change of a number, sign, unit or deciding word; "" means there was none."""

    before: str
    after: str

    def __str__(self) -> str:
        if not self.after:
            return f"“{self.before}” removed"
        if not self.before:
            return f"“{self.after}” added"
        return f"{self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class _Piece:
    key: str  # folded, for comparison
    start: int
    end: int


def word_diff(old: str, new: str) -> list[DiffPart]:
    """Return both wordings as one text: what stayed, what was removed, what was added."""
    before, after = _pieces(old), _pieces(new)
    segments: list[DiffPart] = []
    for tag, i0, i1, j0, j1 in _opcodes(before, after):
        if tag == "equal":
            segments.append(DiffPart(DiffKind.SAME, _slice(new, after, j0, j1)))
            continue
        decides = _decides(before[i0:i1], after[j0:j1])
        removed, added = _slice(old, before, i0, i1), _slice(new, after, j0, j1)
        if j0 == len(after) and i0 and removed:  # the new wording ends without a space
            removed = old[before[i0 - 1].end : before[i0].start] + removed
        segments.append(DiffPart(DiffKind.REMOVED, removed, decides))
        segments.append(DiffPart(DiffKind.ADDED, added, decides))
    return [segment for segment in segments if segment.text]


def deciding_changes(old: str, new: str) -> tuple[WordChange, ...]:
    """Return the changes of numbers, signs, units and deciding words, in order."""
    before, after = _pieces(old), _pieces(new)
    return tuple(
        WordChange(_trimmed(old, before, i0, i1), _trimmed(new, after, j0, j1))
        for tag, i0, i1, j0, j1 in _opcodes(before, after)
        if tag != "equal" and _decides(before[i0:i1], after[j0:j1])
    )


def signs_beside(before: str, quote: str, after: str) -> tuple[str, str]:
    """Return the signs right before a quote's first and right after its last number."""
    first = _SIGN_BEFORE.search(before) if re.match(r"\.?\d", quote) else None
    last = _SIGN_AFTER.match(after) if quote[-1:].isdigit() else None
    return first[0] if first else "", last[0] if last else ""


def beside(before: str, quote: str, after: str) -> tuple[str, str]:
    """Return the signs and negations right before and after a quote.

    They are not part of it, but change its meaning.
    """
    signs = signs_beside(before[-2:], quote, after[:1])
    first = _NEGATED_BEFORE.search(before[-FAR:])
    last = _NEGATED_AFTER.match(after[:FAR])
    if _SENTENCE_END.search(quote):  # what follows belongs to another sentence
        last = None
    return (
        f"{first[0]} {signs[0]}" if first else signs[0],
        f"{signs[1]} {last[1]}" if last else signs[1],
    )


def ends_what_came_before(before: str, prefix: str) -> bool:
    """Whether a negation right before a quote belongs to the sentence before it.

    It does if the quote began a sentence (``prefix`` is what stood before it) and the
    negation was not inserted there, but replaced the end of the sentence before.
    """
    known = prefix.rstrip()
    lead = _NEGATED_BEFORE.sub("", before).rstrip()
    return bool(_SENTENCE_END.search(known)) and not lead.endswith(known[-_AGREEING:])


def is_another_row(changed: Sequence[WordChange]) -> bool:
    """Whether so many numbers differ that it is probably another row or another table."""
    numbers = [c for c in changed if _DIGIT.search(c.before) and _DIGIT.search(c.after)]
    return len(numbers) >= ANOTHER_ROW


def cases(text: str) -> list[bool]:
    """Return whether each letter that has a case is a capital."""
    plain = unicodedata.normalize("NFKC", text)
    return [c.isupper() for c in plain if c.isupper() or c.islower()]


def _pieces(text: str) -> list[_Piece]:
    return [
        _Piece(_key(match[0]), match.start(), match.end())
        for match in _PIECE.finditer(text)
    ]


@lru_cache(maxsize=65_536)  # about as many words as a language has
def _key(piece: str) -> str:
    if piece.isascii() and piece.isalnum():  # as most are; then only the case is folded
        return piece.lower()
    return fold(piece).text or piece


def _opcodes(
    before: Sequence[_Piece], after: Sequence[_Piece]
) -> Iterator[tuple[str, int, int, int, int]]:
    keys = [piece.key for piece in before], [piece.key for piece in after]
    yield from SequenceMatcher(None, *keys, autojunk=False).get_opcodes()


def _decides(removed: Sequence[_Piece], added: Sequence[_Piece]) -> bool:
    """Whether the pieces that decide the meaning differ between the two sides."""
    return _deciding(removed) != _deciding(added)


def _deciding(pieces: Sequence[_Piece]) -> Counter[str]:
    return Counter(piece.key for piece in pieces if _is_deciding(piece.key))


def _is_deciding(key: str) -> bool:
    return (
        key in _DECIDING
        or key in _SIGNS
        or key.endswith("n't")
        or any(c.isnumeric() for c in key)
    )


def _slice(text: str, pieces: Sequence[_Piece], first: int, last: int) -> str:
    """Return pieces with the white space up to the next one, so that slices can be joined."""
    if first == last:
        return ""
    end = pieces[last].start if last < len(pieces) else len(text)
    return text[pieces[first].start if first else 0 : end]


def _trimmed(text: str, pieces: Sequence[_Piece], first: int, last: int) -> str:
    return text[pieces[first].start : pieces[last - 1].end] if last > first else ""

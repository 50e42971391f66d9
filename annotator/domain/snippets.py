"""The sentence of a text that says best what was searched for, with the hits marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.sentences import sentence_around
from annotator.domain.tokens import Token, tokens

LONGEST = 320  # code points

Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text; ``marks`` are offsets in it, ``start`` is its own offset."""

    text: str
    marks: tuple[Mark, ...]
    start: int = 0


def snippet(
    text: str,
    terms: Sequence[str],
    phrases: Sequence[Sequence[str]],
    *,
    longest: int = LONGEST,
) -> Snippet | None:
    """Return the best sentences of ``text``, or None if it says nothing of it.

    ``terms`` and the words of ``phrases`` are folded as tokens are.
    """
    found = list(tokens(text))
    hits = sorted({*_phrase_hits(found, phrases), *_term_hits(found, terms)})
    if not hits:
        return None
    best = max(hits, key=lambda hit: (_worth(text, hits, hit, found), -hit[0]))
    first, last = _bounds(text, best, longest)
    shown = text[first:last].rstrip()
    marks = [(a - first, b - first) for a, b in hits if first <= a and b <= last]
    return _with_ellipses(text, first, shown, _merged(marks))


def _term_hits(found: Sequence[Token], terms: Sequence[str]) -> Iterator[Mark]:
    wanted = set(terms)
    return ((t.start, t.end) for t in found if t.text in wanted)


def _phrase_hits(
    found: Sequence[Token], phrases: Sequence[Sequence[str]]
) -> Iterator[Mark]:
    words = [token.text for token in found]
    for phrase in phrases:
        length = len(phrase)
        for at in range(len(words) - length + 1):
            if words[at : at + length] == list(phrase):
                yield found[at].start, found[at + length - 1].end


def _worth(text: str, hits: Sequence[Mark], hit: Mark, found: Sequence[Token]) -> int:
    """Return how much of what was asked the sentence of ``hit`` says."""
    first, last = sentence_around(text, *hit)
    inside = [(a, b) for a, b in hits if first <= a and b <= last]
    distinct = {t.text for t in found for a, b in inside if a <= t.start and t.end <= b}
    return 10 * len(distinct) + max(b - a for a, b in inside)


def _bounds(text: str, hit: Mark, longest: int) -> Mark:
    first, last = sentence_around(text, *hit)
    if last - first <= longest:
        return first, last
    spare = max(0, longest - (hit[1] - hit[0])) // 2
    if hit[0] - first > spare:
        first = text.find(" ", hit[0] - spare, hit[0]) + 1 or hit[0]
    if last - hit[1] > spare:
        cut = text.rfind(" ", hit[1], hit[1] + spare)
        last = cut if cut > hit[1] else hit[1]
    return first, last


def _with_ellipses(text: str, first: int, shown: str, marks: list[Mark]) -> Snippet:
    sentence_first, sentence_last = sentence_around(text, first, first + len(shown))
    lead = "… " if first > sentence_first else ""
    tail = " …" if first + len(shown) < len(text[:sentence_last].rstrip()) else ""
    moved = tuple((a + len(lead), b + len(lead)) for a, b in marks)
    flat = shown.replace("\n", " ")
    return Snippet(f"{lead}{flat}{tail}", moved, start=first)


def _merged(marks: list[Mark]) -> list[Mark]:
    merged: list[Mark] = []
    for start, end in sorted(marks):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged

"""Snippets: the sentences of a text that best match a query, with the matches marked.

Snippets are plain text, and offsets count code points; escape them before they are shown.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.domain.text.sentences import sentence_starts
from annotator.domain.text.tokens import Token, tokens

LONGEST = 320  # code points; chosen, not measured

Mark = tuple[int, int]

_BEFORE, _AFTER = "… ", " …"
_ROOM = len(_BEFORE) + len(_AFTER)
_BREAKS = dict.fromkeys(map(ord, "\n\r\f\v\t"), " ")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text; ``marks`` are the start and end of each match in it.

    ``start`` is the offset of its first character, not counting an ellipsis, in the text
    that it was taken from.
    """

    text: str
    marks: tuple[Mark, ...]
    start: int = 0


class _Hit(NamedTuple):
    start: int
    end: int
    asked: int  # the number of its phrase or term


def snippet(
    text: str,
    terms: Sequence[str],
    phrases: Sequence[Sequence[str]],
    *,
    longest: int = LONGEST,
) -> Snippet | None:
    """Return the sentences of ``text`` that match best, or None if none matches.

    ``terms`` and the words of ``phrases`` are folded as tokens are. Sentences of more
    than ``longest`` code points are cut between words, but never within a match. If
    nothing matches but ``text`` ends with the beginning of a phrase, that is the match.
    """
    asked = [*phrases, *((term,) for term in terms)]
    found = tokens(text)
    hits = _hits(found, asked) or _begun(found, phrases)
    if not hits:
        return None
    edges = [*sentence_starts(text), len(text)]
    groups = _groups(hits, edges, longest - _ROOM)
    group = max(groups, key=lambda group: (_worth(group, asked), -group[0].start))
    whole = _sentences(edges, group[0].start, _end(group))
    first, last = _trimmed(text, *whole)
    if last - first > longest:
        first, last = _cut(text, (first, last), group, longest - _ROOM)
    return _shown(text, first, last, hits, _trimmed(text, *whole))


def _hits(found: Sequence[Token], asked: Sequence[Sequence[str]]) -> list[_Hit]:
    places: dict[str, list[int]] = {}
    for at, token in enumerate(found):
        places.setdefault(token.text, []).append(at)
    hits = []
    for number, wanted in enumerate(asked):
        for at in places.get(wanted[0], ()) if wanted else ():
            here = found[at : at + len(wanted)]
            if [token.text for token in here] == list(wanted):
                hits.append(_Hit(here[0].start, here[-1].end, number))
    return sorted(hits)


def _begun(found: Sequence[Token], phrases: Sequence[Sequence[str]]) -> list[_Hit]:
    """Return the beginnings of phrases at the end of a text, which the next one goes on."""
    hits = []
    for number, wanted in enumerate(phrases):
        for size in range(min(len(found), len(wanted) - 1), 0, -1):
            here = found[-size:]
            if [token.text for token in here] == list(wanted[:size]):
                hits.append(_Hit(here[0].start, here[-1].end, number))
                break
    return sorted(hits)


def _groups(hits: list[_Hit], edges: list[int], room: int) -> Iterator[list[_Hit]]:
    """Yield each hit with those after it in the same sentences, as far as ``room`` goes."""
    for at, hit in enumerate(hits):
        _, last = _sentences(edges, hit.start, hit.end)
        reach = max(hit.end, min(last, hit.start + room))
        after = bisect_left(hits, (reach + 1,))
        yield [other for other in hits[at:after] if other.end <= reach]


def _worth(group: list[_Hit], asked: Sequence[Sequence[str]]) -> int:
    """Return the worth of a group; a phrase counts for more than its words."""
    return sum(len(asked[number]) ** 2 for number in {hit.asked for hit in group})


def _end(group: list[_Hit]) -> int:
    return max(hit.end for hit in group)


def _sentences(edges: list[int], start: int, end: int) -> Mark:
    """Return the start and end of the sentences that hold ``start`` to ``end``."""
    return edges[bisect_right(edges, start) - 1], edges[bisect_left(edges, end)]


def _trimmed(text: str, first: int, last: int) -> Mark:
    piece = text[first:last]
    return last - len(piece.lstrip()), first + len(piece.rstrip())


def _cut(text: str, sentence: Mark, group: list[_Hit], room: int) -> Mark:
    """Return the part of ``sentence`` around ``group`` that fits in ``room`` code points."""
    first, last = sentence
    start, end = group[0].start, _end(group)
    spare = max(0, room - (end - start))
    lead = min(start - first, max(spare // 2, spare - (last - end)))
    return _word_start(text, start - lead, start, first), _word_end(
        text, end, end + spare - lead, last
    )


def _word_start(text: str, at: int, hit: int, sentence: int) -> int:
    """Return the start of the first whole word from ``at`` on, at the latest ``hit``."""
    if at <= sentence or text[at - 1].isspace():
        return max(at, sentence)
    return next((i + 1 for i in range(at, hit) if text[i].isspace()), at)


def _word_end(text: str, hit: int, at: int, sentence: int) -> int:
    if at >= sentence or text[at].isspace():
        return min(at, sentence)
    return next((i for i in range(at - 1, hit - 1, -1) if text[i].isspace()), at)


def _shown(
    text: str, first: int, last: int, hits: Sequence[_Hit], whole: Mark
) -> Snippet:
    first, last = _trimmed(text, first, last)
    lead = _BEFORE if first > whole[0] else ""
    tail = _AFTER if last < whole[1] else ""
    shift = len(lead) - first
    inside = [(a, b) for a, b, _ in hits if first <= a and b <= last]
    marks = tuple((a + shift, b + shift) for a, b in merged(inside))
    return Snippet(f"{lead}{text[first:last].translate(_BREAKS)}{tail}", marks, first)


def merged(marks: Sequence[Mark]) -> list[Mark]:
    """Return ``marks``, which are in order, with overlapping ones merged."""
    apart: list[Mark] = []
    for start, end in marks:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def opening(text: str, longest: int = LONGEST) -> Snippet:
    """Return the beginning of ``text``, unmarked, cut after a whole word."""
    stripped = text.strip()
    if len(stripped) > longest:
        end = _word_end(stripped, 0, longest - len(_AFTER), len(stripped))
        return Snippet(stripped[:end].rstrip().translate(_BREAKS) + _AFTER, ())
    return Snippet(stripped.translate(_BREAKS), ())

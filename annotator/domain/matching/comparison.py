"""What changed between two files of a report, sentence by sentence, in reading order.

Sentences of the running text and footnotes are compared folded and without spaces, so
that new line, page and paragraph breaks are not changes. Sentences that differ are paired
by the words they share, so that an edit is one change, not two. A sentence that was only
moved is told from one that was removed or added.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq, MatchingBlock

from annotator.domain.matching.differences import (
    DiffKind,
    DiffPart,
    WordChange,
    deciding_changes,
    word_diff,
)
from annotator.domain.text.canonical_text import PageText
from annotator.domain.text.folding import fold
from annotator.domain.text.layout.lines import SAID, Flow
from annotator.domain.text.sentences import Sentence, sentences
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import ChangeKind

# Chosen, not measured.
SHARED = 0.5  # of the shorter sentence's letters in common; then they are paired
ALIKE = 55.0  # of 100 (rapidfuzz ratio); a pair less alike is a removal and an addition
MOVED = 85.0  # of 100; a removed and an added sentence so alike are one that was moved
LEAST_MOVED = 5  # words; shorter sentences recur by chance
LONGEST = 1_500  # code points of neighbouring sentences that are shown as one change
LARGEST_GAP = 200_000_000  # old words times new words; larger gaps are not paired
MOST_MOVES = 4_000_000  # removed times added sentences; more are not compared for moves


@dataclass(frozen=True, slots=True)
class TextChange:
    """One change: where and what the old text was, and where and what the new one is."""

    kind: ChangeKind
    before: Span | None  # in the canonical text of the old file; None if added
    after: Span | None  # in that of the new file; None if removed
    old: str  # as a quote; empty if added
    new: str  # empty if removed
    page_before: int | None  # from 1
    page_after: int | None
    key: str = ""  # stable and unique for a pair of texts

    @property
    def segments(self) -> list[DiffPart]:
        """Both wordings as one text."""
        return word_diff(self.old, self.new)

    @property
    def changed(self) -> tuple[WordChange, ...]:
        """The changes that decide the meaning: numbers, signs, negations and so on."""
        return deciding_changes(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two files of a report compared: their sizes, and all that changed."""

    old_pages: int
    new_pages: int
    old_words: int  # of the running text and the footnotes
    new_words: int
    changes: tuple[TextChange, ...]

    def count(self, kind: ChangeKind) -> int:
        """Return how many changes are of this kind."""
        return sum(change.kind is kind for change in self.changes)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A sentence, the key it is compared by, and its number in its file."""

    sentence: Sentence
    text: str
    key: str  # folded, without spaces
    order: int


@dataclass(slots=True)
class _Pair:
    """Sentences of the old file, of the new file or of both that belong together."""

    old: list[_Numbered] = field(default_factory=list)
    new: list[_Numbered] = field(default_factory=list)
    moved: bool = False


def compare(old_pages: Sequence[PageText], new_pages: Sequence[PageText]) -> Comparison:
    """Return what changed from the old text to the new, in the reading order of the new."""
    changes: list[tuple[int, TextChange]] = []
    words = [0, 0]
    for flow in SAID:
        old, new = _numbered(old_pages, flow), _numbered(new_pages, flow)
        words[0] += sum(len(numbered.sentence.words) for numbered in old)
        words[1] += sum(len(numbered.sentence.words) for numbered in new)
        pairs = _joined(_with_moves(_pairs(old, new)))
        changes += _placed(pairs)
    ordered = [change for _, change in sorted(changes, key=lambda placed: placed[0])]
    return Comparison(
        len(old_pages), len(new_pages), words[0], words[1], tuple(_keyed(ordered))
    )


def _numbered(pages: Sequence[PageText], flow: Flow) -> list[_Numbered]:
    found = []
    for order, sentence in enumerate(sentences(pages, flow)):
        text = sentence.text
        found.append(_Numbered(sentence, text, fold(text).text.replace(" ", ""), order))
    return found


# Pairs


def _pairs(old: Sequence[_Numbered], new: Sequence[_Numbered]) -> list[_Pair]:
    """Return the sentences that differ, in order, paired where they belong together."""
    pairs: list[_Pair] = []
    before = [sentence.key for sentence in old]
    after = [sentence.key for sentence in new]
    for i0, i1, j0, j1 in _gaps(before, after):
        pairs += _within(old[i0:i1], new[j0:j1])
    return pairs


def _gaps(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches that differ: where each begins and ends, old and new."""
    i = j = 0
    for block in _blocks(old, new):
        if block.a > i or block.b > j:
            yield i, block.a, j, block.b
        i, j = block.a + block.size, block.b + block.size


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[MatchingBlock]:
    """Return the longest common subsequence as blocks; the last block is empty."""
    return LCSseq.editops(old, new).as_matching_blocks()


def _within(old: Sequence[_Numbered], new: Sequence[_Numbered]) -> list[_Pair]:
    """Pair the sentences of a gap by the words they share; leave the others unpaired."""
    links = _links(old, new)
    pairs: list[_Pair] = []
    i = j = 0
    for i0, i1, j0, j1 in _groups(links):
        pairs += [_Pair(old=[sentence]) for sentence in old[i:i0]]
        pairs += [_Pair(new=[sentence]) for sentence in new[j:j0]]
        pairs += _versions(_Pair([*old[i0:i1]], [*new[j0:j1]]))
        i, j = i1, j1
    pairs += [_Pair(old=[sentence]) for sentence in old[i:]]
    pairs += [_Pair(new=[sentence]) for sentence in new[j:]]
    return pairs


def _links(old: Sequence[_Numbered], new: Sequence[_Numbered]) -> list[tuple[int, int]]:
    """Return the numbers of old and new sentences that share enough words to be paired."""
    before, after = _tokens(old), _tokens(new)
    if len(before) * len(after) > LARGEST_GAP:
        return []
    shared: Counter[tuple[int, int]] = Counter()
    for block in _blocks([key for key, _ in before], [key for key, _ in after]):
        for step in range(block.size):
            key, i = before[block.a + step]
            shared[i, after[block.b + step][1]] += len(key)
    return sorted(
        (i, j)
        for (i, j), count in shared.items()
        if count >= SHARED * min(len(old[i].key), len(new[j].key))
    )


def _tokens(side: Sequence[_Numbered]) -> list[tuple[str, int]]:
    """Return the folded words of sentences, each with the number of its sentence."""
    return [
        (word, number)
        for number, sentence in enumerate(side)
        for word in fold(sentence.text).text.split()
    ]


def _groups(links: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges of old and new sentences that links connect.

    The links never cross: they come in the order of the old and of the new sentences.
    """
    group: tuple[int, int, int, int] | None = None
    for i, j in links:
        if group and (i < group[1] or j < group[3]):
            group = group[0], i + 1, group[2], j + 1
            continue
        if group:
            yield group
        group = i, i + 1, j, j + 1
    if group:
        yield group


def _versions(pair: _Pair) -> list[_Pair]:
    """Return no change if both sides say the same, else one change or two."""
    old = "".join(sentence.key for sentence in pair.old)
    new = "".join(sentence.key for sentence in pair.new)
    if old == new or not _differs(_text(pair.old), _text(pair.new)):
        return []
    if fuzz.ratio(old, new) < ALIKE and not (old in new or new in old):
        return [_Pair(old=pair.old), _Pair(new=pair.new)]
    return [pair]


def _differs(old: str, new: str) -> bool:
    """Whether anything but spaces differs."""
    return any(segment.kind is not DiffKind.SAME for segment in word_diff(old, new))


# Moves and neighbours


def _with_moves(pairs: list[_Pair]) -> list[_Pair]:
    """Return the pairs; a removal and an addition of the same sentence become a move."""
    removed = [pair for pair in pairs if not pair.new and _is_long(pair.old)]
    added = [pair for pair in pairs if not pair.old and _is_long(pair.new)]
    if not removed or not added or len(removed) * len(added) > MOST_MOVES:
        return pairs
    scores = process.cdist(
        [pair.old[0].key for pair in removed],
        [pair.new[0].key for pair in added],
        scorer=fuzz.ratio,
        score_cutoff=MOVED,
    )
    taken: set[int] = set()
    for row, pair in zip(scores, removed, strict=True):
        best = int(row.argmax())
        if row[best] >= MOVED and best not in taken:
            taken.add(best)
            added[best].old, added[best].moved = pair.old, True
            pair.old = []
    return [pair for pair in pairs if pair.old or pair.new]


def _is_long(side: Sequence[_Numbered]) -> bool:
    return len(side) == 1 and len(side[0].sentence.words) >= LEAST_MOVED


def _joined(pairs: Sequence[_Pair]) -> list[_Pair]:
    """Return the pairs; neighbours removed, added or moved together are joined."""
    joined: list[_Pair] = []
    for pair in pairs:
        if joined and _goes_on(joined[-1], pair):
            joined[-1].old += pair.old
            joined[-1].new += pair.new
        else:
            joined.append(pair)
    return joined


def _goes_on(last: _Pair, pair: _Pair) -> bool:
    if _kind(last) is not _kind(pair) or _kind(pair) is ChangeKind.EDITED:
        return False
    sides = ((last.old, pair.old), (last.new, pair.new))
    return all(
        not side or side[0].order == before[-1].order + 1 for before, side in sides
    ) and all(_length(before) + _length(side) <= LONGEST for before, side in sides)


def _length(side: Sequence[_Numbered]) -> int:
    return sum(len(sentence.key) for sentence in side)


def _kind(pair: _Pair) -> ChangeKind:
    if pair.moved:
        return ChangeKind.MOVED
    if not pair.new:
        return ChangeKind.REMOVED
    return ChangeKind.EDITED if pair.old else ChangeKind.ADDED


# What is shown


def _placed(pairs: Sequence[_Pair]) -> Iterator[tuple[int, TextChange]]:
    """Yield each change with its place in the new text, in code points."""
    last = 0
    for pair in pairs:
        last = pair.new[0].sentence.span.start if pair.new else last
        yield last, _change(pair)


def _change(pair: _Pair) -> TextChange:
    return TextChange(
        kind=_kind(pair),
        before=_span(pair.old),
        after=_span(pair.new),
        old=_text(pair.old),
        new=_text(pair.new),
        page_before=pair.old[0].sentence.page if pair.old else None,
        page_after=pair.new[0].sentence.page if pair.new else None,
    )


def _span(side: Sequence[_Numbered]) -> Span | None:
    return (
        Span(side[0].sentence.span.start, side[-1].sentence.span.end) if side else None
    )


def _text(side: Sequence[_Numbered]) -> str:
    return " ".join(sentence.text for sentence in side)


def _keyed(changes: Sequence[TextChange]) -> Iterator[TextChange]:
    """Yield the changes with keys: a hash of the wording and of its count so far."""
    seen: Counter[str] = Counter()
    for change in changes:
        wording = "\0".join((change.kind, change.old, change.new))
        seen[wording] += 1
        digest = hashlib.sha256(f"{wording}\0{seen[wording]}".encode()).hexdigest()
        yield replace(change, key=digest[:16])

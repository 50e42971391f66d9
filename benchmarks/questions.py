"""What is asked of a corpus, and which answers are right.

Questions are drawn from pages of the corpus with a seed. A page is a right answer if it
says what was asked. For a quote with mistakes, that is a page on which some stretch is as
like the quote as the one it was made from: a large corpus has many near copies of it.
"""

import random
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from rapidfuzz.distance import Levenshtein

from benchmarks.corpora import SOFT, Corpus, Source, read_on
from benchmarks.edits import with_letters_wrong, with_words_wrong

WORD, THREE, PREFIX, FUZZY = "word", "three words", "prefix", "fuzzy word"
EIGHT, LINES, LEAF = "8 words", "25 words over a line", "25 words over a page"
RATES = (0.05, 0.1, 0.2)
EDITED = tuple(f"quote, {r:.0%} {u} wrong" for r in RATES for u in ("words", "letters"))
CELLS = (WORD, THREE, PREFIX, FUZZY, EIGHT, LINES, LEAF, *EDITED)
PHRASES = (EIGHT, LINES, LEAF)
QUOTE = (15, 45)  # words of a quote that is edited
SLACK = 2  # letters by which a stretch may be less like a quote than what was meant
SHORTEST = 4  # letters of a word that is asked for
_COMMON = frozenset(
    [
        "that",
        "this",
        "with",
        "from",
        "have",
        "were",
        "which",
        "their",
        "been",
        "also",
        "these",
        "than",
    ]
)


@dataclass(frozen=True)
class Question:
    """What is asked, and where it was taken from."""

    cell: str
    asked: str
    said: str  # what stands there
    document: int
    page: int  # from 1


@dataclass(frozen=True)
class Place:
    """A page that an engine found, and the stretch of it if it tells."""

    document: int
    page: int  # from 1
    said: str = ""


def draw(corpus: Corpus, count: int, seed: int) -> list[Question]:
    """Return ``count`` questions for each cell."""
    chance = random.Random(seed)
    sources = list(_some(corpus, chance))
    edges = list(accumulate(len(source.pages) for source in sources))
    questions = []
    for cell in CELLS:
        made = 0
        while made < count:
            at = chance.randrange(edges[-1])
            number = bisect_right(edges, at)
            source = sources[number]
            page = at - (edges[number] - len(source.pages))
            question = _question(cell, source, page, chance)
            if question is not None:
                questions.append(question)
                made += 1
    return questions


def _some(corpus: Corpus, chance: random.Random) -> Iterator[Source]:
    """Yield up to 60 documents: reading all of a large corpus is not worth the while."""
    paths = sorted(corpus.folder.glob("*.txt"))
    wanted = set(chance.sample(range(len(paths)), min(60, len(paths))))
    for at, source in enumerate(corpus.documents()):
        if at in wanted:
            yield source


def _question(
    cell: str, source: Source, page: int, chance: random.Random
) -> Question | None:
    drawn = _DRAW[cell](source, page, chance) if cell in _DRAW else None
    if cell in EDITED:
        drawn = _edited(cell, source, page, chance)
    if drawn is None:
        return None
    return Question(cell, *drawn, document=source.number, page=page + 1)


Drawn = tuple[str, str] | None  # what is asked, and what stands there


def _window(words: Sequence[str], count: int, chance: random.Random) -> list[str]:
    first = chance.randrange(max(1, len(words) - count))
    return list(words[first : first + count])


def _plain(source: Source, page: int) -> list[str]:
    words = re.findall(r"[A-Za-z]+", read_on(source.pages[page]))
    return [w.lower() for w in words if len(w) >= SHORTEST and w.lower() not in _COMMON]


def _word(source: Source, page: int, chance: random.Random) -> Drawn:
    word = chance.choice(_plain(source, page))
    return word, word


def _three(source: Source, page: int, chance: random.Random) -> Drawn:
    sentences = re.split(r"(?<=[.!?]) ", read_on(source.pages[page]))
    words = re.findall(r"[A-Za-z]{5,}", chance.choice(sentences))
    drawn = (
        chance.sample(sorted({w.lower() for w in words} - _COMMON), 3)
        if (len({w.lower() for w in words} - _COMMON) >= 3)
        else []
    )
    return (" ".join(drawn), " ".join(drawn)) if drawn else None


def _prefix(source: Source, page: int, chance: random.Random) -> Drawn:
    word = chance.choice(_plain(source, page))
    return (word[: max(SHORTEST, len(word) - 3)], word) if len(word) >= 6 else None


def _fuzzy(source: Source, page: int, chance: random.Random) -> Drawn:
    word = chance.choice(_plain(source, page))
    if len(word) < 6:
        return None
    at = chance.randrange(1, len(word) - 1)
    other = chance.choice([c for c in "etaoinshrdlu" if c != word[at]])
    return word[:at] + other + word[at + 1 :], word


def _eight(source: Source, page: int, chance: random.Random) -> Drawn:
    said = " ".join(_window(read_on(source.pages[page]).split(), 8, chance))
    return said, said


def _over_a_line(source: Source, page: int, chance: random.Random) -> Drawn:
    """Return 25 words, one of which is broken at the end of a line."""
    text = source.pages[page]
    broken = [match.start() for match in re.finditer(SOFT, text)]
    words = read_on(text).split()
    if not broken or len(words) < 30:
        return None
    before = len(read_on(text[: chance.choice(broken)]).split()) - 1
    first = min(max(0, before - chance.randint(4, 20)), len(words) - 25)
    said = " ".join(words[first : first + 25])
    return said, said


def _over_a_page(source: Source, page: int, chance: random.Random) -> Drawn:
    if page + 1 == len(source.pages):
        return None
    here, there = (read_on(source.pages[n]).split() for n in (page, page + 1))
    first = chance.randint(8, 17)
    said = " ".join([*here[-first:], *there[: 25 - first]])
    return said, said


def _edited(cell: str, source: Source, page: int, chance: random.Random) -> Drawn:
    said = " ".join(
        _window(read_on(source.pages[page]).split(), chance.randint(*QUOTE), chance)
    )
    rate = next(rate for rate in RATES if f"{rate:.0%} " in cell)
    wrong = with_words_wrong if "words" in cell else with_letters_wrong
    return wrong(said, rate, chance), said


_DRAW: dict[str, Callable[[Source, int, random.Random], Drawn]] = {
    WORD: _word,
    THREE: _three,
    PREFIX: _prefix,
    FUZZY: _fuzzy,
    EIGHT: _eight,
    LINES: _over_a_line,
    LEAF: _over_a_page,
}


# Which answers are right


def is_right(question: Question, place: Place, page: str) -> bool:
    """Whether a page, with the next one if the question needs it, says what was asked."""
    if question.cell in EDITED:
        meant = Levenshtein.distance(letters(question.asked), letters(question.said))
        wanted = letters(question.asked)
        found = (
            Levenshtein.distance(wanted, letters(place.said))
            if place.said
            else least_distance(wanted, letters(page))
        )
        return found <= meant + SLACK
    if question.cell in PHRASES:
        return letters(question.asked) in letters(page)
    return _says(question, page)


def _says(question: Question, page: str) -> bool:
    words = {w.lower() for w in re.findall(r"[^\W\d_]+", page)}
    if question.cell == PREFIX:
        return any(word.startswith(question.asked) for word in words)
    if question.cell == FUZZY:
        return any(Levenshtein.distance(w, question.asked) <= 2 for w in words)
    # Engines that stem may say "evaluated" for "evaluation".
    return all(
        any(word[: _stem(asked)] == asked[: _stem(asked)] for word in words)
        for asked in question.asked.split()
    )


def _stem(word: str) -> int:
    return max(SHORTEST, len(word) - 4)


@lru_cache(maxsize=256)
def letters(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return re.sub(r"[\W_]", "", text).casefold()


def least_distance(quote: str, text: str) -> int:
    """Return the edit distance of a quote to the stretch of a text most like it."""
    codes = np.array([ord(c) for c in text], np.int64)
    at = np.arange(len(text) + 1)
    row = np.zeros(len(text) + 1, np.int64)  # a stretch begins anywhere
    for letter in quote:
        new = row + 1  # without this letter
        new[1:] = np.minimum(new[1:], row[:-1] + (codes != ord(letter)))
        row = np.minimum.accumulate(new - at) + at  # with letters more
    return int(row.min())

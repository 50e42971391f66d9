"""Corpora of any size out of a few real reports, the same for the same seed.

Sentences of the reports are drawn at random; a few words of each are replaced, some by
invented names, and every digit is drawn anew. They are set in paragraphs, in lines of 84
to 96 columns with words broken at their ends, and in documents of 50 to 300 pages.

A document is kept as a text file as it would be printed: lines end in a line feed,
paragraphs in two, pages in a form feed; a word that the typesetter broke ends its line
in a soft hyphen, one that has a hyphen of its own in that.
"""

import json
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.text.canonical_text import (
    Hyphen,
    PageText,
    Word,
    compose,
)
from annotator.domain.text.layout.lines import Flow
from annotator.domain.text.sentences import sentences
from annotator.pdf.sandbox import PdfReader

VERSION = 1  # raise it with every change to what is made here: caches are made anew
PAGE = 2_100  # code points, after which a page ends with the line
REPLACED, INVENTED = 0.03, 0.015  # shares of words
NARROWEST, WIDEST = 84, 96  # columns
BREAKS = 0.5  # share of lines at whose end a word is broken, where one may be
DOCUMENT = 50, 300  # pages
SOFT = "\u00ad"

_SYLLABLES = [
    "ba",
    "ke",
    "lo",
    "mi",
    "nu",
    "ra",
    "se",
    "ti",
    "vo",
    "za",
    "chi",
    "dor",
    "fen",
    "gal",
    "hal",
    "jun",
    "kar",
    "lem",
    "mor",
    "nel",
    "pol",
    "quin",
    "ras",
    "sol",
    "tam",
    "ulm",
    "ver",
    "wex",
    "yor",
    "zin",
    "bri",
    "cla",
    "dru",
    "fro",
    "gri",
    "pla",
    "sto",
    "tre",
]
_WIDTH, _HEIGHT = 612.0, 792.0  # points
_LEFT, _TOP, _ADVANCE, _LEADING = 72.0, 72.0, 5.0, 14.0
_BROKEN = re.compile(rf"{SOFT}[\n\f]|(?<=\S-)[\n\f]")
_SPACE = re.compile(r"[\n\f ]+")


@dataclass(frozen=True)
class Source:
    """A document of a corpus: its number, its name, and its pages as printed."""

    number: int
    name: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """A corpus that lies in a folder."""

    folder: Path

    def documents(self) -> Iterator[Source]:
        """Yield each document, one in memory at a time."""
        for path in sorted(self.folder.glob("*.txt")):
            whole = path.read_text(encoding="utf-8")
            number, name = path.stem.split("-", 1)
            yield Source(int(number), name, tuple(re.findall(r"[^\f]+\f", whole)))


def read_report(path: Path) -> list[PageText]:
    """Return the canonical text of a real report."""
    with PdfReader(path.read_bytes()) as reader:
        count = reader.facts().page_count
        return compose([reader.page(number) for number in range(1, count + 1)])


def reports_in(folder: Path) -> list[Path]:
    """Return the reports in a folder, but no later files of the same report."""
    return sorted(p for p in folder.glob("*.pdf") if ".revision-" not in p.name)


def real_sentences(reports: Path) -> list[str]:
    """Return the sentences of the running text of the reports in a folder, once each."""
    found: dict[str, None] = {}
    for path in reports_in(reports):
        pages = read_report(path)
        found |= dict.fromkeys(said.text for said in sentences(pages, Flow.BODY))
    return [sentence for sentence in found if 20 <= len(sentence) <= 600]


def make_corpus(
    folder: Path, sentences: Sequence[str], pages: int, seed: int
) -> Corpus:
    """Return a corpus of so many pages, made in ``folder`` unless it is there already."""
    made_from = {"version": VERSION, "pages": pages, "seed": seed, "of": len(sentences)}
    stamp = folder / "made-from.json"
    if not stamp.exists() or json.loads(stamp.read_text()) != made_from:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for source in mixed(sentences, pages, seed):
            path = folder / f"{source.number:05}-{source.name}.txt"
            path.write_text("".join(source.pages), encoding="utf-8")
        stamp.write_text(json.dumps(made_from))
    return Corpus(folder)


def mixed(
    sentences: Sequence[str],
    pages: int,
    seed: int,
    lengths: tuple[int, int] = DOCUMENT,
) -> Iterator[Source]:
    """Yield documents of ``pages`` pages in all, each of between ``lengths``."""
    chance = random.Random(seed)
    vocabulary = sorted({w for s in sentences for w in s.split() if w.isalpha()})
    left, number = pages, 0
    while left:
        count = min(left, chance.randint(*lengths))
        left -= count
        lines = _lines(sentences, vocabulary, chance)
        name = "-".join(_name(chance).lower() for _ in range(2))
        yield Source(number, name, tuple(_page(lines) for _ in range(count)))
        number += 1


def _page(lines: Iterator[str]) -> str:
    taken, size = [], 0
    for line in lines:
        taken.append(line)
        size += len(line)
        if size >= PAGE and not _BROKEN.search(line):  # no word is broken overleaf
            break
    return "".join(taken).rstrip("\n") + "\f"


def _lines(
    sentences: Sequence[str], vocabulary: Sequence[str], chance: random.Random
) -> Iterator[str]:
    """Yield lines without end, each with the line feeds that end it."""
    while True:
        drawn = chance.choices(sentences, k=chance.randint(3, 8))
        paragraph = " ".join(_changed(each, vocabulary, chance) for each in drawn)
        lines = list(_wrapped(paragraph, chance))
        yield from (line + "\n" for line in lines[:-1])
        yield lines[-1] + "\n\n"


def _changed(sentence: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    words = sentence.split(" ")
    for _ in range(int(REPLACED * len(words) + chance.random())):
        words[chance.randrange(len(words))] = chance.choice(vocabulary)
    for _ in range(int(INVENTED * len(words) + chance.random())):
        words[chance.randrange(len(words))] = _name(chance)
    said = " ".join(words)
    return re.sub("[0-9]", lambda _: chance.choice("0123456789"), said)


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).capitalize()


def _wrapped(text: str, chance: random.Random) -> Iterator[str]:
    at = 0
    while len(text) - at > WIDEST:
        limit = at + chance.randint(NARROWEST, WIDEST)
        space = text.rfind(" ", at, limit + 1)
        if space <= at:  # a word as long as a line
            space = text.find(" ", at)
        if space == -1:
            break
        broken = _break(text, space + 1, limit, chance)
        if broken:
            end, mark = broken
            yield text[at:end] + mark
            at = end
        else:
            yield text[at:space]
            at = space + 1
    yield text[at:]


def _break(
    text: str, start: int, limit: int, chance: random.Random
) -> tuple[int, str] | None:
    """Return where the word at ``start`` is broken, and what is put there."""
    end = text.find(" ", start)
    word = text[start : end if end != -1 else len(text)]
    room = limit - start
    hyphen = word.rfind("-", 1, room)
    if 0 < hyphen < len(word) - 1 and word[hyphen - 1].isalpha():
        return start + hyphen + 1, ""
    longest = min(room - 1, len(word) - 3)
    if longest < 3 or not word.isalpha() or chance.random() >= BREAKS:
        return None
    return start + chance.randint(3, longest), SOFT


# What a document says


def read_on(page: str) -> str:
    """Return a page, or several, as one reads it: broken words joined, single spaces."""
    return _SPACE.sub(" ", _BROKEN.sub("", page)).strip()


def as_printed(page: str) -> str:
    """Return a page as its letters stand on it, line by line."""
    return page.replace(SOFT, "-")


def page_texts(source: Source) -> list[PageText]:
    """Return a document as the program knows it; boxes are those of a typewriter."""
    pages, start = [], 0
    for number, page in enumerate(source.pages, 1):
        words = tuple(_words(page, start))
        pages.append(PageText(number, str(number), _WIDTH, _HEIGHT, start, words))
        start = words[-1].end + len(words[-1].after)
    return pages


def _words(page: str, start: int) -> Iterator[Word]:
    line, column = 0, 0
    for match in re.finditer(r"([^ \n\f]+)( |\n\n|\n|\f)", page):
        text, after = match[1].replace(SOFT, "-"), match[2]
        at = start + match.start()
        left, top = _LEFT + column * _ADVANCE, _TOP + line * _LEADING
        box = (left, top, left + len(text) * _ADVANCE, top + _LEADING)
        hyphen = _hyphen(match[1], after)
        yield Word(text, box, at, line, hyphen=hyphen, after=after)
        column += len(text) + 1
        if after != " ":
            line, column = line + 1, 0


def _hyphen(word: str, after: str) -> Hyphen:
    if word.endswith(SOFT):
        return Hyphen.SOFT
    if after in "\n\f" and len(word) > 1 and word.endswith("-"):
        return Hyphen.HARD
    return Hyphen.NONE

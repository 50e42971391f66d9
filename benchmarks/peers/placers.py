"""What this tool is compared with: other ways to find a quote in a document again."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from annotator.domain.matching.anchoring import Document, Hint, TextQuote
from annotator.domain.matching.differences import WordChange
from annotator.domain.text.canonical_text import PageText
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import PlacementState

HERE = Path(__file__).parent
MATCHER = "approx-string-match@2.0.0"


@dataclass(frozen=True)
class Answer:
    """Where a quote was found, if it was, and in how many milliseconds."""

    span: Span | None
    ms: float
    state: PlacementState | None = None  # only this tool tells
    changed: tuple[WordChange, ...] = ()
    score: float = 0.0


class Placer(Protocol):
    """A way to find quotes."""

    name: str

    def load(self, pages: Sequence[PageText]) -> None:
        """Take the document that is searched from now on."""

    def place(self, quote: TextQuote, hint: Hint) -> Answer:
        """Find a quote."""


class Annotator:
    """This tool."""

    name = "annotator"

    def load(self, pages: Sequence[PageText]) -> None:
        """Fold the text and make its index."""
        self.document = Document(pages)
        self.document.search("warm up the index of grams", 1)

    def place(self, quote: TextQuote, hint: Hint) -> Answer:
        """Place it as a new file's passages are placed."""
        began = time.perf_counter()
        found = self.document.place(quote, hint)
        ms = (time.perf_counter() - began) * 1000
        return Answer(found.span, ms, found.state, found.changed, found.score)


class Hypothesis:
    """The Hypothesis client's algorithm in one long-lived Node; timed inside of it."""

    name = "Hypothesis"

    def __init__(self, cache: Path) -> None:
        self._node = subprocess.Popen(
            ["node", str(HERE / "hypothesis.mjs"), str(_matcher(cache))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def load(self, pages: Sequence[PageText]) -> None:
        """Send the pages over."""
        self.pages = pages
        self._ask({"pages": [_one_unit_each(page.text) for page in pages]})

    def place(self, quote: TextQuote, hint: Hint) -> Answer:
        """Run the loop over the pages, from the expected one outwards."""
        page, offset = _expected(self.pages, hint)
        said = self._ask(
            {
                "quote": _one_unit_each(quote.exact),
                "prefix": _one_unit_each(quote.prefix),
                "suffix": _one_unit_each(quote.suffix),
                "page": page,
                "offset": offset,
            }
        )
        if said["page"] is None:
            return Answer(None, said["ms"])
        start = self.pages[said["page"]].start
        span = Span(start + said["start"], start + said["end"])
        return Answer(span, said["ms"], score=said["score"])

    def close(self) -> None:
        """End the process."""
        self._node.kill()
        self._node.wait()

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        if self._node.stdin is None or self._node.stdout is None:
            raise RuntimeError("Node was started without pipes.")
        print(json.dumps(question), file=self._node.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._node.stdout.readline())
        return answer


class Cascade:
    """The cascade of a server-side peer: verbatim, then seeds; a floor and a lead."""

    name = "cascade"

    def load(self, pages: Sequence[PageText]) -> None:
        """Keep the text of each page; it never looks across two."""
        self.pages = [(page.start, page.text) for page in pages]

    def place(self, quote: TextQuote, hint: Hint) -> Answer:
        """Return the one verbatim place, else the best window if it is clearly so."""
        began = time.perf_counter()
        span, score = self._best(quote)
        return Answer(span, (time.perf_counter() - began) * 1000, score=score)

    def _best(self, quote: TextQuote) -> tuple[Span | None, float]:
        for words, lead in (
            (quote.prefix + quote.exact + quote.suffix, len(quote.prefix)),
            (quote.exact, 0),
        ):
            found = self._verbatim(words)
            if len(found) == 1:
                start = found[0][0] + found[0][1] + lead
                return Span(start, start + len(quote.exact)), 1.0
        places = self._verbatim(quote.exact) or self._seeded(quote.exact)
        scored = sorted(
            ((self._score(quote, *place), place[0] + place[1]) for place in places),
            reverse=True,
        )
        if not scored or scored[0][0] < 0.75:
            return None, scored[0][0] if scored else 0.0
        others = [score for score, at in scored[1:] if at != scored[0][1]]
        if others and scored[0][0] - others[0] < 0.05:
            return None, scored[0][0]
        return Span(scored[0][1], scored[0][1] + len(quote.exact)), scored[0][0]

    def _verbatim(self, words: str) -> list[tuple[int, int, str]]:
        found = []
        for start, text in self.pages:
            at = text.find(words)
            while at != -1:
                found.append((start, at, text))
                at = text.find(words, at + 1)
        return found

    def _seeded(self, exact: str) -> list[tuple[int, int, str]]:
        size = max(8, len(exact) // 4)
        places = set()
        for offset in range(0, min(4 * size, len(exact) - size + 1), size):
            for start, at, text in self._verbatim(exact[offset : offset + size]):
                places.add((start, max(0, at - offset), text))
        return list(places)

    def _score(self, quote: TextQuote, _start: int, at: int, text: str) -> float:
        end = at + len(quote.exact)
        alike = Levenshtein.normalized_similarity
        around = [
            alike(quote.prefix, text[max(0, at - len(quote.prefix)) : at]),
            alike(quote.suffix, text[end : end + len(quote.suffix)]),
        ]
        return 0.7 * alike(quote.exact, text[at:end]) + 0.3 * sum(around) / 2


class Plain:
    """The first verbatim place, else rapidfuzz over the whole text, 75 or more."""

    name = "rapidfuzz"

    def load(self, pages: Sequence[PageText]) -> None:
        """Keep the text with single spaces, of one length with the canonical text."""
        text = "".join(page.text for page in pages)
        self.text = text.translate({ord("\n"): " ", ord("\f"): " "})

    def place(self, quote: TextQuote, hint: Hint) -> Answer:
        """Look for it."""
        began = time.perf_counter()
        span, score = self._best(quote.exact)
        return Answer(span, (time.perf_counter() - began) * 1000, score=score)

    def _best(self, exact: str) -> tuple[Span | None, float]:
        at = self.text.find(exact)
        if at != -1:
            return Span(at, at + len(exact)), 1.0
        found = fuzz.partial_ratio_alignment(exact, self.text, score_cutoff=75)
        if found is None:
            return None, 0.0
        return Span(found.dest_start, found.dest_end), found.score / 100


def _one_unit_each(text: str) -> str:
    """Return a text in which each code point is one UTF-16 unit, as JavaScript counts."""
    return "".join(c if ord(c) < 0x10000 else "\ufffd" for c in text)


def _expected(pages: Sequence[PageText], hint: Hint) -> tuple[int | None, int | None]:
    """Return the page (from 0) and the offset in it that a position leads to."""
    if hint.position is None:
        return None, None
    length = pages[-1].start + len(pages[-1].text)
    at = int(hint.position * length)
    number = max(i for i, page in enumerate(pages) if page.start <= at or i == 0)
    return number, at - pages[number].start


def _matcher(cache: Path) -> Path:
    """Return where the matcher's module is; fetch it from npm if it is not here."""
    if not shutil.which("node") or not shutil.which("npm"):
        sys.exit("This benchmark needs Node and npm: apt install nodejs npm.")
    folder = cache / "node_modules" / "approx-string-match"
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--prefix", str(cache), MATCHER], check=True
        )
    main = json.loads((folder / "package.json").read_text())["main"]
    return folder / str(main)

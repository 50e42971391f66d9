"""The index for the search of a site of files: small files, of which a query needs few.

``words-….json`` holds the words that begin with the same two characters, each with the
pages that have it and how much it counts there; ``pages-….json`` holds the addresses,
titles and first words of so many pages. ``static/site_search.js`` reads them.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

PAGES_OF_A_FILE = 200
OPENING = 180  # characters of a page that are shown with its title
_MOST = 9  # times that a word counts on a page
_IN_TITLE = 10
_COMMON = 0.5  # of all pages: a word on more of them tells none apart
_FEW = 40  # pages, of which none is left out
_WORD = re.compile(r"[^\W_]+")


class WordIndex:
    """Collects pages, and gives out the files of their index."""

    def __init__(self) -> None:
        self._pages: list[tuple[str, str, str]] = []
        self._found: dict[str, list[tuple[int, int]]] = defaultdict(list)

    def add(self, link: str, title: str, words: str) -> None:
        """Add a page: where it is, its title, and what is read on it."""
        number = len(self._pages)
        self._pages.append((link, title, words[:OPENING]))
        counts = Counter({word: min(n, _MOST) for word, n in _counted(words).items()})
        counts.update(dict.fromkeys(_counted(title), _IN_TITLE))
        for word, count in counts.items():
            self._found[word].append((number, count))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the contents of each file."""
        many = max(_FEW, _COMMON * len(self._pages))
        common = [word for word, found in self._found.items() if len(found) > many]
        parts: dict[str, dict[str, list[int]]] = defaultdict(dict)
        for word in sorted(self._found.keys() - common):
            pairs = self._found[word]
            parts[part_of(word)][word] = [number for pair in pairs for number in pair]
        for part, words in parts.items():
            yield f"words-{part}.json", _json(words)
        for first in range(0, len(self._pages), PAGES_OF_A_FILE):
            some = self._pages[first : first + PAGES_OF_A_FILE]
            yield f"pages-{first // PAGES_OF_A_FILE}.json", _json(some)
        told = {
            "each": PAGES_OF_A_FILE,
            "parts": sorted(parts),
            "common": sorted(common),
        }
        yield "index.json", _json(told)


def part_of(word: str) -> str:
    """Return the part of the index in which a word is: its first characters' numbers."""
    return "-".join(f"{ord(character):x}" for character in word[:2])


def folded(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in plain if not unicodedata.category(c).startswith("M"))
    return _WORD.findall(bare.lower())


def _counted(text: str) -> Counter[str]:
    return Counter(folded(text))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

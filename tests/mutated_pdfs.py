"""Good PDFs with something wrong in them, each known by its number."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

import pdfs
import pymupdf

from annotator import paths

SHARED = paths.ROOT.parent / "shared"
LARGEST_SEED = 400_000  # bytes; larger ones are mutated in `make soak` alone
_TOKEN = re.compile(rb"/[A-Za-z]+|\b\d+\b")


@cache
def seeds(largest: int = LARGEST_SEED) -> tuple[bytes, ...]:
    """Good files: the sample's, those that tests make, and those beside the project.

    Each also with nothing compressed, so that a mutation reaches what is drawn.
    """
    made = [
        pdfs.text_pdf(["A card", "of two lines"], ["A page"], title="A card"),
        pdfs.outlined((1, "One", 1), (2, "Two", 2)),
        pdfs.footnote_mark(),
        pdfs.form(["Name:"], {"Ada": (72, 120, 300, 140)}),
        pdfs.scan(),
        pdfs.emoji(),
        pdfs.with_actions(),
        pdfs.encrypted(""),
    ]
    found = [*paths.SAMPLE.glob("*.pdf"), *SHARED.glob("*/*.pdf")]
    stored = [
        path.read_bytes() for path in sorted(found) if path.stat().st_size <= largest
    ]
    good = made + stored
    return tuple(good + [_opened(content) for content in good])


def _opened(content: bytes) -> bytes:
    with pymupdf.open("pdf", content) as pdf:
        pdf.authenticate("")
        return bytes(pdf.tobytes(expand=255, no_new_id=True))


def mutation(number: int, seed: int, largest: int = LARGEST_SEED) -> bytes:
    """The mutation of this number; the same for the same seed and files."""
    random = Random(seed * 1_000_003 + number)
    content = random.choice(seeds(largest))
    for _ in range(random.choice((1, 1, 2, 5, 20))):
        content = random.choice(_WAYS)(content, random)
    return content


def _flip(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.choice((1, 4, 64))):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _places(content: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(content))
    return start, min(len(content), start + random.choice((1, 16, 512, 8_192)))


def _cut(content: bytes, random: Random) -> bytes:
    start, end = _places(content, random)
    return content[:start] + content[end:] or b"%PDF-1.7"


def _double(content: bytes, random: Random) -> bytes:
    start, end = _places(content, random)
    return content[:end] + content[start:end] + content[end:]


def _noise(content: bytes, random: Random) -> bytes:
    start, end = _places(content, random)
    return content[:start] + random.randbytes(end - start) + content[end:]


def _shorten(content: bytes, random: Random) -> bytes:
    return content[: max(9, random.randrange(len(content)))]


def _tokens(content: bytes, random: Random) -> Iterator[re.Match[bytes]]:
    start = random.randrange(len(content))
    first = _TOKEN.search(content, start) or _TOKEN.search(content)
    if first:
        yield first


def _replace(content: bytes, random: Random) -> bytes:
    """Put another name or number of the file, or an odd number, for one of them."""
    for old in _tokens(content, random):
        for other in _tokens(content, random):
            odd = (b"-1", b"0", b"2147483648", b"99999999999", b"1e30", other[0])
            new = other[0] if old[0].startswith(b"/") else random.choice(odd)
            return content[: old.start()] + new + content[old.end() :]
    return content


_WAYS: list[Callable[[bytes, Random], bytes]] = [
    _flip, _cut, _double, _noise, _replace, _replace, _replace, _shorten,
]  # fmt: skip

"""Which share of the sentences of PDFs stands whole in the text that is read from them.

    python -m benchmarks.reading_order [--shared ../shared] [--torn FILE.pdf]

Every engine reads every file in one run. A sentence stands whole if its letters are one
unbroken run in an engine's text of the file; digits do not count, as the numbers of notes,
pages and lines stand within the peers' sentences. The sentences that count have 40
letters or more, and either stand in one block of the file, as PyMuPDF parts it, or stand
whole in three texts of different making, as those that run over columns and pages do; the
two that keep the file's order count as one. So no engine is measured by its own list. Of
sentences that end alike only the shortest counts, and none with a running head in it:
the same block on five pages or more. Our text is the
running text, then footnotes and floats, as quotes are looked up in it.

Peers: ``pdftotext`` of Poppler (Debian's poppler-utils; its default order), PDFium's
text, and PyMuPDF's words, sorted and in the file's own order.
"""

import argparse
import itertools
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import pymupdf
import pypdfium2

from annotator.domain.text.canonical_text import compose, join_words, streams
from annotator.domain.text.sentences import sentence_starts
from annotator.pdf.reader import PdfReader

SHARED = Path(__file__).resolve().parents[2] / "shared"
LEAST_LETTERS = 40  # shorter sentences are found by chance, and many are cells
LEAST_HEAD = 15  # letters; a shorter head may stand in a sentence by chance
HEADS = 5  # pages on which a running head stands at least
ALIKE = 30  # letters; sentences with the same last ones are one
OURS = "annotator"
AGREEING = 3  # kinds of engines
_KINDS = {"pdfium": "filed", "pymupdf filed": "filed"}


@dataclass(frozen=True)
class Reading:
    """What an engine made of a file, and how long that took (seconds)."""

    text: str
    seconds: float


def main() -> None:
    """Read every file with every engine and print the shares."""
    arguments = _arguments()
    engines = dict(_engines())
    print(f"{'file':<36}{'sentences':>10}" + "".join(f"{e:>16}" for e in engines))
    shares: dict[str, list[float]] = {engine: [] for engine in engines}
    for path in _files(arguments.shared, arguments.torn):
        read = {engine: _timed(make, path) for engine, make in engines.items()}
        runs = {engine: _letters(reading.text) for engine, reading in read.items()}
        texts = {engine: reading.text for engine, reading in read.items()}
        heads = _running_heads(path)
        counted = {
            sentence
            for sentence in _sentences(texts, runs, _sentences_of_blocks(path))
            if not any(head in sentence for head in heads)
        }
        row = {e: _share(counted, run) for e, run in runs.items()}
        for engine, share in row.items():
            shares[engine].append(share)
        cells = "".join(f"{100 * share:>15.1f}%" for share in row.values())
        print(f"{path.name:<36}{len(counted):>10}{cells}")
        if arguments.torn:
            _print_torn(counted, runs)
    print(f"{'median':<46}" + _medians(shares))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument(
        "--torn", metavar="FILE.pdf", help="read one file alone and print what we tear"
    )
    return parser.parse_args()


def _files(shared: Path, only: str | None) -> list[Path]:
    folders = [shared / name for name in ("reports", "wild")]
    found = [path for folder in folders for path in sorted(folder.glob("*.pdf"))]
    if not found:
        sys.exit(f"There is no PDF in {shared}/reports or {shared}/wild.")
    return [path for path in found if only in {None, path.name}]


def _medians(shares: dict[str, list[float]]) -> str:
    return "".join(f"{100 * statistics.median(s):>15.1f}%" for s in shares.values())


def _print_torn(counted: set[str], runs: dict[str, str]) -> None:
    for sentence in sorted(counted):
        if sentence not in runs[OURS]:
            print(f"    {sentence[:150]}")


# Sentences


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, normalize("NFKC", text))).casefold()


def _sentences(
    texts: dict[str, str], runs: dict[str, str], blocks: set[str]
) -> set[str]:
    """Return the letters of each sentence that counts."""
    said = {letters for text in texts.values() for letters in _cut(text)}
    shortest: dict[str, str] = {}
    for letters in sorted(said | blocks, key=len, reverse=True):
        shortest[letters[-ALIKE:]] = letters
    return {
        letters
        for letters in said | blocks
        if shortest[letters[-ALIKE:]] == letters
        and (letters in blocks or len(_kinds_with(letters, runs)) >= AGREEING)
    }


def _kinds_with(letters: str, runs: dict[str, str]) -> set[str]:
    return {_KINDS.get(e, e) for e, run in runs.items() if letters in run}


def _blocks(path: Path) -> list[str]:
    with pymupdf.open(path) as pdf:
        return [block[4] for page in pdf for block in page.get_text("blocks")]


def _sentences_of_blocks(path: Path) -> set[str]:
    """Return the letters of the sentences that each stand in one block."""
    return {letters for block in _blocks(path) for letters in _cut(block)}


def _running_heads(path: Path) -> list[str]:
    """Return the letters of blocks that stand on many pages."""
    seen = Counter(_letters(block) for block in _blocks(path))
    return [
        letters
        for letters, times in seen.items()
        if times >= HEADS and len(letters) >= LEAST_HEAD
    ]


def _cut(text: str) -> Iterator[str]:
    plain = re.sub(r"[-\u00ad\u2010\u2011]\s*\n\s*(?=[a-z])", "", text)
    starts = [*sentence_starts(re.sub(r"\s+", " ", plain)), len(plain)]
    plain = re.sub(r"\s+", " ", plain)
    for start, end in itertools.pairwise(starts):
        letters = _letters(plain[start:end])
        if len(letters) >= LEAST_LETTERS and plain[start:end].rstrip()[-1:] in ".!?":
            yield letters


def _share(counted: set[str], run: str) -> float:
    return sum(letters in run for letters in counted) / max(1, len(counted))


# Engines


def _engines() -> Iterator[tuple[str, Callable[[Path], str]]]:
    yield OURS, _our_text
    if shutil.which("pdftotext"):
        yield "poppler", _poppler_text
    else:
        print("pdftotext is not installed (poppler-utils): left out.", file=sys.stderr)
    yield "pdfium", _pdfium_text
    yield "pymupdf sorted", lambda path: _pymupdf_text(path, sort=True)
    yield "pymupdf filed", lambda path: _pymupdf_text(path, sort=False)


def _timed(make: Callable[[Path], str], path: Path) -> Reading:
    began = time.perf_counter()
    text = make(path)
    return Reading(text, time.perf_counter() - began)


def _our_text(path: Path) -> str:
    with PdfReader(path.read_bytes()) as reader:
        count = reader.facts().page_count
        pages = compose([reader.page(number) for number in range(1, count + 1)])
    return "\n\n".join(join_words(words) for words in streams(pages))


def _poppler_text(path: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def _pdfium_text(path: Path) -> str:
    pdf = pypdfium2.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def _pymupdf_text(path: Path, *, sort: bool) -> str:
    with pymupdf.open(path) as pdf:
        return "\n".join(page.get_text("text", sort=sort) for page in pdf)


if __name__ == "__main__":
    main()

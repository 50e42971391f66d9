"""How many quotes are warned of for what stands around them.

    python -m benchmarks.context_guard [--shared ../shared]

Quotes that people picked, in the Claude 4 card and in other reports, and sentences of all
these reports, taken with a seed.
"""

import argparse
import json
import random
from collections.abc import Iterable
from pathlib import Path

from annotator.domain.matching.anchoring import Document, TextQuote
from annotator.domain.text.canonical_text import compose
from annotator.domain.text.context_guard import ContextGuard, guard
from annotator.domain.text.layout.lines import Flow
from annotator.domain.text.sentences import sentences
from annotator.pdf.sandbox import PdfReader

SHARED = Path(__file__).resolve().parents[2] / "shared"
CARD = "claude-4-system-card.pdf"
SENTENCES = 200  # of each report
SHORTEST = 40  # code points of a sentence; shorter ones are headings and cells


def main() -> None:
    """Print the share of warned quotes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    shared: Path = parser.parse_args().shared
    files = [*(shared / "reports").glob("*.pdf"), *(shared / "wild").glob("*.pdf")]
    texts = {file.name: _read(file) for file in sorted(files)}
    card = json.loads((shared / "claude4" / "quotes.json").read_text())
    wild = json.loads((shared / "wild" / "quotes.json").read_text())
    _tell("picked in the Claude 4 card", _of_quotes(texts, card))
    _tell("of other reports", _of_quotes(texts, wild))
    chance = random.Random(1)
    _tell(
        "sentences", [found for text in texts.values() for found in _of(text, chance)]
    )


def _read(file: Path) -> Document:
    with PdfReader(file.read_bytes()) as reader:
        count = reader.facts().page_count
        return Document(compose([reader.page(n) for n in range(1, count + 1)]))


def _of_quotes(
    texts: dict[str, Document], quotes: Iterable[dict[str, str]]
) -> list[ContextGuard]:
    found = []
    for quote in quotes:
        text = texts[quote.get("file", CARD)]
        placed = text.locate(TextQuote(quote["quote"]), page=int(quote["page"]))
        if placed.span is not None:
            found.append(guard(text.pages, placed.span))
    return found


def _of(text: Document, chance: random.Random) -> list[ContextGuard]:
    every = [s for s in sentences(text.pages, Flow.BODY) if len(s.text) >= SHORTEST]
    some = chance.sample(every, min(SENTENCES, len(every)))
    return [guard(text.pages, sentence.span) for sentence in some]


def _tell(what: str, guards: list[ContextGuard]) -> None:
    warned = sum(found.warns for found in guards)
    inside = sum(found.starts_inside or found.ends_inside for found in guards)
    noted = sum(bool(found.notes) for found in guards)
    share = f"{warned} of {len(guards)} ({warned / len(guards):.0%})"
    print(
        f"{what}: {share} warned of; {inside} begin or end inside a sentence, {noted} have a note"
    )


if __name__ == "__main__":
    main()

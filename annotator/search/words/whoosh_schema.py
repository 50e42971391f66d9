"""How units are stored in Whoosh: their fields."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import Tokenizer
from whoosh.columns import FixedBytesColumn
from whoosh.fields import COLUMN, ID, STORED, TEXT, Schema

from annotator.domain.text import sentences, tokens
from annotator.search.words.checksums import print_of
from annotator.search.words.protocol import IndexUnit
from annotator.search.words.snapshot import KINDS, ROW
from annotator.search.words.whoosh_files import FORMAT


class _OurWords(Tokenizer):
    """A tokenizer that gives Whoosh our own folded words."""

    def __call__(self, value: str, **_kwargs: Any) -> Iterator[Token]:
        token = Token(positions=True, boosts=True)
        token.boost = 1.0
        for position, word in enumerate(tokens.words(value)):
            token.pos, token.text = position, word
            yield token


SCHEMA = Schema(
    group=ID(),
    row=COLUMN(FixedBytesColumn(ROW.itemsize)),
    note=STORED,
    text=TEXT(analyzer=_OurWords()),
)


def version() -> str:
    """Return a hash that changes when older indexes can no longer be read."""
    fields = [
        (name, type(kind).__name__, getattr(kind, "stored", False))
        for name, kind in SCHEMA.items()
    ]
    return hashlib.sha256(
        f"{FORMAT} {fields} {ROW} {KINDS} {tokens.RULES} {sentences.RULES}".encode()
    ).hexdigest()[:8]


def in_fields(group: str, units: list[IndexUnit]) -> Iterator[dict[str, Any]]:
    """Yield each unit as Whoosh stores it; the first carries a checksum of them all."""
    for number, unit in enumerate(units):
        note: dict[str, Any] = {"print": print_of(units)} if number == 0 else {}
        if unit.facts is not None:
            note["facts"] = asdict(unit.facts)
        fields: dict[str, Any] = {
            "group": group,
            "row": _row(unit, has_note=bool(note)),
        }
        if note:
            fields["note"] = json.dumps(note)
        yield {**fields, "text": unit.text}


def _row(unit: IndexUnit, *, has_note: bool) -> bytes:
    length = min(len(tokens.words(unit.text)), 0xFFFF)
    values = (
        *(KINDS.index(unit.kind), unit.number, unit.report, unit.file, unit.page),
        *(unit.start, unit.end, length, has_note),
    )
    return np.array([values], ROW).tobytes()

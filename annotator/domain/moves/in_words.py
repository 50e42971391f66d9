"""What moved between two editions, in a few short sentences without anybody's words."""

from collections import Counter

from annotator.domain.moves.claims import CREDENCE, SHOWN
from annotator.domain.moves.parts import Moves

_BY_WORD = (SHOWN, CREDENCE)
NOTHING = "Only its links to other pages changed"


def in_words(moves: Moves) -> tuple[str, ...]:
    """Return what moved: verdicts in full, parts by their number, texts by their names."""
    told = [
        f"On {field.name.lower()}: {field.before} → {field.after}"
        for field in moves.fields
        if field.name in _BY_WORD
    ]
    counts = Counter((part.noun, part.how) for part in moves.parts)
    told += [
        f"{count} {noun if count == 1 else _many(noun)} {how}"
        for (noun, how), count in counts.items()
    ]
    others = [field.name for field in moves.fields if field.name not in _BY_WORD]
    if others:
        told.append(f"Changed: {'; '.join(others)}")
    return tuple(told) or (NOTHING,)


def _many(noun: str) -> str:
    return "categories" if noun == "category" else f"{noun}s"

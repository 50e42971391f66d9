"""What moved between two editions, in a few short sentences without anybody's words."""

from collections import Counter

from annotator.domain.moves.parts import FieldMove, Moves

NOTHING = "Only its links to other pages changed"


def in_words(moves: Moves) -> tuple[str, ...]:
    """Return what moved: verdicts in full, parts by their number, texts by their names."""
    told = [
        f"On {_axis(field)}: {field.before} → {field.after}"
        for field in moves.fields
        if field.is_word
    ]
    counts = Counter((part.noun, part.how) for part in moves.parts)
    told += [
        f"{count} {noun if count == 1 else _many(noun)} {how}"
        for (noun, how), count in counts.items()
    ]
    others = [field.name for field in moves.fields if not field.is_word]
    if others:
        told.append(f"Changed: {'; '.join(others)}")
    return tuple(told) or (NOTHING,)


def _many(noun: str) -> str:
    return "categories" if noun == "category" else f"{noun}s"


def _axis(field: FieldMove) -> str:
    """Return the axis of a verdict, after the category that it is on if it is of one."""
    category, _, axis = field.name.rpartition(": ")
    return f"{category}, {axis}" if category else axis.lower()

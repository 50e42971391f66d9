"""What goes wrong in a quote that is remembered, or typed in a hurry."""

import random
import re

FILLERS = [
    "further",
    "estimated",
    "revised",
    "internal",
    "partly",
    "substantially",
    "novel",
    "brief",
]


def with_words_wrong(text: str, rate: float, chance: random.Random) -> str:
    """Replace, drop and insert words; one of both ends stays, or nothing is meant."""
    pieces = re.findall(r"\S+\s*", text)
    inner = range(1, len(pieces) - 1)
    wanted = min(len(inner), max(1, round(rate * len(pieces))))
    for at in chance.sample(inner, wanted):
        kind = chance.choice(("replace", "drop", "insert"))
        filler = f"{chance.choice(FILLERS)} "
        pieces[at] = {"replace": filler, "drop": "", "insert": filler + pieces[at]}[
            kind
        ]
    return "".join(pieces)


def with_letters_wrong(text: str, rate: float, chance: random.Random) -> str:
    """Replace, drop and insert letters, but neither the first nor the last."""
    letters = list(text)
    inner = [i for i, c in enumerate(letters[1:-1], 1) if c.isalpha()]
    wanted = min(len(inner), max(1, round(rate * len(letters))))
    for at in chance.sample(inner, wanted):
        kind = chance.choice(("replace", "drop", "insert"))
        other = chance.choice([c for c in "etaoinshrdlu" if c != letters[at].lower()])
        new = {"replace": other, "drop": "", "insert": letters[at] + other}
        letters[at] = new[kind]
    return "".join(letters)

"""A stemmer for English that would rather join too many words than too few.

The endings -s, -es, -ed, -ing and -e are removed one after the other, and spelling changes
before them are undone, so that "release" and "released" have the same stem. It is used to
check that a report does not say something, where no form of a word may be missed.
"""

import re
from functools import lru_cache

_ENDINGS = {
    "ings": "", "ing": "", "ied": "i", "ies": "i", "eed": "ee", "sis": "s", "ed": "", "es": "",
    "s": "", "e": "",
}  # fmt: skip
LEAST = 2  # letters that must remain of a word
_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(maxsize=65_536)  # about as many words as a language has
def stem(word: str) -> str:
    """Return the stem of a folded word; numbers and signs are returned unchanged."""
    plain = word.removesuffix("'s").removesuffix("'")
    if not plain.isalpha():
        return word
    while shorter := _shorter(plain):
        plain = shorter
    if plain.endswith("y"):
        plain = f"{plain[:-1]}i"
    return plain[:-1] if len(plain) > 2 and plain[-1] == plain[-2] else plain


def _shorter(word: str) -> str:
    """Return a word without its last ending, or "" if it has none."""
    for ending, replacement in _ENDINGS.items():
        base = word.removesuffix(ending)
        if base == word or (ending == "s" and base.endswith("s")):
            continue
        # "LLMs" has an ending, "string" has none.
        if len(base) >= LEAST and (len(ending) == 1 or _VOWEL.search(base)):
            return base + replacement
    return ""

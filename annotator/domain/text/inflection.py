"""Words without their inflection, by English rules that would rather join too much.

Of each word the endings -s, -es, -ed, -ing are dropped, with what English does to the
letter before them. Whoever looks for what is not there must not miss a form of it.
"""

import re
from functools import lru_cache

_ENDINGS = {
    "ings": "", "ing": "", "ied": "i", "ies": "i", "eed": "ee", "sis": "s", "ed": "", "es": "",
    "s": "",
}  # fmt: skip
_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(maxsize=65_536)  # a language has so many words
def stem(word: str) -> str:
    """Return a folded word without its inflection; numbers and signs as they are."""
    plain = word.removesuffix("'s").removesuffix("'")
    if not plain.isalpha():
        return word
    while shorter := _shorter(plain):
        plain = shorter
    if len(plain) > 2:
        plain = plain.removesuffix("e")
    if plain.endswith("y"):
        plain = f"{plain[:-1]}i"
    return plain[:-1] if len(plain) > 2 and plain[-1] == plain[-2] else plain


def _shorter(word: str) -> str:
    """Return a word without its last ending, "" if it has none."""
    for ending, instead in _ENDINGS.items():
        base = word.removesuffix(ending)
        if base == word or (ending, base[-1:]) in {("s", "s"), ("es", "e")}:
            continue
        least = 3 if ending in {"s", "ing", "ings"} else 2
        if len(base) >= least and _VOWEL.search(base):
            return base + instead
    return ""

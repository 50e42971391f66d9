"""Words without their inflection, by English rules that would rather join too much.

Of each word the endings -s, -es, -ed, -ing and -e are dropped, one after the other, with
what English does to the letter before them: of "release" and "released" the same is left.
Whoever looks for what is not there must not miss a form of it.
"""

import re
from functools import lru_cache

_ENDINGS = {
    "ings": "", "ing": "", "ied": "i", "ies": "i", "eed": "ee", "sis": "s", "ed": "", "es": "",
    "s": "", "e": "",
}  # fmt: skip
LEAST = 2  # letters that are left of a word
_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(maxsize=65_536)  # a language has so many words
def stem(word: str) -> str:
    """Return a folded word without its inflection; numbers and signs as they are."""
    plain = word.removesuffix("'s").removesuffix("'")
    if not plain.isalpha():
        return word
    while shorter := _shorter(plain):
        plain = shorter
    if plain.endswith("y"):
        plain = f"{plain[:-1]}i"
    return plain[:-1] if len(plain) > 2 and plain[-1] == plain[-2] else plain


def _shorter(word: str) -> str:
    """Return a word without its last ending, "" if it has none."""
    for ending, instead in _ENDINGS.items():
        base = word.removesuffix(ending)
        if base == word or (ending, base[-1:]) in {("s", "s"), ("es", "e")}:
            continue
        # "LLMs" has an ending, "string" has none.
        if len(base) >= LEAST and (len(ending) == 1 or _VOWEL.search(base)):
            return base + instead
    return ""

"""Tokens: the words of a text as they are searched for, folded, with their places.

Letters are separated from digits, and punctuation is dropped: ASL-3 is "asl" and "3",
rule-out is "rule" and "out". Nothing that changes the value of a number is dropped: 1.70,
10,000, .05 and 1e-5 are one word each; ², ₂ and ½ are separate words and are not folded;
× ± % < > ≤ ≥ and the minus before a digit are words of their own, so that "< 50 %" does not
find "≥ 50 points". Scripts without spaces between words (Chinese, Japanese) give one word
per character. The rules are this program's own; they do not follow UAX #29.
"""

import re
import unicodedata
from itertools import groupby
from typing import NamedTuple

# Raise it whenever the rules change, so that search indexes are rebuilt.
RULES = 3

_HIDDEN = "\u00ad\u200b-\u200f\u2060\ufeff"  # soft hyphens, joiners, direction marks


class Token(NamedTuple):
    """One folded word, and where it stood in the given text, in code points."""

    text: str
    start: int
    end: int


def _ranges(first_letter: str, *, kinds: str) -> str:
    """Return the characters of some Unicode categories, for use in a regex class []."""
    codes = (c for c in range(0x80, 0x10000) if _is(chr(c), first_letter, kinds))
    runs = groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0])
    found = ([code for _, code in run] for _, run in runs)
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in found)


def _is(character: str, first_letter: str, kinds: str) -> bool:
    category = unicodedata.category(character)
    return category[0] == first_letter and category[1] in kinds


_MARKS = _ranges("M", kinds="nc")  # accents and vowel signs
_NUMERALS = _ranges("N", kinds="o")  # ², ₂, ½, ①: never folded into digits
_LETTER = rf"[^\W\d_ʼ{_NUMERALS}]"
_IDEOGRAM = r"[\u3041-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_TOKEN = re.compile(
    r"(?:\d{1,3}(?:[,，٬]\d{3})+(?!\d)|\d+|(?<![\w.])\.\d+)(?:[.．٫]\d+)*"
    r"(?:[eE][-+−]?\d+)?"
    rf"|(?=\w){_IDEOGRAM}"
    rf"|{_LETTER}+(?:(?:[{_MARKS}{_HIDDEN}]|['’ʼ](?={_LETTER})){_LETTER}*)*"
    rf"|[{_NUMERALS}]+"
    r"|[×±%<>≤≥％＜＞]"
    r"|(?<![\w)\]%])[-−–](?=\.?\d)"  # a minus, not a hyphen or the dash of a range
)
_IS_NUMERAL = re.compile(rf"[{_NUMERALS}]+")
_DROPPED = re.compile(rf"[{_HIDDEN}\s]+")
_APOSTROPHES = re.compile("'+")  # NFKC gives ŉ one of its own
_ALIKE = str.maketrans("’ʼ−–", "''--")


def tokens(text: str) -> list[Token]:
    """Return the words, numbers and signs of ``text``, in order."""
    return [
        Token(_fold(match[0]), match.start(), match.end())
        for match in _TOKEN.finditer(text)
    ]


def words(text: str) -> list[str]:
    """Return the folded words of ``text`` without their places, which is faster."""
    return [_fold(word) for word in _TOKEN.findall(text)]


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    if _IS_NUMERAL.fullmatch(word):
        return word
    # Drop what stands between a letter and its accent first, or NFKC does not join them.
    open_ = unicodedata.normalize("NFKC", _DROPPED.sub("", word)).casefold()
    plain = unicodedata.normalize("NFKC", _DROPPED.sub("", open_)).translate(_ALIKE)
    return _APOSTROPHES.sub("'", plain).strip("'")

"""Words of a text as they are searched for: folded, with their places.

Numbers keep their decimal points and thousands separators, so that 1.70 is not 170.
Signs that change a number's meaning are tokens of their own: × ± % < > ≤ ≥ and the
minus before a digit. All other punctuation parts words and is dropped: ASL-3 is "asl"
and "3", rule-out is "rule" and "out".
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*"  # 1.70, 10,000
    r"|[^\W\d_](?:[^\W\d_]|[\u00ad\u0300-\u036f]|['’](?=[^\W\d_]))*"  # words, model's
    r"|[×±%<>≤≥]"
    r"|[-−](?=\d)(?<![\w)]-)(?<![\w)]−)"  # a sign, not a hyphen or a dash in a range
)


@dataclass(frozen=True, slots=True)
class Token:
    """One folded word and where it stood, in code points of the text as given."""

    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the words, numbers and signs of ``text``, in order."""
    for match in _TOKEN.finditer(text):
        yield Token(_fold(match.group()), match.start(), match.end())


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKC", word).replace("\u00ad", "")
    return plain.replace("’", "'").replace("−", "-").casefold()

"""Keys: the letters and digits of a text, one byte each.

Case, accents, spaces, hyphens, quotation marks and all other signs are left out;
ligatures, fractions and superscript digits are decomposed (Unicode NFKD). Texts with the
same key may still differ in meaning (1.70 and 170): a key only serves to find quickly where
a quote may stand.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]

_PLAIN = "0123456789abcdefghijklmnopqrstuvwxyz"
_OTHERS = 128  # from here on: letters without an ASCII form, several to a symbol
_ASCII = bytes(range(128))
_TABLE = bytes(ord(chr(code).lower()) for code in range(128)).ljust(256, b"\0")
_SIGNS = bytes(code for code in _ASCII if not chr(code).isalnum())


@dataclass(frozen=True, slots=True)
class Keyed:
    """The key of a text; its symbol i came from the code point at ``places[i]``."""

    symbols: bytes
    places: Offsets


def key(text: str) -> bytes:
    """Return the key of ``text``."""
    if text.isascii():
        return text.encode().translate(_TABLE, _SIGNS)
    return b"".join(map(_symbols, text))


def keyed(text: str) -> Keyed:
    """Return the key of ``text``, and the code point each symbol came from."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    alphabet, which = np.unique(codes, return_inverse=True)
    opened = [_symbols(chr(code)) for code in alphabet]
    lengths = np.array([len(character) for character in opened], np.int64)
    begins = np.cumsum(lengths) - lengths
    count = lengths[which]
    places = np.repeat(np.arange(len(codes)), count)
    within = np.arange(len(places)) - np.repeat(np.cumsum(count) - count, count)
    flat = np.frombuffer(b"".join(opened), np.uint8)
    return Keyed(flat[begins[which][places] + within].tobytes(), places)


@lru_cache(maxsize=65536)
def _symbols(character: str) -> bytes:
    plain = unicodedata.normalize("NFKD", character).casefold()
    # Case folding may compose again what NFKD decomposed ("ΐ").
    letters = unicodedata.normalize("NFKD", plain)
    return bytes(_symbol(letter) for letter in letters if letter.isalnum())


def _symbol(letter: str) -> int:
    code = ord(letter)
    return code if letter in _PLAIN else _OTHERS + code % (256 - _OTHERS)

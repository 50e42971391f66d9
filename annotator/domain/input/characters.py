"""Which characters are accepted from PDFs and forms."""

import re

_PLANES = range(0, 0x11_0000, 0x1_0000)

# C0 and C1 controls, DEL, surrogates and noncharacters: they have no glyph, and
# databases, XML and terminals fail on them. The soft hyphen (U+00AD) is kept.
_UNWANTED = "\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in _PLANES
)
_ON_A_PAGE = re.compile(f"[{_UNWANTED}]")
# They move nothing and show nothing: zero-width spaces and joins of words, byte order
# marks, and marks of direction. Joiners of letters (U+200C, U+200D) are kept.
_ZERO_WIDTH = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TYPED = re.compile(rf"(?![\t\n\r])[{_UNWANTED}]")


def clean(text: str) -> str:
    """Return ``text`` without controls, surrogates and noncharacters."""
    return _ON_A_PAGE.sub("", text)


def printed(text: str) -> str:
    """Return ``text`` as ``clean`` does, without characters that have no width."""
    return _ZERO_WIDTH.sub("", clean(text))


def is_clean(text: str) -> bool:
    """Whether ``text`` holds only characters that a page can show."""
    return _ON_A_PAGE.search(text) is None


def clean_typed(text: str) -> str:
    """Return ``text`` as ``clean`` does, but keep line breaks and tabs."""
    return _TYPED.sub("", text)

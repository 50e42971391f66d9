"""Which characters are let in from a PDF; used on both sides of the pipe."""

import re

_PLANES = range(0, 0x11_0000, 0x1_0000)

# C0 and C1 controls, DEL, surrogates and noncharacters: no glyph stands for them, and
# databases, XML and terminals choke on them. The soft hyphen (U+00AD) stays.
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in _PLANES)
    + "]"
)


def clean(text: str) -> str:
    """Return ``text`` without the characters that no page shows."""
    return _UNWANTED.sub("", text)


def is_clean(text: str) -> bool:
    """Whether ``text`` holds only characters that a page can show."""
    return _UNWANTED.search(text) is None

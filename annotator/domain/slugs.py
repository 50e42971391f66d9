"""Slugs: short names for use in web addresses."""

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

LONGEST = 72  # characters, before a number is added; chosen, not measured
LONGEST_CHOSEN = 80


_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Whether ``text`` could be a slug that a person chose."""
    return len(text) <= LONGEST_CHOSEN and _SLUG.fullmatch(text) is not None


def slugify(text: str, taken: Container[str] = ()) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens.

    A number is added if the slug is in ``taken``.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+(?:\.(?=\d)[0-9]+)?", plain.lower().replace("'", ""))
    slug = "-".join(words).replace(".", "-")
    while len(slug) > LONGEST:
        slug = slug.rpartition("-")[0] or slug[:LONGEST]
    name = slug or "unnamed"
    numbered = (f"{name}-{number}" for number in count(2))
    return next(slug for slug in chain([name], numbered) if slug not in taken)

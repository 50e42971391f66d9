"""A checksum of units, which changes when any of them does."""

import hashlib
from collections.abc import Iterable
from dataclasses import astuple

from annotator.search.words.protocol import IndexUnit


def print_of(units: Iterable[IndexUnit]) -> str:
    """Return a checksum of ``units`` (BLAKE2b, 32 hexadecimal digits)."""
    whole = hashlib.blake2b(digest_size=16)
    for unit in units:
        whole.update(repr(astuple(unit)).encode())
    return whole.hexdigest()

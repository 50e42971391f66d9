"""A print of units: another as soon as one of them says or is something else."""

import hashlib
from collections.abc import Iterable
from dataclasses import astuple

from annotator.search.words.protocol import IndexUnit


def print_of(units: Iterable[IndexUnit]) -> str:
    """Return 32 hexadecimal digits that two lists share only if their units do."""
    whole = hashlib.blake2b(digest_size=16)
    for unit in units:
        whole.update(repr(astuple(unit)).encode())
    return whole.hexdigest()

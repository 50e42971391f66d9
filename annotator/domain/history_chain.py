"""The chain of the history: each event's hash holds its content and the hash before it.

Whoever alters, removes, adds or swaps an event breaks the chain there, or has to make every
later hash anew, so that it no longer holds the newest hash that was once noted elsewhere.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True)
class Head:
    """The newest event's place in the chain, counted from 1, and its hash."""

    number: int = 0
    hash: str = ""


START = Head()  # of a history without events


def digest(told: Mapping[str, Any]) -> str:
    """Return the SHA-256 of all that an event says, by the names of its columns.

    The same moment and the same JSON give the same digest, however they were stored.
    """
    plain = {
        name: _in_utc(value) if isinstance(value, datetime) else value
        for name, value in told.items()
    }
    written = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def after(head: Head, content: str) -> Head:
    """Return the place and the hash of the next event, which has the digest ``content``."""
    number = head.number + 1
    told = f"{number} {head.hash} {content}"
    return Head(number, hashlib.sha256(told.encode()).hexdigest())


def _in_utc(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # as SQLite has it
    return aware.astimezone(UTC).isoformat(timespec="microseconds")

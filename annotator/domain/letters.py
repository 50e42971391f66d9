"""Letters: corrections that readers suggest, and how many of them are taken.

A letter needs no account, so what a stranger can do is bounded: how long it is, how soon
after the form was opened it is sent, how many come from one address and from all, and how
many wait. In figures: one address sends 5 letters an hour and 20 a day, all together 60 an
hour, and 500 may wait for an editor, some 3 MB.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from annotator.domain.errors import InvalidError
from annotator.domain.sign_in_waits import network_of
from annotator.domain.vocabulary import LetterAbout

LONGEST_TEXT = 4_000  # code points
LONGEST_NAME = 100
LONGEST_EMAIL = 254
LONGEST_ANSWER = 4_000
LONGEST_QUOTE = 500  # of what the letter is about, that is kept with it
MOST_OPEN = 500  # letters that wait for an editor
LEAST_AGE = timedelta(seconds=3)  # of a form that is sent: nobody types faster
MOST_AGE = timedelta(hours=24)
SWEPT_AFTER = timedelta(days=1)  # who sent is then forgotten

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O
_NUMBER = re.compile(f"[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}")
_EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\"]+")


@dataclass(frozen=True)
class About:
    """What a letter is about, as the reader saw it: a public page, and which state of it."""

    kind: LetterAbout
    slug: str  # of a claim, a scorecard or a report
    edition: int = 0  # of a claim or a scorecard
    revision: str = ""  # SHA-256 of a report's file
    page: int = 0  # of that file, from 1
    passage: int = 0  # marked on it, if it is about that


@dataclass(frozen=True)
class LetterText:
    """What a reader wrote."""

    text: str  # what is wrong
    name: str = ""  # never shown to readers, as is the e-mail address
    email: str = ""


@dataclass(frozen=True)
class Limit:
    """At most so many letters within a time."""

    most: int
    within: timedelta

    def until(self, sent: Sequence[datetime], now: datetime) -> datetime | None:
        """Return when the next may be sent, given when others were, or None if now."""
        recent = sorted(at for at in sent if at > now - self.within)
        if len(recent) < self.most:
            return None
        return recent[-self.most] + self.within


OF_ADDRESS = (Limit(5, timedelta(hours=1)), Limit(20, timedelta(days=1)))
OF_ALL = Limit(60, timedelta(hours=1))


def checked(letter: LetterText) -> LetterText:
    """Return a letter as it is stored; raise InvalidError naming the field."""
    text = "\n".join(line.rstrip() for line in letter.text.strip().splitlines())
    name, email = " ".join(letter.name.split()), letter.email.strip()
    if not text:
        raise InvalidError("text", "is required: say what is wrong, and how you know.")
    for field, value, longest in (
        ("text", text, LONGEST_TEXT),
        ("name", name, LONGEST_NAME),
        ("email", email, LONGEST_EMAIL),
    ):
        if len(value) > longest:
            reason = f"is longer than {longest:,} characters: it has {len(value):,}."
            raise InvalidError(field, reason)
    if email and not _EMAIL.fullmatch(email):
        raise InvalidError("email", "is not an e-mail address; you can leave it empty.")
    return LetterText(text, name, email)


def new_number() -> str:
    """Return a reference number, which tells nothing about how many there are."""
    drawn = [secrets.choice(_ALPHABET) for _ in range(8)]
    return "".join([*drawn[:4], "-", *drawn[4:]])


def is_number(text: str) -> bool:
    """Whether this looks like a reference number."""
    return _NUMBER.fullmatch(text) is not None


def sender_digest(key: str, address: str) -> str:
    """Return what stands for an address; without the key it leads back to none.

    All addresses of one IPv6 network count as one, as they do for signing in.
    """
    return keyed(key, "sender", network_of(address))


def keyed(key: str, *parts: str) -> str:
    """Return a digest of texts that only whoever has the key can make."""
    message = "\n".join(parts).encode()
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


def digest_of(about: About, text: str) -> str:
    """Return a digest of what a letter says, whatever its case and white space."""
    told = f"{about!r}\n{' '.join(text.casefold().split())}"
    return hashlib.sha256(told.encode()).hexdigest()

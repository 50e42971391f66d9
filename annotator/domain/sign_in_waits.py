"""How long one waits after wrong passwords, so that guessing takes longer than a life.

Nobody is locked: a wait ends by itself, and is counted from the last wrong password.
There are three clocks, and a browser that somebody has signed in with before goes by one
of its own alone, so that what strangers do never keeps people from their desk.

Figures: a made-up password has 99 bits and a chosen one at least 12 characters. One
address makes 22 guesses an hour at a name (``PAIR``), which is less than what makes the
others wait; any number of addresses make one guess each 4 s at a name (``ACCOUNT``),
21,600 a day; one address at any number of names likewise (``ADDRESS``). These two are
small on purpose: whoever sits behind the address of a guesser, or is guessed at from a
hundred places, and has a new browser, waits for seconds.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

WINDOW = timedelta(hours=1)  # a wrong password is forgotten after this
IPV6_PREFIX = 64  # bits: what a provider gives to one household, or more


@dataclass(frozen=True)
class Failures:
    """Wrong passwords within ``WINDOW``: how many, and when the last one was."""

    count: int = 0
    last: datetime | None = None


@dataclass(frozen=True)
class Rule:
    """After ``free`` wrong passwords one waits 1 s, then 2, 4, 8 …, at most ``most``."""

    free: int
    most: timedelta

    def until(self, failures: Failures) -> datetime | None:
        """Return when the next attempt may be made; None if at once."""
        over = failures.count - self.free
        if over < 0 or failures.last is None:
            return None
        seconds = min(2 ** min(over, 30), self.most.total_seconds())
        return failures.last + timedelta(seconds=seconds)


PAIR = Rule(free=3, most=timedelta(minutes=5))  # a name from an address
ACCOUNT = Rule(free=30, most=timedelta(seconds=4))  # a name, from anywhere
ADDRESS = Rule(free=60, most=timedelta(seconds=4))  # any name, from an address
KNOWN_BROWSER = Rule(free=10, most=timedelta(minutes=1))  # its own failures alone


def network_of(address: str) -> str:
    """Return what counts as one address: an IPv4 address, or the /64 of an IPv6 one.

    What is no address at all (a socket of this machine) counts as itself.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    kept = int(found) >> (128 - IPV6_PREFIX) << (128 - IPV6_PREFIX)
    return f"{IPv6Address(kept)}/{IPV6_PREFIX}"


def in_words(seconds: int) -> str:
    """Return a wait as one says it: "1 second", "40 seconds", "3 minutes"."""
    if seconds > 90:
        return f"{-(-seconds // 60)} minutes"
    return "1 second" if seconds == 1 else f"{seconds} seconds"

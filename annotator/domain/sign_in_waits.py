"""How long a sign-in must wait after wrong passwords, so that guessing is hopeless.

No account is locked: a wait ends by itself and is counted from the last wrong password.
There are three rules. A browser in which somebody has signed in before has a fourth of
its own, and only that one applies to it, so that strangers cannot keep people out.

In figures: a generated password has 99 bits, a chosen one at least 12 characters. One
address can make 22 guesses an hour at one name (``PAIR``), too few to trigger the other
two rules. Any number of addresses can together make one guess every 4 s at one name
(``ACCOUNT``), 21,600 a day; so can one address at any number of names (``ADDRESS``). These
two waits are short on purpose: a person with a new browser who shares an address with a
guesser, or whose name is guessed at from a hundred places, waits only for seconds.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

WINDOW = timedelta(hours=1)  # a wrong password is forgotten after this
IPV6_PREFIX = 64  # bits: a provider gives one household at least a /64


@dataclass(frozen=True)
class Failures:
    """Wrong passwords within ``WINDOW``: how many, and when the last one was."""

    count: int = 0
    last: datetime | None = None


@dataclass(frozen=True)
class Rule:
    """After ``free`` wrong passwords the wait is 1 s, then 2, 4, 8 …, at most ``most``."""

    free: int
    most: timedelta

    def until(self, failures: Failures) -> datetime | None:
        """Return when the next attempt may be made, or None if it may be made at once."""
        over = failures.count - self.free
        if over < 0 or failures.last is None:
            return None
        seconds = min(2 ** min(over, 30), self.most.total_seconds())
        return failures.last + timedelta(seconds=seconds)


PAIR = Rule(free=3, most=timedelta(minutes=5))  # one name from one address
ACCOUNT = Rule(free=30, most=timedelta(seconds=4))  # one name, from anywhere
ADDRESS = Rule(free=60, most=timedelta(seconds=4))  # any name, from one address
KNOWN_BROWSER = Rule(free=10, most=timedelta(minutes=1))  # its own failures alone


def network_of(address: str) -> str:
    """Return what counts as one address: an IPv4 address, or the /64 of an IPv6 address.

    Anything else, such as the name of a local socket, is returned as it is.
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
    """Return a wait in words: "1 second", "40 seconds", "3 minutes"."""
    if seconds > 90:
        return f"{-(-seconds // 60)} minutes"
    return "1 second" if seconds == 1 else f"{seconds} seconds"

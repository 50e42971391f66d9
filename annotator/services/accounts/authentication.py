"""Sign in, in three steps: count the attempt, check the password, start a session.

The attempt is counted first, as a failure, and uncounted if the password is right, so
that guesses sent at the same time are all counted. The password is checked between two
short transactions, because that is slow.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from annotator.domain import sign_in_waits
from annotator.domain.errors import AnnotatorError, InvalidError
from annotator.domain.permissions import Action
from annotator.services.accounts import passwords
from annotator.services.accounts.accounts import hash_token
from annotator.services.context import Context
from annotator.storage import accounts
from annotator.storage.accounts import KnownBrowser, SignIn, SignInFailure, User

SESSION_LENGTH = timedelta(days=14)  # at most, from the sign-in
FORGOTTEN_AFTER = timedelta(days=30)  # from the end of a session to its deletion
KNOWN_FOR = timedelta(days=365)  # after the last sign-in, the browser is still known
MOST_NAME = 40  # characters
MOST_BROWSER = 200  # characters of the browser's name that are stored


class WrongPasswordError(InvalidError):
    """The name or the password is wrong; which of them is deliberately not said."""

    def __init__(self) -> None:
        super().__init__("password", "The name or the password is wrong.")


class TooSoonError(AnnotatorError):
    """There were too many wrong passwords; says how many seconds to wait."""

    def __init__(self, seconds: int) -> None:
        wait = sign_in_waits.in_words(seconds)
        super().__init__(f"Too many wrong passwords. Wait {wait}, then try again.")
        self.seconds = seconds


@dataclass(frozen=True)
class Attempt:
    """An attempt to sign in that was counted, and the hash its password must match."""

    failure_id: int
    user_id: int | None  # None for an unknown name; the check takes as long
    known_token: str  # the one of the browser's tokens that is this person's, or ""
    kept: str  # the hash


@dataclass(frozen=True)
class Proven:
    """An attempt whose password was right."""

    attempt: Attempt
    user_id: int


@dataclass(frozen=True)
class Session:
    """A new session, and the tokens that the browser stores."""

    token: str
    user_id: int
    known_token: str  # identifies the browser for a year


def begin_attempt(
    context: Context, *, name: str, address: str, known_tokens: Collection[str] = ()
) -> Attempt:
    """Count an attempt to sign in as ``name``; raise TooSoonError after too many.

    ``known_tokens`` are the tokens that earlier sign-ins left in the browser.
    """
    name = name.strip().casefold()[:MOST_NAME]
    accounts.one_attempt_at_a_time(context.session, name)
    accounts.forget_failures_before(context.session, context.now - sign_in_waits.WINDOW)
    user = accounts.find_user(context.session, name)
    browser, token = _known(context, user, known_tokens)
    network = sign_in_waits.network_of(address)
    _refuse_if_too_soon(context, name, network, browser)
    failure = SignInFailure(
        name=name,
        network=network,
        known_browser_id=browser.id if browser else None,
        at=context.now,
    )
    context.session.add(failure)
    context.session.flush()
    if user is None or not user.active:
        return Attempt(failure.id, None, token, passwords.NOBODYS)
    return Attempt(failure.id, user.id, token, user.password_hash)


def check_attempt(attempt: Attempt, password: str) -> Proven:
    """Check the password, outside any transaction; raise WrongPasswordError."""
    if not passwords.is_right(password, attempt.kept) or attempt.user_id is None:
        raise WrongPasswordError
    return Proven(attempt, attempt.user_id)


def start_session(context: Context, proven: Proven, *, browser: str) -> Session:
    """Sign the person in, unless their account has changed since the check."""
    user = accounts.lock_user(context.session, proven.user_id)
    if user is None or not user.active or user.password_hash != proven.attempt.kept:
        raise WrongPasswordError
    failure = context.session.get(SignInFailure, proven.attempt.failure_id)
    if failure is not None:
        accounts.forget_failures_of(context.session, failure)
    token = secrets.token_urlsafe(32)
    context.session.add(
        SignIn(
            token_hash=hash_token(token),
            user=user,
            browser=browser[:MOST_BROWSER],
            at=context.now,
            ends_at=context.now + SESSION_LENGTH,
            seen_at=context.now,
        )
    )
    known_token = _remember_browser(context, user, proven.attempt.known_token)
    context.session.flush()
    return Session(token, user.id, known_token)


def forget_old(context: Context) -> None:
    """Delete sessions that ended long ago, old failures, and browsers not used for long."""
    context.require(Action.MANAGE_ACCOUNTS)
    session, now = context.session, context.now
    accounts.forget_sign_ins_before(session, now - FORGOTTEN_AFTER)
    accounts.forget_failures_before(session, now - sign_in_waits.WINDOW)
    accounts.forget_browsers_before(session, now - KNOWN_FOR)


def _known(
    context: Context, user: User | None, tokens: Collection[str]
) -> tuple[KnownBrowser | None, str]:
    """Return the browser and its token if ``user`` has signed in with it before.

    The database is queried in the same way whether or not the user exists.
    """
    by_hash = {hash_token(token): token for token in tokens}
    since = context.now - KNOWN_FOR
    for browser in accounts.known_browsers(context.session, by_hash.keys(), since):
        if user is not None and browser.user_id == user.id:
            return browser, by_hash[browser.token_hash]
    return None, ""


def _refuse_if_too_soon(
    context: Context, name: str, network: str, browser: KnownBrowser | None
) -> None:
    if browser is not None:
        own = accounts.failures_of_browser(context.session, browser)
        ends = [sign_in_waits.KNOWN_BROWSER.until(own)]
    else:
        failures = accounts.count_failures(context.session, name, network)
        ends = [rule.until(failures[what]) for what, rule in _RULES.items()]
    _raise_if_before(context.now, max((end for end in ends if end), default=None))


_RULES = {
    "pair": sign_in_waits.PAIR,
    "account": sign_in_waits.ACCOUNT,
    "address": sign_in_waits.ADDRESS,
}


def _raise_if_before(now: datetime, end: datetime | None) -> None:
    if end is not None and now < end:
        raise TooSoonError(max(1, ceil((end - now).total_seconds())))


def _remember_browser(context: Context, user: User, token: str) -> str:
    """Note that ``user`` signed in here; return the token to leave in the browser."""
    accounts.forget_browsers(context.session, user, before=context.now - KNOWN_FOR)
    known, kept = _known(context, user, [token] if token else [])
    if known is not None:
        known.signed_in_at = context.now
        return kept
    token = secrets.token_urlsafe(32)
    context.session.add(
        KnownBrowser(
            token_hash=hash_token(token), user_id=user.id, signed_in_at=context.now
        )
    )
    return token

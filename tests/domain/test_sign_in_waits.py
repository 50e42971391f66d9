"""Waits after wrong passwords: none, then longer, never for ever."""

from datetime import timedelta

import pytest

from annotator.domain import sign_in_waits
from annotator.domain.sign_in_waits import (
    ACCOUNT,
    ADDRESS,
    KNOWN_BROWSER,
    PAIR,
    Failures,
)

RULES = [PAIR, ACCOUNT, ADDRESS, KNOWN_BROWSER]


def _seconds(rule, count, now):
    until = rule.until(Failures(count, now))
    return 0 if until is None else (until - now).total_seconds()


def test_the_first_few_wait_for_nothing_and_then_each_waits_twice_as_long(now):
    waited = [_seconds(PAIR, count, now) for count in range(14)]
    assert waited == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_nobody_waits_who_has_never_failed(now):
    assert all(rule.until(Failures()) is None for rule in RULES)


@pytest.mark.parametrize("rule", RULES)
def test_no_wait_is_longer_than_its_cap_however_many_failed(rule, now):
    assert _seconds(rule, 10**6, now) == rule.most.total_seconds() <= 300


def test_one_stranger_alone_never_makes_others_wait(now):
    """At the pace at which one address may guess at a name, the name stays open."""
    guesses, at = [], now
    while at < now + 3 * sign_in_waits.WINDOW:
        recent = [each for each in guesses if each > at - sign_in_waits.WINDOW]
        until = PAIR.until(Failures(len(recent), recent[-1] if recent else None))
        at = max(at, until or at)
        guesses.append(at)
        recent = [each for each in guesses if each > at - sign_in_waits.WINDOW]
        assert len(recent) < ACCOUNT.free < ADDRESS.free
        at += timedelta(milliseconds=1)
    assert len(guesses) < 3 * 23


def test_any_number_of_addresses_make_few_guesses_at_a_name_in_a_day():
    each = ACCOUNT.most.total_seconds()
    assert 24 * 3600 / each <= 21_600


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::2"),
        ("", ""),
    ],
)
def test_these_count_as_one_address(one, other):
    assert sign_in_waits.network_of(one) == sign_in_waits.network_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.7", "192.0.2.8"),
        ("2001:db8:1:2::7", "2001:db8:1:3::7"),
        ("", "192.0.2.7"),
    ],
)
def test_these_count_as_two(one, other):
    assert sign_in_waits.network_of(one) != sign_in_waits.network_of(other)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1, "1 second"),
        (2, "2 seconds"),
        (90, "90 seconds"),
        (91, "2 minutes"),
        (300, "5 minutes"),
    ],
)
def test_a_wait_is_said_in_words(seconds, said):
    assert sign_in_waits.in_words(seconds) == said

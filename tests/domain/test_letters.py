"""What a letter must say, how many are taken, and what stands for whoever sent it."""

from datetime import timedelta

import pytest

from annotator.domain import letters
from annotator.domain.errors import InvalidError
from annotator.domain.letters import About, LetterText, Limit
from annotator.domain.vocabulary import LetterAbout

CLAIM = About(LetterAbout.CLAIM, "wren-1-is-safe", 3)


def test_a_letter_keeps_its_lines_and_loses_what_surrounds_them():
    typed = LetterText(
        "  It says 0.7 %.  \r\nSee page 4.\n\n", " Ann  Lee ", " a@b.org "
    )
    kept = letters.checked(typed)
    assert kept == LetterText("It says 0.7 %.\nSee page 4.", "Ann Lee", "a@b.org")


@pytest.mark.parametrize(
    ("letter", "field"),
    [
        (LetterText(" \n "), "text"),
        (LetterText("x" * 4_001), "text"),
        (LetterText("No.", name="n" * 101), "name"),
        (LetterText("No.", email="ann at example"), "email"),
        (LetterText("No.", email="a@b.org>\nBcc: c@d.org"), "email"),
        (LetterText("No.", email=f"{'e' * 250}@b.org"), "email"),
    ],
)
def test_what_is_wrong_with_a_letter_is_told_by_its_field(letter, field):
    with pytest.raises(InvalidError) as refused:
        letters.checked(letter)
    assert refused.value.field == field


def test_a_limit_says_when_the_next_may_be_sent(now):
    limit = Limit(2, timedelta(hours=1))
    sent = [now - timedelta(minutes=minutes) for minutes in (10, 50, 70)]
    assert limit.until(sent, now) == now + timedelta(minutes=10)
    assert limit.until(sent, now + timedelta(minutes=10)) is None
    assert limit.until([], now) is None


def test_a_number_is_drawn_and_can_be_read_aloud():
    drawn = {letters.new_number() for _ in range(50)}
    assert len(drawn) == 50
    assert all(letters.is_number(number) for number in drawn)
    assert not any(map(letters.is_number, ("", "ABCD-EFG1", "abcd-efgh", "ABCDEFGH")))


def test_what_stands_for_an_address_needs_the_key_and_is_one_for_a_network():
    digest = letters.sender_digest("key", "2001:db8::1")
    assert digest == letters.sender_digest("key", "2001:db8::ffff")
    assert digest != letters.sender_digest("other key", "2001:db8::1")
    assert digest != letters.sender_digest("key", "2001:db9::1")
    assert "2001" not in digest


def test_the_same_words_about_the_same_thing_are_known_again():
    digest = letters.digest_of(CLAIM, "It says 0.7 %.")
    assert digest == letters.digest_of(CLAIM, "it  says\n0.7 %. ")
    assert digest != letters.digest_of(CLAIM, "It says 0.8 %.")
    assert digest != letters.digest_of(About(LetterAbout.CLAIM, "x"), "It says 0.7 %.")

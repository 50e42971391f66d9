"""Texts that say the same have one key, however they are set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.text.folding import fold
from annotator.domain.text.keys import key, keyed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“state-of-the-art” results", '"state of the art" RESULTS'),
        ("oﬃcial ﬁnal eﬀort", "official final effort"),
        ("so\u00adft hy\u2010phen", "soft hyphen"),
        ("naïve cafe\u0301", "naive café"),
        ("½ of ２０２５", "1/2 of 2025"),
        ("CO₂ and 10²", "CO2 and 102"),
        ("STRASSE", "straße"),
    ],
)
def test_what_looks_different_and_reads_the_same_has_one_key(one, other):
    assert key(one) == key(other)


def test_scripts_of_every_kind_have_keys_of_their_own():
    texts = ["שלום עולם", "مرحبا بالعالم", "你好世界", "Здравствуй", "γειά σου"]
    keys = [key(text) for text in texts]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_a_letter_without_a_plain_form_is_never_taken_for_a_plain_one():
    ideograms = "".join(map(chr, range(0x4E00, 0x5000)))
    symbols = key(ideograms)
    assert len(symbols) == len(ideograms)
    assert min(symbols) >= 128


def test_half_a_character_has_no_key_and_hides_nothing():
    found = keyed("a\ud800b")
    assert found.symbols == key("a\ud800b") == b"ab"
    assert found.places.tolist() == [0, 2]


def test_each_letter_of_a_ligature_came_from_the_ligature():
    found = keyed("an oﬃce")
    assert found.symbols == b"anoffice"
    assert found.places.tolist() == [0, 1, 3, 4, 4, 4, 5, 6]


@given(st.text())
def test_the_key_is_the_same_with_its_places_and_without(text):
    found = keyed(text)
    assert found.symbols == key(text)
    assert list(found.places) == sorted(found.places)
    assert all(key(text[place]) for place in set(found.places.tolist()))


@given(st.text(), st.text())
def test_the_key_of_a_text_is_made_of_the_keys_of_its_parts(one, other):
    assert key(one + other) == key(one) + key(other)


@given(st.text(st.characters(exclude_characters="⁄")))
def test_what_is_folded_away_for_matching_is_not_in_the_key(text):
    assert key(fold(text).text) == key(text)

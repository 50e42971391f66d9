"""A word differs only where closer looks agree on the same other reading."""

from dataclasses import replace

from pages_of_text import a_document

from annotator.domain.recognition.picture_check import compare, digest_of
from annotator.domain.recognition.pictures import Picture, Recognised
from annotator.domain.recognition.strips import strips_of
from annotator.domain.text.canonical_text import compose
from annotator.domain.vocabulary import SealOutcome

PICTURE = Picture(600, 48, bytes([255]) * 600 * 48)


def _drawn(*lines):
    pages = compose(a_document(lines))
    return [(strip, PICTURE) for strip in strips_of(pages, 0, len(pages[0].text))]


def _reader(first, *closer):
    """A recogniser that reads lines first, and then what closer looks show."""
    answers = iter([first, list(closer)])

    def read(pictures):
        return [Recognised(text, (1.0,) * len(text)) for text in next(answers)][
            : len(pictures)
        ]

    return read


def test_a_quote_that_is_read_as_it_stands_agrees():
    drawn = _drawn("We saw it", "in 68 runs")
    found = compare(drawn, _reader(["We saw it", "in 68 runs"]))
    assert found.outcome is SealOutcome.AGREES


def test_it_differs_if_every_look_reads_the_same_other_thing():
    drawn = _drawn("in 68 runs")
    found = compare(drawn, _reader(["in 63 runs"], "in 63 runs", "in 63 runs", "63"))
    assert found.outcome is SealOutcome.DIFFERS
    assert "“68”" in found.reason
    assert "“63”" in found.reason


def test_one_closer_look_that_reads_the_text_is_enough():
    drawn = _drawn("in 68 runs")
    found = compare(drawn, _reader(["in 63 runs"], "in 63 runs", "in 68 runs", "63"))
    assert found.outcome is SealOutcome.AGREES


def test_looks_that_do_not_agree_cannot_tell():
    drawn = _drawn("in 68 runs")
    found = compare(drawn, _reader(["in 63 runs"], "in 65 runs", "in 69 runs", "66"))
    assert found.outcome is SealOutcome.CANNOT_TELL


def test_a_quote_in_another_script_cannot_be_told():
    found = compare(_drawn("это безопасно"), _reader([""]))
    assert found.outcome is SealOutcome.CANNOT_TELL


def test_nothing_to_look_at_cannot_be_told():
    assert compare([], _reader([])).outcome is SealOutcome.CANNOT_TELL


def test_a_digest_changes_with_the_picture_the_words_and_the_reader():
    [(strip, picture)] = _drawn("in 68 runs")
    known = digest_of([(strip, picture)], "a reader 1")
    other = Picture(600, 48, bytes([254]) * 600 * 48)
    words = replace(strip, words=strip.words[:2])
    assert known == digest_of([(strip, picture)], "a reader 1")
    assert known != digest_of([(strip, other)], "a reader 1")
    assert known != digest_of([(words, picture)], "a reader 1")
    assert known != digest_of([(strip, picture)], "a reader 2")

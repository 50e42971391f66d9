"""YAML from strangers is read as texts, lists and keys with their lines, and nothing cleverer."""

import pytest

from annotator.domain.errors import InvalidFileError
from annotator.services.scorecard_files.yaml_tree import (
    DEEPEST,
    MAX_CHARACTERS,
    read_plain,
)


def _read(text):
    return read_plain("wren.yaml", text)


def _refused(text):
    with pytest.raises(InvalidFileError) as refused:
        _read(text)
    [mistake] = refused.value.mistakes
    return mistake


def test_every_value_is_a_text_as_it_is_written():
    text = "a: 0.710\nb: 1e3\nc: yes\nd: 2030-02-01\ne: 'it''s'\nf: 0o17\ng: .inf\n"
    assert _read(text).content == {
        "a": "0.710",
        "b": "1e3",
        "c": "yes",
        "d": "2030-02-01",
        "e": "it's",
        "f": "0o17",
        "g": ".inf",
    }


def test_a_key_without_a_value_is_as_good_as_not_there_and_an_empty_text_is_there():
    text = "a:\nb: ~\nc: null\nd: ''\ne: '~'\nf: \"null\"\n"
    assert _read(text).content == {"d": "", "e": "~", "f": "null"}


def test_the_line_of_each_part_is_known():
    text = "lab:\n  slug: wren\nclaims:\n  - text: |\n      One.\n      Two.\n  - text: B\n"
    lines = _read(text).lines
    assert lines["lab", "slug"] == 2
    assert lines["claims", 0, "text"] == 4
    assert lines["claims", 1] == lines["claims", 1, "text"] == 7


def test_texts_of_several_lines_and_odd_characters_are_read_whole():
    text = 'a: |\n  One.\n\n  Two.\nb: "x\\u2028y\\x85z"\nc: π ≥ 3 😀\n'
    assert _read(text).content == {
        "a": "One.\n\nTwo.\n",
        "b": "x\u2028y\x85z",
        "c": "π ≥ 3 😀",
    }


def test_a_key_that_stands_twice_is_a_mistake_with_both_lines():
    plain = _read("a: 1\nb: {c: 2, c: 3}\na: 4\n")
    assert plain.mistakes == [
        (2, "duplicate key “c” (first on line 2)"),
        (3, "duplicate key “a” (first on line 1)"),
    ]


def test_a_bomb_of_aliases_is_not_lit():
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for one, other in zip("abcdefgh", "bcdefghi", strict=True):
        bomb += f"{other}: &{other} [{', '.join([f'*{one}'] * 9)}]\n"
    plain = _read(bomb)
    assert plain.content["i"] == [None] * 9
    assert (2, "*a repeats another part; write it out") in plain.mistakes
    assert len(plain.mistakes) == 8 * 9


def test_a_tag_is_a_mistake_and_never_called():
    plain = _read("a: 1\nname: !!python/object/apply:os.getcwd []\n")
    assert plain.content["name"] == []
    [(line, mistake)] = plain.mistakes
    assert line == 2
    assert "the tag tag:yaml.org,2002:python/object/apply:os.getcwd" in mistake


def test_a_second_document_is_a_mistake_and_is_not_read():
    plain = _read("a: 1\n---\nb: 2\n")
    assert plain.content == {"a": "1"}
    assert plain.mistakes == [(2, "a second document begins here")]


def test_a_key_that_is_no_word_is_a_mistake():
    assert _read("x: 1\n? [a, b]\n: c\n").mistakes == [(2, "a key is a word")]


def test_what_lies_as_deep_as_is_allowed_is_read_and_what_lies_deeper_is_refused():
    deep = f"{'[' * DEEPEST}x{']' * DEEPEST}"
    assert len(max(_read(deep).lines, key=len)) == DEEPEST
    assert (
        _refused(f"\n[{deep}]")
        == "line 2: a scorecard file is never nested this deeply"
    )


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("a: 'no end", "line 1: is not YAML"),
        ("a:\n\tb: 1", "line 2: is not YAML"),
        ("a: \x00", "contains a character that YAML does not allow"),
        ("a: \ud800", "contains a character that YAML does not allow"),
        ("[" * 100_000, "never nested this deeply"),
        ("{a: " * 100_000, "never nested this deeply"),
        ("- " * 100_000, "never nested this deeply"),
        ("x" * (MAX_CHARACTERS + 1), "is longer than 5,000,000 characters"),
    ],
    ids=lambda value: value[:20].encode("unicode_escape").decode(),
)
def test_what_is_no_yaml_is_refused_with_its_line(text, mistake):
    assert mistake in _refused(text)


@pytest.mark.parametrize("text", ["", "\n\n", "# a remark\n", "~"])
def test_a_file_with_nothing_in_it_has_no_content(text):
    assert _read(text).content is None

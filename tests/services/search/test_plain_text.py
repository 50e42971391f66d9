"""Markdown is searched by what it says, and by nothing of how it is set."""

import pytest

from annotator.services.search.plain_text import plain


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("A **bold** and *slanted* `word`.", "A bold and slanted word."),
        ("# Uplift\n\nIt was low.", "Uplift\n\nIt was low."),
        ("One line\nand the next.", "One line and the next."),
        ("One line  \nand the next.", "One line and the next."),
        ("- first\n- second", "first\n\nsecond"),
        ("1. first\n   - inner", "first\n\ninner"),
        ("> They said so.", "They said so."),
        ("| a | b |\n|---|---|\n| 1.70× | 2.8× |", "a\n\nb\n\n1.70×\n\n2.8×"),
        ("```\nif x:\n    y\n```", "if x:\n    y"),
        ("    indented", "indented"),
        ("See [the card](https://example.org/secret).", "See the card."),
        ("![a chart](x.png)", "a chart"),
        ("&lt;5 % &amp; more", "<5 % & more"),
        ("A <b>tag</b> stays.", "A <b>tag</b> stays."),
    ],
)
def test_markdown_is_read_without_its_signs(markdown, said):
    assert plain(markdown) == said


@pytest.mark.parametrize("markdown", ["", " \n\n ", "---", "- \n- ", "\n```\n```\n"])
def test_markdown_that_says_nothing_has_no_words(markdown):
    assert plain(markdown) == ""

"""A citation says what stands where, so that anybody can check it, whatever it says."""

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from annotator.domain.citations import HASH_LENGTH, Citation

CITED = Citation(
    exact="It is safe.",
    title="Wren card",
    lab="Wren Labs",
    published="2030-05",
    page_label="iv",
    sha256="0123456789abcdef" * 4,
    address="https://example.org/reports/wren-card/pages/6#passage-1",
    passage=1,
)
HOSTILE = [
    '100 % of {tasks}, $5 & #1_a ~b^c \\input{x} <b>x</b> | "q" @book{',
    "}}} {{{ } {",
    "# no *heading*\n\n- [link](javascript:alert(1)) ![x](y) `code` &amp; <!-- -->",
    "1. first\n2) second\n> quote\n***\n~~~\n    code",
    "\\",
    "+ 5 == 7 __init__ ***",
    "|a|b|\n|-|-|",
    "Ärger über 10²⁵ 😀 “ja”",
]


def shown(markdown: str) -> tuple[str, set[str]]:
    """The text that Markdown shows, without white space, and its tags."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    tags = set(re.findall(r"<([a-z0-9]+)", html))
    text = re.sub(r"<[^>]*>", "", html)
    for entity, sign in {"lt": "<", "gt": ">", "quot": '"', "amp": "&"}.items():
        text = text.replace(f"&{entity};", sign)
    return "".join(text.split()), tags


def fields_of(entry: str) -> dict[str, str]:
    """The fields of a BibTeX entry, read by counting braces as BibTeX does."""
    assert entry.startswith("@techreport{")
    assert entry.count("{") == entry.count("}")
    depth, lowest = 0, []
    for sign in entry[:-1]:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        lowest.append(depth)
    assert min(lowest[12:]) >= 1, "the entry ends before its end"
    return dict(re.findall(r"^  (\w+) = \{(.*)\},?$", entry, re.MULTILINE))


# In a line


def test_a_citation_holds_the_words_and_all_that_leads_back_to_them():
    assert CITED.line == (
        "“It is safe.”, Wren card (Wren Labs, 2030-05), p. iv, SHA-256 0123456789ab, "
        "https://example.org/reports/wren-card/pages/6#passage-1"
    )
    assert HASH_LENGTH == 12


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_it_says_a_citation_is_one_line(hostile):
    assert "\n" not in replace(CITED, exact=hostile, title=hostile, lab=hostile).line
    many = replace(CITED, exact="It\n is\u00a0 safe. \n")
    assert many.line.startswith("“It is safe.”,")


def test_quotation_marks_within_a_quote_become_single_ones():
    said = replace(CITED, exact='It “is” "safe".')
    assert said.line.startswith("“It ‘is’ 'safe'.”, ")


def test_a_report_without_a_date_is_cited_as_one_of_which_none_is_reported():
    undated = replace(CITED, published="not reported")
    assert "(Wren Labs, date not reported)" in undated.line
    assert "date not reported" in undated.markdown
    assert "year" not in fields_of(undated.bibtex)
    assert "not dated" in undated.bibtex


def test_a_figure_is_cited_by_what_it_shows():
    figure = replace(CITED, exact="", description="Scores by model.")
    assert figure.line.startswith("Scores by model, Wren card")
    assert figure.markdown.startswith("Scores by model: *Wren card*")
    assert replace(figure, description="").line.startswith("Figure or table, ")


# In Markdown


def test_markdown_is_a_block_quote_and_its_source():
    assert CITED.markdown == (
        "> It is safe.\n\n*Wren card* (Wren Labs, 2030-05), "
        "[p. iv](https://example.org/reports/wren-card/pages/6#passage-1)"
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markdown_shows_what_was_said_and_takes_none_of_it_for_markup(hostile):
    cited = replace(
        CITED, exact=hostile, title=hostile, lab=hostile, page_label=hostile
    )
    text, tags = shown(cited.markdown)
    said = "".join(hostile.split())
    assert text == f"{said}{said}({said},2030-05),p.{said}"
    assert tags == {"blockquote", "p", "em", "a"}


def test_an_address_in_markdown_leads_where_it_says():
    cited = replace(CITED, address="https://example.org/a_(b)?x=<y>")
    assert "](https://example.org/a_%28b%29?x=%3Cy%3E)" in cited.markdown


# For BibTeX


def test_an_entry_has_what_a_bibliography_needs():
    assert fields_of(CITED.bibtex) == {
        "author": "{Wren Labs}",
        "title": "{Wren card}",
        "institution": "Wren Labs",
        "year": "2030",
        "url": CITED.address,
        "note": "p.~iv, published 2030-05, SHA-256 0123456789ab",
    }


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_was_said_ends_a_field_or_is_a_command(hostile):
    cited = replace(CITED, title=hostile, lab=hostile, page_label=hostile)
    fields = fields_of(cited.bibtex)
    assert set(fields) >= {"author", "title", "institution", "year", "url", "note"}
    bare = re.sub(r"\{\\text[a-z]+\}|\\[$&#%_]", "", fields["title"][1:-1])
    assert not re.search(r"[\\{}$&#%_^~<>|]", bare)
    assert re.fullmatch(r"[a-z0-9-]+", cited.key)


def test_keys_are_those_of_one_passage_in_one_file_for_good():
    assert CITED.key == "wren-labs-01234567-1"
    renamed = replace(CITED, title="Other", published="2031", page_label="v")
    assert renamed.key == CITED.key
    others = [replace(CITED, passage=2), replace(CITED, sha256="f" * 64)]
    assert len({CITED.key, *(other.key for other in others)}) == 3
    assert replace(CITED, passage=None).key == "wren-labs-01234567-p-iv"

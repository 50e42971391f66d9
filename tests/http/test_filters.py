"""How templates turn values into words, and people's Markdown into clean HTML."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from annotator.domain.text.snippets import Snippet
from annotator.domain.vocabulary import Credence, Shown, Stance
from annotator.http import filters

# Markdown


def test_markdown_is_set_as_it_was_meant():
    said = filters.markdown("Two *lines*, **one** result:\n\n- 0.55\n- 0.635")
    assert "<em>lines</em>" in said
    assert "<li>0.635</li>" in said


@pytest.mark.parametrize(
    ("typed", "gone"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("<b onclick='x()'>bold</b>", "<b"),
        ("![a picture](https://example.org/p.png)", "<img"),
        ("[go](javascript:alert(1))", "href"),
        ("[go](data:text/html,x)", "href"),
        ("[go](//example.org/x)", "href"),
        ("[go](/desk/people)", "href"),
        ("|a|\n|:-:|\n|b|", "style"),
        ("<p style='color:red'>red</p>", "<p style"),
    ],
)
def test_nothing_in_markdown_runs_loads_or_leads_astray(typed, gone):
    assert gone not in filters.markdown(typed)


@pytest.mark.parametrize(
    "address", ["https://example.org/x", "http://example.org/x", "mailto:a@example.org"]
)
def test_links_in_markdown_carry_no_name_and_no_weight(address):
    said = filters.markdown(f"[there]({address})")
    assert f'href="{address}"' in said
    assert 'rel="noopener nofollow ugc"' in said


@pytest.mark.parametrize(
    ("top", "typed", "tag"),
    [(3, "# A", "h3"), (3, "## A", "h4"), (5, "## A", "h6"), (5, "##### A", "h6")],
)
def test_headings_in_markdown_stay_below_those_of_the_page(top, typed, tag):
    assert filters.markdown(typed, top) == f"<{tag}>A</{tag}>\n"


def test_a_hash_in_a_block_of_code_is_no_heading():
    assert "# not a heading" in filters.markdown("```\n# not a heading\n```")


def test_words_that_are_not_markdown_are_escaped():
    assert (
        filters.markdown("below <50% & above") == "<p>below &lt;50% &amp; above</p>\n"
    )


# Dates


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("2026-04-14", "14 April 2026"),
        ("2025-05", "May 2025"),
        ("2025", "2025"),
        ("2025-01/2025-03-09", "January 2025 to 9 March 2025"),
        ("not reported", "not reported"),
        ("not applicable", "not applicable"),
        ("2025-13-40", "2025-13-40"),
        ("spring/summer 2025", "spring/summer 2025"),
        ("", ""),
        (datetime(2026, 5, 3, 9, 30, tzinfo=UTC), "3 May 2026"),
    ],
)
def test_dates_are_read_out_and_other_words_left_alone(fact, words):
    assert filters.in_words(fact) == words


def test_a_moment_is_told_to_the_minute_with_its_zone():
    at = datetime(2026, 5, 3, 9, 5, tzinfo=UTC)
    assert filters.moment(at) == "3 May 2026, 09:05 UTC"


# Words and numbers


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 claims"), (1, "1 claim"), (1200, "1,200 claims")]
)
def test_things_are_counted_with_their_noun(count, words):
    assert filters.counted(count, "claim") == words


def test_a_noun_may_have_a_plural_of_its_own():
    assert filters.counted(2, "page says", "pages say") == "2 pages say"


def test_a_sentence_starts_with_a_capital_and_keeps_its_others():
    assert filters.capital("analysis of AI R&D") == "Analysis of AI R&D"
    assert filters.capital("") == ""


def test_a_snippet_comes_in_pieces_with_its_hits_marked():
    snippet = Snippet("It was generally higher.", ((7, 16), (17, 23)))
    assert filters.marked(snippet) == [
        ("It was ", False),
        ("generally", True),
        (" ", False),
        ("higher", True),
        (".", False),
    ]


def test_the_pieces_of_a_snippet_are_all_of_it():
    snippet = Snippet("0.83 < 0.85", ((0, 4), (7, 11)))
    assert "".join(text for text, _ in filters.marked(snippet)) == snippet.text


def test_a_link_out_is_named_by_its_host():
    assert filters.host("https://www.example.org/a?b=c") == "www.example.org"
    assert filters.host("no address") == "no address"


# The vocabulary


def test_evidence_that_supports_comes_before_what_undercuts():
    links = [SimpleNamespace(stance=stance) for stance in reversed(Stance)]
    assert [stance for stance, _ in filters.by_stance(links)] == list(Stance)
    assert filters.by_stance(links[:1]) == [(Stance.CONTEXT, links[:1])]


def test_each_stance_has_a_shape_of_its_own():
    assert len({filters.shape(stance) for stance in Stance}) == len(Stance)


def test_each_verdict_has_a_step_of_its_own_and_none_can_be_said_to_be_none():
    shown = [filters.shown_step(word) for word in Shown]
    credence = [filters.credence_step(word) for word in Credence]
    assert shown == [5, 4, 3, 2, 1, 0]
    assert credence == [3, 2, 1, 0]


def test_verdicts_are_tallied_in_the_order_of_their_axis():
    given = ["not shown", "shown", "not shown"]
    assert filters.tally(given) == [(Shown.SHOWN, 1), (Shown.NOT_SHOWN, 2)]


def test_words_of_the_vocabulary_become_names_of_classes():
    assert filters.as_class("in review") == "in-review"
    assert filters.as_class("safety case") == "safety-case"

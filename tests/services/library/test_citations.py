"""A citation says in one line what stands where, so that anybody can check it."""

from annotator.services.library.citations import HASH_LENGTH, cite

FACTS = {
    "title": "Wren card",
    "lab": "Wren Labs",
    "published": "2030-05",
    "page_label": "iv",
    "sha256": "0123456789abcdef" * 4,
    "address": "https://example.org/reports/wren-card/pages/6#passage-1",
}


def test_a_citation_holds_the_words_and_all_that_leads_back_to_them():
    assert cite(exact="It is safe.", **FACTS) == (
        "“It is safe.”, Wren card (Wren Labs, 2030-05), p. iv, SHA-256 0123456789ab, "
        "https://example.org/reports/wren-card/pages/6#passage-1"
    )
    assert HASH_LENGTH == 12


def test_a_quote_of_many_lines_is_cited_in_one():
    assert cite(exact="It\n is\u00a0 safe. \n", **FACTS).startswith("“It is safe.”,")


def test_quotation_marks_within_a_quote_become_single_ones():
    said = 'It “is” "safe".'
    assert cite(exact=said, **FACTS).startswith("“It ‘is’ 'safe'.”, ")


def test_a_report_without_a_date_is_cited_as_one_of_which_none_is_reported():
    cited = cite(exact="It is safe.", **{**FACTS, "published": "not reported"})
    assert "(Wren Labs, date not reported)" in cited

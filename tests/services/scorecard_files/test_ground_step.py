"""An import finds its reports and their quotes."""

import re

import pytest
from wren_file import FILE

from annotator.domain.errors import InvalidFileError
from annotator.services.claims import claims
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.storage.work import jobs


def _line(words, text=FILE):
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


def _refused(bring_in, *changes):
    with pytest.raises(InvalidFileError) as refused:
        bring_in(*changes)
    return list(refused.value.mistakes)


# Reports


def test_a_report_is_described_as_the_file_does_and_indexed_anew_for_its_models(
    context, bring_in
):
    bring_in()
    report = reports.get_report(context, "wren-card")
    assert (report.title, [m.slug for m in report.models]) == (
        "The Wren Card",
        ["wren-1"],
    )

    def indexings():
        _, queued = jobs.next_in_line(context.session, 99)
        return sum(job.payload == {"report": "wren-card"} for job in queued)

    assert indexings() == 1
    bring_in(("title: The Wren Card", "title: The Card"))
    assert (report.title, indexings()) == ("The Card", 1)


def test_a_report_of_another_lab_can_be_quoted_and_stays_as_it_is(context, bring_in):
    theirs = "  - {slug: gull-card, title: Mine now, kind: framework}\nscorecard:"
    quoted = (
        "quote: was set beforehand, report: wren-card, page: 2",
        "quote: A gull., report: gull-card",
    )
    bring_in(("scorecard:", theirs), quoted)
    report = reports.get_report(context, "gull-card")
    assert (report.title, report.kind) == ("gull-card", "system card")
    assert len(marking.placed_on(context, reports.get_revision(context, report))) == 1


def test_a_report_or_a_file_of_it_that_is_not_here_is_told_at_its_line(bring_in):
    line = _line("slug: wren-card")
    [mistake, *_] = _refused(
        bring_in, ("kind: system card", f"kind: system card, sha256: {'0' * 64}")
    )
    assert mistake.startswith(f"line {line}: reports.0.sha256: There is no file")
    found = _refused(bring_in, ("wren-card", "no-card"))
    assert found == [
        f"line {line}: reports.0.slug: There is no report “no-card”. Upload its PDF first."
    ]


# Quotes


def test_every_quote_is_marked_once_however_often_it_is_cited(context, bring_in):
    bring_in(("quote: was set beforehand", "quote: The rule-out line is 2.8×"))
    bring_in()
    revision = reports.get_revision(context, reports.get_report(context, "wren-card"))
    marked = [row.passage.exact for row in marking.placed_on(context, revision)]
    assert sorted(filter(None, marked)) == [
        "Its uplift was 1.70×",
        "The rule-out line is 2.8×",
        "We rule the danger out.",
        "was set beforehand",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("We rule the danger out.", "We rule it out."), "does not contain “We rule it out.”"),
        (("out., report: wren-card", "out., page: 2, report: wren-card"), "has “We rule the danger out.” on page 1, not on page 2"),
        (("We rule the danger out.", "We print what we find."), "in several places; give the page"),
        (("We rule the danger out., report", "We print what we find., page: 1, report"), "in several places; give the prefix and suffix"),
        (("We rule the danger out.", "word " * 40), f"{('word ' * 40)[:119]}…”"),
    ],
)  # fmt: skip
def test_a_quote_that_does_not_stand_is_told_with_what_would_help(
    bring_in, change, said
):
    [mistake] = _refused(bring_in, change)
    assert mistake.startswith(
        f"line {_line('assertion')}: claims.0.assertion: wren-card"
    )
    assert said in mistake


def test_a_quote_that_stands_twice_is_told_apart_by_the_words_around_it(
    context, bring_in
):
    twice = "We print what we find., page: 1, prefix: It rained., report"
    bring_in(("We rule the danger out., report", twice))
    number = claims.get_claim(context, "no-danger").facts.assertion
    passage = marking.get_passage(context, number)
    assert passage.exact == "We print what we find."
    assert re.search(r"rained\. ?$", passage.prefix)

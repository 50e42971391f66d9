"""The sample: a newcomer sees a whole scorecard without doing anything for it."""

import re
from collections import Counter
from pathlib import Path

import pytest

from annotator import paths
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import ResultState
from annotator.jobs.worker import work_all
from annotator.services import demo
from annotator.services.library import reports
from annotator.services.published import gate
from annotator.services.publishing import pages, report_pages
from annotator.services.scorecard_files import export_scorecard, import_scorecard


@pytest.fixture(scope="module")
def loaded(desk_in, tmp_path_factory, sample_loaded):
    """A desk in an installation with the sample; tests leave it as it is."""
    with desk_in(tmp_path_factory.mktemp("sample"), sample_loaded) as desk:
        yield desk


@pytest.fixture(scope="module")
def page(loaded):
    """The sample scorecard as a reader sees it."""
    with loaded.sit_down(Role.READER) as context:
        return pages.scorecard_page(context, "heron-2")


def _claims(page):
    cards = page.cards
    return [claim for card in cards for claim in card.claims]


def test_the_sample_is_loaded_once(desk):
    with desk.sit_down() as context:
        assert not demo.is_loaded(context)
    desk.load_sample()
    with desk.sit_down() as context:
        assert demo.is_loaded(context)


def test_the_sample_is_part_of_the_package():
    assert {path.name for path in paths.SAMPLE.iterdir()} >= {
        "scorecard.yaml",
        "heron-2-system-card.pdf",
        "heron-2-safeguards-report.pdf",
    }


def test_every_category_says_what_the_lab_says_and_what_we_say(page):
    cards = page.cards
    assert (len(page.groups[0].cards), len(page.groups[1].cards)) == (5, 3)
    for each in cards:
        assert each.card.lab_says, each.card.category
        assert each.card.we_say, each.card.category
        assert each.card.analysis_md, each.card.category
        assert each.claims, each.card.category


def test_the_facts_say_what_the_reports_do_not(page):
    large, small = page.scorecard.models
    assert (large.name, small.name) == ("Heron 2", "Heron 2 Mini")
    assert (large.most_powerful, small.most_powerful) == (True, False)
    assert {large.training_dates, large.deployment_dates} == {"not reported"}
    assert [report.published for report in page.scorecard.reports] == ["2026-04-14"] * 2


def test_the_sample_shows_every_kind_of_evidence(page):
    links = [link for claim in _claims(page) for link in claim.evidence]
    assert len(_claims(page)) >= 15
    assert len(links) >= 60
    assert all(
        Counter(link.stance for link in links)[stance] >= 8
        for stance in ("supports", "undercuts", "qualifies", "context")
    )
    assert {link.aims_at for link in links} == {"claim", "inference", "evidence"}
    assert {link.load_bearing for link in links} == {
        "lab says",
        "we infer",
        "no",
        "unknown",
    }
    assert any(link.result for link in links)
    assert any(link.source for link in links)
    regions = [
        link.quote for link in links if link.quote and link.quote.kind == "region"
    ]
    assert len(regions) == 3


def test_the_sample_shows_every_kind_of_result_and_verdict(page):
    tests = [test for card in page.groups[0].cards for test in card.card.evaluations]
    states = {result.state for test in tests for result in test.results}
    assert len(tests) >= 12
    assert states == set(ResultState)
    verdicts = [claim.verdict for claim in _claims(page)]
    assert len({verdict.shown for verdict in verdicts}) == 6
    assert len({verdict.credence for verdict in verdicts}) == 4
    assert all(claim.critique for claim in _claims(page))


def test_a_quote_that_runs_over_a_page_has_a_picture_of_each_page(page):
    [quote] = [
        link.quote
        for claim in _claims(page)
        for link in claim.evidence
        if link.quote and link.quote.exact.startswith("Three groups of twelve")
    ]
    assert (quote.page, quote.page_label) == (5, "3")
    assert [crop.page_label for crop in quote.crops] == ["3", "4"]


def test_readers_find_the_passages_on_the_pages_of_the_report(loaded):
    with loaded.sit_down(Role.READER) as context:
        sha256 = gate.public_report(context, "heron-2-system-card").newest.sha256
        page = report_pages.reading_page(
            context, report="heron-2-system-card", sha256=sha256, number=6
        )
    assert len(page.marks) >= 8


def test_a_region_holds_the_words_of_its_figure(loaded):
    with loaded.sit_down() as context:
        report = reports.get_report(context, "heron-2-system-card")
        page = reports.get_page(context, reports.get_revision(context, report), 5)
    figure = _words_in(page, (82, 464, 516, 608))
    assert figure.startswith("rule-out 0.5 rule-in 0.8")
    assert figure.endswith("The band lies between the lines.")
    table = _words_in(page, (82, 217, 516, 381))
    assert table.startswith("Table 3.")
    assert table.endswith("share of tasks finished 18 <20 % / ≥ 50 % 11 % 39 % not run")


def _words_in(page, box):
    left, top, right, bottom = box
    return " ".join(
        word.text
        for word in page.words
        if left <= word.box[0] and word.box[2] <= right + 1
        if top <= word.box[1] and word.box[3] <= bottom
    ).replace("\N{NO-BREAK SPACE}", " ")


def test_the_sample_is_found_by_searching(loaded):
    assert work_all(loaded.stores) > 0


def test_the_sample_goes_out_and_in_again_without_a_change(loaded):
    with loaded.sit_down(days=1) as context:
        exported = export_scorecard(context, "heron-2")
        import_scorecard(context, name="again.yaml", text=exported)
        plain = demo.FILE.read_text(encoding="utf-8")
        import_scorecard(context, name="plain.yaml", text=plain)
        assert not context.session.dirty
        assert export_scorecard(context, "heron-2") == exported


def test_the_example_of_the_guide_can_be_imported(desk_in, tmp_path, sample_loaded):
    guide = Path(paths.ROOT / "docs" / "scorecard-files.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```yaml\n(.*?)```", guide, flags=re.DOTALL)
    with desk_in(tmp_path, sample_loaded) as desk:
        desk.import_file(example)

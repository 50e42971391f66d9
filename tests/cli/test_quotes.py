"""Passages, placements and seals at a terminal, as other programs call them."""

import json

import pytest
from click.testing import CliRunner
from pdfs import text_pdf
from revised import EVERY, GONE, KEPT, NEW, NUMBER, NUMBER_NOW, OLD

from annotator.cli import main


@pytest.fixture
def run(tmp_path):
    def run(*arguments):
        data = ["--data", str(tmp_path / "data")]
        return CliRunner().invoke(main, [*data, *map(str, arguments)])

    return run


@pytest.fixture
def card(run, tmp_path):
    """A report that was taken in, its passages marked, and the file after it."""
    (tmp_path / "old.pdf").write_bytes(OLD)
    (tmp_path / "new.pdf").write_bytes(NEW)
    wanted = tmp_path / "quotes.json"
    quotes = [{"quote": quote} for quote in EVERY]
    wanted.write_text(json.dumps([*quotes, {"quote": "Nobody said this.", "page": 1}]))
    done = run(
        "ingest", tmp_path / "old.pdf", "--lab", "Wren Labs", "--report", "wren-card"
    )
    assert done.exit_code == 0, done.output
    return wanted


def _replace(run, tmp_path, *more):
    new = tmp_path / "new.pdf"
    return run("ingest", new, "--report", "wren-card", "--supersedes", "latest", *more)


def test_passages_are_added_from_a_file_and_each_is_answered(run, card):
    done = run("passages", "add", "wren-card", "--from", card)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [answer["quote"] for answer in answers][:5] == list(EVERY)
    assert [answer["state"] for answer in answers] == [*["exact"] * 5, "gone"]


@pytest.mark.parametrize(
    ("pdf", "heading"),
    [
        (text_pdf(["2.1 Long tasks", "", NUMBER]), "2.1 Long tasks"),
        (text_pdf(["Results"], [NUMBER], outline=[(1, "Results", 1)]), "Results"),
        (text_pdf([NUMBER]), ""),
    ],
    ids=["numbered", "outlined", "none"],
)
def test_a_passage_that_is_added_names_the_heading_it_stands_under(
    run, tmp_path, pdf, heading
):
    (tmp_path / "a.pdf").write_bytes(pdf)
    (tmp_path / "quotes.json").write_text(json.dumps([NUMBER]))
    run("ingest", tmp_path / "a.pdf", "--lab", "Wren Labs", "--report", "wren-card")
    done = run("passages", "add", "wren-card", "--from", tmp_path / "quotes.json")
    assert json.loads(done.stdout)["heading"] == heading


def test_placements_say_how_each_passage_stands_in_the_newest_file(run, card, tmp_path):
    run("passages", "add", "wren-card", "--from", card)
    assert _replace(run, tmp_path).exit_code == 0
    placements = json.loads(run("placements", "wren-card", "--json").stdout)
    by_quote = {each["quote"]: each for each in placements}
    assert by_quote[NUMBER]["state"] == "edited"
    assert by_quote[NUMBER]["exact"] == NUMBER_NOW
    assert by_quote[NUMBER]["changed"] == ["12 → 21"]
    assert (by_quote[GONE]["state"], by_quote[GONE]["exact"]) == ("gone", None)
    assert (by_quote[KEPT]["state"], by_quote[KEPT]["page"]) == ("exact", 1)
    assert set(by_quote[KEPT]) >= {
        "passage",
        "quote",
        "state",
        "page",
        "exact",
        "score",
        "changed",
    }


@pytest.mark.parametrize(
    "asked",
    [
        "Wren 1 solved 12 of the 40 long tasks.",
        "Wren 1 solved 12 of\nthe 40 long tasks",
        "Wren 1 solved 12 of the 40 tough tasks.",
        "Wren 1 solved „12“ of the 40 long tasks",
    ],
)
def test_a_quote_is_found_though_it_is_not_quite_right(run, card, asked):
    [found] = json.loads(run("find", asked, "--limit", 1, "--json").stdout)
    assert found["quote"] == asked
    [place] = found["results"]
    assert (place["report"], place["page"]) == ("wren-card", 2)
    assert place["exact"].rstrip(".") == NUMBER.rstrip(".")


def test_a_quote_is_looked_for_in_a_report_that_is_known(run, card):
    found = run("find", NUMBER, "--report", "WREN-CARD", "--json")
    assert json.loads(found.stdout)[0]["results"]
    done = run("find", NUMBER, "--report", "wrem-card", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert (
        "Error: report: There is no report “wrem-card”; write wren-card" in done.stderr
    )


def test_quotes_are_found_in_the_order_of_their_file(run, card):
    found = json.loads(run("find", "--from", card, "--json").stdout)
    assert [len(each["results"]) > 0 for each in found] == [*[True] * 5, False]
    assert set(found[0]["results"][0]) == {
        "report",
        "revision",
        "page",
        "page_label",
        "start",
        "end",
        "exact",
        "score",
        "state",
    }


def test_a_file_that_reads_like_a_known_report_is_said_to(run, card, tmp_path):
    done = run("ingest", tmp_path / "new.pdf", "--lab", "Wren Labs")
    assert done.exit_code == 0
    assert "wren-card" in done.output


def test_a_file_cannot_supersede_one_that_is_not_there(run, card, tmp_path):
    done = run(
        "ingest",
        tmp_path / "new.pdf",
        "--report",
        "wren-card",
        "--supersedes",
        "abcdef",
    )
    assert done.exit_code == 1
    assert "abcdef" in done.output


def test_a_file_of_quotes_that_is_wrong_is_refused_with_its_entry(run, card, tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text('[{"quote": "fine"}, {"page": 3}]')
    done = run("passages", "add", "wren-card", "--from", wrong)
    assert done.exit_code == 1
    assert "wrong.json" in done.output
    assert json.loads(run("placements", "wren-card", "--json").stdout) == []


def test_seals_are_checked_and_told(run, card):
    done = run("verify", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])

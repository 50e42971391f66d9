"""Notes in PDFs, and copies with marks, from the command line."""

import json

import noted_pdfs
import pymupdf
import pytest
from click.testing import CliRunner

from annotator.cli import main


@pytest.fixture
def run(desk):
    """Run a command on an installation with a report that has notes."""
    desk.take_in(noted_pdfs.every_kind(), report="card")
    return lambda *words: CliRunner().invoke(
        main, ["--data", str(desk.stores.data), *words]
    )


def test_notes_are_listed_used_once_and_go_out_with_a_copy(run, tmp_path):
    rows = json.loads(run("pdf", "notes", "card", "--json").output)
    assert len(rows) == 8
    assert rows[0]["words"] == "0.5 % of the tasks"
    used = run("pdf", "use", "card", rows[0]["key"])
    assert used.output.startswith("1 used")
    assert run("pdf", "use", "card", rows[0]["key"]).output.startswith("0 used")
    assert run("pdf", "use", "card").output.startswith("7 used")
    assert "passage 1" in run("pdf", "notes", "card").output
    target = tmp_path / "copy.pdf"
    written = run("pdf", "marked", "card", "--to", str(target), "--site", "https://x/")
    assert written.exit_code == 0, written.output
    with pymupdf.open(target) as pdf:
        said = [note.info["content"] for note in pdf[0].annots()]
    assert sum("https://x/reports/card/revisions/" in text for text in said) == 8


def test_a_report_that_is_not_there_is_named(run):
    answer = run("pdf", "notes", "no-such-card")
    assert answer.exit_code == 1
    assert "There is no report “no-such-card”." in answer.output


def test_links_in_a_copy_lead_to_the_public_site_of_the_settings(
    run, tmp_path, monkeypatch
):
    monkeypatch.setenv("ANNOTATOR_PUBLIC_URL", "https://cards.example/")
    assert run("pdf", "use", "card").exit_code == 0
    target = tmp_path / "copy.pdf"
    run("pdf", "marked", "card", "--to", str(target))
    with pymupdf.open(target) as pdf:
        said = [note.info["content"] for note in pdf[0].annots()]
    there = "https://cards.example/reports/card/revisions/"
    assert any(there in text for text in said)

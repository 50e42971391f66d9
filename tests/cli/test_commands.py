"""The command line, as somebody at a terminal meets it."""

import json
import os
import re
import shutil
import socket
from datetime import UTC, datetime
from pathlib import Path

import pymupdf
import pytest
import wren_file
from click.testing import CliRunner

from annotator import paths
from annotator.cli import main
from annotator.services.context import READER, Context
from annotator.services.published.gate import gate_of
from annotator.services.stores import open_stores

CARD = paths.SAMPLE / "heron-2-system-card.pdf"


@pytest.fixture
def run(tmp_path):
    def run(*arguments, **options):
        data = ["--data", str(tmp_path / "data")]
        return CliRunner().invoke(main, [*data, *map(str, arguments)], **options)

    return run


def _ingest(run, *more):
    return run("ingest", CARD, "--lab", "Northfield", *more)


@pytest.fixture(scope="module")
def once_taken_in(tmp_path_factory):
    """The data folder after the sample's card was taken in."""
    data = tmp_path_factory.mktemp("once") / "data"
    facts = ["--lab", "Northfield", "--kind", "system-card", "--model", "Heron 2"]
    done = CliRunner().invoke(main, ["--data", str(data), "ingest", str(CARD), *facts])
    assert done.exit_code == 0, done.output
    return data


@pytest.fixture
def taken_in(once_taken_in, tmp_path):
    """The card is here already, in a data folder of this test alone."""
    shutil.copytree(once_taken_in, tmp_path / "data")


def test_a_report_is_taken_in_with_what_its_title_page_says(run):
    done = _ingest(run, "--model", "Heron 2", "--json")
    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["state"], answer["pages"]) == (0, "new", 13)
    assert answer["report"] == "heron-2-system-card"


@pytest.mark.usefixtures("taken_in")
def test_a_report_taken_in_by_mistake_is_removed_listed_and_restored(run):
    gone = run("reports", "remove", "heron-2-system-card")
    assert "was removed, with 1 file(s), 0 passage(s)" in gone.output
    assert run("reports").output == ""
    assert "removed by the command line" in run("reports", "removed").output
    assert "was restored" in run("reports", "restore", "heron-2-system-card").output
    assert "heron-2-system-card" in run("reports").output


@pytest.mark.usefixtures("taken_in")
def test_the_same_file_twice_is_the_same_revision_and_said_kindly(run):
    again = _ingest(run)
    assert again.exit_code == 0
    assert "already in the library, as heron-2-system-card" in again.output


def test_a_folder_is_taken_in_and_the_bad_file_in_it_is_named(run, tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "good.pdf").write_bytes(CARD.read_bytes())
    (folder / "bad.pdf").write_text("<html>not found</html>")
    done = run("ingest", folder, "--lab", "Northfield")
    assert done.exit_code == 1
    assert "bad.pdf: not added. This is not a PDF file." in done.output
    assert "good.pdf: 13 pages" in done.output


def test_nothing_that_a_folder_holds_stops_the_rest(run, tmp_path):
    folder = tmp_path / "reports"
    (folder / "a folder.pdf").mkdir(parents=True)
    (folder / "a folder.pdf" / "INSIDE.PDF").write_bytes(CARD.read_bytes())
    (folder / "gone.pdf").symlink_to(tmp_path / "moved.pdf")
    (folder / "locked.pdf").write_bytes(CARD.read_bytes())
    (folder / "locked.pdf").chmod(0)
    missing = tmp_path / "missing.pdf"
    done = run("ingest", missing, folder, "--lab", "Northfield", "--json")
    answers = {
        Path(a["file"]).name: a for a in map(json.loads, done.stdout.splitlines())
    }
    assert done.exit_code == 1
    assert answers["INSIDE.PDF"]["state"] == "new"
    assert answers["missing.pdf"]["problem"] == "It does not exist."
    assert answers["gone.pdf"]["problem"].endswith("moved.pdf, which does not exist.")
    if os.geteuid():  # root may read everything
        assert "Permission denied" in answers["locked.pdf"]["problem"]
    again = run("ingest", folder / "a folder.pdf", "--lab", "Northfield")
    assert "INSIDE.PDF: already in the library" in again.output


@pytest.mark.parametrize("kind", ["system-card", "System Card", "system card"])
def test_a_kind_is_understood_with_spaces_or_hyphens(run, kind):
    assert _ingest(run, "--kind", kind).exit_code == 0


def test_a_kind_that_there_is_none_of_is_refused_with_those_there_are(run):
    done = _ingest(run, "--kind", "card")
    assert done.exit_code == 2
    assert "system-card, evaluation-report" in done.output


def test_a_scan_without_text_is_refused_with_advice_and_leaves_nothing(run, tmp_path):
    scan = tmp_path / "scan.pdf"
    pdf = pymupdf.open()
    pdf.new_page().draw_rect((50, 50, 300, 300), fill=(0, 0, 0))
    pdf.save(scan)
    done = run("ingest", scan, "--lab", "Northfield")
    assert done.exit_code == 1
    assert "OCR" in done.output
    stored = tmp_path / "data" / "files"
    assert not [path for path in stored.rglob("*") if path.is_file()]


def test_a_title_for_several_files_is_refused(run):
    done = run(
        "ingest", CARD, paths.SAMPLE / "heron-2-safeguards-report.pdf", "--title", "x"
    )
    assert done.exit_code == 2
    assert "single file" in done.output


@pytest.mark.usefixtures("taken_in")
def test_a_phrase_is_found_over_a_line_break_with_its_page(run):
    done = run("search", '"cannot rule out the amber line"', "--json")
    answer = json.loads(done.stdout)
    assert answer["total"] >= 1
    assert "cannot rule out the amber line" in answer["results"][0]["snippet"]


def test_a_search_that_makes_no_sense_says_what_to_mend(run):
    done = run("search", '"not closed')
    assert done.exit_code == 1
    assert "Error: search:" in done.output


@pytest.mark.usefixtures("taken_in")
@pytest.mark.parametrize("more", [[], ["--json"]])
@pytest.mark.parametrize(
    ("narrowed", "said"),
    [
        (["--lab", "Nordfield"], "lab: There is no lab “Nordfield”; write northfield"),
        (["--report", "heron-3"], "report: There is no report “heron-3”;"),
        (["--kind", "tweet"], "kind: There is no kind of report “tweet”;"),
    ],
)
def test_a_search_narrowed_to_what_nobody_knows_is_an_error(run, narrowed, said, more):
    done = run("search", "amber", *narrowed, *more)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"Error: {said}" in done.stderr


@pytest.mark.usefixtures("taken_in")
@pytest.mark.parametrize(
    "narrowed",
    [
        ["--lab", "Northfield"],
        ["--lab", "NORTHFIELD"],
        ["--kind", "system-card"],
        ["--kind", "system card"],
        ["--report", "Heron-2-System-Card", "--model", "heron 2"],
    ],
)
def test_a_search_is_narrowed_by_names_and_slugs_alike(run, narrowed):
    everything = json.loads(run("search", "amber", "--json").stdout)
    found = json.loads(run("search", "amber", *narrowed, "--json").stdout)
    assert found["total"] == everything["total"] > 0


@pytest.mark.usefixtures("taken_in")
def test_the_index_can_be_deleted_and_made_again(run):
    assert run("index", "check").exit_code == 0
    assert "Indexed 1 report." in run("index", "rebuild").output


def test_a_scorecard_goes_out_and_comes_in_again_unchanged(
    run, tmp_path, sample_loaded
):
    shutil.copytree(sample_loaded, tmp_path / "data")
    first = run("export", "--scorecard", "heron-2").stdout
    file = tmp_path / "heron.yaml"
    file.write_text(first)
    assert run("import", file).exit_code == 0
    assert run("export", "--scorecard", "heron-2").stdout == first


def test_a_scorecard_file_with_a_mistake_is_refused_with_its_line(run, tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text("annotator: 1\nlab:\n  slug: x\n  nam: X\n")
    done = run("import", file)
    assert done.exit_code == 1
    assert "line 4" in done.output


BARE = """\
annotator: 1
lab: {slug: wren-labs, name: Wren Labs}
models: [{slug: wren-1, name: Wren 1}]
scorecard: {slug: wren-1, title: Wren 1, models: [wren-1]}
claims:
  - slug: safe
    category: cyber
    text: It is safe.
    models: [wren-1]
    verdict: {shown: not shown, credence: unclear, rationale: Too few.%s}
"""


def test_whoever_imports_a_file_is_told_of_verdicts_that_name_no_reason(run, tmp_path):
    file = tmp_path / "wren.yaml"
    file.write_text(BARE % "")
    said = run("import", file).output
    assert "1 verdict names no reason why the claim is not shown: safe." in said
    file.write_text(BARE % ", reasons: [{reason: single-test, sentence: One.}]")
    done = run("import", file)
    assert (done.exit_code, "names no reason" in done.output) == (0, False)
    file.write_text(BARE % ", reasons: []")
    done = run("import", file)
    assert done.exit_code == 1
    assert "verdict: reasons: choose at least one" in done.output


def test_somebody_is_added_and_their_password_shown_once(run):
    done = run("user", "add", "ada", "--role", "editor")
    assert "Added ada as editor." in done.output
    assert "shown only once" in done.output
    assert "ada" in run("user", "list").output


def test_a_short_password_is_refused(run):
    done = run("user", "add", "ada", "--password-file", "-", input="short\n")
    assert done.exit_code == 1
    assert "at least 12 characters" in done.output


def test_a_forgotten_password_is_replaced_by_one_that_is_shown_once(run):
    run("user", "add", "ada")
    done = run("user", "set-password", "ada")
    assert done.exit_code == 0
    assert "ada has a new password, and was signed out everywhere." in done.output
    assert re.search(r"shown only once\): \S{24}\n", done.output)


def test_a_password_from_a_file_is_not_printed(run):
    run("user", "add", "ada")
    done = run(
        "user", "set-password", "ada", "--password-file", "-", input="a long odd one\n"
    )
    assert done.exit_code == 0
    assert "a long odd one" not in done.output
    assert "shown only once" not in done.output


def test_a_password_for_nobody_is_refused_by_name(run):
    done = run("user", "set-password", "bob")
    assert done.exit_code == 1
    assert "There is no person “bob”." in done.output


def test_the_doctor_says_how_pdfs_are_confined(run):
    done = run("doctor")
    assert done.exit_code == (1 if "OFF" in done.output else 0)
    assert "data folder" in done.output
    assert "page image reader (OCR): RapidOCR" in done.output


def test_the_sample_is_loaded_once(run):
    first = run("demo", "--no-serve").output
    assert "Loading the sample" in first
    assert "  1/5  Reading “" in first
    assert "  5/5  Publishing the scorecard …" in first
    assert "Loading the sample" not in run("demo", "--no-serve").output
    assert "published" in run("scorecards").output


@pytest.fixture
def doubtful(run, tmp_path):
    """The file of a scorecard on which a claim rests on a result between the lines."""
    report = tmp_path / "wren.pdf"
    report.write_bytes(wren_file.CARD)
    facts = ("--report", "wren-card", "--lab", "Wren Labs", "--kind", "system-card")
    assert run("ingest", report, *facts).exit_code == 0
    text = wren_file.FILE.replace(
        "        n: 12\n",
        "        n: 12\n        number: 1.70\n        outcome: between the lines\n",
    )
    file = tmp_path / "wren.yaml"
    file.write_text(text, encoding="utf-8")
    return file


FOUND = """\
There is no danger. (no-danger)
  - It rests on “1.70×” of Wren 1 on “Uplift study”, which is between the lines.
"""


def test_what_is_doubtful_is_printed_and_not_published_without_a_reason(run, doubtful):
    assert run("import", doubtful).exit_code == 0
    for reason in ((), ("--because", " ")):
        done = run("publish", "wren-1", *reason)
        assert done.exit_code == 1
        assert done.stdout == FOUND
        assert "--because" in done.stderr
        assert "draft" in run("scorecards").output


def test_with_a_reason_it_is_printed_and_published(run, doubtful):
    run("import", doubtful)
    done = run("publish", "wren-1", "--because", "The verdict says so.")
    assert done.exit_code == 0
    assert done.output == f"{FOUND}Published Wren 1, edition 1.\n"
    again = run("publish", "wren-1")  # nothing would change, so nothing is doubtful
    assert (again.exit_code, again.output) == (0, "Published Wren 1, edition 1.\n")


def test_an_import_is_kept_though_it_is_not_published(run, doubtful):
    done = run("import", doubtful, "--publish")
    assert done.exit_code == 1
    assert done.stdout.startswith("Imported Wren 1: /models/wren-1\n")
    assert done.stdout.endswith(FOUND)  # after what is left to say of the file
    assert "draft" in run("scorecards").output
    done = run("import", doubtful, "--publish", "--because", "The verdict says so.")
    assert done.exit_code == 0
    assert "published" in run("scorecards").output


def test_a_reason_that_is_too_long_is_refused(run, doubtful):
    run("import", doubtful)
    done = run("publish", "wren-1", "--because", "x" * 1_001)
    assert done.exit_code == 1
    assert "is longer than 1,000 characters" in done.stderr


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_an_address_that_is_taken_is_said_before_anything_is_made(
    run, tmp_path, command
):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(command, "--port", port)
    assert done.exit_code == 1
    assert f"--port {port}: Address already in use" in done.output
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_says_what_it_is_for(command):
    assert main.commands[command].help


def test_a_file_is_shown_to_readers_only_if_the_command_was_told_to(run, tmp_path):
    _ingest(run)
    update = tmp_path / "update.pdf"
    pdf = pymupdf.open(CARD)
    pdf.set_metadata({"title": "An update"})
    pdf.save(update)
    report = "heron-2-system-card"

    def files():
        stores = open_stores(tmp_path / "data", paths.REPORTS_PDF)
        with stores.database.reading() as session:
            context = Context(session, stores, READER, datetime.now(UTC))
            found = gate_of(context).reports.get(report)
        stores.close()
        return len(found.files) if found else 0

    assert files() == 0
    assert "Published." in _ingest(run, "--publish").output
    assert files() == 1
    run("ingest", update, "--report", report, "--supersedes", "latest")
    assert files() == 1
    run("ingest", update, "--publish")
    assert files() == 2

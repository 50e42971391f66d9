"""Absences and twins from the command line."""

import json

import pytest
from click.testing import CliRunner
from pdfs import text_pdf

from annotator.cli import main
from annotator.services.claims import absences
from annotator.services.library import reports
from annotator.services.passages import marking

TRIAL = "In the uplift trial, 36 people took part in two rooms."
TRIAL_TOO = "In the uplift trial, 63 people took part in two rooms."


@pytest.fixture
def run(desk):
    """Run a command on the desk's installation."""
    desk.take_in(text_pdf(["Wren card", "", TRIAL]), report="wren-card")
    return lambda *words: CliRunner().invoke(
        main, ["--data", str(desk.stores.data), *words]
    )


def _keep(desk, queries):
    with desk.sit_down() as context:
        absences.keep_absence(
            context, report="wren-card", statement="No interval.", queries=queries
        )


def test_absences_are_listed_and_checked(run, desk):
    assert "No absences are recorded." in run("absences", "list").output
    _keep(desk, "confidence interval")
    assert "holds" in run("absences", "list").output
    checked = run("absences", "check", "--json")
    assert checked.exit_code == 0
    [row] = json.loads(checked.output)
    assert (row["report"], row["holds"], row["found"]) == ("wren-card", True, 0)


def test_a_check_fails_when_an_absence_does_not_hold_or_not_yet(run, desk):
    _keep(desk, "uplift trial")
    checked = run("absences", "check")
    assert checked.exit_code == 1
    assert "needs a look" in checked.output


def test_the_twins_of_a_passage_are_listed_with_what_differs(run, desk):
    with desk.sit_down() as context:
        revision = reports.get_revision(
            context, reports.get_report(context, "wren-card")
        )
        number = marking.mark_found(context, revision=revision, quote=TRIAL, page=1).id
    desk.do_jobs()
    assert "No other file contains this" in run("passages", "twins", str(number)).output
    desk.take_in(text_pdf(["Crake card", "", TRIAL_TOO]), report="crake-card")
    assert "a number changed [36 → 63]" in run("passages", "twins", str(number)).output
    [row] = json.loads(run("passages", "twins", str(number), "--json").output)
    assert (row["report"], row["exact"]) == ("crake-card", TRIAL_TOO)

"""The boards of the sample: first thing in an opened category, and true to the numbers."""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree

import pytest
from board_views import TWO_LINES, a_result, a_test
from flask import render_template

from annotator.domain.boards.boards import board_of
from annotator.domain.vocabulary import Outcome
from annotator.public import boards

SCORECARD = "/models/heron-2"


@pytest.fixture
def row(open_page):
    """A function that finds the row of an evaluation, by a part of its name."""

    def row(name):
        [found] = [
            row
            for row in open_page(SCORECARD).all("div", class_="board-row")
            if name in row.one("p", class_="board-name").words
        ]
        return found

    return row


def _drawing(row, form="wide"):
    return row.one("svg", class_=form)


def _texts(drawing):
    return [text.words for text in drawing.all("text")]


def test_the_board_is_the_first_thing_in_an_opened_category(open_page):
    inside = open_page(SCORECARD).by_id("card-chem-bio").one("div", class_="inside")
    first = inside.all("section")[0]
    assert first.one("h4").words == "Results and the lab’s lines"
    assert first.all("div", class_="board")


def test_dots_between_the_lines_are_drawn_and_told_as_such(row):
    drawing = _drawing(row("CB-1"))
    said = _texts(drawing)
    assert "rules out below 0.50" in said
    assert said.count("between the lines") == 2
    rule_out, rule_in = (
        float(re.match(r"M([\d.]+)", path["d"])[1])
        for path in drawing.all("path", class_="line")
    )
    circle, square = drawing.all("use")
    assert (circle["href"], square["href"]) == ("#circle-chem-bio", "#square-chem-bio")
    large, small = float(circle["x"]), float(square["x"])
    assert rule_out < small < large < rule_in
    # The axis goes from 0 to 1, so that the lines tell where 0.710 and 0.635 are.
    scale = (rule_in - rule_out) / 0.3
    assert large - rule_out == pytest.approx(0.210 * scale, abs=1.1)
    assert small - rule_out == pytest.approx(0.135 * scale, abs=1.1)
    assert len(drawing.all("path", class_="whisker")) == 2


def test_the_line_that_the_lab_invoked_is_bold_with_its_page(row):
    drawing = _drawing(row("CB-1"))
    [label] = drawing.all("text", class_="invoked")
    assert label.words == "rules in at 0.80 or more, p. 4"
    assert drawing.all("path", class_="invoked")


def test_a_result_that_was_set_aside_is_struck_with_the_reason_and_its_page(row):
    found = row("RD-1")
    [value] = _drawing(found).all("text", class_="struck")
    assert value.words == "5.2×"
    assert _drawing(found).all("path", class_="strike")
    note = found.one("p", class_="board-note")
    assert "“we treat the single try as the headline result”" in note.words
    assert note.one("a").words == "p. 5"


def test_what_was_withheld_not_run_or_not_reported_is_a_hole(row):
    assert "not reported" in _texts(_drawing(row("RD-1")))
    assert _drawing(row("RD-1")).all("rect", class_="slot")
    assert "not run" in _texts(_drawing(row("CB-5")))
    panel = row("CB-4")
    holes = [hole.words for hole in panel.all("span", class_="hole")]
    assert holes == ["withheld", "not run"]


def test_results_without_numbers_are_told_in_words(row):
    found = row("CY-2")
    assert not found.all("svg")
    assert "none without a hint" in found.words
    assert "Alert: Set out in Annex C" in found.words


def test_values_decades_apart_are_on_a_logarithmic_axis(row):
    found = row("SC-2")
    assert "log scale" in found.words
    assert [
        tick.words for tick in _drawing(found).one("g", class_="ticks").all("text")
    ] == [
        "1 %",
        "10 %",
    ]


def test_both_drawings_of_a_row_tell_the_same(open_page):
    for row in open_page(SCORECARD).all("div", class_="board-row"):
        labels = {drawing["aria-label"] for drawing in row.all("svg", class_="drawn")}
        forms = [drawing["class"] for drawing in row.all("svg", class_="drawn")]
        assert forms in (["drawn wide", "drawn narrow"], [])
        assert len(labels) == bool(forms)


def test_each_row_leads_to_the_table_that_says_the_same(open_page):
    page = open_page(SCORECARD)
    for row in page.all("div", class_="board-row"):
        link = row.one("p", class_="board-name").one("a")
        [told] = [entry for entry in page.walk() if entry.get("id") == link["href"][1:]]
        assert link.words in told.words
    told = page.by_id("evaluation-northfield-rd-1").words
    assert "between the lines" in told
    assert "Set aside by the lab: “we treat the single try" in told
    assert "not reported" in told
    assert "No page: the card gives this figure for Heron 2 alone." in told


def test_no_two_patterns_of_a_page_have_the_same_name(open_page):
    page = open_page(SCORECARD)
    assert len(set(page.ids)) == len(page.ids)


def test_sixty_rows_are_drawn_as_well_formed_xml_without_styles_or_scripts(app):
    tests = [
        a_test(
            a_result(number=f"0.{10 + number}", outcome=Outcome.BETWEEN),
            a_result("Heron <2> & “Mini”", "0.4"),
            lines=TWO_LINES,
            slug=f"test-{number}",
        )
        for number in range(60)
    ]
    with app.test_request_context():
        html = render_template(
            "public/_board.html", board=board_of(tests), about="cyber"
        )
    drawings = re.findall(r"<svg class=\"drawn.*?</svg>", html, flags=re.DOTALL)
    assert len(drawings) == 120
    for drawing in drawings:
        svg = ElementTree.fromstring(drawing)
        assert len(list(svg.iter("text"))) >= 8
        assert svg.get("role") == "img"
        assert "Heron <2> & “Mini”: 0.4" in svg.get("aria-label")
    assert "style=" not in html
    assert "<script" not in html


# The page of an evaluation, and boards as tables

CB_1 = "/evaluations/northfield-cb-1"


def test_an_evaluation_has_a_page_with_its_board_and_what_rests_on_it(open_page):
    address = next(
        link["href"]
        for link in open_page(SCORECARD).all("a")
        if link.get("href") == CB_1
    )
    page = open_page(address)
    assert page.all("div", class_="board-row")
    assert page.all("a", class_="place"), "the pages that it is on"


def test_the_page_of_an_evaluation_leads_to_the_claims_that_rest_on_it(open_page):
    claims = open_page("/evaluations/northfield-rd-1").by_id("claims")
    assert claims.one("a")["href"] == "/claims/heron-2-is-below-the-kernel-line"


def test_a_board_as_csv_says_what_the_page_says(browser):
    answer = browser.get(f"{CB_1}.csv")
    assert answer.mimetype == "text/csv"
    records = list(csv.DictReader(io.StringIO(answer.text)))
    assert {record["model"] for record in records} == {"Heron 2", "Heron 2 Mini"}
    assert {record["outcome"] for record in records} == {"between the lines"}
    told = browser.get(f"{CB_1}.json").json["results"]
    assert [record["number"] for record in records] == [r["number"] for r in told]


def test_a_category_s_board_is_given_out_as_a_whole(browser):
    table = browser.get(f"{SCORECARD}/chem-bio.csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    told = browser.get(f"{SCORECARD}/chem-bio.json").json
    assert len(rows) == len(told["results"])
    assert {row["evaluation"] for row in rows} > {"northfield-cb-1"}
    assert told["source"].endswith("/models/heron-2#chem-bio")


@pytest.mark.parametrize("ending", ["", ".csv", ".json"])
def test_an_evaluation_that_is_not_public_is_not_there(browser, ending):
    assert browser.get(f"/evaluations/nothing{ending}").status_code == 404


def test_what_a_spreadsheet_would_run_is_text(app):
    test = a_test(a_result(value="=1+1"), a_result(value="-0.5"), slug="@x")
    with app.app_context():
        answer = boards.table([test], "x")
    first, second = csv.DictReader(io.StringIO(answer.get_data(as_text=True)))
    assert (first["printed"], second["printed"]) == ("'=1+1", "-0.5")
    assert first["evaluation"] == "'@x"

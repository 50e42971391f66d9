"""The desk's list of passages: filtered, and many of them changed at once."""

import pytest
from filled_forms import form_in, form_on
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import claims
from annotator.services.library import reports
from annotator.services.passages import marking

LINES = [f"Run {n} solved {n} of the {n + 30} long tasks." for n in range(4)]
LIST = "/desk/passages"
CHANGE = f"{LIST}/change"


@pytest.fixture(autouse=True)
def work(desk):
    """Four marks in a report, and a claim."""
    desk.take_in(text_pdf(LINES), report="card")
    with desk.sit_down() as context:
        revision = reports.get_revision(context, reports.get_report(context, "card"))
        for line in LINES:
            marking.mark_found(context, revision=revision, quote=line, page=1)
        claims.add_claim(context, ClaimFacts("It works.", "cyber", "wren-labs"))


def test_the_list_is_filtered_by_its_address(analyst):
    page = analyst.get(f"{LIST}?q=run+2").text
    assert "Run 2 solved" in page
    assert "Run 1 solved" not in page
    assert "1 passage found" in page
    assert "No passages match." in analyst.get(f"{LIST}?tag=none").text
    assert "Run 1 solved" in analyst.get(f"{LIST}?state=nonsense&stance=x").text


def test_many_are_linked_once_however_often_it_is_sent_and_undone(analyst):
    form = form_on(analyst, f"{LIST}?q=run", f"{LIST}/change?q=run")
    sent = {"do": "link", "passages": ["1", "3"], "claim": "it-works"}
    for _ in range(2):
        answer = form.send(analyst, **sent, stance="supports")
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith(f"{LIST}?q=run&done=")
    page = analyst.get(answer.headers["Location"]).text
    assert "Linked 2 passages to “It works.”." in page
    assert analyst.get(f"{LIST}?claim=it-works").text.count('class="choice"') == 2
    undone = form_in(page, f"{LIST}/undo?q=run").send(analyst)
    assert "Undone: linked 2 passages" in analyst.get(undone.headers["Location"]).text
    assert analyst.get(f"{LIST}?claim=it-works").text.count('class="choice"') == 0
    assert "undid: linked 2 passages" in analyst.get("/desk/history").text


def test_what_is_missing_is_said_beside_it_and_the_choice_stays(analyst):
    form = form_on(analyst, LIST, CHANGE)
    empty = form.send(analyst, do="link", claim="", stance=None)
    assert empty.status_code == 422
    assert "elect some passages first." in empty.text
    assert "hoose a stance." in empty.text
    untold = form.send(analyst, do="tag", passages=["2"], tag=" ")
    assert "nter the tag." in untold.text
    assert form_in(untold.text, CHANGE).values["passages"] == ["2"]


def test_a_refusal_names_who_changed_what_and_changes_nothing(analyst, editor):
    form = form_on(analyst, LIST, CHANGE)
    form_on(editor, LIST, CHANGE).send(editor, do="tag", passages=["2"], tag="mine")
    refused = form.send(analyst, do="withdraw", passages=["1", "2"])
    assert refused.status_code == 422
    assert "Nothing was changed." in refused.text
    assert "“Run 1 solved" in refused.text
    assert "4 passages" in analyst.get(LIST).text


def test_tags_are_shown_on_rows_and_lead_to_all_that_have_them(analyst):
    form_on(analyst, LIST, CHANGE).send(
        analyst, do="tag", passages=["2"], tag="Headline"
    )
    page = analyst.get(LIST).text
    assert f'<a href="{LIST}?tag=headline" class="tag">headline</a>' in page
    assert "1 passage found" in analyst.get(f"{LIST}?tag=headline").text


def test_a_passage_of_the_list_leads_to_where_it_stands(analyst):
    there = analyst.get(f"{LIST}/1/place")
    assert there.headers["Location"] == "/desk/reports/card#passage-1"

"""The reading room and the viewer, as a browser without eyes meets them."""

import hashlib
import html
import json
import re
from typing import Any

import pdfs
import pymupdf
import pytest
from filled_forms import form_in
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from annotator.app import create_app
from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import InvalidFormError
from annotator.jobs.worker import work_all
from annotator.services.claims import claims, evidence
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.services.search.words import search
from annotator.settings import Settings

HTMX = {"HX-Request": "true"}
LAB = {"category": "cyber", "lab": "wren-labs", "asserted_by": "lab"}
FIRST = ["The card says that the model is safe.", "It was tested for a week by"]
SECOND = ["three people, who found nothing.", "They were paid by the lab."]
CARD = pdfs.text_pdf(FIRST, SECOND)


@pytest.fixture(scope="module")
def beginning(begun):
    def fill(desk):
        desk.take_in(CARD, report="wren-1")
        desk.add_person("ana", "analyst")

    return begun(fill)


@pytest.fixture
def sha256() -> str:
    return hashlib.sha256(CARD).hexdigest()


@pytest.fixture
def app(stores):
    app = create_app(Settings(stores.data, stores.reports_pdf), stores)
    app.config["WTF_CSRF_ENABLED"] = False  # tests/http looks at it
    return app


@pytest.fixture
def analyst(app, desk) -> FlaskClient:
    """A browser in which an analyst is signed in."""
    client = app.test_client()
    client.set_cookie("annotator", desk.sign_in("ana"))
    return client


def span_of(desk, sha256: str, words: str) -> tuple[int, int]:
    """Where words stand in the canonical text, as it is read."""
    with desk.sit_down() as context:
        report = reports.get_report(context, "wren-1")
        revision = reports.get_revision(context, report, sha256)
        pages = [reports.get_page(context, revision, n) for n in (1, 2)]
    text = "".join(page.text for page in pages)
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = re.search(pattern, text)
    assert found, text
    return found.start(), found.end()


def save(client: FlaskClient, sha256: str, **fields: object) -> TestResponse:
    form = {"revision": sha256, "do": "link", **fields}
    return client.post("/desk/reports/wren-1/passages", data=form, headers=HTMX)


@pytest.fixture
def across(desk, sha256) -> dict[str, object]:
    """A sentence that goes on overleaf, to be linked to a claim of its own."""
    words = "It was tested for a week by three people, who found nothing."
    start, end = span_of(desk, sha256, words)
    return {
        "start": start,
        "end": end,
        "stance": "supports",
        "claim": "new",
        "claim_text": "The tests were thorough",
        "category": "cyber",
        "asserted_by": "lab",
        "note": "A week is short.",
    }


def marks_of(client: FlaskClient, sha256: str, **pages: int) -> list[dict[str, Any]]:
    address = f"/desk/reports/wren-1/revisions/{sha256}/marks"
    answer = client.get(address, query_string=pages or {"first": 1, "last": 9})
    assert answer.json is not None
    return list(answer.json)


def link_form(client: FlaskClient) -> dict[str, object]:
    address = "/desk/passages/links/1"
    return {**form_in(client.get(address).text, address).values}


def standing(desk) -> list[str]:
    """What is marked in the report, in reading order."""
    with desk.sit_down() as context:
        report = reports.get_report(context, "wren-1")
        revision = reports.get_revision(context, report)
        return [p.exact for p in marking.placed_on(context, revision)]


# The reading room


def test_the_reading_room_lists_each_report_with_its_facts(analyst):
    page = analyst.get("/desk").text
    for fact in ("wren-1", "Wren Labs", "system card", "2030", ">2<"):
        assert fact in page


def test_a_reader_is_asked_to_sign_in(app):
    for address in ("/desk", "/desk/reports/wren-1"):
        answer = app.test_client().get(address)
        assert answer.status_code == 303
        assert "/sign-in" in answer.location


def test_a_reader_may_not_mark(app, sha256, across):
    answer = save(app.test_client(), sha256, **across)
    assert answer.status_code == 401


def test_the_facts_of_a_report_can_be_corrected(analyst, desk):
    facts = {
        "title": "The Wren card",
        "kind": "framework",
        "published": "2030-02",
        "source_url": "https://example.org/wren.pdf",
        "models": "Wren 1, Wren 2",
    }
    answer = analyst.post("/desk/reports/wren-1/facts", data=facts)
    assert answer.status_code == 303
    with desk.sit_down() as context:
        report = reports.get_report(context, "wren-1")
        assert (report.title, report.kind) == ("The Wren card", "framework")
        assert [model.name for model in report.models] == ["Wren 1", "Wren 2"]


def test_a_report_is_found_by_the_models_it_was_corrected_to_be_about(analyst, desk):
    facts = {"title": "Wren", "kind": "framework", "models": "Wren 3"}
    analyst.post("/desk/reports/wren-1/facts", data=facts)
    work_all(desk.stores)
    with desk.sit_down() as context:
        assert search(context, "the", model="wren-3").total > 0
        with pytest.raises(InvalidFormError):
            search(context, "the", model="wren-9")


def test_a_fact_that_makes_no_sense_is_shown_again_with_what_is_wrong(analyst):
    facts = {"title": "", "kind": "framework", "published": "2030", "models": ""}
    answer = analyst.post("/desk/reports/wren-1/facts", data=facts)
    assert answer.status_code == 422
    assert "is required" in answer.text


# Reading


def test_a_report_opens_with_a_place_for_every_page(analyst):
    page = html.unescape(analyst.get("/desk/reports/wren-1").text)
    assert 'data-pages="[[595.0, 842.0], [595.0, 842.0]]"' in page


def test_a_page_is_a_picture_that_a_browser_may_keep_to_itself(analyst, sha256):
    answer = analyst.get(f"/desk/reports/wren-1/revisions/{sha256}/pages/1.webp?w=896")
    assert answer.data[8:12] == b"WEBP"
    kept = answer.headers["Cache-Control"]
    assert "private" in kept
    assert "immutable" in kept


@pytest.mark.parametrize(
    ("rest", "status"),
    [("pages/3.webp", 404), ("pages/1.webp?w=7", 422), ("pages/9/words", 404)],
)
def test_a_page_that_is_not_there_is_said_to_be_so(analyst, sha256, rest, status):
    answer = analyst.get(f"/desk/reports/wren-1/revisions/{sha256}/{rest}")
    assert answer.status_code == status


def test_the_words_of_a_page_come_with_boxes_and_offsets(analyst, sha256):
    answer = analyst.get(f"/desk/reports/wren-1/revisions/{sha256}/pages/2/words")
    first = {name: column[0] for name, column in answer.json["words"].items()}
    assert (first["text"], first["line"], first["after"]) == ("three", 0, " ")
    assert first["width"] > 0
    assert first["start"] == len("".join(f"{line}\n" for line in FIRST))
    counts = [sum(cells) for _kind, _level, cells in answer.json["blocks"]]
    assert sum(counts) == len(answer.json["words"]["text"])


def test_a_page_can_be_read_as_text_with_its_marks(analyst, sha256, across):
    save(analyst, sha256, **across)
    page = analyst.get(f"/desk/reports/wren-1/revisions/{sha256}/pages/2").text
    said = re.sub(r"<[^>]*>", "", page)
    assert "three people, who found nothing." in said
    assert "(supports)" in said
    [marked] = re.findall(r'<mark class="supports">(.*?)</mark>', page, re.S)
    assert 'href="/desk/passages/1"' in marked
    assert "They were paid by the lab." in re.sub(r"<[^>]*>", "", page)


def test_a_search_leads_to_its_words_marked(analyst, desk, sha256):
    start, end = span_of(desk, sha256, "found nothing")
    page = analyst.get(f"/desk/reports/wren-1?start={start}&end={end}").text
    [hit] = re.findall(r'data-hit="([^"]*)"', page)
    assert {n: len(boxes) for n, boxes in json.loads(html.unescape(hit)).items()} == {
        "2": 1
    }


def test_a_span_that_is_not_in_the_report_is_refused(analyst):
    assert analyst.get("/desk/reports/wren-1?start=5&end=999999").status_code == 422


def test_find_tells_every_place_and_does_not_mind_line_ends(analyst, sha256):
    query = {"q": "week by three people", "revision": sha256}
    found = analyst.get("/desk/reports/wren-1/find", query_string=query, headers=HTMX)
    assert "1 place" in found.text
    assert 'data-page="1"' in found.text
    assert "<html" not in found.text


def test_find_works_as_a_page_of_its_own(analyst):
    found = analyst.get("/desk/reports/wren-1/find?q=unheard-of").text
    assert "<html" in found
    assert "No exact match" in found


# Marking


def test_a_sentence_over_a_page_break_is_marked_linked_and_drawn(
    analyst, desk, sha256, across
):
    answer = save(analyst, sha256, **across)
    assert answer.status_code == 200
    assert standing(desk) == [
        "It was tested for a week by three people, who found nothing."
    ]
    [mark] = answer.json["marks"]
    assert {page: len(lines) for page, lines in mark["pages"].items()} == {
        "1": 1,
        "2": 1,
    }
    assert [link["stance"] for link in mark["links"]] == ["supports"]
    assert answer.json["said"] == "Linked to “The tests were thorough”"


def test_the_same_words_twice_are_one_passage_with_two_links(
    analyst, desk, sha256, across
):
    save(analyst, sha256, **across)
    other = {**across, "claim_text": "Nobody found anything", "stance": "context"}
    save(analyst, sha256, **other)
    assert len(standing(desk)) == 1
    [mark] = marks_of(analyst, sha256)
    assert [link["stance"] for link in mark["links"]] == ["supports", "context"]


def test_the_same_link_twice_is_refused_kindly(analyst, sha256, across):
    save(analyst, sha256, **across)
    again = {**across, "claim": "the-tests-were-thorough"}
    answer = save(analyst, sha256, **again)
    assert answer.status_code == 422
    assert "already linked to it" in answer.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"stance": ""}, "choose a stance"),
        ({"claim": ""}, "choose one from the list"),
        ({"category": ""}, "choose a category"),
        ({"claim_text": " "}, "is required"),
        ({"end": "10000000"}, "outside"),
        ({"start": ""}, "select the passage again"),
        ({"note": "x" * 5001}, "5,000"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    analyst, desk, sha256, across, change, said
):
    answer = save(analyst, sha256, **{**across, **change})
    assert answer.status_code == 422
    assert said in answer.text.replace("Choose", "choose")
    typed = {**across, **change}
    assert str(typed["note"]) in answer.text
    assert str(typed["claim_text"]) in answer.text
    assert standing(desk) == []


def test_a_mark_needs_no_claim(analyst, desk, sha256, across):
    only = {"start": across["start"], "end": across["end"], "do": "mark"}
    answer = save(analyst, sha256, **only)
    assert answer.status_code == 200
    assert len(standing(desk)) == 1
    assert "Not linked" in analyst.get("/desk/passages/1").text


def test_a_rectangle_is_marked_within_its_page(analyst, sha256):
    box = {"page": 2, "x0": -5, "y0": 60, "x1": 300, "y1": 9000}
    answer = save(analyst, sha256, do="mark", description="A table", **box)
    assert answer.status_code == 200
    [mark] = answer.json["marks"]
    assert mark["pages"] == {"2": [[0, 60, 300, 842]]}
    card = analyst.get(f"/desk/passages/{mark['id']}").text
    [inside] = re.findall(r"Text inside</summary>\s*<p>(.*?)</p>", card)
    assert inside.startswith("three people, who found nothing.")


@pytest.mark.parametrize("side", ["", "nan", "inf", "a"])
def test_a_rectangle_without_its_four_numbers_is_refused(analyst, sha256, side):
    box = {"page": 2, "x0": 5, "y0": 60, "x1": 300, "y1": side}
    answer = save(analyst, sha256, do="mark", **box)
    assert answer.status_code == 422
    assert "four numbers" in answer.text


def test_the_caption_of_a_figure_is_changed_and_set_back(analyst, sha256):
    box = {"page": 2, "x0": 5, "y0": 60, "x1": 300, "y1": 200}
    marked = save(analyst, sha256, do="mark", description="A table", **box).json
    address = f"/desk/passages/{marked['passage']}/caption"
    form = {
        "description": "Table 2",
        "was": "A table",
        "form_id": "a-caption-of-its-own",
    }
    for _ in range(2):  # its answer was lost, and it is sent again
        answer = analyst.post(address, data=form, headers=HTMX)
        assert [mark["words"] for mark in answer.json["marks"]] == ["Table 2"]
    late = {"description": "Mine", "was": "A table"}
    answer = analyst.post(address, data=late, headers=HTMX)
    assert answer.status_code == 422
    assert "“Table 2” meanwhile; you wrote “Mine”" in answer.text
    assert [mark["words"] for mark in turn(analyst, "undo").json["marks"]] == [
        "A table"
    ]


def turn(client: FlaskClient, which: str, **form: str) -> TestResponse:
    return client.post(f"/desk/reports/wren-1/{which}", data=form, headers=HTMX)


def test_undo_takes_back_all_that_was_made_in_one_act(analyst, desk, sha256, across):
    save(analyst, sha256, **across)
    answer = turn(analyst, "undo").json
    assert (answer["gone"], answer["marks"]) == ([1], [])
    assert answer["said"] == "Undone: linked to “The tests were thorough”"
    assert standing(desk) == []
    with desk.sit_down() as context:
        assert claims.find_claims(context, "thorough") == []


def test_what_was_undone_can_be_done_again(analyst, desk, sha256, across):
    save(analyst, sha256, **across)
    turn(analyst, "undo")
    assert turn(analyst, "redo").json["gone"] == []
    assert len(standing(desk)) == 1
    with desk.sit_down() as context:
        assert len(claims.find_claims(context, "thorough")) == 1


def test_undo_leaves_what_was_there_before(analyst, desk, sha256, across):
    only = {"start": across["start"], "end": across["end"], "do": "mark"}
    save(analyst, sha256, **only)
    save(analyst, sha256, **across)
    turn(analyst, "undo")
    assert len(standing(desk)) == 1


def test_an_undo_whose_answer_was_lost_is_not_done_twice(analyst, desk, sha256, across):
    only = {"start": across["start"], "end": across["end"], "do": "mark"}
    save(analyst, sha256, **only)
    save(analyst, sha256, **across)
    first = turn(analyst, "undo", form_id="an-undo-of-its-own")
    again = turn(analyst, "undo", form_id="an-undo-of-its-own")
    assert first.json["said"] == again.json["said"]
    assert len(standing(desk)) == 1, "the mark of the act before stays"


def test_the_ends_of_a_mark_are_corrected_and_its_links_go_with_it(
    analyst, desk, sha256, across
):
    save(analyst, sha256, **across)
    start, end = span_of(desk, sha256, "tested for a week")
    ends = {"revision": sha256, "start": start, "end": end}
    answer = analyst.post("/desk/passages/1/ends", data=ends, headers=HTMX).json
    assert answer["gone"] == [1]
    assert [mark["words"] for mark in answer["marks"]] == ["tested for a week"]
    assert [link["text"] for link in answer["marks"][0]["links"]] == [
        "The tests were thorough"
    ]
    turn(analyst, "undo")
    assert standing(desk) == [
        "It was tested for a week by three people, who found nothing."
    ]
    [mark] = marks_of(analyst, sha256)
    assert len(mark["links"]) == 1


def test_a_link_is_weighed_anew_in_its_card(analyst, desk, sha256, across):
    save(analyst, sha256, **across)
    form = link_form(analyst)
    change = {**form, "stance": "qualifies", "note": "Long enough."}
    answer = analyst.post("/desk/passages/links/1", data=change, headers=HTMX)
    [link] = answer.json["marks"][0]["links"]
    assert (link["stance"], link["note"]) == ("qualifies", "Long enough.")
    turn(analyst, "undo")
    [mark] = marks_of(analyst, sha256)
    assert mark["links"][0]["stance"] == "supports"


def test_a_link_that_somebody_else_changed_meanwhile_shows_both_wordings(
    app, analyst, desk, sha256, across
):
    save(analyst, sha256, **across)
    form = link_form(analyst)
    desk.add_person("bob", "analyst")
    other = app.test_client()
    other.set_cookie("annotator", desk.sign_in("bob"))
    theirs = {**form, "note": "Bob says so."}
    assert other.post("/desk/passages/links/1", data=theirs, headers=HTMX).json
    mine = {**form, "note": "Ana says so.", "form_id": "another-random-number"}
    answer = analyst.post("/desk/passages/links/1", data=mine, headers=HTMX)
    assert answer.status_code == 422
    assert "Bob saved" in answer.text
    assert "Ana says so." in answer.text
    [mark] = marks_of(analyst, sha256)
    assert mark["links"][0]["note"] == "Bob says so."


def test_undo_does_not_take_back_what_somebody_else_changed_since(
    app, analyst, desk, sha256, across
):
    save(analyst, sha256, **across)
    form = link_form(analyst)
    mine = {**form, "note": "Ana says so."}
    analyst.post("/desk/passages/links/1", data=mine, headers=HTMX)
    desk.add_person("bob", "analyst")
    other = app.test_client()
    other.set_cookie("annotator", desk.sign_in("bob"))
    theirs = link_form(other)
    theirs["note"] = "Bob says so."
    other.post("/desk/passages/links/1", data=theirs, headers=HTMX)
    answer = turn(analyst, "undo")
    assert answer.status_code == 409
    assert "Bob has changed this since" in answer.text
    assert marks_of(analyst, sha256)[0]["links"][0]["note"] == "Bob says so."


def test_only_the_marks_of_the_pages_asked_for_are_sent(analyst, desk, sha256, across):
    save(analyst, sha256, **across)
    start, end = span_of(desk, sha256, "They were paid by the lab.")
    answer = save(analyst, sha256, start=start, end=end, do="mark")
    assert len(answer.json["marks"]) == 1, "a save answers with its own mark"
    words = [mark["words"] for mark in marks_of(analyst, sha256, first=1, last=1)]
    assert words == ["It was tested for a week by three people, who found nothing."]
    listed = analyst.get(f"/desk/reports/wren-1/revisions/{sha256}/marks/list").json
    assert [line[1] for line in listed["marks"]] == [1, 2]
    assert listed["marks"][0][6] == [["supports", 0]]
    assert listed["claims"][0][0] == "the-tests-were-thorough"


def test_what_a_colleague_marks_comes_by_itself(analyst, sha256, across):
    address = f"/desk/reports/wren-1/revisions/{sha256}/marks/changes"
    save(analyst, sha256, **across)
    told = analyst.get(f"{address}?after=0").text
    assert told.startswith("retry: ")
    newest = re.search(r"^id: (\d+)$", told, re.M)[1]
    [data] = re.findall(r"^data: (.*)$", told, re.M)
    assert [mark["id"] for mark in json.loads(data)["marks"]] == [1]
    analyst.post("/desk/passages/1/withdraw", headers=HTMX)
    later = analyst.get(address, headers={"Last-Event-ID": newest}).text
    [data] = re.findall(r"^data: (.*)$", later, re.M)
    assert json.loads(data) == {"marks": [], "gone": [1]}


def test_a_mark_is_withdrawn_with_its_links_and_comes_back_with_them(
    analyst, desk, sha256, across
):
    save(analyst, sha256, **across)
    analyst.post("/desk/passages/1/withdraw", headers=HTMX)
    assert standing(desk) == []
    analyst.post("/desk/passages/1/restore", headers=HTMX)
    assert len(standing(desk)) == 1
    with desk.sit_down() as context:
        assert len(evidence.links_of_passages(context, [1])[1]) == 1


def test_a_mark_that_a_claim_is_asserted_in_is_not_withdrawn(
    analyst, desk, sha256, across
):
    save(analyst, sha256, **across)
    with desk.sit_down() as context:
        claim = claims.get_claim(context, "the-tests-were-thorough")
        claim.assertion_id = 1
    answer = analyst.post("/desk/passages/1/withdraw", headers=HTMX)
    assert answer.status_code == 409
    assert "The tests were thorough" in answer.text
    assert len(standing(desk)) == 1


def test_a_link_is_taken_back_and_its_mark_stays(analyst, desk, sha256, across):
    save(analyst, sha256, **across)
    analyst.post("/desk/passages/links/1/withdraw", headers=HTMX)
    assert len(standing(desk)) == 1
    assert "Not linked" in analyst.get("/desk/passages/1", headers=HTMX).text


def test_the_card_of_a_mark_tells_what_it_is_linked_to(analyst, sha256, across):
    save(analyst, sha256, **across)
    card = analyst.get("/desk/passages/1", headers=HTMX).text
    assert "The tests were thorough" in card
    assert "A week is short." in card
    assert "<html" not in card
    assert "<html" in analyst.get("/desk/passages/1").text


def test_claims_are_offered_as_one_types_and_a_new_one_too(analyst, sha256, across):
    save(analyst, sha256, **across)
    offered = analyst.get("/desk/claims/options?claim_text=thorough tests").text
    assert 'data-claim="the-tests-were-thorough"' in offered
    assert 'data-claim="new"' in offered


def test_the_claims_that_one_linked_last_are_offered_before_anything_is_typed(
    analyst, desk, sha256, across
):
    desk.take_in(pdfs.text_pdf(["Another card."]), report="wren-2")
    save(analyst, sha256, **across)
    other = {"start": 0, "end": 7, "claim_text": "It is said elsewhere"}
    desk_form = {"revision": "", "do": "link", **across, **other}
    with desk.sit_down() as context:
        card = reports.get_report(context, "wren-2")
        desk_form["revision"] = reports.get_revision(context, card).sha256
        claims.add_claim(context, ClaimFacts(text="Never linked", **LAB))
    analyst.post("/desk/reports/wren-2/passages", data=desk_form, headers=HTMX)
    options = analyst.get("/desk/claims/options?report=wren-1").text
    said = re.findall(r'data-text="([^"]+)"', options)
    assert said == ["The tests were thorough", "It is said elsewhere", "Never linked"]
    typed = analyst.get("/desk/claims/options?report=wren-1&row=-2&claim_text-2=never")
    assert 'id="option-2-1"' in typed.text
    assert "The tests" not in typed.text


SECOND_CLAIM = {
    "stance-2": "qualifies",
    "claim-2": "new",
    "claim_text-2": "Three people suffice",
    "category-2": "cyber",
    "load_bearing-2": "no",
    "note-2": "Only three.",
}


def test_a_passage_is_linked_to_several_claims_in_one_act_and_undone_as_one(
    analyst, desk, sha256, across
):
    first = save(
        analyst, sha256, **across, **SECOND_CLAIM, form_id="several-claims-0123456789"
    )
    again = save(
        analyst, sha256, **across, **SECOND_CLAIM, form_id="several-claims-0123456789"
    )
    assert first.json["said"] == again.json["said"] == "Linked to 2 claims"
    [mark] = again.json["marks"]
    assert [(link["stance"], link["text"]) for link in mark["links"]] == [
        ("supports", "The tests were thorough"),
        ("qualifies", "Three people suffice"),
    ]
    assert mark["links"][1]["note"] == "Only three."
    turn(analyst, "undo")
    assert standing(desk) == []
    with desk.sit_down() as context:
        assert claims.find_claims(context, "") == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"stance-2": ""}, "choose a stance"),
        ({"claim-2": ""}, "The claim: choose one from the list"),
        ({"category-2": ""}, "choose a category for the new claim"),
        ({"claim_text-2": "the tests  were Thorough"}, "is already listed above"),
        ({"note-2": "x" * 6000}, "is longer than 5,000"),
        ({"stance-2": "nonsense"}, "must be one of"),
    ],
)
def test_what_is_wrong_with_a_further_claim_is_said_beside_it_and_nothing_is_saved(
    analyst, desk, sha256, across, wrong, said
):
    answer = save(analyst, sha256, **across, **{**SECOND_CLAIM, **wrong})
    assert answer.status_code == 422
    form = form_in(answer.text, "/desk/reports/wren-1/passages")
    assert form["note"] == across["note"]
    assert form["load_bearing-2"] == "no"
    row = answer.text.partition('data-row="-2"')[2].partition("<template")[0]
    assert said.lower() in html.unescape(row).lower()
    assert standing(desk) == []


def test_a_further_row_that_is_empty_is_left_out(analyst, sha256, across):
    empty = {"claim-2": "", "claim_text-2": "", "note-2": "", "load_bearing-2": "no"}
    assert (
        save(analyst, sha256, **across, **empty).json["said"].startswith("Linked to “")
    )


def _around(client, sha256, start, end):
    return client.get(f"/desk/reports/wren-1/revisions/{sha256}/around/{start}-{end}")


def test_what_stands_around_words_is_told_before_they_are_marked(analyst, desk, sha256):
    start, end = span_of(desk, sha256, "three people")
    page = html.unescape(_around(analyst, sha256, start, end).text)
    assert "The quote starts and ends inside a sentence" in page
    assert "It was tested for a week by" in page
    assert "They were paid by the lab." in page


@pytest.mark.parametrize(
    ("span", "status"), [("9-3", 422), ("0-99999", 422), ("x-3", 404), ("-1-3", 404)]
)
def test_a_span_without_words_is_refused(analyst, sha256, span, status):
    assert _around(analyst, sha256, *span.rsplit("-", 1)).status_code == status


def test_whoever_looks_at_a_mark_or_its_claim_is_warned_as_its_author_was(
    analyst, desk, across
):
    said = ["It was right in 17/33 runs.", "However, nobody looked."]
    sha256 = desk.take_in(pdfs.text_pdf(said), report="wren-3")
    form = {**across, "revision": sha256, "do": "link", "start": 0, "end": len(said[0])}
    made = analyst.post("/desk/reports/wren-3/passages", data=form, headers=HTMX).json
    card = html.unescape(analyst.get(f"/desk/passages/{made['passage']}").text)
    page = html.unescape(analyst.get("/desk/claims/the-tests-were-thorough").text)
    for shown in (card, page):
        assert "The sentence after it says “however”." in shown
    assert "17 of 33" in card


def test_an_earlier_file_is_to_read_only(analyst, desk, sha256):
    desk.take_in(pdfs.text_pdf([*FIRST, "Nobody was hurt."], SECOND), report="wren-1")
    page = analyst.get(f"/desk/reports/wren-1?revision={sha256}").text
    assert "earlier file" in page
    assert "data-marking" not in page
    assert "data-marking" in analyst.get("/desk/reports/wren-1").text


def test_nothing_is_marked_in_an_earlier_file_by_a_window_left_open(
    analyst, desk, sha256, across
):
    desk.take_in(pdfs.text_pdf([*FIRST, "Nobody was hurt."], SECOND), report="wren-1")
    answer = save(analyst, sha256, **across)
    assert answer.status_code == 422
    assert "a newer one was added" in answer.text
    assert "A week is short." in answer.text


def test_a_withdrawn_mark_is_not_linked_by_a_window_left_open(analyst, sha256, across):
    save(analyst, sha256, **across)
    analyst.post("/desk/passages/1/withdraw", headers=HTMX)
    answer = save(analyst, sha256, **{**across, "passage": 1})
    assert answer.status_code == 422
    assert "has been withdrawn" in answer.text


def test_a_mark_is_linked_to_another_claim(analyst, desk, sha256, across):
    save(analyst, sha256, **across)
    other = {**across, "passage": 1, "claim_text": "Another", "start": "", "end": ""}
    assert save(analyst, sha256, **other).status_code == 200
    assert len(standing(desk)) == 1
    assert "Another" in analyst.get("/desk/passages/1").text


def test_a_module_that_a_module_imports_is_asked_for_again(analyst):
    answer = analyst.get("/static/viewer/words.js", buffered=True)
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "max-age" not in answer.headers["Cache-Control"]


def test_words_that_mean_something_in_html_are_only_words(analyst, sha256, across):
    nasty = "<script>alert(1)</script>"
    save(analyst, sha256, **{**across, "claim_text": nasty, "note": nasty})
    for address in ("/desk/reports/wren-1", "/desk/passages/1", "/desk/claims/options"):
        assert nasty not in analyst.get(address).text


def test_words_that_a_page_does_not_show_cannot_be_selected(analyst, desk):
    with pymupdf.open("pdf", pdfs.text_pdf(["Seen by all."])) as pdf:
        pdf[0].insert_text((72, 400), "Secret", color=(1, 1, 1))
        sha256 = desk.take_in(pdfs.save(pdf), report="white-card")
    answer = analyst.get(f"/desk/reports/white-card/revisions/{sha256}/pages/1/words")
    assert answer.json["words"]["text"] == ["Seen", "by", "all."]

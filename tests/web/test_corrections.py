"""The queue of corrections on the desk: read, answer, publish, take down, erase."""

import pytest
import wren_public
from filled_forms import form_on

from annotator.app import create_app
from annotator.domain.letters import About, LetterText
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import LetterAbout
from annotator.services.publishing import letters
from annotator.settings import Settings

QUEUE = "/desk/corrections"
LETTER = f"{QUEUE}/1"
WORDS = "It solved <b>two</b>."


@pytest.fixture(scope="session")
def beginning(put_out):
    return put_out


@pytest.fixture
def site(desk):
    desk.claim = wren_public.CLAIM
    with desk.sit_down(Role.READER) as context:
        about = About(LetterAbout.CLAIM, desk.claim)
        written = LetterText(WORDS, "Ann Lee", "ann@lee.example")
        letters.send_letter(
            context, letters.subject_of(context, about), written, sender="a"
        )
    return desk


@pytest.fixture
def browsers(site):
    stores = site.stores
    app = create_app(Settings(data=stores.data, reports_pdf=stores.reports_pdf), stores)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    found = {"reader": app.test_client()}
    for role in ("analyst", "editor"):
        site.add_person(role, role)
        found[role] = app.test_client()
        found[role].set_cookie("annotator", site.sign_in(role))
    return found


def test_editors_see_how_many_wait_and_what_the_reader_saw(site, browsers):
    page = browsers["editor"].get(QUEUE).text
    assert 'Corrections <span class="count">1</span>' in page
    assert "It solved &lt;b&gt;two&lt;/b&gt;." in page
    letter = browsers["editor"].get(LETTER).text
    assert f"/claims/{site.claim}/editions/1" in letter
    assert f"/desk/claims/{site.claim}" in letter
    assert "ann@lee.example" in letter


def test_analysts_read_it_without_the_name_and_without_the_forms(browsers):
    assert 'Corrections <span class="count">' not in browsers["analyst"].get(QUEUE).text
    letter = browsers["analyst"].get(LETTER).text
    assert "It solved &lt;b&gt;two&lt;/b&gt;." in letter
    assert "ann@lee.example" not in letter
    assert "/erase" not in letter
    answer = browsers["analyst"].post(LETTER, data={"state": "accepted", "answer": "x"})
    assert answer.status_code == 403


def test_the_queue_shows_what_waits_and_is_narrowed_down(browsers):
    editor = browsers["editor"]
    form_on(editor, LETTER, LETTER).send(editor, state="declined", answer="It did not.")
    assert "No open corrections" in editor.get(QUEUE).text
    for asked in ("?state=declined", "?state=any", "?state=any&about=claim"):
        assert "Wren 1 solved one task" in editor.get(f"{QUEUE}{asked}").text
    for asked in ("?state=accepted", "?state=any&about=scorecard", "?page=9&state=any"):
        assert "Wren 1 solved one task" not in editor.get(f"{QUEUE}{asked}").text


def test_an_answer_is_saved_and_shown_to_readers_only_if_asked_for(site, browsers):
    editor, reader = browsers["editor"], browsers["reader"]
    form = form_on(editor, LETTER, LETTER)
    answer = form.send(editor, state="accepted", answer="Right.", publish=None)
    assert answer.status_code == 303
    assert "Right." not in reader.get(f"/claims/{site.claim}").text
    form = form_on(editor, LETTER, LETTER)
    assert form["answer"] == "Right."
    form.send(editor, publish="yes")
    assert "Right." in reader.get(f"/claims/{site.claim}").text
    assert "Readers see it" in editor.get(LETTER).text
    form_on(editor, LETTER, f"{LETTER}/take-down").send(editor)
    assert "Right." not in reader.get(f"/claims/{site.claim}").text


def test_an_answer_of_two_editors_at_once_is_put_before_the_second(browsers):
    editor = browsers["editor"]
    mine, yours = (form_on(editor, LETTER, LETTER) for _ in range(2))
    mine.send(editor, state="accepted", answer="Mine.", publish=None)
    answer = yours.send(editor, state="declined", answer="Yours.", publish=None)
    assert answer.status_code == 409
    assert "Not saved yet: Editor changed this too" in answer.text
    assert "Mine</del>" in answer.text


def test_what_is_erased_is_told_without_its_words(browsers):
    editor = browsers["editor"]
    form_on(editor, LETTER, f"{LETTER}/forget").send(editor)
    assert "ann@lee.example" not in editor.get(LETTER).text
    form_on(editor, LETTER, f"{LETTER}/erase").send(editor)
    assert editor.get(LETTER).status_code == 404
    history = editor.get("/desk/history?thing=corrections+and+responses").text
    for said in ("a reader", "suggested", "erased"):
        assert said in history
    assert "It solved" not in history

"""When a change cannot be made, the page says why and still holds what was typed."""

import re
import sqlite3
from html import unescape

import pytest

from annotator.domain.errors import StoreProblem, StoreUnavailableError
from annotator.services.library import labs
from annotator.storage.database import engine as engines

TEXT = "A claim that took\nan hour to word, with <b>signs</b> & “quotes”. " * 3
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Wait for another writer for a moment only; set before the stores are opened."""
    monkeypatch.setattr(engines, "BUSY_TIMEOUT_MILLISECONDS", 50)


@pytest.fixture
def locked(stores):
    """Have somebody else hold the write lock; what is given back lets it go."""
    other = sqlite3.connect(stores.data / "annotator.sqlite3", check_same_thread=False)

    def lock():
        other.execute("BEGIN IMMEDIATE")
        return other.rollback

    yield lock
    other.close()


def _fields(page):
    """Return the fields of the form that a page offers to send again."""
    form = re.search(r'<form[^>]*class="panel stack kept".*?</form>', page, re.DOTALL)
    assert form, page
    hidden = re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', form[0])
    shown = re.findall(r'<textarea.*?name="(.*?)".*?>\n(.*?)</textarea>', form[0], re.S)
    address = re.search(r'action="(.*?)"', form[0])[1]
    return unescape(address), {name: unescape(v) for name, v in [*hidden, *shown]}


CLAIM = {
    "text": TEXT,
    "category": "chem-bio",
    "asserted_by": "analyst",
    "lab": "wren",
    "stance": "",
}


@pytest.fixture(autouse=True)
def lab(desk):
    """The lab that the claim is about."""
    with desk.sit_down() as context:
        labs.find_or_add_lab(context, "Wren")


def _claims(stores):
    with sqlite3.connect(stores.data / "annotator.sqlite3") as connection:
        return connection.execute("SELECT text FROM claim").fetchall()


def test_a_busy_database_answers_503_and_the_form_can_be_sent_again(
    editor, stores, locked
):
    let_go = locked()
    answer = editor.post("/desk/claims", data=CLAIM, headers=HERE)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "The database is busy" in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    address, fields = _fields(answer.text)
    assert (address, fields["text"]) == ("/desk/claims", TEXT)
    assert _claims(stores) == []
    let_go()
    again = editor.post(address, data=fields, headers=HERE)
    assert again.status_code == 303
    assert len(_claims(stores)) == 1


def test_a_database_that_fails_at_the_commit_answers_503_and_not_saved(editor, stores):
    engine = stores.database.engine
    failing = []

    def fail(_connection):
        if failing:
            raise StoreUnavailableError(StoreProblem.FULL)

    engines.event.listen(engine, "commit", fail)
    failing.append(1)
    answer = editor.post("/desk/claims", data=CLAIM, headers=HERE)
    failing.clear()
    assert answer.status_code == 503
    assert "Saved" not in answer.text
    assert _fields(answer.text)[1]["text"] == TEXT
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert _claims(stores) == []


def test_htmx_leaves_the_form_where_it_is(editor, locked):
    locked()
    answer = editor.post("/desk/claims", data=CLAIM, headers={"HX-Request": "true"})
    assert answer.status_code == 503
    assert answer.headers["HX-Reswap"] == "none"
    assert 'role="alert"' in answer.text
    assert "What you typed is still here" in answer.text
    assert "<form" not in answer.text


def test_a_session_that_ended_keeps_what_was_typed(reader):
    answer = reader.post("/desk/claims", data=CLAIM, headers=HERE)
    assert answer.status_code == 401
    assert "Sign in" in answer.text
    assert _fields(answer.text)[1]["text"] == TEXT


def test_a_form_that_is_too_old_can_be_sent_again_with_a_fresh_token(
    editor, app, stores
):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = editor.post("/desk/claims", data=CLAIM, headers=HERE)
    assert answer.status_code == 400
    address, fields = _fields(answer.text)
    assert editor.post(address, data=fields, headers=HERE).status_code == 303
    assert len(_claims(stores)) == 1


def test_what_another_site_sends_gets_no_token(editor, app):
    app.config["WTF_CSRF_ENABLED"] = True
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {},
    ):
        answer = editor.post("/desk/claims", data=CLAIM, headers=headers)
        assert answer.status_code == 400
        main = answer.text.partition("<main")[2]
        assert "csrf_token" not in main
        assert "Try again" not in main


def test_an_unexpected_mistake_of_ours_keeps_what_was_typed(editor, app):
    app.testing = False

    def broken():
        raise ZeroDivisionError

    broken.allowed = app.view_functions["claims.add"].allowed
    app.view_functions["claims.add"] = broken
    answer = editor.post("/desk/claims", data=CLAIM, headers=HERE)
    assert answer.status_code == 500
    assert _fields(answer.text)[1]["text"] == TEXT


def test_no_password_is_ever_sent_back(reader, admin, locked):
    locked()
    secret = "correct horse battery staple " * 4
    for browser, address, names in (
        (reader, "/sign-in", ["password"]),
        (admin, "/account/password", ["old", "new"]),
        (admin, "/desk/people/", ["password", "new_password"]),
    ):
        data = {"name": "x" * 80, **dict.fromkeys(names, secret)}
        answer = browser.post(address, data=data, headers=HERE)
        assert answer.status_code == 503, address
        assert secret not in answer.text


def test_readers_are_told_plainly_when_the_database_is_gone(reader, stores):
    stores.database.engine.dispose()
    (stores.data / "annotator.sqlite3").rename(stores.data / "elsewhere")
    (stores.data / "annotator.sqlite3").mkdir()
    answer = reader.get("/")
    assert answer.status_code == 503
    assert "The database cannot be reached" in answer.text

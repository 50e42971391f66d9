"""Signing in and out, and what an admin may do about it."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from annotator.app import create_app
from annotator.domain.permissions import Role
from annotator.settings import Settings
from annotator.storage.accounts import SignIn, SignInFailure
from annotator.storage.database import engine


def test_a_wrong_password_is_said_beside_the_form_and_the_name_is_kept(reader, analyst):
    answer = reader.post("/sign-in", data={"name": "analyst", "password": "wrong"})
    assert answer.status_code == 422
    assert b"The name or the password is wrong." in answer.data
    assert b'value="analyst"' in answer.data


def test_somebody_unknown_gets_the_same_answer(reader):
    answer = reader.post("/sign-in", data={"name": "nobody", "password": "wrong"})
    assert b"The name or the password is wrong." in answer.data


def test_signing_out_ends_the_session_at_once(analyst):
    cookie = analyst.get_cookie("annotator").value
    assert analyst.get("/desk").status_code == 200
    analyst.post("/sign-out")
    analyst.set_cookie("annotator", cookie)
    assert analyst.get("/desk").status_code == 303


def test_each_sign_in_has_a_token_of_its_own(sign_in):
    tokens = {sign_in(Role.ANALYST).get_cookie("annotator").value for _ in range(3)}
    assert len(tokens) == 3


def test_a_token_that_somebody_else_chose_signs_nobody_in(reader, analyst):
    reader.set_cookie("annotator", "chosen-by-somebody-else")
    right = {"name": "analyst", "password": "eleven quiet herons"}
    reader.post("/sign-in", data=right)
    assert reader.get_cookie("annotator").value != "chosen-by-somebody-else"


def _age(desk, **ago):
    """Let every session look as if it was used last so long ago."""
    with desk.stores.database.writing.begin() as session:
        for row in session.scalars(select(SignIn)):
            row.seen_at -= timedelta(**ago)


def _last_use(desk):
    with desk.stores.database.reading() as session:
        return session.scalar(select(func.max(SignIn.seen_at)))


def test_a_session_that_is_used_goes_on_and_one_that_is_left_ends(analyst, desk):
    _age(desk, days=2)
    before = _last_use(desk)
    assert analyst.get("/desk").status_code == 200
    assert _last_use(desk) - before > timedelta(days=1)
    _age(desk, days=2)
    assert analyst.get("/desk").status_code == 200, "as it was used meanwhile"
    assert "last used" in analyst.get("/account").text
    _age(desk, days=4)
    assert analyst.get("/desk").status_code == 303


def test_a_use_is_recorded_once_in_a_while_and_not_at_each_request(analyst, desk):
    recorded = _last_use(desk)
    assert analyst.get("/desk").status_code == 200
    assert _last_use(desk) == recorded


def test_a_database_that_cannot_be_written_to_keeps_nobody_from_reading(
    analyst, desk, caplog, monkeypatch
):
    _age(desk, days=1)
    before = _last_use(desk)
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MILLISECONDS", 10)
    desk.stores.database.engine.dispose()  # new connections wait less
    with closing(sqlite3.connect(desk.stores.data / "annotator.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(2):
            assert analyst.get("/desk/claims").status_code == 200
        other.rollback()
    assert caplog.text.count("the use of a session was not recorded") == 1
    assert _last_use(desk) == before


def test_all_other_sessions_can_be_ended(sign_in):
    lost, kept = sign_in(Role.ANALYST), sign_in(Role.ANALYST)
    kept.post("/account/sessions/end-others")
    assert lost.get("/desk").status_code == 303
    assert kept.get("/desk").status_code == 200


def test_changing_the_password_signs_other_browsers_out(sign_in):
    other, mine = sign_in(Role.ANALYST), sign_in(Role.ANALYST)
    typed = {"old": "eleven quiet herons", "new": "twelve loud bitterns"}
    assert mine.post("/account/password", data=typed).status_code == 303
    assert other.get("/desk").status_code == 303
    assert mine.get("/desk").status_code == 200


@pytest.mark.parametrize(
    "new", ["short", "passwordpassword", "analyst analyst", "aaaaaaaaaaaa"]
)
def test_a_weak_password_is_refused_beside_its_field(analyst, new):
    typed = {"old": "eleven quiet herons", "new": new}
    answer = analyst.post("/account/password", data=typed)
    assert answer.status_code == 422
    assert b'class="error"' in answer.data


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", ""],
)
def test_signing_in_leads_nowhere_else(reader, analyst, target):
    right = {"name": "analyst", "password": "eleven quiet herons", "next": target}
    assert reader.post("/sign-in", data=right).headers["Location"] == "/desk"


def test_signing_in_leads_back_to_where_one_was(reader, analyst):
    asked = reader.get("/desk/claims?q=x").headers["Location"]
    assert asked == "/sign-in?next=/desk/claims?q%3Dx"
    right = {
        "name": "analyst",
        "password": "eleven quiet herons",
        "next": "/desk/claims?q=x",
    }
    assert reader.post("/sign-in", data=right).headers["Location"] == "/desk/claims?q=x"


def test_cookies_are_secure_behind_https(stores, desk):
    settings = Settings(data=stores.data, reports_pdf=stores.data, https=True)
    app = create_app(settings, stores)
    app.config["WTF_CSRF_ENABLED"] = False
    desk.add_person("ada", "editor", password="a long odd one")
    typed = {"name": "ada", "password": "a long odd one"}
    answer = app.test_client().post(
        "/sign-in", data=typed, base_url="https://localhost"
    )
    cookies = answer.headers.getlist("Set-Cookie")
    assert [each.partition("=")[0] for each in cookies] == [
        "__Host-annotator",
        "__Host-annotator-known-1",
    ]
    for cookie in cookies:
        for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert flag in cookie


def test_an_admin_adds_somebody_and_sees_the_password_once(admin):
    typed = {"name": "ada", "display_name": "<b>Ada</b>", "role": "editor"}
    answer = admin.post("/desk/people/", data=typed)
    assert b"shown only once" in answer.data
    assert b"&lt;b&gt;Ada&lt;/b&gt;" in answer.data
    assert b"shown only once" not in admin.get("/desk/people/").data


def test_deactivating_somebody_ends_their_sessions_at_once(admin, analyst):
    admin.post("/desk/people/analyst/active", data={"active": "no"})
    assert analyst.get("/desk").status_code == 303
    right = {"name": "analyst", "password": "eleven quiet herons"}
    assert analyst.post("/sign-in", data=right).status_code == 422


def test_the_last_admin_stays_an_admin(admin):
    answer = admin.post("/desk/people/admin/role", data={"role": "analyst"})
    assert answer.status_code == 409
    assert b"last admin" in answer.data


STRANGER, HOME = "198.51.100.9", "192.0.2.7"
TEN_FAILURES = 2**7  # seconds to wait after them


@pytest.fixture
def failed(stores):
    """Ten wrong passwords a moment ago; to type them would take minutes of waits."""

    def failed(name="analyst", address=STRANGER):
        row = {"name": name, "network": address, "at": datetime.now(UTC)}
        with stores.database.writing.begin() as session:
            session.add_all([SignInFailure(**row) for _ in range(10)])

    return failed


def _fail(browser, name="analyst", address=STRANGER):
    return browser.post(
        "/sign-in",
        data={"name": name, "password": "wrong"},
        environ_overrides={"REMOTE_ADDR": address},
    )


def _enter(browser, address, name="analyst"):
    return browser.post(
        "/sign-in",
        data={"name": name, "password": "eleven quiet herons"},
        environ_overrides={"REMOTE_ADDR": address},
    )


def test_typing_wrong_passwords_leads_to_a_wait(reader, analyst):
    answers = [_fail(reader) for _ in range(10)]
    assert [each.status_code for each in answers[:3]] == [422] * 3
    assert 429 in [each.status_code for each in answers]


def test_too_many_wrong_passwords_are_answered_with_how_long_to_wait(
    reader, analyst, failed
):
    failed()
    answer = _fail(reader)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= TEN_FAILURES
    assert re.search(
        r"Too many wrong passwords. Wait \d+ (minutes|seconds)", answer.text
    )
    assert 'value="analyst"' in answer.text


def test_a_name_that_nobody_has_is_answered_in_the_same_words(reader, analyst, failed):
    said = []
    for name in ("analyst", "nobody"):
        wrong = _fail(reader, name)
        failed(name)
        early = _fail(reader, name)
        said.append([wrong.status_code, early.status_code])
        said[-1] += [_without_tokens(each.text, name) for each in (wrong, early)]
    assert said[0] == said[1]
    assert said[0][:2] == [422, 429]


def _without_tokens(page, name):
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", page)
    return re.sub(r"Wait \d+ (minutes|seconds)", "", page).replace(name, "")


def test_a_strangers_wrong_passwords_keep_nobody_out(reader, analyst, app, failed):
    failed()
    assert _fail(reader).status_code == 429
    assert _enter(app.test_client(), HOME).status_code == 303


def test_behind_a_proxy_that_nobody_named_one_name_waits_and_not_everybody(
    reader, analyst, editor, app, failed
):
    proxy = "10.0.0.2"
    failed(address=proxy)
    assert _fail(reader, address=proxy).status_code == 429
    assert _enter(app.test_client(), proxy).status_code == 429
    assert _enter(app.test_client(), proxy, "editor").status_code == 303


def test_a_browser_that_has_signed_in_before_is_let_in_at_once(reader, analyst, failed):
    analyst.post("/sign-out")
    failed(address=HOME)
    assert _fail(reader, address=HOME).status_code == 429
    assert _enter(analyst, HOME).status_code == 303


def test_a_browser_keeps_for_a_year_that_somebody_has_signed_in(analyst):
    [known] = [c for c in analyst._cookies.values() if "-known-" in c.key]
    assert known.max_age == 365 * 24 * 3600
    assert known.http_only
    assert known.same_site == "Lax"
    assert len(known.value) >= 43


def test_behind_a_trusted_proxy_the_one_who_asks_waits(stores, desk, failed):
    desk.add_person("ann", "analyst")
    settings = Settings(stores.data, stores.data, trusted_proxies=("10.0.0.2",))
    app = create_app(settings, stores)
    app.config["WTF_CSRF_ENABLED"] = False

    def post(address):
        return app.test_client().post(
            "/sign-in",
            data={"name": "ann", "password": "eleven quiet herons"},
            headers={"X-Forwarded-For": address},
            environ_overrides={"REMOTE_ADDR": "10.0.0.2"},
        )

    failed("ann", STRANGER)
    assert post(STRANGER).status_code == 429
    assert post(HOME).status_code == 303


def test_an_admin_makes_a_new_password_that_is_shown_once(admin, analyst, reader):
    assert "New password" in admin.get("/desk/people/").text
    asked = admin.get("/desk/people/analyst/password").text
    assert "shown here once" in asked
    made = admin.post("/desk/people/analyst/password").text
    [password] = re.findall(r"<code>([a-z0-9-]{24})</code>", made)
    assert password not in admin.get("/desk/people/analyst/password").text
    assert analyst.get("/desk").status_code == 303, "the old sessions have ended"
    old = {"name": "analyst", "password": "eleven quiet herons"}
    assert reader.post("/sign-in", data=old).status_code == 422
    new = {"name": "analyst", "password": password}
    assert reader.post("/sign-in", data=new).status_code == 303


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_new_password_for_nobody_is_not_found(admin, method):
    answer = admin.open("/desk/people/nobody/password", method=method)
    assert answer.status_code == 404


def test_a_wrong_old_password_changes_nothing(analyst, reader):
    typed = {"old": "not it at all", "new": "twelve loud bitterns"}
    answer = analyst.post("/account/password", data=typed)
    assert answer.status_code == 422
    assert "This is not your current password." in answer.text
    right = {"name": "analyst", "password": "eleven quiet herons"}
    assert reader.post("/sign-in", data=right).status_code == 303


def test_whoever_ends_a_session_that_is_not_theirs_ends_nothing(sign_in):
    analyst, editor = sign_in(Role.ANALYST), sign_in(Role.EDITOR)
    for number in range(1, 5):
        editor.post(f"/account/sessions/{number}/end")
    assert analyst.get("/desk").status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/desk\\..\\x",
        "http:evil.example",
        "desk",
        "/\tdesk",
        "/\n/evil.example",
        "\x00//evil.example",
        " //evil.example",
        "/\u2028/evil.example",
        "data:text/html,x",
        "@evil.example",
    ],
)
def test_no_address_leads_elsewhere_by_way_of_signing_in(reader, analyst, target):
    right = {"name": "analyst", "password": "eleven quiet herons", "next": target}
    leads_to = reader.post("/sign-in", data=right).headers["Location"]
    assert re.match(r"/(?![/\\])", leads_to), leads_to
    assert "\\" not in leads_to
    assert leads_to.isprintable()
    again = reader.get("/sign-in", query_string={"next": target})
    assert re.match(r"/(?![/\\])", again.headers["Location"])


@pytest.mark.parametrize("cookie", ["", "x", "\x00", "é", "a" * 5000, "..", "%00"])
def test_a_token_that_was_never_given_signs_nobody_in(app, analyst, cookie):
    stranger = app.test_client()
    sent = {"HTTP_COOKIE": f"annotator={cookie}; annotator-known-1={cookie}"}
    answer = stranger.get("/desk", environ_overrides=sent)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("address", ["/sign-in", "/sign-out"])
def test_signing_in_and_out_need_the_token_of_a_form(app, reader, address):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = reader.post(address, data={"name": "a", "password": "b"})
    assert answer.status_code == 400
    assert "This form has expired" in answer.text

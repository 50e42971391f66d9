"""Signing in and out, and what an admin may do about it."""

import pytest

from annotator.app import create_app
from annotator.domain.permissions import Role
from annotator.services import accounts, passwords
from annotator.settings import Settings


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
    assert b"shown this once" in answer.data
    assert b"&lt;b&gt;Ada&lt;/b&gt;" in answer.data
    assert b"shown this once" not in admin.get("/desk/people/").data


def test_deactivating_somebody_ends_their_sessions_at_once(admin, analyst):
    admin.post("/desk/people/analyst/active", data={"active": "no"})
    assert analyst.get("/desk").status_code == 303
    right = {"name": "analyst", "password": "eleven quiet herons"}
    assert analyst.post("/sign-in", data=right).status_code == 422


def test_the_last_admin_stays_an_admin(admin):
    answer = admin.post("/desk/people/admin/role", data={"role": "analyst"})
    assert answer.status_code == 409
    assert b"last admin" in answer.data


def test_the_first_admin_is_made_once(desk):
    password = passwords.hash_password("eleven quiet herons", name="admin")
    with desk.sit_down(Role.ADMIN) as context:
        assert accounts.has_nobody(context)
        assert accounts.first_admin(context, password)
        assert not accounts.first_admin(context, password)


def test_a_password_that_is_made_up_is_long_and_never_the_same():
    made = {passwords.generate_password() for _ in range(100)}
    assert len(made) == 100
    assert all(len(each) == 24 for each in made)

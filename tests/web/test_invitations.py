"""Invitations to respond: recorded by an editor, and seen beside the claim."""

from datetime import UTC, datetime, timedelta

import pytest
import wren_public
from filled_forms import form_on

from annotator.app import create_app
from annotator.settings import Settings


def _day(days: int) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


@pytest.fixture(scope="session")
def beginning(put_out):
    return put_out


@pytest.fixture
def site(desk):
    desk.claim = wren_public.CLAIM
    desk.page = f"/desk/claims/{desk.claim}/invitations"
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


def _invite(site, browsers, **typed):
    facts = {"invited_on": _day(-9), "due_on": _day(20), "contact_note": "canarynote"}
    form = form_on(browsers["editor"], site.page, site.page)
    return form.send(browsers["editor"], **{**facts, **typed})


def _claim(site, browsers):
    return browsers["reader"].get(f"/claims/{site.claim}").text


def test_an_invitation_and_its_response_stand_beside_the_claim(site, browsers):
    before = _claim(site, browsers)
    assert "invited to respond" not in before
    assert _invite(site, browsers).status_code == 303
    page = _claim(site, browsers)
    assert "Wren Labs is invited to respond, by" in page
    assert "canarynote" not in page
    assert "canarynote" in browsers["editor"].get(site.page).text
    form = form_on(browsers["editor"], site.page, f"{site.page}/1")
    words = "We <i>do not</i> agree.\nSee [ours](https://wren.example)."
    form.send(
        browsers["editor"],
        response_on=_day(-1),
        response_text=words,
        response_url="https://wren.example/response",
    )
    page = _claim(site, browsers)
    assert ">responded</a> on" in page
    assert "We &lt;i&gt;do not&lt;/i&gt; agree.\nSee [ours](https://" in page
    assert 'href="https://wren.example/response"' in page
    scorecard = browsers["reader"].get("/models/wren-1").text
    assert "invited to respond to 1 claim:" in scorecard
    edition = browsers["reader"].get(f"/claims/{site.claim}/editions/1").text
    assert "responded" not in edition


def test_a_lab_that_was_silent_is_said_to_be(site, browsers):
    _invite(site, browsers, due_on=_day(-1))
    assert "and has not." in _claim(site, browsers)
    scorecard = browsers["reader"].get("/models/wren-1").text
    assert "1 not answered in time" in scorecard
    assert '<span class="tag silent">' in browsers["editor"].get(site.page).text


def test_an_invitation_is_taken_back_and_put_back(site, browsers):
    editor = browsers["editor"]
    _invite(site, browsers)
    answer = form_on(editor, site.page, f"{site.page}/1/withdraw").send(editor)
    assert "invited to respond" not in _claim(site, browsers)
    there = answer.headers["Location"]
    form_on(editor, there, f"{site.page}/1/restore").send(editor)
    assert "invited to respond" in _claim(site, browsers)


def test_a_scorecard_invites_for_all_of_its_published_claims(site, browsers):
    editor, there = browsers["editor"], "/desk/scorecards/wren-1/invitations"
    assert "not invited" in editor.get(there).text
    form = form_on(editor, there, there)
    typed = {"invited_on": _day(0), "due_on": _day(30)}
    answer = form.send(editor, **typed)
    assert "Recorded on 1 claim." in editor.get(answer.headers["Location"]).text
    assert '<span class="tag invited">' in editor.get(there).text
    assert "is invited to respond" in _claim(site, browsers)


def test_analysts_see_invitations_and_neither_change_them_nor_the_note(site, browsers):
    _invite(site, browsers)
    page = browsers["analyst"].get(site.page)
    assert '<span class="tag invited">' in page.text
    assert "canarynote" not in page.text
    assert "Record an invitation" not in page.text
    for address in (site.page, f"{site.page}/1", f"{site.page}/1/withdraw"):
        assert browsers["analyst"].post(address, data={}).status_code == 403

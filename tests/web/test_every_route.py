"""Each route says who may use it, and refuses everybody else."""

import pytest

from annotator.domain.permissions import Action, Role, may
from annotator.http.auth import declared

VALUES = {"slug": "x", "sha": "0" * 64, "name": "x", "model": "x", "category": "x"}
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def _rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def _address(app, rule):
    values = {name: VALUES.get(name, 1) for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_map.bind("localhost").build(rule.endpoint, values))


def _ask(browser, app, rule):
    method = next(iter(rule.methods & UNSAFE), "GET")
    return browser.open(_address(app, rule), method=method)


def test_every_route_declares_who_may_use_it(app):
    silent = [
        rule.endpoint
        for rule in _rules(app)
        if declared(app.view_functions[rule.endpoint]) is None
    ]
    assert silent == []


def test_a_route_that_declares_nothing_is_never_served(app):
    app.add_url_rule("/undeclared", "undeclared", lambda: "served")
    with pytest.raises(RuntimeError, match="does not say who may use it"):
        app.test_client().get("/undeclared")


def test_whoever_is_not_signed_in_is_asked_to_on_every_route_of_the_desk(app, reader):
    for rule in _rules(app):
        action = declared(app.view_functions[rule.endpoint])
        answer = _ask(reader, app, rule)
        if action is Action.READ_PUBLISHED:
            assert answer.status_code != 401
            assert "/sign-in?next" not in answer.headers.get("Location", "")
        else:
            assert answer.status_code == 303, rule
            assert answer.headers["Location"].startswith("/sign-in?next="), rule


@pytest.mark.parametrize("role", [Role.ANALYST, Role.EDITOR])
def test_a_role_that_is_not_enough_is_refused(app, sign_in, role):
    browser = sign_in(role)
    for rule in _rules(app):
        action = declared(app.view_functions[rule.endpoint])
        refused = _ask(browser, app, rule).status_code == 403
        assert refused is not may(role, action), (rule, action)
        if rule.endpoint == "auth.sign_out":
            browser = sign_in(role)


def test_every_change_needs_the_token_of_a_form(app, admin):
    app.config["WTF_CSRF_ENABLED"] = True
    changing = [rule for rule in _rules(app) if rule.methods & UNSAFE]
    assert len(changing) > 20
    for rule in changing:
        if rule.endpoint != "csp_reports.report":  # browsers send it without
            assert _ask(admin, app, rule).status_code == 400, rule


def test_a_change_that_another_site_asks_for_is_refused(app, editor):
    answer = editor.post(
        "/desk/claims", data={}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


def test_every_answer_forbids_inline_script_and_style(app, reader):
    for address in ("/", "/search", "/sign-in", "/nothing-here", "/static/style.css"):
        answer = reader.get(address)
        policy = answer.headers["Content-Security-Policy"]
        answer.close()
        assert policy.startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in policy


def test_what_the_signed_in_see_is_not_kept_by_caches(app, analyst):
    assert analyst.get("/desk").headers["Cache-Control"] == "no-store"

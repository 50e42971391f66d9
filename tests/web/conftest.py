"""The application over an installation of its own, and browsers signed in to it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from annotator import paths
from annotator.app import create_app
from annotator.domain.permissions import Role
from annotator.services.accounts import accounts
from annotator.settings import Settings

PASSWORD = "eleven quiet herons"


class Browser(FlaskClient):
    """A client that closes what it sent.

    Werkzeug writes a form of more than 500 kB to a temporary file and leaves it
    open for the collector, which then complains in whichever test runs next.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        response = super().open(*args, **options)
        for answer in (*response.history, response):
            answer.request.environ["wsgi.input"].close()
        return response


@pytest.fixture
def app(stores) -> Flask:
    """The application; forms need no token unless a test asks for it."""
    app = create_app(Settings(data=stores.data, reports_pdf=paths.REPORTS_PDF), stores)
    app.testing = True
    app.test_client_class = Browser
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """The browser of somebody without an account."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask, desk) -> Callable[[Role], FlaskClient]:
    """Sign somebody with a role in, in a browser of their own."""

    def sign_in(role: Role) -> FlaskClient:
        with desk.sit_down(Role.ADMIN) as context:
            is_there = role in {user.role for user in accounts.list_users(context)}
        if not is_there:
            desk.add_person(role.value, role)
        browser = app.test_client()
        answer = browser.post(
            "/sign-in", data={"name": role.value, "password": PASSWORD}
        )
        assert answer.status_code == 303
        return browser

    return sign_in


@pytest.fixture
def analyst(sign_in) -> FlaskClient:
    return sign_in(Role.ANALYST)


@pytest.fixture
def editor(sign_in) -> FlaskClient:
    return sign_in(Role.EDITOR)


@pytest.fixture
def admin(sign_in) -> FlaskClient:
    return sign_in(Role.ADMIN)


@pytest.fixture(scope="session")
def open_browsers() -> Callable[..., dict[str, FlaskClient]]:
    """Opens browsers in which editors with these names are signed in."""

    def open_browsers(app: Flask, desk, *names: str) -> dict[str, FlaskClient]:
        opened = {}
        for name in names:
            desk.add_person(name.lower(), "editor", password=PASSWORD)
            token = desk.sign_in(name.lower(), password=PASSWORD)
            opened[name] = app.test_client()
            opened[name].set_cookie("annotator", token)
        return opened

    return open_browsers

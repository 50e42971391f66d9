"""Fill in the forms of a page as a browser would, hidden fields and all."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

Values = dict[str, list[str]]


@dataclass
class Form:
    """A form of a page, and what stands in it."""

    action: str
    values: Values = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values[name][0]

    def send(self, browser: FlaskClient, **typed: Any) -> TestResponse:
        """Post it with what was typed in place of what stood there; None leaves out."""
        data = {**self.values, **typed}
        data = {name: value for name, value in data.items() if value is not None}
        return browser.post(self.action, data=data)


def form_on(browser: FlaskClient, page: str, action: str) -> Form:
    """Open a page and return its form that is sent to ``action``."""
    answer = browser.get(page)
    assert answer.status_code == 200, answer.status
    return form_in(answer.text, action, page)


def form_in(html: str, action: str, page: str = "") -> Form:
    """Return the form of a page's source that is sent to ``action``."""
    reader = _Reader(page)
    reader.feed(html)
    found = [form for form in reader.forms if form.action == action]
    assert len(found) == 1, [form.action for form in reader.forms]
    return found[0]


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._form = Form(given.get("action") or self.page)
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea":
            self._textarea = name
            self._form.values[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._option(given)

    def handle_data(self, data: str) -> None:
        if self._form and self._textarea:
            self._form.values[self._textarea][0] += data
        elif self._form and self._select and self._open_option:
            self._choose(data, selected=self._open_option == "selected")
            self._open_option = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._form and self._textarea:
            [text] = self._form.values[self._textarea]  # a browser sends CRLF
            self._form.values[self._textarea] = [text.replace("\n", "\r\n")]
            self._textarea = ""
        elif tag == "select":
            self._select = ""

    _open_option = ""

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        assert self._form is not None
        kind = given.get("type") or "text"
        if kind in {"checkbox", "radio"} and "checked" not in given:
            return
        if kind in {"submit", "button", "file"}:
            return
        self._form.values.setdefault(name, []).append(given.get("value") or "")

    def _option(self, given: dict[str, str | None]) -> None:
        selected = "selected" in given
        if "value" in given:
            self._choose(given["value"] or "", selected=selected)
        else:
            self._open_option = "selected" if selected else "open"

    def _choose(self, value: str, *, selected: bool) -> None:
        assert self._form is not None
        if selected or self._select not in self._form.values:
            self._form.values[self._select] = [value]

"""What is wrong with a form is said beside the field, on the page that shows it again."""

import io
from collections.abc import Iterator
from typing import Any

import pdfs
import pytest
import reader_letters
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from page_tree import Element, form_of, inputs, is_beside
from shown_forms import (
    ABOUT,
    ABSENCE,
    CLAIM,
    EVALUATION,
    FACTS,
    INVITATION,
    KEPT,
    LINE,
    NOT_SHOWN_AGAIN,
    OF_OTHERS,
    QUOTE,
    REPORT,
    RESULT,
    SHOWN,
    TENSION,
    TEST,
    WEIGHT,
    Shown,
)

from annotator.app import create_app
from annotator.forms import (
    absences,
    accounts,
    categories,
    claims,
    evaluations,
    invitations,
    letters,
    many_passages,
    passages,
    publishing,
    reasons,
    relations,
    reports,
    scorecards,
    synonyms,
    tensions,
    verdicts,
)
from annotator.forms import (
    labs as lab_forms,
)
from annotator.forms.reading import Form, Repeated
from annotator.services.claims import absences as kept_absences
from annotator.services.library import labs
from annotator.settings import Settings

HTMX = {"HX-Request": "true"}


class Site:
    """A site with something on each page, and the errors that its pages were given."""

    def __init__(self, app: Flask, browser: FlaskClient, sha256: str) -> None:
        self.app = app
        self.browser = browser
        self.sha256 = sha256
        self.sentence = ""
        self.errors: dict[str, str] = {}

    def fit(self, text: str) -> str:
        return text.replace("SHA", self.sha256).replace("START", self.sentence)

    def send(self, form: Shown, **wrong: str) -> Any:
        """Send a form with something wrong in it; note what its page is told of that."""
        typed = {name: self.fit(each) for name, each in (form.right | wrong).items()}
        if form.model is passages.CaptureForm:
            typed["revision"] = self.sha256
        headers = HTMX if form.part else {}
        self.errors = {}
        with template_rendered.connected_to(self._note, self.app):
            return self.browser.post(self.fit(form.action), data=typed, headers=headers)

    def _note(self, _app: Flask, context: dict[str, Any], **_: object) -> None:
        told = context.get("errors") or getattr(context.get("typed"), "errors", None)
        self.errors |= told or {}


@pytest.fixture(scope="module")
def site(desk_in, tmp_path_factory) -> Iterator[Site]:
    with desk_in(tmp_path_factory.mktemp("beside")) as desk:
        sha256 = desk.take_in(
            pdfs.text_pdf([QUOTE, "That is all."]), report="wren-card"
        )
        with desk.sit_down() as context:
            for name in ("Wren", "Gull"):
                lab = labs.find_or_add_lab(context, f"{name} Labs")
                for number in (1, 2):
                    labs.find_or_add_model(context, lab, f"{name} {number}")
        for name, role in (("admin", "admin"), ("bob", "analyst")):
            desk.add_person(name, role)
        stores = desk.stores
        app = create_app(Settings(stores.data, stores.reports_pdf), stores)
        app.config["WTF_CSRF_ENABLED"] = False
        browser = app.test_client()
        browser.set_cookie("annotator", desk.sign_in("admin"))
        _fill(browser)
        desk.do_jobs()
        site = Site(app, browser, sha256)
        with desk.sit_down() as context:
            [receipt] = kept_absences.list_absences(context)
            site.sentence = str(receipt.hits[0].hit.start)
            reader_letters.put_in(context, "wren-1-is-safe")
        yield site


def _fill(browser: FlaskClient) -> None:
    """Put something on each page, as people would."""
    resting = {"claim": "rests-on-it", "stance": "undercuts"}
    for address, typed in (
        (f"{REPORT}/facts", {**ABOUT, "models": "Wren 1"}),
        ("/desk/claims", FACTS),
        ("/desk/claims", {**FACTS, "text": "Rests on it."}),
        (f"{CLAIM}/evidence", {**WEIGHT, "source_url": "https://example.org/"}),
        (f"{CLAIM}/evidence", {**WEIGHT, "quote": QUOTE, "report": "wren-card"}),
        ("/desk/evaluations", {**TEST, "lab": "wren-labs"}),
        (
            "/desk/evaluations",
            {**TEST, "name": "Another task", "lab": "wren-labs"},
        ),
        (f"{EVALUATION}/lines", LINE),
        (f"{EVALUATION}/results", RESULT),
        (f"{CLAIM}/tensions", TENSION),
        (f"{CLAIM}/invitations", INVITATION),
        ("/desk/absences", KEPT),
        (f"{ABSENCE}/evidence", resting),
        ("/desk/synonyms", {"words": "wren, little bird"}),
        (
            "/desk/scorecards",
            {"lab": "wren-labs", "models": "wren-1", "title": "Wren 1"},
        ),
    ):
        assert browser.post(address, data=typed).status_code == 303, address
    sent = (io.BytesIO(pdfs.text_pdf(["Another card."])), "another.pdf")
    assert browser.post("/desk/intake/files", data={"files": sent}).status_code == 303


CASES = [
    pytest.param(name, each, value, id=f"{name}-{each}-{value[:12]}")
    for name, form in SHOWN.items()
    for each, values in form.wrong.items()
    for value in values
]


@pytest.mark.parametrize(("name", "wrong", "value"), CASES)
def test_what_is_wrong_with_a_field_is_said_beside_it(site, name, wrong, value):
    form = SHOWN[name]
    answer = site.send(form, **{wrong: value})
    assert answer.status_code == 422
    there = form.elsewhere.get(f"{wrong} {value}", form.elsewhere.get(wrong, wrong))
    assert list(site.errors) == [there]
    message = site.errors[there]
    shown = form_of(answer.text, site.fit(form.action), form.page)
    if there == "all":
        assert message in [*shown.up()][-1].text
    else:
        places = inputs(shown, there)
        assert any(is_beside(capitals(message, each), each) for each in places)


def capitals(message: str, element: Element) -> str:
    """Return a message as the page has it: some begin with a capital letter."""
    page = [*element.up()][-1].text
    return message if message in page else message.capitalize()


@pytest.mark.parametrize("name", SHOWN)
def test_every_field_that_is_read_is_an_input_of_its_form(site, name):
    form = SHOWN[name]
    page = site.browser.get(form.page).text
    shown = form_of(page, site.fit(form.action), form.page)
    fields = {
        each.alias or name
        for name, each in form.model.model_fields.items()
        if not any(isinstance(marker, Repeated) for marker in each.metadata)
    }
    assert {each for each in fields if not inputs(shown, each)} == set()


def test_every_form_is_tried_or_is_none_that_is_shown_again():
    rooms = (
        absences,
        accounts,
        categories,
        claims,
        evaluations,
        invitations,
        lab_forms,
        letters,
        many_passages,
        passages,
        reasons,
        publishing,
        relations,
        reports,
        scorecards,
        synonyms,
        tensions,
        verdicts,
    )
    forms = {
        each
        for room in rooms
        for each in vars(room).values()
        if isinstance(each, type) and issubclass(each, Form) and each is not Form
    }
    tried = {form.model for form in SHOWN.values()}
    assert forms == tried | NOT_SHOWN_AGAIN | OF_OTHERS

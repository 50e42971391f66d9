"""What is wrong with a form is said beside the field, on the page that shows it again."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pdfs
import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient

from annotator.app import create_app
from annotator.forms import (
    absences,
    accounts,
    claims,
    passages,
    reports,
    scorecards,
    synonyms,
)
from annotator.forms.reading import Form
from annotator.services.claims import absences as kept_absences
from annotator.services.library import labs
from annotator.settings import Settings

QUOTE = "Wren 1 solved 0.5 % of the tasks."
CLAIM = "/desk/claims/wren-1-is-safe"
CARD = "/desk/scorecards/wren-1"
REPORT = "/desk/reports/wren-card"
ABSENCE = "/desk/absences/1"
NONSENSE = "no such thing"
LONG = "x " * 25_001
HUGE = "9" * 30
HTMX = {"HX-Request": "true"}

FACTS = {
    "text": "Wren 1 is safe.",
    "category": "cyber",
    "lab": "wren-labs",
    "models": "wren-1",
    "asserted_by": "lab",
}
WEIGHT = {"stance": "supports", "aims_at": "claim", "note": "One number."}
WRONG_WEIGHT = {
    "stance": ["", NONSENSE],
    "aims_at": [NONSENSE],
    "load_bearing": [NONSENSE],
    "strength": [NONSENSE],
    "note": [LONG],
}
KEPT = {"report": "wren-card", "statement": "It says not how.", "queries": "solved"}
SELECTED = {
    "start": "0",
    "end": "12",
    "stance": "supports",
    "claim": "new",
    "claim_text": "A new claim.",
    "category": "cyber",
    "asserted_by": "lab",
    "do": "link",
}
REGION = {**SELECTED, "page": "1", "x0": "9", "y0": "9", "x1": "90", "y1": "90"}
ABOUT = {"title": "Wren card", "kind": "system card", "published": "2030"}
WRONG_FACTS = {
    "title": [""],
    "kind": ["", NONSENSE],
    "published": ["last spring"],
    "source_url": ["javascript:alert(1)"],
}
DATES = ("released", "training_dates", "deployment_dates")


@dataclass(frozen=True)
class Shown:
    """A form that is shown again, and the values that its fields are refused for."""

    page: str
    action: str
    model: type[Form]
    right: dict[str, str]
    wrong: dict[str, list[str]]
    elsewhere: dict[str, str] = field(default_factory=dict)  # where that is shown
    part: bool = False  # htmx puts it into the page


SHOWN = {
    "state a claim": Shown(
        "/desk/claims/new",
        "/desk/claims",
        claims.NewClaimForm,
        FACTS,
        {
            "text": ["", LONG],
            "category": [NONSENSE],
            "lab": [NONSENSE],
            "models": ["gull-1"],
            "asserted_by": ["", NONSENSE],
            "parent": [NONSENSE],
        },
        {"category": "all", "lab": "all", "parent": "all"},
    ),
    "edit a claim": Shown(
        CLAIM,
        CLAIM,
        claims.ClaimForm,
        FACTS,
        {
            "text": ["", LONG],
            "models": ["gull-1"],
            "asserted_by": [NONSENSE],
            "parent": ["wren-1-is-safe"],
            "assertion": [NONSENSE, HUGE, "nan"],
        },
    ),
    "paste evidence": Shown(
        CLAIM,
        f"{CLAIM}/evidence",
        claims.EvidenceForm,
        {**WEIGHT, "quote": QUOTE, "report": "wren-card", "page": "1"},
        {
            **WRONG_WEIGHT,
            "quote": ["", "Nobody says this."],
            "report": [NONSENSE],
            "page": ["2", NONSENSE, HUGE, "nan"],
        },
        {"report": "all", "page 2": "quote"},
    ),
    "name a source": Shown(
        CLAIM,
        f"{CLAIM}/evidence",
        claims.EvidenceForm,
        WEIGHT,
        {"source_url": ["javascript:alert(1)"]},
    ),
    "weigh evidence": Shown(
        CLAIM, f"{CLAIM}/evidence/1", claims.WeightForm, WEIGHT, WRONG_WEIGHT
    ),
    "write a critique": Shown(
        CLAIM,
        f"{CLAIM}/critique",
        claims.CritiqueForm,
        {},
        {"body": ["", LONG], "change_our_mind": [LONG], "ask_the_lab": [LONG]},
    ),
    "give a verdict": Shown(
        CLAIM,
        f"{CLAIM}/verdict",
        claims.VerdictForm,
        {"shown": "shown", "credence": "likely", "rationale": "So."},
        {"shown": ["", NONSENSE], "credence": [NONSENSE], "rationale": ["", LONG]},
    ),
    "link typed words": Shown(
        f"{CLAIM}/candidates?typed=solved+0.5",
        f"{CLAIM}/candidates",
        passages.CandidateForm,
        {"place": "SHA:0:12", "stance": "supports", "typed": "solved 0.5"},
        {
            "place": ["", NONSENSE, "SHA:5:999999", "SHA:12:0", f"SHA:0:{HUGE}"],
            "stance": ["", NONSENSE],
        },
    ),
    "mark a selection": Shown(
        REPORT,
        f"{REPORT}/passages",
        passages.CaptureForm,
        SELECTED,
        {
            "start": ["", "-1", NONSENSE, HUGE],
            "end": ["0", "999999", "nan"],
            "passage": [NONSENSE],
            "stance": ["", NONSENSE],
            "claim": [""],
            "claim_text": ["", LONG],
            "category": [""],
            "models": ["gull-1"],
            "asserted_by": [NONSENSE],
            "note": [LONG],
        },
        {"end": "start"},
        part=True,
    ),
    "mark a rectangle": Shown(
        REPORT,
        f"{REPORT}/passages",
        passages.CaptureForm,
        REGION,
        {side: ["", "nan", "1e400"] for side in ("x0", "y0", "x1", "y1")}
        | {"page": ["-1"]},
        {"y0": "x0", "x1": "x0", "y1": "x0", "page": "start"},
        part=True,
    ),
    "keep an absence": Shown(
        "/desk/absences/new",
        "/desk/absences",
        absences.AbsenceForm,
        KEPT,
        {"report": [NONSENSE], "statement": ["", LONG], "queries": ["", "lab:wren"]},
        {"report": "all"},
    ),
    "judge a sentence": Shown(
        ABSENCE,
        f"{ABSENCE}/judge",
        absences.JudgementForm,
        {"start": "START", "says": "no", "reason": "It does not."},
        {"reason": ["", LONG], "start": ["", NONSENSE, "-1", HUGE]},
        {"start": "all"},
    ),
    "cite an absence": Shown(
        ABSENCE,
        f"{ABSENCE}/evidence",
        absences.CitationForm,
        {"claim": "wren-1-is-safe", "stance": "undercuts"},
        {
            "claim": [NONSENSE, "rests-on-it"],
            "stance": ["", NONSENSE],
            "note": [LONG],
        },
        {f"claim {NONSENSE}": "all"},
    ),
    "search again": Shown(
        ABSENCE,
        f"{ABSENCE}/runs",
        absences.QueriesForm,
        {},
        {"queries": ["", "(a OR", "lab:wren"]},
    ),
    "begin a scorecard": Shown(
        "/desk/scorecards",
        "/desk/scorecards",
        scorecards.NewScorecardForm,
        {"lab": "wren-labs", "models": "wren-1", "title": "Wren 2"},
        {"lab": [NONSENSE], "models": ["gull-1"], "title": [""]},
        {"lab": "all"},
    ),
    "edit a scorecard": Shown(
        CARD,
        CARD,
        scorecards.ScorecardForm,
        {"models": "wren-1", "title": "Wren 1"},
        {"models": ["gull-1"], "title": [""], "overall": [LONG]},
    ),
    "edit a card": Shown(
        CARD,
        f"{CARD}/cards/cyber",
        scorecards.CardForm,
        {},
        {"lab_says": [LONG], "we_say": [LONG], "analysis": [LONG]},
    ),
    "edit a model": Shown(
        CARD,
        f"{CARD}/models/wren-1",
        scorecards.ModelForm,
        {"name": "Wren 1"},
        {"name": [""], **{date: ["last spring"] for date in DATES}},
    ),
    "edit a report": Shown(
        f"{REPORT}/facts", f"{REPORT}/facts", reports.ReportForm, ABOUT, WRONG_FACTS
    ),
    "describe a file": Shown(
        "/desk/intake",
        "/desk/intake/uploads/1",
        reports.UploadForm,
        {**ABOUT, "lab": "Wren Labs"},
        {**WRONG_FACTS, "lab": [""]},
    ),
    "act on a file": Shown(
        f"{REPORT}/publication",
        f"{REPORT}/publication/files/SHA",
        reports.FileActForm,
        {},
        {"do": ["", NONSENSE]},
    ),
    "add synonyms": Shown(
        "/desk/synonyms",
        "/desk/synonyms",
        synonyms.SynonymsForm,
        {},
        {"words": ["", "alone", "a b c d e f, g"]},
    ),
    "edit synonyms": Shown(
        "/desk/synonyms",
        "/desk/synonyms/1",
        synonyms.SynonymsForm,
        {},
        {"words": ["", "alone"]},
    ),
    "change one's password": Shown(
        "/account",
        "/account/password",
        accounts.PasswordForm,
        {"old": "eleven quiet herons", "new": "twelve loud bitterns"},
        {"old": ["", NONSENSE], "new": ["short", "y" * 300, "aaaaaaaaaaaaaaa"]},
    ),
    "add somebody": Shown(
        "/desk/people/",
        "/desk/people/",
        accounts.PersonForm,
        {"name": "ana", "role": "analyst"},
        {
            "name": ["", "Ana Maria", "bob"],
            "display_name": [LONG, "a\u202eb"],
            "role": ["", NONSENSE, "reader"],
        },
    ),
}
NOT_SHOWN_AGAIN = {  # they have buttons and lists alone, or a page of their own
    accounts.ActiveForm,
    accounts.RoleForm,
    accounts.SignInForm,  # tests/web/test_accounts.py
    passages.ReattachForm,
    reports.CodingForm,
    reports.OfferedForm,
}
OF_OTHERS = {claims.WeightForm, passages.PlaceForm}  # others have their fields too


# The site


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
                labs.find_or_add_model(context, lab, f"{name} 1")
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
        yield site


def _fill(browser: FlaskClient) -> None:
    """Put something on each page, as people would."""
    resting = {"claim": "rests-on-it", "stance": "undercuts"}
    for address, typed in (
        (f"{REPORT}/facts", {**ABOUT, "models": "Wren 1"}),
        ("/desk/claims", FACTS),
        ("/desk/claims", {**FACTS, "text": "Rests on it."}),
        (f"{CLAIM}/evidence", {**WEIGHT, "source_url": "https://example.org/"}),
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


# The page, as a tree


@dataclass
class Element:
    """An element of a page, with what stands in it."""

    tag: str
    attributes: dict[str, str]
    above: "Element | None" = None
    below: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        yield self
        for each in self.below:
            yield from each.walk()

    def up(self) -> Iterator["Element"]:
        yield self
        if self.above:
            yield from self.above.up()

    @property
    def text(self) -> str:
        return " ".join(" ".join(each.texts) for each in self.walk())

    def is_group(self) -> bool:
        """Whether it holds a field with what belongs to it."""
        return self.tag in {"fieldset", "form"} or "field" in self.attributes.get(
            "class", ""
        ).split(" ")

    def is_seen(self) -> bool:
        kind = self.attributes.get("type")
        return self.tag != "button" and kind not in {"hidden", "submit"}


class Tree(HTMLParser):
    """Reads a page."""

    EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "source"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.root = self.now = Element("page", {})
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.now)
        self.now.below.append(made)
        if tag not in self.EMPTY:
            self.now = made

    def handle_endtag(self, tag: str) -> None:
        opened = next((each for each in self.now.up() if each.tag == tag), None)
        if opened is not None and opened.above is not None:
            self.now = opened.above

    def handle_data(self, data: str) -> None:
        self.now.texts.append(data)


def form_of(page: str, action: str, at: str) -> Element:
    """Return the form of a page that is sent to ``action``, the first if several are."""
    for each in Tree(page).root.walk():
        sent = each.attributes.get("action") or each.attributes.get("hx-post") or at
        if each.tag == "form" and sent == action:
            return each
    raise AssertionError(f"no form is sent to {action}")


def inputs(form: Element, name: str) -> list[Element]:
    return [each for each in form.walk() if each.attributes.get("name") == name]


def is_beside(message: str, element: Element) -> bool:
    """Whether a message stands where the field is, or is what describes it."""
    if not element.is_seen():  # then it is the matter of the page as a whole
        return message in [*element.up()][-1].text
    groups = [each for each in element.up() if each.is_group()]
    described = element.attributes.get("aria-describedby", "").split()
    page = [*element.up()][-1]
    describing = [e for e in page.walk() if e.attributes.get("id") in described]
    return any(message in each.text for each in [groups[0], *describing])


# The tests


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
    fields = {each.alias or name for name, each in form.model.model_fields.items()}
    assert {each for each in fields if not inputs(shown, each)} == set()


def test_every_form_is_tried_or_is_none_that_is_shown_again():
    rooms = (absences, accounts, claims, passages, reports, scorecards, synonyms)
    forms = {
        each
        for room in rooms
        for each in vars(room).values()
        if isinstance(each, type) and issubclass(each, Form) and each is not Form
    }
    tried = {form.model for form in SHOWN.values()}
    assert forms == tried | NOT_SHOWN_AGAIN | OF_OTHERS

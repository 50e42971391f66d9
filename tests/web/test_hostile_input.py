"""Whatever stands in an address, a form or a header, the answer is never "500".

Every route is walked, as it stands in the application's map; the names of parameters
are read in the source of the module that answers.
"""

import inspect
import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from urllib.parse import quote_from_bytes

import pdfs
import pytest
import reader_letters
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from annotator import paths
from annotator.app import create_app
from annotator.domain.permissions import Action
from annotator.forms.reading import Form
from annotator.http.auth import declared
from annotator.http.request_checks import Given
from annotator.services.stores import open_stores
from annotator.settings import Settings

PASSWORD = "eleven quiet herons"
QUOTE = "Wren 1 solved 0.5 % of the tasks."
HOSTILE: dict[str, bytes] = {
    "NUL": b"\x00",
    "NUL within": b"a\x00b",
    "controls": b"\x01\x08\x0b\x0c\x1b\x1f\x7f",
    "soft hyphen": "\u00ad".encode(),
    "soft hyphens in marks": '"\u00ad"'.encode(),
    "soft hyphen, then words": "\u00ad the tasks that were solved".encode(),
    "nothing visible": "\u200b\u2060\ufeff\u202e".encode(),
    "a mark alone": "\u0301".encode(),
    "noncharacters": "\ufffe\uffff\ufdd0\U0010ffff".encode(),
    "a surrogate": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe\x80",
    "2^31": str(2**31).encode(),
    "2^63": str(2**63).encode(),
    "-2^63 - 1": str(-(2**63) - 1).encode(),
    "5,000 digits": b"9" * 5000,
    "digits of another script": "٣²".encode(),
    "infinity": b"inf",
    "no number": b"nan",
    "1e400": b"1e400",
    "lines": b"a\r\nSet-Cookie: a=b\r\n\r\n",
    "a way out": b"../../../etc/passwd",
    "signs": b"'\"<>&;%_*~()[]{}\\|:",
    "a template": b"{{ 7 * 7 }}",
    "spaces": b" \t\n ",
    "long": b"a" * 20_000,
}
FEW = ["NUL within", "soft hyphen", "2^63", "5,000 digits", "1e400"]
# What databases take differently; the rest is refused, or not, before one is asked.
FOR_DATABASES = ["NUL within", "noncharacters", "a surrogate", "2^31", "2^63", "long"]
AT_ONCE = [
    "NUL within",
    "controls",
    "soft hyphen",
    "nothing visible",
    "noncharacters",
    "a surrogate",
    "no UTF-8",
    "2^63",
    "-2^63 - 1",
    "5,000 digits",
    "digits of another script",
    "1e400",
    "long",
]
GOOD = {
    "answer": "It was corrected.",
    "asserted_by": "lab",
    "category": "cyber",
    "claim": "wren-1-is-safe",
    "claim_text": "A new claim.",
    "credence": "likely",
    "do": "link",
    "due_on": "2030-02-01",
    "effect": "none",
    "end": "12",
    "in": "wren-card",
    "invited_on": "2030-01-02",
    "kind": "system card",
    "lab": "wren-labs",
    "models": "wren-1",
    "name": "wren-1",
    "page": "1",
    "published": "2030",
    "q": "solved tasks",
    "queries": "solved",
    "quote": QUOTE,
    "rationale": "One number.",
    "reason": "It does.",
    "report": "wren-card",
    "role": "analyst",
    "says": "yes",
    "shown": "partly shown",
    "stance": "supports",
    "start": "0",
    "statement": "It does not say how.",
    "text": "Wren 1 is safe.",
    "title": "Wren card",
    "typed": "solved of the tasks",
    "words": "bio, biology",
    "x0": "10",
    "x1": "90",
    "y0": "10",
    "y1": "90",
}
_READ = re.compile(
    r"""(?:args|values|form|files)\.(?:get|getlist|items)\(\s*"(\w+)"|form, "(\w+)\""""
)
_ANY_WORD = re.compile(r'"([a-z][a-z0-9_]{0,20})"')


@dataclass
class Walk:
    """A site with something on each page, and what was asked of it."""

    app: Flask
    admin: FlaskClient
    reader: FlaskClient
    desk: Any
    sha256: str
    looked: bool = False
    sent: Sequence[bytes] = tuple(HOSTILE.values())  # in all fields of a form
    read: set[str] = field(default_factory=set)  # fields that a view has asked for
    asked: int = 0
    slowest: tuple[float, str] = (0.0, "")
    failed: list[str] = field(default_factory=list)

    def ask(
        self, address: str, *, by: FlaskClient | None = None, **options: object
    ) -> int:
        """Send a request; note it if it fails. Return the status."""
        self.asked += 1
        began = perf_counter()
        try:
            answer = (by or self.admin).open(address, **options)  # type: ignore[arg-type]
            answer.close()
            status = answer.status_code
        except Exception as error:  # noqa: BLE001  -- what a server answers 500 to
            status = 500
            self.failed.append(f"{address[:150]} {options!s:.200}: {error!r:.300}")
            return status
        self.slowest = max(self.slowest, (perf_counter() - began, address[:200]))
        if status >= 500 and status != 501:  # of oEmbed: that format is not made
            self.failed.append(f"{address[:150]} {options!s:.200}: {status}")
        return status

    def post(self, address: str, pairs: dict[str, bytes]) -> int:
        body = "&".join(f"{name}={quote_from_bytes(pairs[name])}" for name in pairs)
        form = "application/x-www-form-urlencoded"
        return self.ask(address, method="POST", data=body, content_type=form)

    def rules(self, method: str) -> list[Rule]:
        every = [
            rule
            for rule in self.app.url_map.iter_rules()
            if rule.methods is not None and method in rule.methods
        ]
        return [rule for rule in every if rule.endpoint != "auth.sign_out"]

    def address(self, rule: Rule, changes: dict[str, bytes] | None = None) -> str:
        """An address of a route that leads somewhere, with some values changed."""
        values = {**self.values(rule), **(changes or {})}

        def fill(match: re.Match[str]) -> str:
            return quote_from_bytes(values[match[1].rpartition(":")[2]], safe="")

        return re.sub("<([^>]+)>", fill, rule.rule)

    def values(self, rule: Rule) -> dict[str, bytes]:
        slug = "wren-card" if "/reports/" in rule.rule else "wren-1-is-safe"
        slug = "test" if "/evaluations/" in rule.rule else slug
        slug = "wren-1" if "card" in rule.endpoint or "/models/" in rule.rule else slug
        slug = "wren-1-is-safe" if "/claims/" in rule.rule else slug
        slug = "wren-labs" if "/labs/" in rule.rule else slug
        slug = "cyber" if rule.rule.startswith("/desk/categories/") else slug
        slug = "other-model" if "/reasons/" in rule.rule else slug
        slug = "evaluation" if "/category-groups/" in rule.rule else slug
        special = {
            "slug": slug,
            "sha": self.sha256,
            "model": "wren-1",
            "category": "cyber",
            "name": "bob",
            "kind": "claim",
            "key": slug if rule.endpoint == "history.of_thing" else "0-1-0-1",
            "number": "ABCD-EFGH" if rule.endpoint == "letters.sent" else "1",
            "end": "12",
            "filename": "style.css",
        }
        return {name: special.get(name, "1").encode() for name in rule.arguments}

    def names(self, rule: Rule) -> tuple[set[str], set[str]]:
        """The parameters that a route's module reads, and all words that it names."""
        if rule.endpoint == "static":
            return set(), set()
        view = inspect.unwrap(self.app.view_functions[rule.endpoint])
        modules = [sys.modules[view.__module__]]
        source = "".join(map(inspect.getsource, modules))
        read = {a or b for a, b in _READ.findall(source)}
        words = set(_ANY_WORD.findall(source)) - {"csrf_token"}
        if "POST" in (rule.methods or ()):
            read |= _fields_of_forms(modules)
        return read, words | read

    def looks(self, rule: Rule, method: str) -> bool:
        """Whether a route looks at its parameters, or its form; many do not."""
        self.looked = False
        self.ask(self.address(rule), method=method)
        return self.looked

    def stay(self) -> None:
        """Sign in again, if the last route has ended the session."""
        if self.admin.get("/account").status_code != 200:
            self.admin.set_cookie("annotator", self.desk.sign_in("admin"))
            assert self.admin.get("/account").status_code == 200


def _fields_of_forms(modules: list[Any]) -> set[str]:
    """The fields of every form that these modules read."""
    forms = [
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Form)
    ]
    return {
        field.alias or name
        for form in forms
        for name, field in form.model_fields.items()
    }


def _note_looks(walk: Walk) -> None:
    """Let the walk know when a view looks at what was sent."""
    usual: type = walk.app.request_class

    class Noting(usual):  # type: ignore[misc]
        @property
        def args(self) -> Any:
            walk.looked = True
            return super().args

        @property
        def form(self) -> Any:
            return _NotedForm(super().form, walk.read)

        def _load_form_data(self) -> None:
            walk.looked = True
            super()._load_form_data()

    walk.app.request_class = Noting


class _NotedForm(Given):
    """Fields that are noted when they are asked for."""

    def __init__(self, sent: Given, read: set[str]) -> None:
        super().__init__(sent)
        self._read = read

    def __contains__(self, key: object) -> bool:
        self._read.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, *rest: Any, **more: Any) -> Any:
        self._read.add(key)
        return super().get(key, *rest, **more)

    def getlist(self, key: str, *rest: Any, **more: Any) -> list[Any]:
        self._read.add(key)
        return super().getlist(key, *rest, **more)


def _fill(walk: Walk) -> None:
    """Put something on each page, as people would."""
    claim = {"text": GOOD["text"], "category": "cyber", "lab": "wren-labs"}
    claim |= {"models": "wren-1", "asserted_by": "lab"}
    evidence = {"quote": QUOTE, "report": "wren-card", "page": "1"}
    at = "/desk/claims/wren-1-is-safe"
    verdict = {name: GOOD[name] for name in ("shown", "credence", "rationale")}
    verdict |= {"reason-2": "other-model", "given-2": "yes", "sentence-2": "Another."}
    absence = {name: GOOD[name] for name in ("report", "statement", "queries")}
    card = {"lab": "wren-labs", "models": "wren-1", "title": "Wren 1"}
    facts = {"kind": "system card", "models": "Wren 1", "title": "Wren card"}
    for address, typed in (
        ("/desk/reports/wren-card/facts", facts),
        ("/desk/claims", claim),
        (f"{at}/evidence", {**evidence, "stance": "supports"}),
        (f"{at}/critique", {"body": "One number is not enough."}),
        ("/desk/absences", absence),
        ("/desk/synonyms", {"words": "wren, little bird"}),
        (
            "/desk/evaluations",
            {"name": "Test", "lab": "wren-labs", "category": "cyber"},
        ),
        ("/desk/evaluations/test/lines", {"kind": "alert", "statement": "any"}),
        ("/desk/evaluations/test/results", {"model": "wren-1", "state": "not run"}),
        (f"{at}/tensions", {"sentence": "No.", "passage": "1", "result": "1"}),
        (f"{at}/verdict", verdict),  # last, or it is too old to publish
        ("/desk/scorecards", card),
        (f"{at}/invitations", {"invited_on": "2030-01-02", "due_on": "2030-02-01"}),
        (f"{at}/publish", {}),
        ("/desk/scorecards/wren-1/publish", {}),
    ):
        assert walk.admin.post(address, data=typed).status_code == 303, address
    sent = (io.BytesIO(pdfs.text_pdf(["Another card."])), "another.pdf")
    answer = walk.admin.post("/desk/intake/files", data={"files": sent})
    assert answer.status_code == 303


def _walk(stores, desk) -> Walk:
    sha256 = desk.take_in(pdfs.text_pdf([QUOTE, "That is all."]), report="wren-card")
    desk.add_person("admin", "admin")
    desk.add_person("bob", "analyst")
    app = create_app(Settings(stores.data, stores.reports_pdf), stores)
    app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=True)
    admin = app.test_client()
    admin.set_cookie("annotator", desk.sign_in("admin"))
    walk = Walk(app, admin, app.test_client(), desk, sha256)
    _note_looks(walk)
    _fill(walk)
    with desk.sit_down() as context:
        reader_letters.put_in(context, "wren-1-is-safe")
    desk.do_jobs()
    return walk


@pytest.fixture(scope="module")
def _shared(tmp_path_factory, desk_of) -> Iterator[Walk]:
    stores = open_stores(tmp_path_factory.mktemp("hostile"), paths.REPORTS_PDF)
    yield _walk(stores, desk_of(stores))
    stores.close()


@pytest.fixture
def walk(_shared: Walk) -> Walk:
    """A site on SQLite; nothing of it is changed by addresses."""
    _shared.asked, _shared.failed, _shared.slowest = 0, [], (0.0, "")
    return _shared


@pytest.fixture(params=["sqlite", "postgresql"])
def walk_to_change(request, tmp_path, desk_of) -> Iterator[Walk]:
    """A site of one test alone, on either database."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    stores = open_stores(tmp_path, paths.REPORTS_PDF, url)
    walk = _walk(stores, desk_of(stores))
    if url:
        walk.sent = [HOSTILE[kind] for kind in FOR_DATABASES]
    yield walk
    stores.close()


def _report(walk: Walk, what: str) -> None:
    seconds, address = walk.slowest
    print(f"{what}: {walk.asked} requests, {len(walk.failed)} answered 500")
    print(f"  the slowest took {seconds:.1f} s: {address}")
    assert walk.failed == []


def _get_rules(walk: Walk) -> list[Rule]:
    return walk.rules("GET")


def test_the_pages_that_the_walk_starts_from_are_there(walk):
    """Or the walk would stop at the first "there is nothing here"."""
    missing = {
        rule.rule: walk.ask(walk.address(rule))
        for rule in _get_rules(walk)
        if walk.ask(walk.address(rule)) not in {200, 302, 303}
    }
    assert set(missing) <= {
        "/desk/reports/<slug>/changes",  # one file has no changes
        "/oembed",  # of no address
        "/metrics",  # without its token
        "/corrections/new",  # about nothing
        *(  # of two editions, and there is one
            f"/{kind}/<slug>/editions/<int:number>/against/<int:other>"
            for kind in ("claims", "models", "reports")
        ),
    }
    assert len(_get_rules(walk)) > 40


@pytest.mark.slow
def test_no_value_in_a_path_is_answered_500(walk):
    for rule in _get_rules(walk):
        for name in rule.arguments:
            for value in HOSTILE.values():
                status = walk.ask(walk.address(rule, {name: value}))
                assert status in {200, 302, 303, 308, 400, 404, 422, 500}, rule
    _report(walk, "paths")


def _ask_hostile(walk: Walk, rule: Rule, by: FlaskClient) -> None:
    read, words = walk.names(rule)
    for kind in AT_ONCE:
        given = quote_from_bytes(HOSTILE[kind][:5000])
        every = "&".join(f"{name}={given}" for name in sorted(words))
        walk.ask(f"{walk.address(rule)}?{every[:60_000]}", by=by)
    for name in sorted(read):
        for kind in FEW:
            value = quote_from_bytes(HOSTILE[kind])
            walk.ask(f"{walk.address(rule)}?{name}={value}", by=by)


@pytest.mark.slow
def test_no_value_of_a_parameter_is_answered_500(walk):
    looking = [rule for rule in _get_rules(walk) if walk.looks(rule, "GET")]
    for rule in looking:
        _ask_hostile(walk, rule, walk.admin)
    assert len(looking) > 12
    _report(walk, "parameters")


def test_no_parameter_of_a_page_for_readers_is_answered_500(walk):
    public = [
        rule
        for rule in _get_rules(walk)
        if rule.endpoint != "static"
        and declared(walk.app.view_functions[rule.endpoint]) is Action.READ_PUBLISHED
        and walk.looks(rule, "GET")
    ]
    for rule in public:
        _ask_hostile(walk, rule, walk.reader)
    assert len(public) > 5
    _report(walk, "parameters, by a stranger")


def test_no_bytes_that_should_have_been_escaped_are_answered_500(walk):
    for rule in _get_rules(walk):
        for raw in ("q=\xff", "\xed\xa0\x80=\x00", "q=\xc2\xad", "%", "q=%zz&&=&;"):
            walk.ask(walk.address(rule), environ_overrides={"QUERY_STRING": raw})
    for path in ("/\xff", "/claims/\xff\x00", "/static/\x00", "/static/..\\\x00"):
        walk.ask("/", environ_overrides={"PATH_INFO": path})
    _report(walk, "raw bytes")


HEADERS = [
    "Accept",
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "Cookie",
    "Host",
    "HX-Current-URL",
    "HX-Request",
    "HX-Target",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "Origin",
    "Range",
    "Referer",
    "Sec-Fetch-Site",
    "User-Agent",
    "X-CSRFToken",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
]


@pytest.mark.slow
def test_no_header_is_answered_500(walk):
    pdf = f"/reports/wren-card/revisions/{walk.sha256}.pdf"
    targets = ["/", "/search?q=solved", "/static/style.css", pdf]
    for header in HEADERS:
        name = "HTTP_" + header.upper().replace("-", "_")
        name = name.removeprefix("HTTP_") if header == "Content-Type" else name
        for value in (*HOSTILE.values(), b"session=\xff; annotator=\x00; ;=;", b"[::1"):
            sent = {name: value.decode("latin-1")}
            for target in targets:
                walk.ask(target, by=walk.reader, environ_overrides=sent)
    _report(walk, "headers")


@pytest.mark.slow
def test_no_field_of_a_form_is_answered_500(walk_to_change):
    walk = walk_to_change
    looked = 0
    for rule in walk.rules("POST"):
        walk.stay()
        for name in rule.arguments:
            for kind in FEW:
                walk.post(walk.address(rule, {name: HOSTILE[kind]}), {})
        if walk.looks(rule, "POST"):
            looked += 1
            _post_hostile(walk, rule)
    assert looked > 20
    _report(walk, "forms")


def _post_hostile(walk: Walk, rule: Rule) -> None:
    read, words = walk.names(rule)
    for value in walk.sent:
        walk.post(walk.address(rule), dict.fromkeys(words, value[:2000]))
    good = {each: GOOD.get(each, "x").encode() for each in read}
    walk.read.clear()
    walk.post(walk.address(rule), good)
    # A module has several forms; only those fields count that this route asks for.
    for name in sorted(read & walk.read) or sorted(read):
        for kind in ("NUL within", "2^63"):
            walk.post(walk.address(rule), {**good, name: HOSTILE[kind]})


def _file(name: bytes, content: bytes) -> tuple[bytes, str]:
    boundary = "parts"
    head = b'Content-Disposition: form-data; name="%b"; filename="%b"\r\n\r\n'
    parts = [
        b"--parts\r\n" + head % (each, name) + content + b"\r\n"
        for each in (b"files", b"file")
    ]
    return b"".join(
        [*parts, b"--parts--\r\n"]
    ), f"multipart/form-data; boundary={boundary}"


def test_no_browser_that_signs_in_is_answered_500(walk_to_change):
    walk = walk_to_change
    typed = {"name": "bob", "password": PASSWORD}
    for kind in ("NUL within", "controls", "no UTF-8", "noncharacters", "long"):
        sent = {"HTTP_USER_AGENT": HOSTILE[kind].decode("latin-1")}
        browser = walk.app.test_client()
        status = walk.ask(
            "/sign-in", by=browser, method="POST", data=typed, environ_overrides=sent
        )
        assert status == 303
        assert walk.ask("/account", by=browser) == 200
    _report(walk, "browsers")


@pytest.mark.parametrize("content", [pdfs.text_pdf(["A page."]), b"\x00", b"\xff: ["])
def test_no_name_of_a_file_is_answered_500(walk_to_change, content):
    walk = walk_to_change
    for name in HOSTILE.values():
        for address in ("/desk/intake/files", "/desk/scorecards/import"):
            body, kind = _file(name, content)
            walk.ask(address, method="POST", data=body, content_type=kind)
    _report(walk, "names of files")


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\xff\x00",
        "application/json",
        "text/plain; charset=\x00",
        "application/x-www-form-urlencoded; charset=utf-7",
        "",
    ],
)
def test_no_form_that_is_none_is_answered_500(walk, kind):
    for body in (b"", b"\x00", b"\xff\xfe", b"--\r\n\r\n--", b"a=b&&=", b"{"):
        for address in ("/sign-in", "/desk/claims", "/desk/intake/files"):
            walk.ask(address, method="POST", data=body, content_type=kind)
    _report(walk, f"forms that are none ({kind})")

"""The sample as readers meet it: an installation that the tests leave as it is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from annotator.app import create_app
from annotator.settings import Settings

VOID = {"br", "hr", "img", "input", "link", "meta"}


@dataclass
class Element:
    """An element; the words directly in it are elements called "" with a text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str:
        """Return an attribute, or "" if it is not there."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> set[str]:
        return set(self.get("class").split())

    def walk(self) -> Iterator["Element"]:
        """Yield this element and all that is in it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *tags: str, class_: str = "") -> list["Element"]:
        """Return what is in it with one of these tags, and this class if one is named."""
        return [
            found
            for found in self.walk()
            if found.tag in tags and (not class_ or class_ in found.classes)
        ]

    def one(self, *tags: str, class_: str = "") -> "Element":
        """Return the only element of its kind in it."""
        (found,) = self.all(*tags, class_=class_)
        return found

    @property
    def words(self) -> str:
        """All its words, as they are read: runs of white space are one space."""
        return " ".join("".join(found.text for found in self.walk()).split())


class Page(Element):
    """A whole page."""

    def by_id(self, name: str) -> Element:
        (found,) = [each for each in self.walk() if each.get("id") == name]
        return found

    @property
    def ids(self) -> list[str]:
        return [each["id"] for each in self.walk() if each.get("id")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[Element] = [Page("page")]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open[-1].tag == tag, f"<{self.open[-1].tag}> ended by </{tag}>"
            self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(Element("", text=data))


def read(html: str) -> Page:
    """Return a page as a tree; elements that are not closed in turn are refused."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    (page,) = reader.open
    assert isinstance(page, Page)
    return page


Open = Callable[[str], Page]


@pytest.fixture(scope="session")
def read_page() -> Open:
    """Read HTML as a page."""
    return read


@pytest.fixture(scope="module")
def sample(desk_in, tmp_path_factory, sample_ready):
    """A desk in an installation with the sample, its index made."""
    with desk_in(tmp_path_factory.mktemp("sample"), sample_ready) as desk:
        yield desk


@pytest.fixture(scope="module")
def app(sample):
    stores = sample.stores
    app = create_app(Settings(data=stores.data, reports_pdf=stores.reports_pdf), stores)
    app.testing = True
    return app


@pytest.fixture(scope="module")
def browser(app) -> FlaskClient:
    """The browser of a reader."""
    return app.test_client()


@pytest.fixture(scope="module")
def open_page(browser) -> Open:
    """Open an address, which must be there, and return its page."""

    @cache
    def open_page(address: str) -> Page:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        return read(answer.get_data(as_text=True))

    return open_page


@pytest.fixture(scope="module")
def signed_in(app, sample) -> FlaskClient:
    """The browser of an analyst."""
    sample.add_person("ana", "analyst")
    browser = app.test_client()
    browser.set_cookie("annotator", sample.sign_in("ana"))
    return browser

"""Every kind of public page, all of it opened: nothing for axe, the validator or a console."""

import re
from itertools import product
from pathlib import Path
from zipfile import ZipFile

import brotli
import pytest
from browser.accessibility import problems
from browser.conftest import open_context
from every_kind import CLAIM, KINDS
from html_rules import html_problems

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (360, 768, 1280)
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# The dark scheme changes colours, and nothing else.
SCHEMES = {"light": {}, "dark": {"runOnly": OF_COLOURS}}
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
MOST_SENT = 60_000  # bytes of a page and its style sheet, compressed
STYLE = re.compile(r'href="(/static/[^"]*style\.css)"')
PAGE_OF_THE_PDF = re.compile(r'href="(/reports/[^"]*/pages/[^"#]*)')


@pytest.fixture(scope="module")
def reader(later_reader):
    return later_reader


@pytest.fixture(scope="module")
def page_of_the_pdf(reader) -> str:
    """A page of a report, from where a claim leads to it."""
    return PAGE_OF_THE_PDF.findall(reader.get(CLAIM).text)[0].replace("&amp;", "&")


@pytest.fixture
def bundle(reader, tmp_path) -> Path:
    """The page of a take-away bundle, unpacked."""
    packed = tmp_path / "bundle.zip"
    packed.write_bytes(reader.get(f"{CLAIM}/bundle.zip").data)
    with ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    [page] = tmp_path.rglob("*.html")
    return page


def test_the_markup_of_every_page_is_valid(reader, page_of_the_pdf, bundle, tmp_path):
    asked = {**KINDS, "page of the PDF": page_of_the_pdf}
    pages = {name: reader.get(address).text for name, address in asked.items()}
    pages["bundle"] = bundle.read_text(encoding="utf-8")
    assert html_problems(pages, tmp_path) == []


@pytest.mark.parametrize("kind", [*KINDS, "page of the PDF"])
def test_axe_finds_nothing(public_window, request, kind):
    """At three widths, light and dark."""
    address = KINDS.get(kind) or request.getfixturevalue("page_of_the_pdf")
    assert [*_problems(public_window(address))] == []


def test_axe_finds_nothing_in_a_bundle(chromium, bundle):
    with open_context(chromium) as context:
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(message.text))
        page.goto(bundle.as_uri())
        page.wait_for_load_state("networkidle")
        assert said == []  # then axe asks for style sheets, which a file may not
        assert [*_problems(page)] == []


def test_each_page_and_its_style_are_sent_in_60_kilobytes(reader, page_of_the_pdf):
    def sent(address):
        accepts = {"Accept-Encoding": "br"}
        return len(reader.get(address, headers=accepts, buffered=True).data)

    [style] = STYLE.findall(reader.get("/").text)
    # As the server does; it does so piece by piece and leaves the file open for a moment.
    with reader.get(style) as answer:
        of_style = len(brotli.compress(answer.get_data(), quality=4))
    asked = {**KINDS, "page of the PDF": page_of_the_pdf}
    sizes = {kind: sent(address) + of_style for kind, address in asked.items()}
    print(max(sizes.items(), key=lambda one: one[1]))
    assert {kind: size for kind, size in sizes.items() if size > MOST_SENT} == {}


def _problems(page):
    page.evaluate(OPEN_ALL)
    for width, (scheme, rules) in product(WIDTHS, SCHEMES.items()):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            yield f"{width} px: the page is {wide} px wide"
        yield from (f"{width} px, {scheme}: {one}" for one in problems(page, rules))

"""A site of files, served by a host that knows nothing of us, under a path of its own."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from browser.conftest import open_context
from copied_site import PREFIX, copied_site
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args):
        pass


@pytest.fixture(scope="module")
def hosted(prepared, desk_in, sample_ready):
    """The address of the sample's site, below a path."""
    folder = copied_site(prepared, desk_in, sample_ready)
    handler = partial(_Quiet, directory=str(folder))
    host = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    address = f"http://127.0.0.1:{host.server_port}/{PREFIX}/"
    running = Thread(target=host.serve_forever, daemon=True)
    running.start()
    yield address
    host.shutdown()
    host.server_close()
    running.join()


@pytest.fixture
def page(chromium, hosted):
    """A page of a browser; whatever it complains of fails the test."""
    context = open_context(chromium)
    page = context.new_page()
    wrong = []
    page.on("console", lambda said: wrong.append(said.text))
    page.on("response", lambda r: wrong.append(r.url) if r.status >= 400 else None)
    yield page
    context.close()
    assert wrong == []


def test_pages_are_read_and_followed_without_a_server_of_ours(page, hosted):
    page.goto(hosted)
    expect(page.get_by_role("link", name="Sign in")).to_have_count(0)
    page.goto(f"{hosted}claims/no-amber-in-cyber")  # the address that the server has
    expect(page.locator("main h1")).to_be_visible()
    assert page.url == f"{hosted}claims/no-amber-in-cyber/"
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    broken = page.evaluate(
        """async () => {
          const pictures = [...document.images];
          for (const one of pictures) one.loading = 'eager';
          await Promise.all(pictures.map((one) => one.decode()));
          return pictures.filter((one) => !one.naturalWidth).length;
        }"""
    )
    assert broken == 0
    page.locator("a[href*='/pages/']").first.click()
    expect(page.locator(".page-picture img")).to_be_visible()


def test_the_search_finds_pages_by_their_words(page, hosted):
    page.goto(hosted)
    box = page.locator("input[name=q]")
    box.fill("cyber amb")
    box.press("Enter")
    expect(page.locator(".site-hits a").first).to_be_visible()
    assert page.url == f"{hosted}search/?q=cyber+amb"
    page.locator(".site-hits a", has_text="cyber").first.click()
    expect(page.locator("main h1")).to_be_visible()


def test_a_search_for_what_is_nowhere_says_so(page, hosted):
    page.goto(f"{hosted}search/?q=zzzqqq")
    expect(page.get_by_role("status")).to_have_text(
        "No results contain all of these words."
    )

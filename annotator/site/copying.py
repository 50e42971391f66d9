"""Copy the public site into files, by asking our own application for every page."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from re import findall
from urllib.parse import urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from annotator.site import markup
from annotator.site.addresses import (
    NEEDS_SERVER,
    SEARCH,
    file_of,
    is_page,
    kept,
    link_to,
)
from annotator.site.folder import SiteFolder
from annotator.site.word_index import WordIndex

# In the configuration, for pages that say otherwise then.
SITE_OF_FILES = "SITE_OF_FILES"
BEGINNINGS = ("/", SEARCH)
# For machines, which follow no link to them; what is not there is left out.
PERHAPS = ("/sitemap.xml", "/robots.txt", "/llms.txt", "/changes")
_NOT_SEARCHED = (SEARCH, "/source")

Progress = Callable[[int, int], None]  # addresses copied, and known so far


@dataclass(frozen=True)
class DeadLink:
    """A link that leads nowhere."""

    page: str
    address: str
    why: str


@dataclass
class Copied:
    """What was copied, and which links lead nowhere."""

    files: int = 0
    pages: int = 0
    dead: list[DeadLink] = field(default_factory=list)


def copy_site(
    app: Flask, base_url: str, site: SiteFolder, progress: Progress
) -> Copied:
    """Add every public page, and what it needs, to ``site``; return what was found.

    ``base_url`` is where the site will be, with its path and a slash at the end.
    """
    app.config[SITE_OF_FILES] = True
    return _Copying(app.test_client(), base_url, site, progress).run()


class _Copying:
    """One copying of a site."""

    def __init__(
        self, browser: FlaskClient, base_url: str, site: SiteFolder, progress: Progress
    ) -> None:
        self._browser = browser
        self._base = base_url
        self._prefix = urlsplit(base_url).path.rstrip("/")
        self._site = site
        self._progress = progress
        self._index = WordIndex()
        self._waiting: deque[str] = deque([*BEGINNINGS, *PERHAPS])
        self._known = set(self._waiting)
        self._links: list[tuple[str, str, str]] = []  # page, address, fragment
        self._failed: dict[str, str] = {}  # why, by address
        self._ids: dict[str, frozenset[str]] = {}  # of pages, by address
        self._copied = Copied()

    def run(self) -> Copied:
        while self._waiting:
            self._copy(self._waiting.popleft())
            done = len(self._known) - len(self._waiting)
            self._progress(done, len(self._known))
        for name, content in self._index.files():
            self._add(f"{SEARCH.strip('/')}/{name}", content)
        self._copied.dead = [*self._dead()]
        return self._copied

    def _copy(self, address: str) -> None:
        answer = self._browser.get(address, base_url=self._base, buffered=True)
        if answer.status_code in {301, 302, 303, 308}:
            self._copy_redirect(address, answer)
        elif answer.status_code != 200:
            self._failed[address] = f"answers {answer.status}"
        elif answer.mimetype == "text/html":
            self._copy_page(address, answer)
        elif is_page(address):
            self._failed[address] = f"is {answer.mimetype}, and its name has no ending"
        else:
            for found in findall(rb"<loc>([^<]*)</loc>", answer.data):
                self._follow("/sitemap.xml", unescape(found.decode()))
            self._add(file_of(address), answer.data)

    def _copy_page(self, address: str, answer: TestResponse) -> None:
        page = answer.text
        self._ids[address] = frozenset(markup.ids(page))
        rewritten = markup.with_links(page, lambda link: self._follow(address, link))
        scheme = urlsplit(self._base).scheme
        for note in markup.printed(page):
            self._follow(address, f"{scheme}://{note}")
        policy = answer.headers.get("Content-Security-Policy", "")
        self._add(file_of(address), markup.with_policy(rewritten, policy).encode())
        self._copied.pages += 1
        path, query = urlsplit(address).path, urlsplit(address).query
        if not query and path not in _NOT_SEARCHED and "/editions" not in path:
            link = self._prefix + link_to(address)
            self._index.add(link, markup.title(page), markup.words(page))

    def _copy_redirect(self, address: str, answer: TestResponse) -> None:
        target = self._follow(address, answer.headers["Location"])
        if target is None or not is_page(address):
            self._failed[address] = "leads to what needs a server"
            return
        self._ids[address] = frozenset()
        content = markup.leading_to(target, "It is here now")
        self._add(file_of(address), content.encode())

    def _follow(self, page: str, link: str) -> str | None:
        """Return what a link on a page becomes, and wait for what it leads to.

        It is None if it leads to what needs a server.
        """
        here = urljoin(self._base, page.lstrip("/"))
        whole = urljoin(here, link) if link.startswith(("?", "#")) else link
        whole = urljoin(self._base, whole) if whole.startswith("/") else whole
        if not whole.startswith(self._base) or whole.startswith("//"):
            return link
        rest, _, fragment = whole.removeprefix(self._base).partition("#")
        asked = f"/{rest}"
        if urlsplit(asked).path in NEEDS_SERVER:
            return None
        address = kept(asked, page)
        self._links.append((page, address, fragment))
        if address not in self._known:
            self._known.add(address)
            self._waiting.append(address)
        query = urlsplit(asked).query if address == SEARCH else ""
        shown = f"{link_to(address)}{'?' if query else ''}{query}"
        if link.startswith("#"):
            return link
        root = self._base.rstrip("/") if "://" in link else self._prefix
        return f"{root}{shown}{'#' if fragment else ''}{fragment}"

    def _add(self, name: str, content: bytes) -> None:
        self._site.add(name, content)
        self._copied.files += 1

    def _dead(self) -> list[DeadLink]:
        found = []
        for page, address, fragment in dict.fromkeys(self._links):
            if address in self._failed:
                found.append(DeadLink(page, address, self._failed[address]))
            elif fragment and fragment not in self._ids.get(address, {fragment}):
                why = "has no such place"
                found.append(DeadLink(page, f"{address}#{fragment}", why))
        return found

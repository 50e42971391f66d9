"""Everything that a reader's browser can be answered with, found by following links."""

import html
import re
from urllib.parse import quote, urlsplit

_LINKS = re.compile(r'(?:href|src)="(/[^"]*)"')
_SETS = re.compile(r'srcset="([^"]*)"')
_TOKEN = re.compile(rb'(?<=name="token" value=")[^"]*')  # says when a form was opened
_BINARY = (".png", ".webp", ".pdf", ".gz", ".zip")


def search_for(words: str) -> str:
    """The address at which a reader searches for words."""
    return f"/search?q={quote(words)}"


def crawl(browser, *more: str, pictures: bool = True) -> dict[str, tuple[int, bytes]]:
    """Return status and contents of every address that can be reached, by address.

    It begins at the front page and at ``more``. Static files, the archive of the source
    and, unless they are wanted, pictures and PDFs are left out.
    """
    seen: dict[str, tuple[int, bytes]] = {}
    waiting = ["/", "/search", *more]
    while waiting:
        address = waiting.pop()
        if address in seen or not _is_wanted(address, pictures=pictures):
            continue
        answer = browser.get(address)
        content = answer.get_data()
        seen[address] = answer.status_code, without_token(content)
        if answer.mimetype == "text/html":
            waiting += _addresses(content.decode())
        if answer.status_code in {301, 302, 303}:
            waiting.append(answer.headers["Location"].partition("#")[0])
        answer.close()
    return seen


def without_token(content: bytes) -> bytes:
    """Return a page without what says when its form was opened."""
    return _TOKEN.sub(b"", content)


def _addresses(page: str) -> list[str]:
    found = _LINKS.findall(page)
    for each in _SETS.findall(page):
        found += [part.split()[0] for part in each.split(",") if part.strip()]
    return [html.unescape(each).partition("#")[0] for each in found]


def _is_wanted(address: str, *, pictures: bool) -> bool:
    path = urlsplit(address).path
    if path.startswith(("/static/", "/desk", "/source.tar", "/sign-in")):
        return False
    # Of the sizes that a picture has one will do: they are drawn from one page.
    if "width=" in address and "width=768" not in address:
        return False
    # One piece of evidence that is left out will do: their choices have no end.
    if "without=" in address and ("," in address or "%2C" in address):
        return False
    return pictures or not path.endswith(_BINARY)

"""Read and rewrite the links of our own pages, and leave everything else as it is.

In our pages "<" begins a tag and nothing else, as text is escaped; attributes stand in
double quotes.
"""

import html
import re
from collections.abc import Callable, Iterator

Rewrite = Callable[[str], str | None]

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_LINK = re.compile(r'(?<=\s)(href|src|srcset|action|content)="([^"]*)"')
_ID = re.compile(r'(?<=\s)id="([^"]*)"')
_PRINTED = re.compile(r'(?<=\s)data-note="([^"]*)"')
_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_WHOLE_TITLE = re.compile(r'<meta property="og:title" content="([^"]*)"')
_SILENT = re.compile(r"<(script|style|svg|dialog)\b.*?</\1>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_HEAD = '<meta charset="utf-8">'
# Directives that a page cannot state about itself.
_ONLY_IN_HEADERS = ("frame-ancestors", "report-uri", "report-to")


def with_links(page: str, rewrite: Rewrite) -> str:
    """Return a page with each link as ``rewrite`` gives it.

    A tag that has a link for which it gives None is left out.
    """

    def tag(found: re.Match[str]) -> str:
        is_left_out = False

        def link(attribute: re.Match[str]) -> str:
            nonlocal is_left_out
            name, value = attribute.group(1), html.unescape(attribute.group(2))
            given = _each(rewrite, value) if name == "srcset" else rewrite(value)
            is_left_out = is_left_out or given is None
            return f'{name}="{html.escape(given or "")}"'

        if found.group().startswith("<meta") and "://" not in found.group():
            return found.group()  # words, not an address
        rewritten = _LINK.sub(link, found.group())
        return "" if is_left_out else rewritten

    return _TAG.sub(tag, page)


def _each(rewrite: Rewrite, pictures: str) -> str:
    """Rewrite each address of a ``srcset``."""
    parts = [part.split() for part in pictures.split(",") if part.strip()]
    return ", ".join(" ".join([rewrite(part[0]) or "", *part[1:]]) for part in parts)


def ids(page: str) -> Iterator[str]:
    """Yield what links can lead to within a page."""
    for tag in _TAG.findall(page):
        yield from map(html.unescape, _ID.findall(tag))


def printed(page: str) -> Iterator[str]:
    """Yield the addresses that stand on a page only when it is printed, without scheme."""
    for tag in _TAG.findall(page):
        yield from map(html.unescape, _PRINTED.findall(tag))


def with_policy(page: str, policy: str) -> str:
    """Return a page that states its content security policy itself, as no host does."""
    stated = "; ".join(
        part
        for part in policy.split("; ")
        if part and not part.startswith(_ONLY_IN_HEADERS)
    )
    equivalent = f'<meta http-equiv="Content-Security-Policy" content="{stated}">'
    return page.replace(_HEAD, f"{_HEAD}\n    {equivalent}", 1)


def title(page: str) -> str:
    """Return the title of a page, whole if its head has it so."""
    found = _WHOLE_TITLE.search(page) or _TITLE.search(page)
    return html.unescape(found.group(1).strip()) if found else ""


def words(page: str) -> str:
    """Return what is read on a page, without what stands on every one."""
    found = _MAIN.search(page)
    spoken = _MARKUP.sub(" ", _SILENT.sub(" ", found.group(1))) if found else ""
    return " ".join(html.unescape(spoken).split())


def leading_to(link: str, title: str) -> str:
    """Return a page that leads on to another one, as a redirect does."""
    to, said = html.escape(link), html.escape(title)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head>{_HEAD}'
        f'<meta http-equiv="refresh" content="0; url={to}">'
        f'<link rel="canonical" href="{to}"><title>{said}</title></head>'
        f'<body><p><a href="{to}">{said}</a></p></body></html>\n'
    )

"""The list of the site's pages for search engines (sitemaps.org, protocol 0.9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from xml.sax.saxutils import escape

MOST = 50_000  # addresses in one file, by the protocol

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Listed:
    """The whole address of a page, or of a part of the list, and when it changed."""

    address: str
    changed: datetime | None = None


def parts_of(pages: Sequence[Listed], most: int = MOST) -> int:
    """Return how many files the list of some pages needs, at least one."""
    return max(1, -(-len(pages) // most))


def part(pages: Sequence[Listed], number: int, most: int = MOST) -> list[Listed]:
    """Return the pages of part ``number`` (from 1)."""
    return list(islice(pages, (number - 1) * most, number * most))


def url_set(pages: Iterable[Listed]) -> str:
    """Return one file of the list, with at most ``MOST`` pages."""
    return _written("urlset", "url", pages)


def index(parts: Iterable[Listed]) -> str:
    """Return the file that lists the parts of a list that is longer."""
    return _written("sitemapindex", "sitemap", parts)


def _written(whole: str, entry: str, listed: Iterable[Listed]) -> str:
    lines = (
        f"<{entry}><loc>{escape(page.address)}</loc>{_changed(page)}</{entry}>\n"
        for page in listed
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{whole} xmlns="{_SPACE}">\n'
    return f"{head}{''.join(lines)}</{whole}>\n"


def _changed(page: Listed) -> str:
    if page.changed is None:
        return ""
    return f"<lastmod>{page.changed.isoformat(timespec='seconds')}</lastmod>"

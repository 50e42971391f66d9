"""Which file holds what a server answers at an address, and how pages link to it.

``/claims/x`` is ``claims/x/index.html``, which every static host serves at ``claims/x/``
and, by a redirect, at the server's own address. What has an ending (``board.csv``) is a
file of this name. A query is part of the name: ``/reasons/y?page=2`` is
``reasons/y~page-2/``, and ``1.webp?width=768`` is ``1~width-768.webp``.
"""

import hashlib
import re
from urllib.parse import parse_qs, quote, unquote, unquote_plus, urlsplit

SEARCH = "/search"  # its query is read by a script, so that it is one file
# The one answers by what is asked, not by an address; the other takes what is typed.
NEEDS_SERVER = ("/oembed", "/corrections/new")
_LONGEST_QUERY = 60  # characters of a file's name
_NARROWED = {"page", "month"}  # parts of a list, of which there are only so many
_PLAIN = re.compile(r"[\w=&.]*", re.ASCII)  # else two queries could have one name


def file_of(address: str) -> str:
    """Return the path of the file, in the folder of the site, for an address."""
    path, query = urlsplit(address).path, urlsplit(address).query
    name = unquote(path).strip("/")
    asked = f"~{_in_words(query)}" if query else ""
    if is_page(address):
        return f"{name}{asked}/index.html".lstrip("/")
    stem, dot, ending = name.rpartition(".")
    return f"{stem}{asked}{dot}{ending}"


def link_to(address: str) -> str:
    """Return the path, from the site's root, at which a host serves the address's file."""
    return "/" + quote(file_of(address).removesuffix("index.html"), safe="/~")


def is_page(address: str) -> bool:
    """Whether an address is that of a page; all else has an ending."""
    return "." not in urlsplit(address).path.rpartition("/")[2]


def kept(address: str, linked_from: str) -> str:
    """Return the address that a link leads to in a site of files.

    A page with a query is a file of its own if a page without one links to it, or if it
    is a further ``page`` or a ``month`` of the one that does. Other combinations are
    without number, and lead to the page itself.
    """
    path, query = urlsplit(address).path, urlsplit(address).query
    if path == SEARCH:
        return SEARCH
    here = urlsplit(linked_from)
    is_part = here.path == path and not _NARROWED.isdisjoint(parse_qs(query))
    return address if not is_page(address) or not here.query or is_part else path


def _in_words(query: str) -> str:
    words = re.sub(r"[^A-Za-z0-9.]+", "-", unquote_plus(query)).strip("-")
    if len(words) <= _LONGEST_QUERY and _PLAIN.fullmatch(query):
        return words
    digest = hashlib.sha256(query.encode()).hexdigest()[:8]
    return f"{words[:_LONGEST_QUERY]}-{digest}"

"""Feeds in Atom (RFC 4287), written with the standard library."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from flask import Response, current_app, render_template

from annotator.domain.views.changes import ChangeEntry
from annotator.http.addresses import public_url

NAMESPACE = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ET.register_namespace("", NAMESPACE)

_NOTHING_YET = datetime(
    2000, 1, 1, tzinfo=UTC
)  # a feed needs a date before it has news
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Feed:
    """What a feed is about; addresses are whole."""

    title: str
    address: str  # its own, which is its name too
    page: str  # that tells the same to people
    entries: Sequence[ChangeEntry]  # newest first


def atom(feed: Feed) -> Response:
    """Answer with a feed."""
    site = str(current_app.jinja_env.globals["site_name"])
    root = ET.Element(_name("feed"), {_LANGUAGE: "en"})
    _add(root, "id", feed.address)
    _add(root, "title", f"{feed.title} · {site}")
    newest = max((entry.at for entry in feed.entries), default=_NOTHING_YET)
    _add(root, "updated", _moment(newest))
    _add(ET.SubElement(root, _name("author")), "name", site)
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    for entry in feed.entries:
        _add_entry(root, entry)
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(content, content_type="application/atom+xml; charset=utf-8")


def _add_entry(root: ET.Element, entry: ChangeEntry) -> None:
    """Add an entry; of a page that was withdrawn, a dated note that names nothing."""
    found = ET.SubElement(root, _name("entry"))
    _add(found, "id", entry.key)
    _add(found, "title", _title(entry))
    for name in ("updated", "published"):
        _add(found, name, _moment(entry.at))
    if entry.told:
        address = public_url(
            f"public.{entry.kind}", slug=entry.slug, _anchor=entry.anchor
        )
        _link(found, "alternate", address, "text/html")
    elif not entry.is_withdrawal:
        address = public_url(
            f"editions.{entry.kind}", slug=entry.slug, number=entry.number
        )
        _link(found, "alternate", address, "text/html")
        if entry.change:
            ET.SubElement(found, _name("category"), {"term": entry.change})
    told = render_template("public/_feed_entry.html", entry=entry)
    _add(found, "content", told.strip(), type="html")


def _title(entry: ChangeEntry) -> str:
    if entry.is_withdrawal:
        return f"A {entry.kind} was withdrawn"
    if entry.told:
        return f"{entry.title.removesuffix('.')}: {entry.told}"
    if entry.number == 1:
        return f"{entry.title} (first edition)"
    return f"{entry.title} (edition {entry.number})"


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, _name(name), attributes).text = _NO_XML.sub("", text)


def _link(parent: ET.Element, rel: str, href: str, type_: str) -> None:
    ET.SubElement(parent, _name("link"), {"rel": rel, "href": href, "type": type_})


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

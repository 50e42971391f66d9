"""What other sites are told to show of a page (oembed.com, version 1.0)."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from html import escape
from typing import Any

from annotator.domain.formats.share_card import SIZE

WIDTH = 600  # CSS pixels, where there is room
_NARROW = 480  # below which a line has fewer words
_HEIGHT, _TALL = 260, 340


@dataclass(frozen=True, slots=True)
class Embedded:
    """A page that others show: its title, whose it is, and its picture; all whole addresses."""

    title: str
    author: str
    author_address: str
    picture: str
    frame: str = ""  # the page that is shown in a frame; "" if there is none


def response(
    shown: Embedded, *, site_name: str, site_address: str, width: int, height: int
) -> dict[str, Any]:
    """Return the answer for a place of at most ``width`` × ``height`` CSS pixels."""
    told: dict[str, Any] = {
        "version": "1.0",
        "type": "rich" if shown.frame else "link",
        "title": shown.title,
        "author_name": shown.author,
        "author_url": shown.author_address,
        "provider_name": site_name,
        "provider_url": site_address,
    }
    if SIZE[0] <= width and SIZE[1] <= height:
        names = ("thumbnail_url", "thumbnail_width", "thumbnail_height")
        told |= dict(zip(names, (shown.picture, *SIZE), strict=True))
    if shown.frame:
        wide = min(WIDTH, width)
        tall = min(_HEIGHT if wide >= _NARROW else _TALL, height)
        told |= {
            "width": wide,
            "height": tall,
            "html": frame(shown, wide, tall),
        }
    return told


def frame(shown: Embedded, width: int = WIDTH, height: int = _HEIGHT) -> str:
    """Return the HTML that shows a page in a frame of another site."""
    return (
        f'<iframe src="{escape(shown.frame)}" width="{width}" height="{height}" '
        f'title="{escape(shown.title)}" loading="lazy" '
        'style="border: 0; max-width: 100%"></iframe>'
    )


def as_xml(told: dict[str, Any]) -> str:
    """Return an answer as XML."""
    root = ET.Element("oembed")
    for name, value in told.items():
        ET.SubElement(root, name).text = str(value)
    written = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n{written}\n'

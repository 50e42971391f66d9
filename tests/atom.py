"""What RFC 4287 asks of an Atom feed, checked rule by rule.

The grammar of its appendix B and the rules that it leaves to prose (section numbers are
given); foreign markup and text constructs of XHTML are not used here, so are refused.
"""

import re
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"

# Element: how often each child may stand in it (least, most).
ANY = 10**9
PERSON = {"name": (1, 1), "uri": (0, 1), "email": (0, 1)}
CHILDREN: dict[str, dict[str, tuple[int, int]]] = {
    "feed": {
        "author": (0, ANY), "category": (0, ANY), "contributor": (0, ANY),
        "generator": (0, 1), "icon": (0, 1), "id": (1, 1), "link": (0, ANY),
        "logo": (0, 1), "rights": (0, 1), "subtitle": (0, 1), "title": (1, 1),
        "updated": (1, 1), "entry": (0, ANY),
    },
    "entry": {
        "author": (0, ANY), "category": (0, ANY), "content": (0, 1),
        "contributor": (0, ANY), "id": (1, 1), "link": (0, ANY), "published": (0, 1),
        "rights": (0, 1), "source": (0, 1), "summary": (0, 1), "title": (1, 1),
        "updated": (1, 1),
    },
    "author": PERSON,
    "contributor": PERSON,
}  # fmt: skip
ATTRIBUTES = {
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    "category": {"term", "scheme", "label"},
    "content": {"type", "src"},
    "generator": {"uri", "version"},
    **{key: {"type"} for key in ("title", "subtitle", "summary", "rights")},
}
# Section 3.3: RFC 3339 with an upper-case T, and Z or an offset.
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII
)
MEDIA_TYPE = re.compile(r"[^/\s]+/[^/\s]+")


def mistakes(content: bytes) -> list[str]:
    """Return what is wrong with a feed, in words; [] if nothing is."""
    feed = ET.fromstring(content)  # section 2: well-formed XML
    if feed.tag != f"{ATOM}feed":
        return [f"the root is {feed.tag}"]
    found = [mistake for element in feed.iter() for mistake in _of_element(element)]
    entries = feed.findall(f"{ATOM}entry")
    if not feed.findall(f"{ATOM}author"):  # 4.1.1
        found += ["no author" for one in entries if one.find(f"{ATOM}author") is None]
    links = [
        (link.get("rel"), link.get("type")) for link in feed.findall(f"{ATOM}link")
    ]
    if "self" not in {rel for rel, _ in links}:  # 4.1.1, SHOULD
        found.append("the feed has no link to itself")
    ids = [one.findtext(f"{ATOM}id") for one in [feed, *entries]]
    if len(set(ids)) != len(ids):  # 4.2.6
        found.append("two have one id")
    for entry in entries:
        found += _of_entry(entry)
    return found


def _of_element(element: ET.Element) -> list[str]:
    name = element.tag.removeprefix(ATOM)
    found = []
    if not element.tag.startswith(ATOM):
        return [f"{element.tag} is not of Atom"]
    allowed = ATTRIBUTES.get(name, set()) | {f"{XML}lang", f"{XML}base"}
    found += [f"{name} has @{one}" for one in element.attrib if one not in allowed]
    if name in CHILDREN:
        found += _of_children(element, name)
    elif len(element):
        found.append(f"{name} has elements in it")
    found += _of_value(element, name)
    return found


def _of_children(element: ET.Element, name: str) -> list[str]:
    children = [child.tag.removeprefix(ATOM) for child in element]
    known = CHILDREN[name]
    found = [f"{child} stands in {name}" for child in children if child not in known]
    found += [
        f"{name} has {children.count(child)} {child}"
        for child, (least, most) in known.items()
        if not least <= children.count(child) <= most
    ]
    if (element.text or "").strip() or any((c.tail or "").strip() for c in element):
        found.append(f"{name} has words of its own")
    return found


def _of_value(element: ET.Element, name: str) -> list[str]:
    text, kind = element.text or "", element.get("type", "text")
    is_text = name in {"title", "content", "summary", "subtitle", "rights"}
    is_wrong = {
        "updated": not _is_moment(text),
        "published": not _is_moment(text),
        **dict.fromkeys(("id", "icon", "logo", "uri"), not _is_iri(text)),  # 4.2.6
        "link": not _is_link(element),
        "category": not element.get("term"),  # 4.2.2.1
        "title": not text.strip(),
    }
    found = [f"{name} is {text!r}, {element.attrib}"] if is_wrong.get(name) else []
    if is_text and kind not in {"text", "html"}:  # 3.1, 4.1.3
        found.append(f"{name} of type {kind}")
    if is_text and kind == "html":
        found += _of_html(text)
    return found


def _is_link(element: ET.Element) -> bool:
    """Section 4.2.7."""
    kind = element.get("type", "text/html")
    return _is_iri(element.get("href", "")) and bool(MEDIA_TYPE.fullmatch(kind))


def _of_entry(entry: ET.Element) -> list[str]:
    links = entry.findall(f"{ATOM}link")
    alternates = [
        (link.get("type"), link.get("hreflang"))
        for link in links
        if link.get("rel", "alternate") == "alternate"
    ]
    found = []
    if not alternates and entry.find(f"{ATOM}content") is None:  # 4.1.2
        found.append("an entry with neither content nor a link")
    if len(set(alternates)) != len(alternates):  # 4.1.2
        found.append("two alternates of one type")
    return found


def _is_moment(text: str) -> bool:
    if not MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_iri(text: str) -> bool:
    parts = urlsplit(text)
    return bool(parts.scheme and (parts.netloc or parts.path)) and not re.search(
        r"[\s<>\"{}|\\^`]", text
    )


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        for name, value in attrs:
            if name in {"href", "src"} and not _is_iri(value or ""):
                self.found.append(f"{name} of {value!r} in a content")
        if tag in {"script", "style", "iframe", "object"}:
            self.found.append(f"<{tag}> in a content")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}> ends nothing in a content")


def _of_html(text: str) -> list[str]:
    """Section 3.1.1.2: HTML that may stand in a <div>; addresses here are whole."""
    reader = _Tags()
    reader.feed(text)
    reader.close()
    return reader.found + [f"<{tag}> stays open in a content" for tag in reader.open]

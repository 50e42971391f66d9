"""A page as a tree, to ask what stands beside what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Element:
    """An element of a page, with what stands in it."""

    tag: str
    attributes: dict[str, str]
    above: "Element | None" = None
    below: list["Element"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        yield self
        for each in self.below:
            yield from each.walk()

    def up(self) -> Iterator["Element"]:
        yield self
        if self.above:
            yield from self.above.up()

    @property
    def text(self) -> str:
        return " ".join(" ".join(each.texts) for each in self.walk())

    def is_group(self) -> bool:
        """Whether it holds a field with what belongs to it."""
        return self.tag in {"fieldset", "form"} or "field" in self.attributes.get(
            "class", ""
        ).split(" ")

    def is_seen(self) -> bool:
        kind = self.attributes.get("type")
        return self.tag != "button" and kind not in {"hidden", "submit"}


class Tree(HTMLParser):
    """Reads a page."""

    EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta", "source"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.root = self.now = Element("page", {})
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.now)
        self.now.below.append(made)
        if tag not in self.EMPTY:
            self.now = made

    def handle_endtag(self, tag: str) -> None:
        opened = next((each for each in self.now.up() if each.tag == tag), None)
        if opened is not None and opened.above is not None:
            self.now = opened.above

    def handle_data(self, data: str) -> None:
        self.now.texts.append(data)


def form_of(page: str, action: str, at: str) -> Element:
    """Return the form of a page that is sent to ``action``, the first if several are."""
    for each in Tree(page).root.walk():
        sent = each.attributes.get("action") or each.attributes.get("hx-post") or at
        if each.tag == "form" and sent == action:
            return each
    raise AssertionError(f"no form is sent to {action}")


def inputs(form: Element, name: str) -> list[Element]:
    return [each for each in form.walk() if each.attributes.get("name") == name]


def is_beside(message: str, element: Element) -> bool:
    """Whether a message stands where the field is, or is what describes it."""
    if not element.is_seen():  # then it is the matter of the page as a whole
        return message in [*element.up()][-1].text
    groups = [each for each in element.up() if each.is_group()]
    described = element.attributes.get("aria-describedby", "").split()
    page = [*element.up()][-1]
    describing = [e for e in page.walk() if e.attributes.get("id") in described]
    return any(message in each.text for each in [groups[0], *describing])

"""``/llms.txt``: what the site is, and where it has what, in Markdown (llmstxt.org)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")


@dataclass(frozen=True, slots=True)
class Link:
    """A page or a file: its name, its whole address, and what is said of it."""

    name: str
    address: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with links under it."""

    heading: str
    links: Sequence[Link]


def llms_txt(
    title: str, summary: str, notes: Sequence[str], sections: Sequence[Section]
) -> str:
    """Return the file: title, summary, notes a paragraph each, then lists of links."""
    blocks = [f"# {_plain(title)}", f"> {summary}", *notes]
    for section in sections:
        if section.links:
            blocks.append(f"## {section.heading}")
            blocks.append("\n".join(map(_link, section.links)))
    return "\n\n".join(blocks) + "\n"


def _link(link: Link) -> str:
    about = f": {_plain(link.about)}" if link.about else ""
    address = link.address.replace("(", "%28").replace(")", "%29")
    return f"- [{_plain(link.name)}]({address}){about}"


def _plain(text: str) -> str:
    """Return text on one line that Markdown shows as it is."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))

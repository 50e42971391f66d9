"""Markdown as plain text: what it says, without how it is set."""

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def plain(markdown: str) -> str:
    """Return the words of ``markdown``, a paragraph, cell or item after the other."""
    said = []
    for token in _MARKDOWN.parse(markdown):
        if token.type in {"fence", "code_block"}:
            said.append(token.content.strip())
        elif token.type == "inline":
            said.append(
                "".join(
                    " " if child.type in {"softbreak", "hardbreak"} else child.content
                    for child in token.children or ()
                )
            )
    return "\n\n".join(filter(None, said))

"""Turn Markdown into plain text."""

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def plain(markdown: str) -> str:
    """Return the text of ``markdown`` without markup, block by block."""
    blocks = []
    for token in _MARKDOWN.parse(markdown):
        if token.type in {"fence", "code_block"}:
            blocks.append(token.content.strip())
        elif token.type == "inline":
            blocks.append(
                "".join(
                    " " if child.type in {"softbreak", "hardbreak"} else child.content
                    for child in token.children or ()
                )
            )
    return "\n\n".join(filter(None, blocks))

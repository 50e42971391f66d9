"""Cite words of a report in one line of plain text."""

import re

HASH_LENGTH = 12  # hexadecimal digits: enough to tell a lab's files apart


def cite(
    *,
    exact: str,
    title: str,
    lab: str,
    published: str,
    page_label: str,
    sha256: str,
    address: str,
) -> str:
    """Return ``exact`` in quotation marks, followed by its source.

    ``published`` is an ISO date or "not reported"; ``address`` is an absolute URL.
    """
    when = published if published[:1].isdecimal() else f"date {published}"
    words = re.sub(r"\s+", " ", exact).strip()
    source = f"{title} ({lab}, {when}), p. {page_label}"
    return f"{_quoted(words)}, {source}, SHA-256 {sha256[:HASH_LENGTH]}, {address}"


def _quoted(words: str) -> str:
    """Return words in quotation marks; quotation marks in them become single ones."""
    inner = words.replace("“", "‘").replace("”", "’").replace('"', "'")
    return f"“{inner}”"

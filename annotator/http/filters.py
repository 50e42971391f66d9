"""Jinja filters and tests; each a pure function."""

import calendar
import re
from datetime import datetime
from urllib.parse import urlsplit

import nh3
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup

from annotator.domain.snippets import Snippet
from annotator.domain.vocabulary import Credence, Shown, Stance

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "hr", "li", "ol", "p",
    "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_SHAPES = {
    Stance.SUPPORTS: "▲",
    Stance.UNDERCUTS: "▼",
    Stance.QUALIFIES: "◆",
    Stance.CONTEXT: "●",
}
_SHOWN_STEPS = {
    Shown.SHOWN: 5,
    Shown.MOSTLY: 4,
    Shown.PARTLY: 3,
    Shown.NOT_SHOWN: 2,
    Shown.CONTRADICTED: 1,
    Shown.CANNOT_BE_ASSESSED: 0,
}
_CREDENCE_STEPS = {
    Credence.LIKELY: 3,
    Credence.UNCLEAR: 2,
    Credence.DOUBTFUL: 1,
    Credence.NO_VIEW: 0,
}


def init_app(app: Flask) -> None:
    """Make the filters known to templates."""
    app.jinja_env.filters.update(
        credence_step=credence_step,
        date=in_words,
        host=host,
        markdown=markdown,
        marked=marked,
        moment=moment,
        number=number,
        shape=shape,
        shown_step=shown_step,
        slug=as_class,
    )


def markdown(text: str) -> Markup:
    """Return Markdown as clean HTML: no raw HTML, no images, links that carry no name.

    This is the one place where what people wrote becomes markup.
    """
    html = _MARKDOWN.render(re.sub(r"^(#{1,2})(?=\s)", "###", text, flags=re.MULTILINE))
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow ugc",
    )
    return Markup(clean)  # noqa: S704  -- cleaned in the line above


def marked(snippet: Snippet) -> list[tuple[str, bool]]:
    """Return a snippet in pieces, each with whether it is marked."""
    pieces, end = [], 0
    for start, stop in snippet.marks:
        pieces += [(snippet.text[end:start], False), (snippet.text[start:stop], True)]
        end = stop
    pieces.append((snippet.text[end:], False))
    return [(text, is_hit) for text, is_hit in pieces if text]


def in_words(fact: str | datetime) -> str:
    """Return an ISO date in words ("14 April 2026"); other words stay as they are."""
    if isinstance(fact, datetime):
        return f"{fact.day} {calendar.month_name[fact.month]} {fact.year}"
    return " to ".join(_date(part) for part in fact.split("/"))


def _date(text: str) -> str:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if match is None:
        return text
    year, month, day = match.groups()
    parts = [str(int(day))] if day else []
    if month:
        parts.append(calendar.month_name[int(month)])
    return " ".join([*parts, year])


def moment(at: datetime) -> str:
    """Return a moment to the minute, in UTC."""
    return f"{in_words(at)}, {at:%H:%M} UTC"


def number(value: int) -> str:
    """Return a number with its thousands parted."""
    return f"{value:,}"


def shape(stance: str) -> str:
    """Return the shape that goes with a stance, beside its colour and its word."""
    return _SHAPES[Stance(stance)]


def shown_step(shown: str) -> int:
    """Return how many of five steps a claim is shown; 0 if it cannot be assessed."""
    return _SHOWN_STEPS[Shown(shown)]


def credence_step(credence: str) -> int:
    """Return how many of three steps we believe a claim; 0 if we have no view."""
    return _CREDENCE_STEPS[Credence(credence)]


def as_class(word: str) -> str:
    """Return a word of the vocabulary as the name of a CSS class."""
    return re.sub(r"\W+", "-", word)


def host(address: str) -> str:
    """Return the host of a web address, for showing."""
    return urlsplit(address).hostname or address

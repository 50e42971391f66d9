"""Jinja filters and tests, each a pure function."""

import calendar
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlsplit

import nh3
import segno
from flask import Flask
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markupsafe import Markup

from annotator.domain.boards.drawings import Drawing
from annotator.domain.boards.svg import svg as svg_of
from annotator.domain.formats.descriptions import capital, shortened
from annotator.domain.permissions import COMMAND_LINE
from annotator.domain.text.page_faults import in_sentences
from annotator.domain.text.snippets import Snippet
from annotator.domain.views.contents import EvidenceView
from annotator.domain.views.pages import CardPage
from annotator.domain.vocabulary import Credence, Shown, Stance

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
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


_LONGEST_TITLE = 70  # code points; tabs and search engines cut what is longer
_LEAST_OF_TITLE = 30  # of the text itself, whatever the site is called


def init_app(app: Flask) -> None:
    """Make the filters known to templates."""
    app.jinja_env.filters.update(
        by_stance=by_stance,
        capital=capital,
        contents_of_card=contents_of_card,
        counted=counted,
        faults=in_sentences,
        credence_step=credence_step,
        date=in_words,
        host=host,
        markdown=markdown,
        marked=marked,
        moment=moment,
        number=number,
        person=person,
        qr=qr,
        shape=shape,
        shown_step=shown_step,
        slug=as_class,
        svg=svg,
        tally=tally,
        titled=titled,
        uncapital=uncapital,
    )


def titled(text: str, rest: str) -> str:
    """Return the title of a page: a text, cut if it would be too long, and the rest."""
    return shortened(text, max(_LEAST_OF_TITLE, _LONGEST_TITLE - len(rest))) + rest


def person(name: str) -> str:
    """Return the name of whoever did something, or nothing if a command did it."""
    return "" if name == COMMAND_LINE else name


def markdown(text: str, top: int = 3) -> Markup:
    """Return Markdown as clean HTML: no raw HTML, no images, no links within the site.

    Its highest heading gets level ``top``. This is the only place where text that
    people wrote becomes markup.
    """
    clean = nh3.clean(
        _MARKDOWN.render(text, {"top": top}),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener nofollow ugc",
    )
    return Markup(clean)  # noqa: S704  -- cleaned in the line above


def _lower_headings(state: StateCore) -> None:
    """Shift headings so that the highest continues the page's own levels."""
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + state.env['top'] - 1, 6)}"


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
_MARKDOWN.core.ruler.push("lower_headings", _lower_headings)


def marked(snippet: Snippet) -> list[tuple[str, bool]]:
    """Return a snippet as (text, is marked) pairs."""
    pieces, end = [], 0
    for start, stop in snippet.marks:
        pieces += [(snippet.text[end:start], False), (snippet.text[start:stop], True)]
        end = stop
    pieces.append((snippet.text[end:], False))
    return [(text, is_hit) for text, is_hit in pieces if text]


def in_words(fact: str | datetime) -> str:
    """Return an ISO date in words ("14 April 2026"); other words stay as they are.

    Two dates separated by a slash are a period: "January 2025 to March 2025".
    """
    if isinstance(fact, datetime):
        return _words(fact.year, fact.month, fact.day)
    dates = [_date(part) for part in fact.split("/")]
    known = [date for date in dates if date]
    return " to ".join(known) if len(known) == len(dates) else fact


def _date(text: str) -> str | None:
    """Return an ISO day, month or year in words, or None if it is no date."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return _words(year or 0, month, day)


def _words(year: int, month: int | None, day: int | None) -> str:
    named = calendar.month_name[month] if month else None
    return " ".join(str(part) for part in (day, named, year) if part)


def by_stance(links: Iterable[EvidenceView]) -> list[tuple[Stance, list[EvidenceView]]]:
    """Return evidence grouped by stance; what supports comes first."""
    given = list(links)
    groups = [(stance, [x for x in given if x.stance == stance]) for stance in Stance]
    return [(stance, group) for stance, group in groups if group]


def moment(at: datetime) -> str:
    """Return a time in UTC, to the minute."""
    return f"{in_words(at)}, {at:%H:%M} UTC"


def qr(address: str) -> Markup:
    """Return an address as a QR code (ISO/IEC 18004) in SVG, for paper."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True))  # noqa: S704, it is drawn


def contents_of_card(card: CardPage) -> str:
    """Return what there is in a category of a scorecard, counted."""
    tests = len(card.card.evaluations)
    parts = [
        "analysis" if card.card.analysis_md else "",
        counted(tests, "evaluation") if tests else "",
        counted(card.claim_count, "claim") if card.claim_count else "",
        counted(card.evidence_count, "piece of evidence", "pieces of evidence")
        if card.evidence_count
        else "",
        counted(card.tension_count, "tension") if card.tension_count else "",
    ]
    return capital(", ".join(part for part in parts if part))


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 claim", "4 claims"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def uncapital(text: str) -> str:
    """Return a sentence with its first letter in lower case and the rest unchanged."""
    return text[:1].lower() + text[1:]


def tally(words: Iterable[str]) -> list[tuple[Shown, int]]:
    """Return how often each verdict on the axis "shown" was given, the best first."""
    counts = Counter(Shown(word) for word in words)
    return [(word, counts[word]) for word in Shown if counts[word]]


def number(value: int) -> str:
    """Return a number with separators between thousands."""
    return f"{value:,}"


def shape(stance: str) -> str:
    """Return the sign that marks a stance, besides its colour and its word."""
    return _SHAPES[Stance(stance)]


def shown_step(shown: str) -> int:
    """Return a verdict's step from 1 to 5; 0 if the claim cannot be assessed."""
    return _SHOWN_STEPS[Shown(shown)]


def credence_step(credence: str) -> int:
    """Return a credence's step from 1 to 3; 0 if we have no view."""
    return _CREDENCE_STEPS[Credence(credence)]


def svg(drawing: Drawing, said: str, about: str) -> Markup:
    """Return a drawing of a board as markup; see ``domain.boards.svg``."""
    return Markup(svg_of(drawing, said, about))  # noqa: S704, it escapes what is said


def as_class(word: str) -> str:
    """Return a term of the vocabulary as a CSS class name."""
    return re.sub(r"\W+", "-", word)


def host(address: str) -> str:
    """Return the host of a web address, for display."""
    return urlsplit(address).hostname or address

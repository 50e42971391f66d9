"""What a person typed, as a query: words, "an exact phrase", -not this, lab:name."""

import re

from annotator.domain.errors import InvalidError
from annotator.domain.tokens import tokens
from annotator.search.index import Query

FIELDS = ("lab", "model", "report")
MOST_WORDS = 64

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»"), '"')
_PART = re.compile(
    r'(?P<not>-)?(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))'
)


def parse(text: str) -> Query:
    """Return the query that ``text`` asks, or raise InvalidError that says what to mend."""
    plain = text.translate(_QUOTES)
    if plain.count('"') % 2:
        raise InvalidError(
            "search", "A quotation mark is not closed; add the other one."
        )
    terms: list[str] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[str] = []
    fields: dict[str, str] = {}
    for part in _PART.finditer(plain):
        field, content = part["field"], part["phrase"] or part["word"] or ""
        if field in FIELDS:
            fields[field] = content.strip('"')
            continue
        words = tuple(token.text for token in tokens(f"{field or ''} {content}"))
        if part["not"]:
            excluded += words
        elif part["phrase"] is not None or len(words) > 1:
            phrases.append(words) if words else None
        else:
            terms += words
    _check(terms, phrases)
    return Query(tuple(terms), tuple(phrases), tuple(excluded), **fields)


def _check(terms: list[str], phrases: list[tuple[str, ...]]) -> None:
    count = len(terms) + sum(len(phrase) for phrase in phrases)
    if not count:
        raise InvalidError("search", "Type a word, or a phrase in quotation marks.")
    if count > MOST_WORDS:
        raise InvalidError("search", f"Type at most {MOST_WORDS} words.")

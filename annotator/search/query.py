"""What a person typed, as a query: words, "an exact phrase", -not this, lab:name.

Anything else that other search engines give a meaning (* [ ] AND TO \\ ~) is plain text.
A number after a hyphen is left out (-5); to look for it, put it in quotation marks.
"""

import re
from collections.abc import Iterable

from annotator.domain.errors import InvalidError
from annotator.domain.tokens import words
from annotator.search.index import Query

FIELDS = ("lab", "model", "report")
MOST_WORDS = 100

Phrase = tuple[str, ...]

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART = re.compile(
    r'(?P<minus>-)?(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
)


def parse(text: str) -> Query:
    """Return what ``text`` asks for; raise InvalidError that says what to mend."""
    plain = text.translate(_QUOTES)
    if plain.count('"') % 2:
        raise _invalid("A quotation mark is not closed; add the other one.")
    parts = list(_PART.finditer(plain))
    filters = _filters(part for part in parts if part["field"])
    wanted = _phrases(p for p in parts if not p["field"] and not p["minus"])
    excluded = _phrases(p for p in parts if not p["field"] and p["minus"])
    _check_length(wanted, excluded)
    return Query(
        terms=tuple(phrase[0] for phrase in wanted if len(phrase) == 1),
        phrases=tuple(phrase for phrase in wanted if len(phrase) > 1),
        excluded=tuple(excluded),
        **filters,
    )


def _phrases(parts: Iterable[re.Match[str]]) -> list[Phrase]:
    """Return each thing asked for once; "rule-out", two words, is a phrase as well."""
    found = (tuple(words(_content(part))) for part in parts)
    return list(dict.fromkeys(phrase for phrase in found if phrase))


def _content(part: re.Match[str]) -> str:
    content = part["word"] if part["phrase"] is None else part["phrase"]
    if content.rstrip(":").lower() in FIELDS and content.endswith(":"):
        raise _invalid(f"Put the name right after “{content}”, without a space.")
    return content


def _filters(parts: Iterable[re.Match[str]]) -> dict[str, str]:
    filters: dict[str, str] = {}
    for part in parts:
        field = part["field"].lower()
        _check_filter(part, field, filters)
        filters[field] = _content(part).strip().lower()
    return filters


def _check_filter(part: re.Match[str], field: str, filters: dict[str, str]) -> None:
    if field not in FIELDS:
        raise _invalid(
            f"There is no filter “{field}:”, only lab:, model: and report:. To look for "
            "words with a colon between them, put them in quotation marks."
        )
    if part["minus"]:
        raise _invalid(f"“-{field}:” is not possible; filters only narrow a search.")
    if not _content(part).strip():
        raise _invalid(f"Put a name after “{field}:”.")
    if field in filters:
        raise _invalid(f"Give “{field}:” only once.")


def _check_length(wanted: list[Phrase], excluded: list[Phrase]) -> None:
    if not wanted:
        raise _invalid("Type a word, or a phrase in quotation marks.")
    if sum(map(len, [*wanted, *excluded])) > MOST_WORDS:
        raise _invalid(f"Type at most {MOST_WORDS} words.")


def _invalid(reason: str) -> InvalidError:
    return InvalidError("search", reason)

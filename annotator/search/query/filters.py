"""Parse the filters of a query, such as lab:northfield or after:2025-05."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from annotator.domain.errors import QueryError
from annotator.domain.vocabulary import HitKind, ReportKind, Stance
from annotator.search.query.tree import Filter

FIELDS = (
    *("lab", "model", "report", "kind", "category"),
    *("after", "before", "stance", "has"),
)


def parse_filter(match: re.Match[str]) -> Filter:
    """Return the filter that was typed, from the groups of ``match``.

    The groups are ``field`` and, for the value, ``quoted`` or ``bare``. Raise QueryError,
    which tells what is wrong and where.
    """
    name = match["field"].lower()
    if name not in FIELDS:
        raise _wrong(
            match,
            f"There is no filter “{name}:”, only {_listed(FIELDS)}. To look for "
            "words with a colon between them, put them in quotation marks.",
        )
    value = " ".join((match["quoted"] or match["bare"] or "").split()).lower()
    if not value:
        raise _wrong(match, f"Put a {_WANTED[name]} right after “{name}:”.")
    check = _CHECKS.get(name)
    wanted = check(match, value) if check else value.replace(" ", "-")
    return Filter(name, wanted, (match.start(), match.end()))


def _listed(names: tuple[str, ...]) -> str:
    *most, last = (f"{name}:" for name in names)
    return f"{', '.join(most)} and {last}"


def _kind(match: re.Match[str], value: str) -> str:
    return _one_of(match, value, "kind", (*ReportKind, *HitKind))


def _stance(match: re.Match[str], value: str) -> str:
    return _one_of(match, value, "stance", tuple(Stance))


def _has(match: re.Match[str], value: str) -> str:
    return _one_of(match, value, "has", ("passage",))


def _one_of(match: re.Match[str], value: str, name: str, known: tuple[str, ...]) -> str:
    for word in known:
        if value.replace("-", " ") == word.replace("-", " "):
            return str(word)
    choices = ", ".join(f"{name}:{word.replace(' ', '-')}" for word in known)
    raise _wrong(match, f"“{value}” is not a {_WANTED[name]}; write {choices}.")


def _after(match: re.Match[str], value: str) -> str:
    return _first_day(match, value).isoformat()


def _before(match: re.Match[str], value: str) -> str:
    return (_first_day(match, value) - timedelta(days=1)).isoformat()


def _first_day(match: re.Match[str], value: str) -> date:
    parts = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", value)
    try:
        if parts and int(parts[1]) > 1:
            return date(*(int(part or 1) for part in parts.groups()))
    except ValueError:  # such as the 31st of June; reported below
        pass
    name = match["field"].lower()
    raise _wrong(
        match,
        f"“{value}” is not a date; write {name}:2025, {name}:2025-05 or "
        f"{name}:2025-05-22.",
    )


_CHECKS: dict[str, Callable[[re.Match[str], str], str]] = {
    "kind": _kind,
    "stance": _stance,
    "has": _has,
    "after": _after,
    "before": _before,
}
_WANTED = {
    **dict.fromkeys(FIELDS, "name"),
    "after": "date",
    "before": "date",
    "kind": "kind",
    "stance": "stance",
    "has": "word that “has:” knows",
}


def _wrong(match: re.Match[str], reason: str) -> QueryError:
    return QueryError(reason, match.start(), match.end())

"""What a search may be narrowed by: names are understood, and unknown ones refused.

Readers know what is public. What they may not see is refused in the same words as what
does not exist.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from annotator.domain.errors import InvalidError, InvalidFormError, QueryError
from annotator.domain.vocabulary import HitKind, ReportKind
from annotator.search.query.tree import All, Filter, Node, Not, Query, Some
from annotator.services.context import Context
from annotator.services.published import names
from annotator.services.published.collection import published
from annotator.services.published.gate import gate_of, sees_drafts
from annotator.services.published.names import Names
from annotator.storage.library import labs, reports

# Of names that are offered in place of an unknown one; chosen, not measured.
MOST_NAMED = 12
LIKE = 0.75  # the least likeness, as difflib counts it


def understood(context: Context, only: Mapping[str, str]) -> dict[str, str]:
    """Return ``only`` with the slug of each thing that it narrows a search by.

    It may name things by slug or by name, in capitals or not; an empty value narrows
    nothing. Raise InvalidFormError, with an InvalidError for each field that is wrong.
    """
    found, mistakes = {}, []
    for field, value in only.items():
        try:
            found[field] = slug_of(context, field, value) if value.strip() else ""
        except InvalidError as mistake:
            mistakes.append(mistake)
    if mistakes:
        raise InvalidFormError(mistakes)
    return found


def understood_query(context: Context, query: Query) -> Query:
    """Return ``query`` with slugs in its filters; raise QueryError at an unknown name."""
    return replace(query, strict=_node(context, query.strict))


def _node(context: Context, node: Node) -> Node:
    match node:
        case All(parts) | Some(parts):
            return replace(node, parts=tuple(_node(context, part) for part in parts))
        case Not(part):
            return Not(_node(context, part))
        case Filter(field, value) if field in _KNOWN:
            try:
                return replace(node, value=slug_of(context, field, value))
            except InvalidError as mistake:
                raise QueryError(mistake.reason, *node.place) from mistake
        case _:
            return node


def slug_of(context: Context, field: str, value: str) -> str:
    """Return the slug of what ``value`` names; raise InvalidError if it is unknown."""
    known: dict[str, str] = {}
    for place in _KNOWN[field]:
        known |= place(context)
        if found := _called(value, known):
            return found
    raise InvalidError(field, _advice(field, value, known))


def _key(name: str) -> str:
    """Return a name as it is typed into a query: in small letters, without spaces."""
    return "-".join(name.lower().split())


def _called(value: str, known: Names) -> str:
    """Return the slug that has this name, or ""; one name of two things names neither."""
    wanted = _key(value)
    by_slug = [slug for slug in known if _key(slug) == wanted]
    by_name = [slug for slug, name in known.items() if _key(name) == wanted]
    return by_slug[0] if by_slug else by_name[0] if len(by_name) == 1 else ""


def _advice(field: str, value: str, known: Names) -> str:
    said = f"There is no {_WORDS[field]} “{value.strip()}”;"
    *most, last = _offered(value, known) or [""]
    if not last:
        return f"{said} leave it out."
    names = f"{', '.join(most)} or {last}" if most else last
    return f"{said} write {names}, or leave it out."


def _offered(value: str, known: Names) -> list[str]:
    """Return the slugs nearest to ``value``; without any, all of them if they are few."""
    keys = {_key(slug): {_key(slug), _key(name)} for slug, name in known.items()}
    every = sorted({key for its in keys.values() for key in its})
    near = get_close_matches(_key(value), every, MOST_NAMED, LIKE)
    offered = [slug for key in near for slug, its in keys.items() if key in its]
    if not offered and len(keys) <= MOST_NAMED:
        offered = sorted(keys)
    return list(dict.fromkeys(offered))[:MOST_NAMED]


# What this person knows


def _models(context: Context) -> Names:
    if sees_drafts(context):
        return labs.model_names(context.session)
    return gate_of(context).models


def _models_of_claims(context: Context) -> Names:
    if sees_drafts(context):
        return {}
    return {
        slug: name
        for claim in published(context).claims
        for slug, name in zip(claim.model_slugs, claim.models, strict=False)
    }


def _reports(context: Context) -> Names:
    if sees_drafts(context):
        return reports.every_title(context.session)
    shown = gate_of(context).reports
    return {slug: report.facts.title for slug, report in shown.items()}


def _words(*kinds: str) -> Callable[[Context], Names]:
    return lambda _: {str(kind): str(kind) for kind in kinds}


# Where to look for a name: the second place takes longer, and seldom has it.
_KNOWN: dict[str, Iterable[Callable[[Context], Names]]] = {
    "lab": names.LABS,
    "model": (_models, _models_of_claims),
    "report": (_reports,),
    "category": names.CATEGORIES,
    "kind": (_words(*ReportKind), _words(*HitKind)),
    "what": (_words(*HitKind),),
}
_WORDS = {
    "lab": "lab",
    "model": "model",
    "report": "report",
    "category": "category",
    "kind": "kind of report",
    "what": "kind of result",
}

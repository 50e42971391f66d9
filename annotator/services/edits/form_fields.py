"""The fields of each kind of form that edits a row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple
from itertools import starmap
from typing import Any

from annotator.domain import invitations as invitation_facts
from annotator.domain.claims import (
    ClaimFacts,
    CritiqueText,
    GivenReason,
    TensionFacts,
    labels,
)
from annotator.domain.edits import Seen
from annotator.domain.evaluations import facts as evaluation_facts
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    RelationFacts,
    ResultFacts,
    ThresholdFacts,
    written,
)
from annotator.services.context import Context
from annotator.services.edits import versions
from annotator.services.edits.versions import EditField, EditFields, by_attribute
from annotator.storage.claims import categories, claims, evaluations, reasons
from annotator.storage.library import labs
from annotator.storage.passages import passages


def _slugs(row: Any) -> tuple[str, ...]:
    return tuple(sorted(model.slug for model in row.models))


def _model_names(context: Context, slugs: tuple[str, ...]) -> str:
    names = labs.names_of(context.session, slugs)
    return ", ".join(names.get(slug, slug) for slug in slugs) or "none"


def _lab_name(context: Context, slug: str) -> str:
    return labs.lab_names(context.session).get(slug, slug)


def _category_name(context: Context, slug: str) -> str:
    known = {
        category.slug: category.name for category in categories.every(context.session)
    }
    return known.get(slug, slug)


def _claim_text(context: Context, slug: str) -> str:
    return claims.texts(context.session, [slug]).get(slug, slug) or "nothing"


def _quote(context: Context, passage_id: int | None) -> str:
    if passage_id is None:
        return "not marked"
    found = passages.by_ids(context.session, [passage_id]).get(passage_id)
    return found.exact if found else "a withdrawn mark"


def _result(context: Context, result_id: int | None) -> str:
    if result_id is None:
        return "none"
    found = evaluations.result_by_id(context.session, result_id)
    return f"{found.evaluation.name}, {found.model.name}: {found.value or found.state}"


PlainReason = tuple[str, str, int | None, int | None]  # the fields of a GivenReason


def plain_reasons(given: Iterable[GivenReason]) -> tuple[PlainReason, ...]:
    """Return the reasons of a verdict as a form's value, whatever their order."""
    return tuple(
        sorted((astuple(reason) for reason in given), key=lambda plain: plain[0])
    )


def _reason_words(context: Context, given: Sequence[PlainReason]) -> str:
    names = {reason.slug: reason.name for reason in reasons.every(context.session)}
    said = []
    for slug, sentence, link, tension in given:
        ground = " (rests on evidence)" if link else ""
        ground = " (rests on a tension)" if tension else ground
        said.append(f"{names.get(slug, slug)}: {sentence}{ground}")
    return "\n".join(said) or "none"


def _most_powerful(row: Any) -> bool:
    return bool(row.most_powerful)


Say = Callable[[Context, Any], str]

_POINTERS: Mapping[
    str, tuple[str, Say]
] = {  # the fact's name in the history, and how to put its value in words
    "category": ("category_id", _category_name),
    "lab": ("lab_id", _lab_name),
    "models": ("models", _model_names),
    "parent": ("parent_id", _claim_text),
    "assertion": ("assertion_id", _quote),
}


def _claim_field(name: str, label: str) -> EditField:
    column, say = _POINTERS.get(name, (name, None))
    return EditField(name, label, lambda row: getattr(row.facts, name), column, say)


CLAIM: EditFields = tuple(starmap(_claim_field, labels(ClaimFacts).items()))
EVIDENCE: EditFields = (
    by_attribute("stance", "Stance"),
    by_attribute("aims_at", "Aims at"),
    by_attribute("load_bearing", "Load-bearing"),
    by_attribute("strength", "Strength"),
    EditField(
        "reasons",
        "Reasons for the strength",
        lambda row: tuple(row.reasons),
        say=lambda _context, reasons: "; ".join(reasons),
    ),
    by_attribute("note", "Note"),
)


def _tension_field(name: str, label: str) -> EditField:
    column, say = _SIDES.get(name, (name, None))
    return EditField(name, label, lambda row: getattr(row.facts, name), column, say)


_SIDES: Mapping[str, tuple[str, Say]] = {  # as _POINTERS
    "passage": ("passage_id", _quote),
    "other": ("other_id", _quote),
    "result": ("result_id", _result),
}
TENSION: EditFields = tuple(starmap(_tension_field, labels(TensionFacts).items()))
CRITIQUE: EditFields = tuple(starmap(by_attribute, labels(CritiqueText).items()))
VERDICT: EditFields = (
    by_attribute("shown", "Is it shown by what was published?"),
    by_attribute("credence", "Do we think it is true?"),
    by_attribute("rationale", "Why"),
    EditField(
        "reasons",
        "Why it is not “shown”",
        lambda row: plain_reasons(row.given if row else ()),
        say=lambda context, given: _reason_words(context, given),
    ),
)
REASON: EditFields = (
    by_attribute("name", "Name"),
    by_attribute("explanation", "What it means"),
)
SCORECARD: EditFields = (
    by_attribute("title", "Title"),
    EditField("models", "Models", _slugs, say=_model_names),
    by_attribute("summary", "In one sentence"),
    by_attribute("overall", "Overall assessment"),
)
CARD: EditFields = (
    by_attribute("lab_says", "The lab says"),
    by_attribute("we_say", "We say"),
    by_attribute("in_short", "We say, in short"),
    by_attribute("shown", "Is it shown by what was published?"),
    by_attribute("credence", "Do we think it is true?"),
    by_attribute("analysis", "Analysis"),
)
LAB: EditFields = (
    by_attribute("name", "Name"),
    by_attribute("url", "Web address"),
    by_attribute("invented", "Invented"),
)
CATEGORY_GROUP: EditFields = (
    by_attribute("name", "Name"),
    by_attribute("introduction", "Introduction"),
)
CATEGORY: EditFields = (
    by_attribute("name", "Name"),
    EditField(
        "group",
        "Group",
        lambda row: row.group.slug,
        "group_id",
        lambda context, slug: categories.group_by_slug(context.session, slug).name,
    ),
    by_attribute("introduction", "Introduction"),
    EditField("experimental", "Experimental", lambda row: bool(row.experimental)),
    by_attribute("invitation", "Invitation to comment"),
)
MODEL: EditFields = (
    by_attribute("name", "Model"),
    by_attribute("released", "Released"),
    by_attribute("training_dates", "Training"),
    by_attribute("deployment_dates", "Internal deployment"),
    EditField("most_powerful", "The lab's most powerful model", _most_powerful),
    EditField(
        "predecessor",
        "Predecessor",
        lambda row: row.predecessor.slug if row.predecessor else "",
        "predecessor_id",
        lambda context, slug: _model_names(context, (slug,) if slug else ()),
    ),
    EditField(
        "released_together",
        "Released together with",
        lambda row: tuple(sorted(model.slug for model in row.released_with)),
        "release_key",
        _model_names,
    ),
)
REPORT: EditFields = (
    by_attribute("title", "Title"),
    by_attribute("kind", "Kind"),
    by_attribute("published", "Published"),
    EditField(
        "models",
        "Models it covers",
        lambda row: tuple(sorted(model.name for model in row.models)),
    ),
    by_attribute("source_url", "Source URL"),
)
SYNONYMS: EditFields = (
    EditField("words", "Words that mean the same", lambda row: tuple(row.words)),
)
QUERIES: EditFields = (
    EditField(
        "queries",
        "Search for",
        lambda run: "\n".join(run.queries),
        say=lambda _context, queries: str(queries),
    ),
)


def _written_field(name: str, label: str) -> EditField:
    column = _WRITTEN_AS.get(name, name)
    return EditField(name, label, lambda row: written(row.facts)[name], column)


_WRITTEN_AS = {  # where a field of an evaluation has another name in the history
    "category": "category_id",
    "model": "model_id",
    "to": "to_number",
    "invoked": "invoked_id",
    "passage": "passage_id",
    "discount_passage": "discount_id",
    "report": "report_id",
    "other": "other_id",
}
EVALUATION: EditFields = tuple(
    starmap(_written_field, evaluation_facts.labels(EvaluationFacts).items())
)
THRESHOLD: EditFields = tuple(
    starmap(_written_field, evaluation_facts.labels(ThresholdFacts).items())
)
RESULT: EditFields = tuple(
    starmap(_written_field, evaluation_facts.labels(ResultFacts).items())
)

RELATION: EditFields = tuple(
    starmap(_written_field, evaluation_facts.labels(RelationFacts).items())
)

LETTER: EditFields = (
    by_attribute("state", "Decision"),
    by_attribute("answer", "Our answer"),
)
INVITATION: EditFields = tuple(starmap(by_attribute, invitation_facts.labels().items()))

_KINDS: Mapping[str, EditFields] = {
    "claim": CLAIM,
    "evidence": EVIDENCE,
    "tension": TENSION,
    "critique": CRITIQUE,
    "verdict": VERDICT,
    "reason": REASON,
    "scorecard": SCORECARD,
    "card": CARD,
    "lab": LAB,
    "category_group": CATEGORY_GROUP,
    "category": CATEGORY,
    "model": MODEL,
    "report": REPORT,
    "synonyms": SYNONYMS,
    "queries": QUERIES,
    "evaluation": EVALUATION,
    "threshold": THRESHOLD,
    "result": RESULT,
    "relation": RELATION,
    "letter": LETTER,
    "invitation": INVITATION,
}


def seen(kind: str, row: Any) -> Seen:
    """Return the version of ``row`` that a form of this kind carries."""
    return versions.seen(_KINDS[kind], row)

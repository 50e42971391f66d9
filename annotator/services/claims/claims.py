"""State claims, edit them, and submit them to an editor."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from annotator.domain.claims import ClaimFacts, plain_facts
from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.input.choices import choice
from annotator.domain.permissions import Action
from annotator.domain.slugs import slugify
from annotator.domain.vocabulary import AssertedBy, State
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.library.labs import models_of
from annotator.storage.claims import categories, claims, evidence
from annotator.storage.claims.categories import Category
from annotator.storage.claims.claims import Claim as Claim
from annotator.storage.library import labs
from annotator.storage.passages import passages

LONGEST_CLAIM = 1_000  # code points


def list_claims(context: Context) -> Sequence[Claim]:
    """Return every claim, ordered by lab, category and age."""
    context.require(Action.READ_DRAFTS)
    return claims.every(context.session)


def find_claims(context: Context, words: str, limit: int = 8) -> Sequence[Claim]:
    """Return claims whose text contains all of the ``words``, newest first."""
    context.require(Action.READ_DRAFTS)
    return claims.matching(context.session, re.findall(r"\S+", words)[:12], limit)


def recent_claims(context: Context, report: str = "", limit: int = 5) -> list[Claim]:
    """Return the claims that this person linked last, those in ``report`` (a slug) first."""
    context.require(Action.READ_DRAFTS)
    last = partial(evidence.claims_linked_by, context.session, context.actor.id, limit)
    numbers = [*dict.fromkeys([*(last(report=report) if report else ()), *last()])]
    found = claims.by_ids(context.session, numbers[:limit])
    return [found[number] for number in numbers[:limit]]


def list_categories(context: Context) -> Sequence[Category]:
    """Return every category, in the order of the scorecard."""
    return categories.every(context.session)


def get_claim(context: Context, slug: str) -> Claim:
    """Return the claim with all but its evidence; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    return claims.by_slug(context.session, slug)


def add_claim(context: Context, facts: ClaimFacts, *, slug: str = "") -> Claim:
    """Add a claim, as a draft; a slug is made from its text unless one is given."""
    context.require(Action.WRITE_CLAIM)
    claim = Claim(
        slug=slug or _free_slug(context, facts.text),
        state=State.DRAFT,
        created_by_id=context.actor.id,
        created_at=context.now,
    )
    _set_facts(context, claim, facts)
    context.session.add(claim)  # only now, or a query might flush an incomplete row
    context.session.flush()
    return claims.by_slug(context.session, claim.slug)


def edit_claim(
    context: Context, slug: str, facts: ClaimFacts, *, made_from: Seen | None = None
) -> Claim:
    """Change the facts of a claim; readers see them when it is published again.

    ``made_from`` is the version from which the form was made. Raises StaleError.
    """
    context.require(Action.WRITE_CLAIM)
    claim = claims.by_slug(context.session, slug)
    kept = versions.settle(
        context, form_fields.CLAIM, claim, _as_stored(facts), made_from
    )
    with context.session.no_autoflush:
        _set_facts(context, claim, replace(facts, **kept))
    context.session.flush()
    return claim


def _as_stored(facts: ClaimFacts) -> dict[str, Any]:
    text = " ".join(facts.text.split())
    return vars(replace(facts, text=text, models=tuple(sorted(facts.models))))


def submit_claim(context: Context, slug: str) -> Claim:
    """Submit a claim to an editor."""
    context.require(Action.WRITE_CLAIM)
    claim = claims.by_slug(context.session, slug)
    if claim.state not in {State.DRAFT, State.WITHDRAWN}:
        raise ConflictError(f"The claim is {claim.state}, so it cannot be submitted.")
    claim.state = State.IN_REVIEW
    return claim


def _free_slug(context: Context, text: str) -> str:
    stem = slugify(text)
    return slugify(text, claims.slugs_like(context.session, stem[:40]))


def _set_facts(context: Context, claim: Claim, facts: ClaimFacts) -> None:
    text = " ".join(facts.text.split())
    if not text:
        raise InvalidError("text", "is required: state the claim in one sentence.")
    if len(text) > LONGEST_CLAIM:
        raise InvalidError("text", f"is longer than {LONGEST_CLAIM:,} characters.")
    asserted_by = choice("asserted_by", AssertedBy, facts.asserted_by)
    plain = plain_facts(replace(facts, text=text, asserted_by=asserted_by))
    for name, value in plain.items():
        setattr(claim, name, value)
    claim.category = categories.by_slug(context.session, facts.category)
    claim.lab = labs.lab_by_slug(context.session, facts.lab)
    claim.models = models_of(context, claim.lab, facts.models)
    claim.assertion_id = _assertion(context, facts.assertion)
    claim.parent = _parent(context, claim, facts.parent)  # last: a query would flush


def _assertion(context: Context, passage_id: int | None) -> int | None:
    if passage_id is None:
        return None
    return passages.by_id(context.session, passage_id).id


def _parent(context: Context, claim: Claim, slug: str) -> Claim | None:
    if not slug:
        return None
    parent = claims.by_slug(context.session, slug)
    ancestor: Claim | None = parent
    while ancestor is not None:
        if ancestor is claim or ancestor.slug == claim.slug:
            raise InvalidError(
                "parent", "a claim cannot be part of itself.", label="part of"
            )
        ancestor = (
            claims.by_slug(context.session, ancestor.parent.slug)
            if ancestor.parent
            else None
        )
    return parent

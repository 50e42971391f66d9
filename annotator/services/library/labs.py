"""Labs and their models."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.domain.edits import Seen
from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.input.dates import NOT_REPORTED, date_fact
from annotator.domain.permissions import Action
from annotator.domain.slugs import is_slug, slugify
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.storage.library import labs
from annotator.storage.library.labs import Lab as Lab
from annotator.storage.library.labs import Model

LONGEST_NAME = 120  # code points
LONGEST_ADDRESS = 2_000
_NEW = "new"  # the address of the form for a new lab


@dataclass(frozen=True)
class ModelFacts:
    """What people write about a model; dates may be "not reported"."""

    name: str
    most_powerful: bool = False
    released: str = NOT_REPORTED
    training_dates: str = NOT_REPORTED
    deployment_dates: str = NOT_REPORTED
    # None leaves these as they are.
    predecessor: str | None = None  # slug of a model of the same lab, or ""
    released_together: Sequence[str] | None = None  # slugs of models of the same lab


def list_labs(context: Context) -> Sequence[Lab]:
    """Return every lab with its models, ordered by name."""
    context.require(Action.READ_DRAFTS)
    return labs.labs_by_name(context.session)


def get_lab(context: Context, slug: str) -> Lab:
    """Return the lab called ``slug`` with its models; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    return labs.lab_by_slug(context.session, slug)


def find_or_add_lab(context: Context, name: str) -> Lab:
    """Return the lab with this name or slug, and add it if there is none."""
    context.require(Action.ADD_REPORT)
    if not name.strip():
        raise InvalidError("lab", "is required")
    slug = slugify(name, {_NEW})
    try:
        return labs.lab_by_slug(context.session, slug)
    except NotFoundError:
        return _added(context, Lab(slug=slug, name=name.strip(), url="", models=[]))


def add_lab(
    context: Context,
    *,
    name: str,
    url: str = "",
    invented: bool = False,
    slug: str = "",
) -> Lab:
    """Add a lab; a slug is made from its name unless one is given."""
    context.require(Action.WRITE_SCORECARD)
    known = labs.labs_by_name(context.session)
    name, url = _lab_facts(known, name, url)
    taken = {_NEW, *(lab.slug for lab in known)}
    slug = slug.strip() or slugify(name, taken)
    if not is_slug(slug):
        reason = "may contain lowercase letters, digits and hyphens, such as wren-labs."
        raise InvalidError("slug", reason, label="short name")
    if slug in taken:
        raise InvalidError("slug", "is taken; choose another.", label="short name")
    return _added(
        context, Lab(slug=slug, name=name, url=url, invented=invented, models=[])
    )


def edit_lab(
    context: Context,
    slug: str,
    *,
    name: str,
    url: str,
    invented: bool = False,
    made_from: Seen | None = None,
) -> Lab:
    """Change the name and the web address of a lab, and whether it is invented.

    Raises StaleError.
    """
    context.require(Action.WRITE_SCORECARD)
    lab = labs.lab_by_slug(context.session, slug)
    others = (one for one in labs.labs_by_name(context.session) if one is not lab)
    name, url = _lab_facts(others, name, url)
    typed = {"name": name, "url": url, "invented": invented}
    kept = versions.settle(context, form_fields.LAB, lab, typed, made_from)
    lab.name, lab.url, lab.invented = kept["name"], kept["url"], kept["invented"]
    context.session.flush()
    return lab


def _lab_facts(others: Iterable[Lab], name: str, url: str) -> tuple[str, str]:
    """Return name and address as they are stored; raise InvalidError."""
    name = _name(name)
    if name.casefold() in {lab.name.casefold() for lab in others}:
        raise InvalidError("name", "is already used by another lab.")
    url = url.strip()
    if url and not url.startswith(("https://", "http://")):
        reason = "must begin with https:// or http://"
        raise InvalidError("url", reason, label="web address")
    if len(url) > LONGEST_ADDRESS or len(url.split()) > 1:
        raise InvalidError("url", "is not a web address.", label="web address")
    return name, url


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not name:
        raise InvalidError("name", "is required")
    if len(name) > LONGEST_NAME:
        raise InvalidError("name", f"is longer than {LONGEST_NAME} characters.")
    return name


def _added(context: Context, lab: Lab) -> Lab:
    context.session.add(lab)
    context.session.flush()
    return lab


def find_or_add_model(context: Context, lab: Lab, name: str) -> Model:
    """Return this lab's model with this name or slug, and add it if there is none."""
    context.require(Action.ADD_REPORT)
    name = name.strip()
    slug = _slug_in(context, lab, slugify(name))
    by_name = [model for model in lab.models if model.name == name]
    by_slug = [model for model in lab.models if model.slug == slug]
    found = next(iter([*by_name, *by_slug]), None)
    return _add_model(context, lab, name, slug) if found is None else found


def _add_model(context: Context, lab: Lab, name: str, slug: str) -> Model:
    model = Model(
        lab=lab,
        slug=slug,
        name=name,
        most_powerful=False,
        released=NOT_REPORTED,
        training_dates=NOT_REPORTED,
        deployment_dates=NOT_REPORTED,
    )
    context.session.add(model)
    context.session.flush()
    return model


def _slug_in(context: Context, lab: Lab, slug: str) -> str:
    """Return ``slug``, or a longer one if it is that of another lab's model."""
    try:
        known = labs.model_by_slug(context.session, slug)
    except NotFoundError:
        return slug
    return slug if known.lab_id == lab.id else f"{lab.slug}-{slug}"


def models_of(context: Context, lab: Lab, slugs: Sequence[str]) -> list[Model]:
    """Return the models called ``slugs``; raise an error unless all are this lab's."""
    found = labs.models_by_slugs(context.session, slugs)
    for model in found:
        if model.lab_id != lab.id:
            raise InvalidError("models", f"{model.name} is not a model of {lab.name}.")
    return found


def get_model(context: Context, slug: str) -> Model:
    """Return the model called ``slug``."""
    context.require(Action.READ_DRAFTS)
    return labs.model_by_slug(context.session, slug)


def add_model(context: Context, lab_slug: str, facts: ModelFacts) -> Model:
    """Add a model to a lab (a slug); its slug is made from its name."""
    context.require(Action.WRITE_SCORECARD)
    lab = labs.lab_by_slug(context.session, lab_slug)
    name = _name(facts.name)
    if name.casefold() in {model.name.casefold() for model in lab.models}:
        raise InvalidError("name", f"is already used by a model of {lab.name}.")
    taken = labs.model_names(context.session)
    slug = _slug_in(context, lab, slugify(name))
    model = _add_model(context, lab, name, slugify(slug, taken))
    return edit_model(context, model.slug, facts)


def edit_model(
    context: Context, slug: str, facts: ModelFacts, *, made_from: Seen | None = None
) -> Model:
    """Change the facts of a model. Raises StaleError.

    ``made_from`` is the version from which the form was made.
    """
    context.require(Action.WRITE_SCORECARD)
    labs.hold_lab_of(context.session, slug)
    model = labs.model_by_slug(context.session, slug)
    typed = _as_stored(model, facts)
    kept = versions.settle(context, form_fields.MODEL, model, typed, made_from)
    others = {other.slug: other for other in model.lab.models if other is not model}
    model.predecessor = _predecessor(model, others, kept["predecessor"])
    _release(model, others, kept["released_together"])
    model.name, model.most_powerful = kept["name"], kept["most_powerful"]
    model.released = kept["released"]
    model.training_dates = kept["training_dates"]
    model.deployment_dates = kept["deployment_dates"]
    context.session.flush()
    return model


def _as_stored(model: Model, facts: ModelFacts) -> dict[str, Any]:
    earlier, together = facts.predecessor, facts.released_together
    if earlier is None:
        earlier = model.predecessor.slug if model.predecessor else ""
    if together is None:
        together = [other.slug for other in model.released_with]
    return {
        "name": _name(facts.name),
        "most_powerful": facts.most_powerful,
        "released": date_fact("released", facts.released),
        "training_dates": date_fact("training_dates", facts.training_dates),
        "deployment_dates": date_fact("deployment_dates", facts.deployment_dates),
        "predecessor": earlier,
        "released_together": tuple(sorted(together)),
    }


def _predecessor(model: Model, others: dict[str, Model], slug: str) -> Model | None:
    if not slug:
        return None
    if slug not in others:
        reason = f"must be another model of {model.lab.name}."
        raise InvalidError("predecessor", reason)
    by_id = {other.id: other for other in others.values()}
    earlier: Model | None = others[slug]
    while earlier is not None:
        if earlier.predecessor_id == model.id:
            reason = f"{others[slug].name} is recorded as coming after {model.name}."
            raise InvalidError("predecessor", reason)
        earlier = by_id.get(earlier.predecessor_id or 0)
    return others[slug]


def _release(model: Model, others: dict[str, Model], slugs: Sequence[str]) -> None:
    """Have a model be released together with these and no others."""
    if unknown := [slug for slug in slugs if slug not in others]:
        reason = f"{unknown[0]} is not another model of {model.lab.name}."
        raise InvalidError("released_together", reason)
    left = [other for other in model.released_with if other.slug not in slugs]
    chosen = [others[slug] for slug in slugs]
    for other in chosen:
        for third in other.released_with:
            if third is not model and third not in chosen and third not in left:
                reason = (
                    f"{other.name} was released together with {third.name}: tick both, "
                    "or neither."
                )
                raise InvalidError("released_together", reason)
    _key_release(left)
    _key_release([model, *chosen])


def leave_release(model: Model) -> None:
    """Have a model be released by itself."""
    _release(model, {}, ())


def _key_release(models: Sequence[Model]) -> None:
    """Say that these were released together, and with no others."""
    key = min(model.slug for model in models) if len(models) > 1 else None
    for model in models:
        model.release = key

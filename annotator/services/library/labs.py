"""Labs and their models."""

from collections.abc import Sequence

from annotator.domain.edits import Seen
from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.input.dates import NOT_REPORTED, date_fact
from annotator.domain.permissions import Action
from annotator.domain.slugs import slugify
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.storage.library import labs
from annotator.storage.library.labs import Lab as Lab
from annotator.storage.library.labs import Model


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
    try:
        return labs.lab_by_slug(context.session, slugify(name))
    except NotFoundError:
        lab = Lab(slug=slugify(name), name=name.strip(), url="", models=[])
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
    if found is None:
        found = Model(
            lab=lab,
            slug=slug,
            name=name,
            most_powerful=False,
            released=NOT_REPORTED,
            training_dates=NOT_REPORTED,
            deployment_dates=NOT_REPORTED,
        )
        context.session.add(found)
        context.session.flush()
    return found


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
            raise InvalidError("models", f"{model.name} is no model of {lab.name}.")
    return found


def get_model(context: Context, slug: str) -> Model:
    """Return the model called ``slug``."""
    context.require(Action.READ_DRAFTS)
    return labs.model_by_slug(context.session, slug)


def edit_model(
    context: Context,
    *,
    slug: str,
    name: str,
    most_powerful: bool,
    released: str,
    training_dates: str,
    deployment_dates: str,
    made_from: Seen | None = None,
) -> Model:
    """Change the facts of a model; dates may be "not reported".

    ``made_from`` is the version from which the form was made. Raises StaleError.
    """
    context.require(Action.WRITE_SCORECARD)
    model = labs.model_by_slug(context.session, slug)
    if not name.strip():
        raise InvalidError("name", "is required")
    typed = {
        "name": name.strip(),
        "most_powerful": most_powerful,
        "released": date_fact("released", released),
        "training_dates": date_fact("training_dates", training_dates),
        "deployment_dates": date_fact("deployment_dates", deployment_dates),
    }
    kept = versions.settle(context, form_fields.MODEL, model, typed, made_from)
    model.name, model.most_powerful = kept["name"], kept["most_powerful"]
    model.released = kept["released"]
    model.training_dates = kept["training_dates"]
    model.deployment_dates = kept["deployment_dates"]
    context.session.flush()
    return model

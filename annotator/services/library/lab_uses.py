"""What rests on labs and models; those on which nothing rests can be removed."""

from dataclasses import dataclass, fields

from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.services.library.labs import leave_release
from annotator.storage import lab_uses
from annotator.storage.lab_uses import NO_USES, Uses
from annotator.storage.library import labs
from annotator.storage.library.labs import Lab


@dataclass(frozen=True)
class LabRow:
    """A lab as a list shows it."""

    lab: Lab
    uses: Uses


def list_labs(context: Context) -> list[LabRow]:
    """Return every lab by name, with how much rests on it."""
    context.require(Action.READ_DRAFTS)
    uses = lab_uses.of_labs(context.session)
    return [
        LabRow(lab, uses.get(lab.id, NO_USES))
        for lab in labs.labs_by_name(context.session)
    ]


def uses_of_lab(context: Context, lab: Lab) -> Uses:
    """Return how much rests on a lab."""
    context.require(Action.READ_DRAFTS)
    return lab_uses.of_labs(context.session).get(lab.id, NO_USES)


def uses_of_models(context: Context, lab: Lab) -> dict[str, Uses]:
    """Return how much rests on each model of a lab, by its slug."""
    context.require(Action.READ_DRAFTS)
    uses = lab_uses.of_models(context.session, [model.id for model in lab.models])
    return {model.slug: uses.get(model.id, NO_USES) for model in lab.models}


def remove_lab(context: Context, slug: str) -> str:
    """Remove a lab and return its name; raise ConflictError if something rests on it."""
    context.require(Action.WRITE_SCORECARD)
    lab = labs.lab_by_slug(context.session, slug)
    _refuse(lab.name, uses_of_lab(context, lab))
    context.session.delete(lab)
    context.session.flush()
    return lab.name


def remove_model(context: Context, slug: str) -> str:
    """Remove a model and return its name; raise ConflictError if something rests on it."""
    context.require(Action.WRITE_SCORECARD)
    labs.hold_lab_of(context.session, slug)
    model = labs.model_by_slug(context.session, slug)
    _refuse(model.name, uses_of_models(context, model.lab)[slug])
    leave_release(model)
    context.session.flush()
    context.session.delete(model)
    context.session.flush()
    return model.name


def _refuse(name: str, uses: Uses) -> None:
    if not uses.is_none:
        said = ", ".join(words_of(uses))
        raise ConflictError(
            f"{name} cannot be removed, because there is still: {said}."
        )


def words_of(uses: Uses) -> list[str]:
    """Return what rests on a lab or a model, such as "2 reports"."""
    counted = ((one.name, getattr(uses, one.name)) for one in fields(uses))
    return [
        f"{count:,} {name if count > 1 else name.removesuffix('s')}"
        for name, count in counted
        if count
    ]

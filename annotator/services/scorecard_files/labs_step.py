"""The first step of an import, which adds or updates the lab and its models."""

from dataclasses import replace

from annotator.services.library import labs
from annotator.services.library.labs import ModelFacts
from annotator.services.scorecard_files.import_run import ImportRun
from annotator.services.scorecard_files.schema import ModelPart
from annotator.storage.library.labs import Model


def take_lab(work: ImportRun) -> None:
    """Add or update the lab and its models."""
    part = work.file.lab
    work.lab = labs.find_or_add_lab(work.context, part.slug)
    work.lab.name, work.lab.url = part.name, part.url
    if part.invented is not None:
        work.lab.invented = part.invented
    found: list[tuple[int, ModelPart]] = []
    for position, model in enumerate(work.file.models):
        with work.at("models", position):
            if _take_model(work, model, position):
                found.append((position, model))
    for position, model in found:  # what they say of each other, as all are there now
        with work.at("models", position):
            labs.edit_model(work.context, model.slug, _facts(model))
    work.context.session.flush()


def _take_model(work: ImportRun, part: ModelPart, position: int) -> bool:
    """Add or update a model; what the file says otherwise of others is let go for now."""
    found = labs.find_or_add_model(work.context, work.lab, part.slug)
    if found.slug != part.slug:  # another lab has this slug, so a new one was made
        work.is_ours(-1, "models", position, "slug")
        return False
    model = labs.get_model(work.context, part.slug)
    facts = replace(
        _facts(part),
        predecessor=None if _says_predecessor(part, model) else "",
        released_together=None if _says_release(part, model) else (),
    )
    labs.edit_model(work.context, part.slug, facts)
    return True


def _says_predecessor(part: ModelPart, model: Model) -> bool:
    """Whether a file says of a model's predecessor what is stored, or nothing."""
    stored = model.predecessor.slug if model.predecessor else ""
    return part.predecessor in {None, stored}


def _says_release(part: ModelPart, model: Model) -> bool:
    """Whether a file says of a model's release what is stored, or nothing."""
    if part.released_together is None:
        return True
    return set(part.released_together) == {other.slug for other in model.released_with}


def _facts(part: ModelPart) -> ModelFacts:
    return ModelFacts(**part.model_dump(exclude={"slug"}))

"""Read the claim editor's forms: what the claim says, and how evidence bears on it."""

from werkzeug.datastructures import MultiDict

from annotator.domain.vocabulary import AimsAt, LoadBearing, Strength
from annotator.services.claims.claims import ClaimFacts
from annotator.services.claims.evidence import Weight

Form = MultiDict[str, str]


def facts(form: Form) -> ClaimFacts:
    """Return what was typed of the claim itself."""
    return ClaimFacts(
        text=form.get("text", ""),
        category=form.get("category", ""),
        lab=form.get("lab", ""),
        models=tuple(form.getlist("models")),
        asserted_by=form.get("asserted_by", ""),
        parent=form.get("parent", ""),
        assertion=form.get("assertion", type=int),
    )


def weight(form: Form) -> Weight:
    """Return how a piece of evidence bears on the claim; reasons are parted by ";"."""
    return Weight(
        stance=form.get("stance", ""),
        aims_at=form.get("aims_at", AimsAt.CLAIM),
        load_bearing=form.get("load_bearing", LoadBearing.UNKNOWN),
        strength=form.get("strength", Strength.NOT_RATED),
        reasons=tuple(form.get("reasons", "").split(";")),
        note=form.get("note", ""),
    )

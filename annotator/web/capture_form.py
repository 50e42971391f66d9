"""Read the small form by a selection: where, which claim, and how it bears on it."""

from werkzeug.datastructures import MultiDict

from annotator.domain.errors import InvalidError
from annotator.services.claims.capture import Region, Selection, Words
from annotator.services.claims.claims import ClaimFacts
from annotator.services.claims.evidence import Weight
from annotator.services.library.reports import Report

Form = MultiDict[str, str]

NEW = "new"  # in place of a claim's slug
FURTHEST = 14_400.0  # points: no page of a PDF is larger


def place(form: Form) -> Selection:
    """Return what is to be marked: words, a rectangle, or a mark there is already."""
    if form.get("passage"):
        return _whole(form, "passage")
    sha256 = form.get("revision", "")
    if form.get("page"):
        x0, y0, x1, y1 = (_number(form, name) for name in ("x0", "y0", "x1", "y1"))
        page = _whole(form, "page")
        return Region(sha256, page, (x0, y0, x1, y1), form.get("description", ""))
    return Words(sha256, _whole(form, "start"), _whole(form, "end"))


def claim(form: Form, report: Report) -> str | ClaimFacts:
    """Return the claim that was chosen, or the facts of the one to be made."""
    chosen = form.get("claim", "")
    if not chosen:
        raise InvalidError("claim", "choose one of the list, or create a new one.")
    if chosen != NEW:
        return chosen
    if not form.get("category"):
        raise InvalidError("category", "choose the category of the new claim.")
    return ClaimFacts(
        text=form.get("claim_text", ""),
        category=form.get("category", ""),
        lab=report.lab.slug,
        models=tuple(form.getlist("models")),
        asserted_by=form.get("asserted_by", ""),
    )


def weight(form: Form) -> Weight:
    """Return the stance and the note."""
    if not form.get("stance"):
        raise InvalidError("stance", "choose what the passage does to the claim.")
    return Weight(stance=form.get("stance", ""), note=form.get("note", ""))


def _whole(form: Form, name: str) -> int:
    number = form.get(name, type=int)
    if number is None or number < 0:
        raise InvalidError("selection", "is missing; select the passage again.")
    return number


def _number(form: Form, name: str) -> float:
    number = form.get(name, type=float)
    if number is None or not abs(number) <= FURTHEST:  # also refuses "nan"
        raise InvalidError("rectangle", "needs four numbers, in points.")
    return number

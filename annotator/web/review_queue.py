"""The review queue: passages that a new file changed, or that their page shows otherwise."""

from collections.abc import Callable

from flask import Blueprint, flash, make_response, redirect, render_template, request
from flask import url_for as address_of
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import PlacementState
from annotator.forms.passages import NOWHERE, ReattachForm
from annotator.forms.reading import read
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.render import wants_part
from annotator.services.claims.capture import Region, Words
from annotator.services.passages import picture_checks, review_queue
from annotator.services.passages.review_queue import Placement

blueprint = Blueprint("reviews", __name__, url_prefix="/desk/review")

DONE = {
    PlacementState.EXACT: "Attached: the text is the same there.",
    PlacementState.MOVED: "Attached: the text is the same there, on another page.",
    PlacementState.EDITED: "The new wording was accepted.",
    PlacementState.GONE: "Marked as gone from the newest file.",
}


@blueprint.get("")
@allow(Action.READ_DRAFTS)
def queue() -> str:
    """Show the passages that wait for a decision, the most urgent first."""
    waiting, items = review_queue.queue(context())
    return render_template(
        "review/queue.html",
        waiting=waiting,
        items=items,
        pictures=picture_checks.undecided(context()),
    )


@blueprint.post("/<int:placement_id>/accept")
@allow(Action.MARK_PASSAGE)
def accept(placement_id: int) -> BaseResponse:
    """Accept the words found in the newest file."""
    return _decided(lambda: review_queue.accept(context(), placement_id))


@blueprint.post("/<int:placement_id>/gone")
@allow(Action.MARK_PASSAGE)
def gone(placement_id: int) -> BaseResponse:
    """Decide that the newest file no longer has the passage."""
    return _decided(lambda: review_queue.mark_gone(context(), placement_id))


@blueprint.post("/<int:placement_id>/reattach")
@allow(Action.MARK_PASSAGE)
def reattach(placement_id: int) -> BaseResponse:
    """Attach the passage to the words or the rectangle that were selected."""
    beforehand(lambda asked: review_queue.look_ahead(asked, placement_id))
    form = read(ReattachForm, request.form)
    answer = _decided(lambda: _reattach(placement_id, form))
    if form.asked_from == "viewer":
        flash("Attached.")
        answer = make_response("")
        answer.headers["HX-Redirect"] = address_of(".queue")
    return answer


def _reattach(placement_id: int, form: ReattachForm) -> Placement:
    match form.place():
        case Words(_, start, end):
            return review_queue.reattach(context(), placement_id, start, end)
        case Region(_, page, box, _):
            return review_queue.reattach_region(context(), placement_id, page, box)
        case _:
            raise InvalidError("start", NOWHERE, label="selection")


def _decided(act: Callable[[], Placement]) -> BaseResponse:
    """Decide, and answer with a message that offers to undo it."""
    row = act()
    message = DONE[row.state]
    if wants_part():
        part = "review/_decided.html"
        return make_response(render_template(part, row=row, message=message))
    flash(message)
    return redirect(address_of(".queue"), code=303)


@blueprint.post("/pictures/<int:check_id>/shown")
@allow(Action.PUBLISH)
def shown(check_id: int) -> BaseResponse:
    """Decide that a page shows the quote, though its picture was read otherwise."""
    passage = picture_checks.decide(context(), check_id)
    flash(f"Decided: the page shows “{passage.exact[:80]}”.")
    return redirect(address_of(".queue"), code=303)


@blueprint.post("/passages/<int:passage_id>/undo")
@allow(Action.MARK_PASSAGE)
def undo(passage_id: int) -> BaseResponse:
    """Undo the last decision on a passage."""
    review_queue.undo(context(), passage_id)
    item = review_queue.item(context(), passage_id)
    if wants_part() and item is not None:
        return make_response(render_template("review/_item.html", item=item))
    flash("Undone.")
    return redirect(address_of(".queue"), code=303)

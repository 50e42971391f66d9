"""Saves that a page sends by script and that it can ask about when the answer is lost.

The page makes up an id for what it sends, and names it in a header. The id is recorded
in the transaction of the save. Such a page is told where to go next and goes there
itself: a redirect that ``fetch`` follows would use up the message meant for the person.
"""

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from annotator.http.context import context
from annotator.http.render import wants_part
from annotator.services.edits import submissions

ID = "Save-Id"
NEXT = "Leads-To"


def is_in_place() -> bool:
    """Whether the page that sent the form stays, and reads the answer itself."""
    return ID in request.headers and not wants_part()


def note() -> None:
    """Record the save of this request in its transaction, if it has an id."""
    if ID in request.headers:
        submissions.note_save(context(), request.headers[ID], form=request.path)


def answer(saved: BaseResponse) -> BaseResponse:
    """Return the answer to a save, with its redirect as a header if the page stays."""
    if not is_in_place() or not 300 <= saved.status_code < 400:
        return saved
    return Response(status=204, headers={NEXT: saved.headers["Location"]})

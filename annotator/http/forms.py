"""What every form shares: it is saved, or shown again with what must be mended."""

from collections.abc import Callable

from flask import flash, redirect
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import AnnotatorError, InvalidError
from annotator.http.context import context


def save(
    act: Callable[[], object],
    *,
    then: str,
    show_again: Callable[[dict[str, str]], str],
) -> BaseResponse | tuple[str, int]:
    """Do ``act`` and lead to the address ``then``, or undo it and show the form again.

    ``show_again`` is given what is wrong by field, and ought to show what was typed.
    """
    try:
        act()
    except AnnotatorError as error:
        context().session.rollback()
        return show_again(field_errors(error)), 422
    flash("Saved.")
    return redirect(then, code=303)


def field_errors(error: AnnotatorError) -> dict[str, str]:
    """Return what is wrong by the name of its field; what concerns none is "all"."""
    if isinstance(error, InvalidError):
        return {error.field.replace(" ", "_").replace("-", "_"): error.reason}
    return {"all": str(error)}

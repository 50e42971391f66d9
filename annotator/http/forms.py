"""What every form shares: it is saved once, or shown again with what must be mended."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, flash, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.edits import Seen, StaleError, read_seen
from annotator.domain.errors import (
    AnnotatorError,
    ChangedMeanwhileError,
    InvalidError,
    SavedAlreadyError,
)
from annotator.http.context import context
from annotator.services.edits import form_fields, submissions

Answer = TypeVar("Answer")

_TRIES = 6  # how often a save is made anew because another came between
_LISTS = {"models"}  # fields that are sent once for each of their values
_NOT_TYPED = {"csrf_token", "form_id"}


@dataclass(frozen=True)
class Typed:
    """What came back of one form of a page, to be shown in it again."""

    form: str = ""  # which form of the page it was; "" if none came back
    values: Mapping[str, Any] = field(default_factory=dict)
    seen: str = ""  # what it was made from
    stale: StaleError | None = None

    def __bool__(self) -> bool:
        return bool(self.form)

    def of(self, form: str) -> "Typed":
        """Return what came back of the form with this name, or nothing."""
        return self if self.form == form else NOTHING

    def get(self, name: str, stored: Any) -> Any:
        """Return what is to stand in a field: what was typed, or what is stored."""
        return self.values.get(name, "") if self else stored


NOTHING = Typed()


def init_app(app: Flask) -> None:
    """Let templates write into forms what they are made from, and which they are."""
    app.jinja_env.globals.update(seen=form_fields.seen, form_id=_form_id)


def _form_id() -> str:
    return secrets.token_urlsafe(18)


# Forms that change something


def save(
    act: Callable[[], object],
    *,
    then: str,
    show_again: Callable[[dict[str, str]], str],
    show_stale: Callable[[StaleError], str] | None = None,
) -> BaseResponse | tuple[str, int]:
    """Do ``act`` and lead to the address ``then``, or undo it and show the form again.

    ``show_again`` is given what is wrong by field, and ought to show what was typed;
    ``show_stale`` is given what somebody else changed since the form was opened.
    """
    try:
        in_turn(act)
    except StaleError as error:
        context().session.rollback()
        again = show_stale(error) if show_stale else show_again(field_errors(error))
        return again, 409
    except AnnotatorError as error:
        context().session.rollback()
        return show_again(field_errors(error)), 422
    flash("Saved.")
    return redirect(then, code=303)


def in_turn(act: Callable[[], Answer]) -> Answer:
    """Do ``act`` and write it; once more if another save came between, on top of that."""
    for _ in range(_TRIES - 1):
        try:
            return _written(act)
        except ChangedMeanwhileError:
            context().session.rollback()
    return _written(act)


def _written(act: Callable[[], Answer]) -> Answer:
    done = act()
    context().session.flush()
    return done


def made_from() -> Seen | None:
    """Return what the form that was sent was made from; None if it does not say."""
    carried = request.form.get("seen")
    if carried is None:
        return None
    told, put = request.form.getlist("told"), request.form.get("put", "")
    return read_seen(carried, told=told, put=put)


def typed(form: str) -> Typed:
    """Return what was typed in the form that was sent, which is called ``form``."""
    values = {
        name: given if name in _LISTS else given[0]
        for name, given in request.form.lists()
    }
    return Typed(form, values, request.form.get("seen", ""))


def stale(form: str, error: StaleError) -> Typed:
    """Return what the form is to show after a clash, made from what stands now."""
    values = {**typed(form).values, **error.values}
    return Typed(form, values, str(error.seen), error)


# Forms that make something


def once(act: Callable[[], str], *, part: str = "", also: bytes = b"") -> str:
    """Return what ``act`` makes, or what it made when this form was sent before.

    A form may have buttons that each make something: ``part`` says which; ``also`` is
    what was sent beside its fields. Raises SavedAlreadyError.
    """
    return in_turn(lambda: _once(act, part, also))


def _once(act: Callable[[], str], part: str, also: bytes) -> str:
    given = request.form.get("form_id")
    if given is None:  # not a form of ours, or of a page that is older than these
        return act()
    form_id = given + hashlib.sha256(part.encode()).hexdigest()[:16] if part else given
    first = submissions.begin(
        context(), form_id, form=request.path, digest=_digest(also)
    )
    if first is not None:
        return first
    made = act()
    submissions.end(context(), form_id, made)
    return made


def _digest(also: bytes) -> str:
    fields = sorted(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NOT_TYPED
    )
    return hashlib.sha256(json.dumps(fields).encode() + also).hexdigest()


def field_errors(error: AnnotatorError) -> dict[str, str]:
    """Return what is wrong by the name of its field; what concerns none is "all"."""
    if isinstance(error, InvalidError):
        return {error.field.replace(" ", "_").replace("-", "_"): error.reason}
    if isinstance(error, SavedAlreadyError):
        return {"all": str(error), "saved_as": error.made}
    return {"all": str(error)}


def status(error: AnnotatorError) -> int:
    """Return the status of a form that is shown again because of ``error``."""
    return 409 if isinstance(error, SavedAlreadyError) else 422

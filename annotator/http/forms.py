"""What all forms share: a form is saved once, or shown again with its mistakes."""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import Flask, Response, flash, make_response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.edits import Seen, StaleError, read_seen
from annotator.domain.errors import (
    AnnotatorError,
    ChangedMeanwhileError,
    InvalidFormError,
    SavedAlreadyError,
)
from annotator.forms import reading
from annotator.forms.reading import AnyForm
from annotator.http import saves
from annotator.http.context import context
from annotator.http.render import wants_part
from annotator.services.edits import form_fields, submissions

Made = TypeVar("Made")
Prepared = TypeVar("Prepared")

_TRIES = 6  # attempts at a save that other saves overtake; chosen, not measured
_NOT_TYPED = {"csrf_token", "form_id"}


@dataclass(frozen=True)
class Typed:
    """What was typed into one form of a page, to be shown in it again."""

    form: str = ""  # which form of the page it was; "" if none was sent
    values: Mapping[str, Any] = field(default_factory=dict)
    seen: str = ""  # the version that the form was made from
    errors: Mapping[str, str] = field(default_factory=dict)  # by field, or "all"
    error: AnnotatorError | None = None  # why it was not saved

    def __bool__(self) -> bool:
        return bool(self.form)

    @property
    def stale(self) -> StaleError | None:
        """The error, if others changed the same fields since the form was opened."""
        return self.error if isinstance(self.error, StaleError) else None

    def of(self, form: str) -> "Typed":
        """Return this if the form has that name, else ``NOTHING``."""
        return self if self.form == form else NOTHING

    def get(self, name: str, stored: Any) -> Any:
        """Return what a field shows: what was typed, or else ``stored``."""
        return self.values.get(name, "") if self else stored


NOTHING = Typed()


def init_app(app: Flask) -> None:
    """Give templates the version and the id that each form carries."""
    app.jinja_env.globals.update(seen=form_fields.seen, form_id=_form_id)


def _form_id() -> str:
    return secrets.token_urlsafe(18)


# Saving


@dataclass(frozen=True)
class FormPage(Generic[AnyForm]):
    """A page with a form, which is shown again as it was typed if it is not saved.

    It is shown again for the errors in ``mistakes``; other errors have their own page.
    """

    model: type[AnyForm]
    show: Callable[[Typed], str | Response]
    then: Callable[[Any], BaseResponse]  # answers, given what ``act`` returned
    form: str = "form"  # which form of the page it is
    mistakes: tuple[type[AnnotatorError], ...] = (AnnotatorError,)

    def save(self, act: Callable[[AnyForm], object]) -> BaseResponse:
        """Read the form that was sent, and pass it to ``act``."""
        return self.prepare_and_save(lambda _form: None, lambda form, _: act(form))

    def prepare_and_save(
        self,
        prepare: Callable[[AnyForm], Prepared],
        act: Callable[[AnyForm, Prepared], object],
    ) -> BaseResponse:
        """Run ``prepare`` before the transaction, then ``act`` with its result."""
        refusals: tuple[type[AnnotatorError], ...] = (InvalidFormError, *self.mistakes)
        try:
            form = reading.read(self.model, request.form)
            prepared = prepare(form)
            made = _in_turn(lambda: act(form, prepared))
        except refusals as error:
            return self._again(error)
        return saves.answer(self.then(made))

    def _again(self, error: AnnotatorError) -> Response:
        context().session.rollback()
        answer = make_response(self.show(self._typed(error)))
        answer.status_code = _status(error)
        return answer

    def _typed(self, error: AnnotatorError) -> Typed:
        values = reading.typed(self.model, request.form)
        if isinstance(error, StaleError):
            values |= reading.written(self.model, error.values)
            return Typed(self.form, values, str(error.seen), error=error)
        errors = reading.errors_by_field(self.model, error)
        if isinstance(error, SavedAlreadyError):
            errors["saved_as"] = error.made
        return Typed(self.form, values, request.form.get("seen", ""), errors, error)


def lead_there(address: str, *, said: str = "") -> BaseResponse:
    """Redirect to ``address``, where the message ``said`` is shown."""
    if said:
        flash(said)
    return redirect(address, code=303)


def lead_to(address: str, said: str = "Saved.") -> Callable[[object], BaseResponse]:
    """Return a function that redirects to ``address``, whatever the form has made."""
    return lambda _made: lead_there(address, said=said)


def _status(error: AnnotatorError) -> int:
    is_late = isinstance(error, StaleError | SavedAlreadyError)
    return 409 if is_late and not wants_part() else 422  # htmx swaps only 422 in


def _in_turn(act: Callable[[], Made]) -> Made:
    """Run ``act`` and flush; run it again on top of a save that overtook it."""
    for _ in range(_TRIES - 1):
        try:
            return _written(act)
        except ChangedMeanwhileError:
            context().session.rollback()
    return _written(act)


def _written(act: Callable[[], Made]) -> Made:
    made = act()
    saves.note()
    context().session.flush()
    return made


# Forms that change something


def made_from() -> Seen | None:
    """Return the version that the sent form was made from, or None if it has none."""
    carried = request.form.get("seen")
    if carried is None:
        return None
    told, put = request.form.getlist("told"), request.form.get("put", "")
    return read_seen(carried, told=told, put=put)


# Forms that make something


def once(act: Callable[[], str], *, part: str = "", also: bytes = b"") -> str:
    """Return what ``act`` makes, or what it made when this form was first sent.

    ``part`` names the button, if a form has several that each make something. ``also``
    is what was sent besides the fields. Raises SavedAlreadyError if the form was saved
    before with other contents.
    """
    given = request.form.get("form_id")
    if given is None:  # not one of our forms, or from a page older than form ids
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

"""What every form shares: it is saved once, or shown again with what must be mended."""

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
from annotator.http.context import context
from annotator.http.render import wants_part
from annotator.services.edits import form_fields, submissions

Made = TypeVar("Made")
Prepared = TypeVar("Prepared")

_TRIES = 6  # how often a save is made anew because another came between
_NOT_TYPED = {"csrf_token", "form_id"}


@dataclass(frozen=True)
class Typed:
    """What came back of one form of a page, to be shown in it again."""

    form: str = ""  # which form of the page it was; "" if none came back
    values: Mapping[str, Any] = field(default_factory=dict)
    seen: str = ""  # what it was made from
    errors: Mapping[str, str] = field(default_factory=dict)  # by field, or "all"
    error: AnnotatorError | None = None  # why it was not saved

    def __bool__(self) -> bool:
        return bool(self.form)

    @property
    def stale(self) -> StaleError | None:
        """What somebody else changed since the form was opened, if that is why."""
        return self.error if isinstance(self.error, StaleError) else None

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


# Saving


@dataclass(frozen=True)
class FormPage(Generic[AnyForm]):
    """A page with a form: left once that is saved, or shown again as it was typed.

    ``mistakes`` are what it is shown again for; any other error has a page of its own.
    """

    model: type[AnyForm]
    show: Callable[[Typed], str | Response]
    then: Callable[[Any], BaseResponse]  # answers with what was made
    form: str = "form"  # which form of the page it is
    mistakes: tuple[type[AnnotatorError], ...] = (AnnotatorError,)

    def save(self, act: Callable[[AnyForm], object]) -> BaseResponse:
        """Read the form that was sent, and do ``act`` with it."""
        return self.prepare_and_save(lambda _form: None, lambda form, _: act(form))

    def prepare_and_save(
        self,
        prepare: Callable[[AnyForm], Prepared],
        act: Callable[[AnyForm, Prepared], object],
    ) -> BaseResponse:
        """Do what is slow ahead of the transaction, then ``act`` with what that found."""
        refusals: tuple[type[AnnotatorError], ...] = (InvalidFormError, *self.mistakes)
        try:
            form = reading.read(self.model, request.form)
            prepared = prepare(form)
            made = _in_turn(lambda: act(form, prepared))
        except refusals as error:
            return self._again(error)
        return self.then(made)

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
    """Lead to what was made, whose address this is, and show there what is ``said``."""
    if said:
        flash(said)
    return redirect(address, code=303)


def lead_to(address: str, said: str = "Saved.") -> Callable[[object], BaseResponse]:
    """Return what leads to an address once a form is saved, whatever that has made."""
    return lambda _made: lead_there(address, said=said)


def _status(error: AnnotatorError) -> int:
    is_late = isinstance(error, StaleError | SavedAlreadyError)
    return 409 if is_late and not wants_part() else 422  # htmx swaps in 422 alone


def _in_turn(act: Callable[[], Made]) -> Made:
    """Do ``act`` and write it; once more if another save came between, on top of that."""
    for _ in range(_TRIES - 1):
        try:
            return _written(act)
        except ChangedMeanwhileError:
            context().session.rollback()
    return _written(act)


def _written(act: Callable[[], Made]) -> Made:
    made = act()
    context().session.flush()
    return made


# Forms that change something


def made_from() -> Seen | None:
    """Return what the form that was sent was made from; None if it does not say."""
    carried = request.form.get("seen")
    if carried is None:
        return None
    told, put = request.form.getlist("told"), request.form.get("put", "")
    return read_seen(carried, told=told, put=put)


# Forms that make something


def once(act: Callable[[], str], *, part: str = "", also: bytes = b"") -> str:
    """Return what ``act`` makes, or what it made when this form was sent before.

    A form may have buttons that each make something: ``part`` says which; ``also`` is
    what was sent beside its fields. Raises SavedAlreadyError.
    """
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

"""Read forms: each is a model that names its fields.

All mistakes of a form are raised as one error, each with the name of its field.
``http.request_checks`` has already removed characters that nobody types.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from annotator.domain.errors import AnnotatorError, InvalidError, InvalidFormError
from annotator.forms.fields import Separated

WHOLE = "all"  # instead of a field's name: the form as a whole
UNREADABLE = "cannot be read."
_NUMBER = re.compile(r"[2-9]|[1-9][0-9]{1,8}")  # as our forms write them


class Sent(Protocol):
    """The fields that were sent, each with one or more texts."""

    def getlist(self, name: str, /) -> list[str]:
        """Return every text that was sent under ``name``."""
        ...

    def __contains__(self, name: object, /) -> bool: ...

    def __iter__(self) -> Iterator[str]: ...


@dataclass(frozen=True)
class Repeated:
    """Marks a list of forms within a form, each with a number behind its fields' names.

    There is one for each number from 2 to ``most`` under which the field ``by`` was sent:
    "claim-2", "claim-3". The forms need a field ``number`` for it.
    """

    form: "type[Form]"
    by: str
    most: int

    def sent(self, sent: Sent) -> "Iterator[tuple[int, _Numbered]]":
        """Yield the number and the fields of each form that was sent."""
        parts = (name.rpartition("-") for name in sent)
        typed = {number for by, _, number in parts if by == self.by}
        numbers = {int(number) for number in typed if _NUMBER.fullmatch(number)}
        for number in sorted(numbers):
            if number <= self.most:
                yield number, _Numbered(sent, number)


@dataclass(frozen=True)
class _Numbered:
    """Those of the sent fields that have a number, by their names without it."""

    fields: Sent
    number: int

    def getlist(self, name: str, /) -> list[str]:
        return self.fields.getlist(f"{name}-{self.number}")

    def __contains__(self, name: object, /) -> bool:
        return f"{name}-{self.number}" in self.fields

    def __iter__(self) -> Iterator[str]:
        parts = (name.rpartition("-") for name in self.fields)
        return (name for name, _, number in parts if number == str(self.number))


class Form(BaseModel):
    """The fields of a form; unknown fields are ignored.

    A field without a default that was not sent is read as empty. ``shown_at`` maps a
    field's name in services to its name in this form, where they differ.
    """

    model_config = ConfigDict(frozen=True)

    shown_at: ClassVar[Mapping[str, str]] = {}

    def mistakes(self) -> Iterator[InvalidError]:
        """Yield what is wrong with fields that are valid singly but not together."""
        yield from ()


AnyForm = TypeVar("AnyForm", bound=Form)


def read(model: type[AnyForm], sent: Sent) -> AnyForm:
    """Return the form that was sent; raise InvalidFormError with all its mistakes."""
    given = _given(model, sent)
    try:
        form = model.model_validate(given)
    except ValidationError as error:
        raise InvalidFormError(
            [_mistake(mistake, given) for mistake in error.errors()]
        ) from error
    mistakes = list(form.mistakes())
    if mistakes:
        raise InvalidFormError(mistakes)
    return form


def typed(model: type[Form], sent: Sent) -> dict[str, Any]:
    """Return the fields as they were typed, to be shown again."""
    found: dict[str, Any] = {
        name: sent.getlist(name) if _is_list(field) else sent.getlist(name)[0]
        for name, field in _fields(model).items()
        if name in sent and _repeated(field) is None
    }
    for name, repeated in _repeatedly(model):
        found[name] = [
            typed(repeated.form, some) | {"number": number}
            for number, some in repeated.sent(sent)
        ]
    return found


def written(model: type[Form], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of fields as a person would type them."""
    separated = {name: _separated(field) for name, field in _fields(model).items()}
    return {
        name: sign.text(value) if (sign := separated.get(name)) else value
        for name, value in values.items()
    }


def errors_by_field(model: type[Form], error: AnnotatorError) -> dict[str, str]:
    """Return why a form was refused, by field name; "all" is the whole form."""
    mistakes = error.mistakes if isinstance(error, InvalidFormError) else (error,)
    errors: dict[str, str] = {}
    for mistake in mistakes:
        field, reason = _shown(model, mistake)
        errors.setdefault(field, reason)
    return errors


def _shown(model: type[Form], error: AnnotatorError) -> tuple[str, str]:
    """Return the field that shows an error, and the text shown."""
    if isinstance(error, InvalidError):
        field = model.shown_at.get(error.field, error.field)
        if field in _fields(model) or _is_numbered(model, field):
            return field, error.reason
    return model.shown_at.get(WHOLE, WHOLE), str(error)


def _given(model: type[Form], sent: Sent) -> dict[str, Any]:
    given: dict[str, Any] = dict.fromkeys(
        (name for name, field in _fields(model).items() if field.is_required()), ""
    )
    given |= typed(model, sent)
    for name, repeated in _repeatedly(model):
        given[name] = [
            _given(repeated.form, some) | {"number": str(number)}
            for number, some in repeated.sent(sent)
        ]
    for name, field in _fields(model).items():
        sign = _separated(field)
        if sign and name in given:
            given[name] = sign.parts(given[name])
    return given


def _mistake(error: Any, given: Mapping[str, Any]) -> InvalidError:
    field, *within = error["loc"]
    if len(within) > 1:  # in a form of a list
        field = f"{within[1]}-{given[field][within[0]]['number']}"
    if error["type"] == "value_error":
        return InvalidError(field, str(error["ctx"]["error"]))
    return InvalidError(str(field), UNREADABLE)


def _repeatedly(model: type[Form]) -> Iterator[tuple[str, Repeated]]:
    """Yield the lists of forms in a form, by name."""
    for name, field in _fields(model).items():
        repeated = _repeated(field)
        if repeated:
            yield name, repeated


def _repeated(field: FieldInfo) -> Repeated | None:
    found = (marker for marker in field.metadata if isinstance(marker, Repeated))
    return next(found, None)


def _is_numbered(model: type[Form], field: str) -> bool:
    """Whether this is a field of a form in a list, such as "claim-2"."""
    name, _, number = field.rpartition("-")
    return number.isdecimal() and any(
        name in _fields(repeated.form) for _, repeated in _repeatedly(model)
    )


def _fields(model: type[Form]) -> dict[str, FieldInfo]:
    """Return the fields by their names in the form."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _separated(field: FieldInfo) -> Separated | None:
    found = (marker for marker in field.metadata if isinstance(marker, Separated))
    return next(found, None)


def _is_list(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is tuple and _separated(field) is None

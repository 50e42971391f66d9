"""Check and clean what clients send, once, before anything else reads it.

Texts lose the characters that nobody types and that PostgreSQL, XML and terminals
cannot handle; a path that holds one is not found. A number is at most as large as an id
in the database can be; anything else counts as not given.
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.routing import IntegerConverter, ValidationError
from werkzeug.utils import cached_property

from annotator.domain.input.characters import clean_typed, is_clean
from annotator.domain.input.numbers import whole
from annotator.http.security import MAX_FORM_BYTES


def init_app(app: Flask) -> None:
    """Check every request; before routes are added."""
    app.request_class = CheckedRequest
    app.url_map.converters["int"] = Number
    app.before_request(_check_path)
    app.before_request(_limit_form)


class Number(IntegerConverter):
    """``<int:…>`` in an address; a number that no row can have is not found."""

    regex = r"[0-9]{1,10}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        try:
            return whole(value)
        except ValueError:
            raise ValidationError from None


class Given(ImmutableMultiDict[str, str]):
    """Parameters or fields; ``type=int`` accepts numbers that the database can hold."""

    def get(  # type: ignore[override]
        self,
        key: str,
        default: Any = None,
        type: Any = None,  # noqa: A002
    ) -> Any:
        """Return the first value of ``key``, or ``default``."""
        return super().get(key, default, _bounded(type))

    def getlist(self, key: str, type: Any = None) -> list[Any]:  # noqa: A002
        """Return every value of ``key``."""
        return super().getlist(key, _bounded(type))


def _bounded(kind: Any) -> Any:
    return whole if kind is int else kind


class CheckedRequest(Request):
    """A request whose texts have been cleaned."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Bytes that should have been escaped may not be UTF-8.
        self.query_string = self.query_string.decode(errors="replace").encode()

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The parameters of the address."""
        return _cleaned(super().args)

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        """The cookies."""
        return _cleaned(super().cookies)

    def _load_form_data(self) -> None:
        super()._load_form_data()
        form, files = self.__dict__["form"], self.__dict__["files"]
        self.__dict__["form"] = _cleaned(form)
        for _, file in files.items(multi=True):
            file.filename = clean_typed(file.filename or "")


def _cleaned(given: MultiDict[str, str]) -> Given:
    pairs: Iterable[tuple[str, str]] = given.items(multi=True)
    return Given([(clean_typed(name), clean_typed(value)) for name, value in pairs])


def browser_name() -> str:
    """Return the browser's User-Agent."""
    return clean_typed(request.user_agent.string)


def _check_path() -> None:
    if not is_clean(request.path):
        raise NotFound


def _limit_form() -> None:
    # Werkzeug limits the fields of multipart forms, but not those of other forms.
    if request.mimetype != "multipart/form-data":
        request.max_content_length = MAX_FORM_BYTES

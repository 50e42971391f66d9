"""Kinds of form fields: how each is read, and why a value is refused.

Every reader raises ValueError with a plain reason, which is what people see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints, ValidationInfo

from annotator.domain.errors import InvalidError
from annotator.domain.input.choices import choice
from annotator.domain.input.dates import date_fact
from annotator.domain.input.numbers import decimal, whole


@dataclass(frozen=True)
class Separated:
    """Marks a list that is typed as one text, with a separator between its parts."""

    sign: str

    def parts(self, text: str) -> tuple[str, ...]:
        """Return the parts that are not empty."""
        return tuple(part.strip() for part in text.split(self.sign) if part.strip())

    def text(self, parts: tuple[str, ...]) -> str:
        """Return the parts as one text, as a person would type them."""
        return f"{self.sign} ".join(parts)


def one_of(words: type[StrEnum], reason: str = "") -> BeforeValidator:
    """Return a reader of one of ``words``; ``reason`` says why others are refused."""

    def read(given: str, info: ValidationInfo) -> StrEnum:
        try:
            return choice(info.field_name or "", words, given)
        except InvalidError as error:
            raise ValueError(reason or error.reason) from error

    return BeforeValidator(read)


def number(reason: str = "", *, least: int | None = None) -> BeforeValidator:
    """Return a reader of an integer; ``reason`` says why anything else is refused."""

    def read(given: str, _info: ValidationInfo) -> int:
        try:
            found = whole(given)
        except ValueError as error:
            raise ValueError(reason or str(error)) from error
        if least is not None and found < least:
            raise ValueError(reason or f"must be {least} or more.")
        return found

    return BeforeValidator(read)


def digits() -> BeforeValidator:
    """Return a reader of a number with all of its digits, or None if nothing was typed."""

    def read(given: str, _info: ValidationInfo) -> Decimal:
        return decimal(given)

    return optional(BeforeValidator(read))


def points(reason: str, *, furthest: float) -> BeforeValidator:
    """Return a reader of a length or a coordinate of a page, in points."""

    def read(given: str, _info: ValidationInfo) -> float:
        try:
            found = float(given)
        except ValueError as error:
            raise ValueError(reason) from error
        if not abs(found) <= furthest:  # also refuses "nan"
            raise ValueError(reason)
        return found

    return BeforeValidator(read)


def optional(reader: BeforeValidator) -> BeforeValidator:
    """Return a reader that reads an empty field as None."""
    read: Callable[..., Any] = reader.func

    def read_or_none(given: str, info: ValidationInfo) -> Any:
        if not given.strip():
            return None
        return read(given, info)

    return BeforeValidator(read_or_none)


def _date(given: str, info: ValidationInfo) -> str:
    try:
        return date_fact(info.field_name or "", given)
    except InvalidError as error:
        raise ValueError(error.reason) from error


DateFact = Annotated[str, BeforeValidator(_date)]
Flag = Annotated[bool, BeforeValidator(lambda given: given == "yes")]
Stripped = Annotated[str, StringConstraints(strip_whitespace=True)]
Names = Annotated[tuple[str, ...], Separated(",")]

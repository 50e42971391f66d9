"""What every table has in common."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData, Text, TypeDecorator
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class UtcDateTime(TypeDecorator[datetime]):
    """A time; stored in UTC, and returned with its time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Return the time in UTC; raise ValueError if it has no time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Return the time with its zone, which SQLite does not store."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value


class OneOf(TypeDecorator[StrEnum]):
    """A member of a StrEnum, stored as text."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Return the text; raise ValueError if it is not a member."""
        return None if value is None else str(self.words(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        """Return the member of the enum."""
        return None if value is None else self.words(value)


class Digits(TypeDecorator[Decimal]):
    """A decimal number, stored as text: SQLite has floats only, and 1.70 is not 1.7."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Return the digits."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return the number with all of its digits."""
        return None if value is None else Decimal(value)


class month_of(FunctionElement[str]):  # noqa: N801, it is written like a function
    """The month of a time in UTC, as "2030-03"."""

    type = Text()
    inherit_cache = True


@compiles(month_of)
def _of_sqlite(month: month_of, compiler: SQLCompiler, **options: Any) -> str:
    return f"strftime('%Y-%m', {compiler.process(month.clauses, **options)})"


@compiles(month_of, "postgresql")
def _of_postgresql(month: month_of, compiler: SQLCompiler, **options: Any) -> str:
    # A session has a time zone there.
    moment = compiler.process(month.clauses, **options)
    return f"to_char(({moment}) AT TIME ZONE 'UTC', 'YYYY-MM')"


class Base(DeclarativeBase):
    """Base class of every table."""

    # Constraints are named, so that migrations can refer to them.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, str: Text}  # noqa: RUF012


class AppendOnly:
    """Marks a table whose rows are written once and never changed or deleted."""


class Versioned:
    """Marks a table whose rows people edit; every change increases a row's version.

    If two transactions change the same version of a row, one of them fails.
    """

    version: Mapped[int] = mapped_column(server_default="1")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

"""A session that detects when two people change the same row."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from annotator.domain.errors import ChangedMeanwhileError
from annotator.storage.database.base import Versioned

_TAKEN = "23505"  # SQLSTATE unique_violation: another transaction took the key


class CarefulSession(Session):
    """A session that counts versions, and raises the program's own error for conflicts."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write changes; raise ChangedMeanwhileError if another transaction came first."""
        self._count_lists()
        try:
            super().flush(objects)
        except StaleDataError as error:
            raise ChangedMeanwhileError from error
        except IntegrityError as error:
            if getattr(error.orig, "sqlstate", None) != _TAKEN:
                raise
            raise ChangedMeanwhileError from error

    def _count_lists(self) -> None:
        """Increase the version of rows of which only a list, such as models, changed."""
        for row in self.dirty:
            if isinstance(row, Versioned) and _changed_lists(row):
                versions = inspect(row).attrs["version"]
                if not versions.history.has_changes():
                    row.version += 1


def _changed_lists(row: object) -> bool:
    state = inspect(row, raiseerr=True)
    lists = [
        relationship.key
        for relationship in state.mapper.relationships
        if relationship.secondary is not None
    ]
    return any(state.attrs[name].history.has_changes() for name in lists)

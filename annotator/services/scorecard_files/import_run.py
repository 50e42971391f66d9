"""The state of one import: the file, the rows found and added, the mistakes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from annotator.domain.errors import InvalidError, NotFoundError
from annotator.services.context import Context
from annotator.services.library import reports
from annotator.services.scorecard_files.preparation import Preparation
from annotator.services.scorecard_files.schema import QuotePart, RegionPart
from annotator.services.scorecard_files.yaml_file import Parsed
from annotator.services.scorecard_files.yaml_tree import Path
from annotator.storage.claims.categories import Category
from annotator.storage.library.labs import Lab
from annotator.storage.library.revisions import Revision

Part = TypeVar("Part")
Row = TypeVar("Row")


class ImportRun:
    """Shared by the steps of one import; mistakes are collected and raised together."""

    def __init__(self, context: Context, parsed: Parsed, ahead: Preparation) -> None:
        self.context = context
        self.ahead = ahead
        self.parsed = parsed
        self.file = parsed.file
        self.lab: Lab
        self.categories: dict[str, Category] = {}  # by slug
        self.revisions: dict[str, Revision] = {}  # by the report's slug
        self.passages: dict[Path, int] = {}  # the passage of each quote in the file
        self.results: dict[Path, int] = {}  # the row of each result in the file
        self.mistakes: list[tuple[Path, str]] = []

    def refuse_mistakes(self) -> None:
        """Raise InvalidFileError if there are mistakes so far."""
        self.parsed.refuse(self.mistakes)

    @contextmanager
    def at(self, *path: str | int) -> Iterator[None]:
        """Record InvalidError and NotFoundError in the block as mistakes at a path."""
        try:
            yield
        except (InvalidError, NotFoundError) as error:
            self.mistakes.append((path, str(error)))

    def revision(self, path: Path, part: QuotePart | RegionPart) -> Revision | None:
        """Return the file that a passage is from; record a mistake if there is none."""
        named = self.revisions.get(part.report)
        if named is None or not part.sha256:  # an unknown report is a mistake already
            return named
        report = reports.get_report(self.context, part.report)
        try:
            return reports.get_revision(self.context, report, part.sha256)
        except NotFoundError as error:
            self.mistakes.append((path, str(error)))
            return None

    def is_ours(self, lab_id: int, *path: str | int) -> bool:
        """Whether a row belongs to the file's lab; record a mistake if not."""
        if lab_id == self.lab.id:
            return True
        self.mistakes.append((path, "another lab has this name; choose another"))
        return False


def pair(
    parts: Sequence[Part],
    rows: Sequence[Row],
    *same: Callable[[Part, Row], bool],
) -> list[Row | None]:
    """Return, for each part of a file, the row it describes, or None for a new one.

    The predicates in ``same`` are tried in order, the strictest first; each row is
    paired with at most one part.
    """
    found: list[Row | None] = [None] * len(parts)
    left = list(rows)
    for is_same in same:
        for position, part in enumerate(parts):
            if found[position] is not None:
                continue
            row = next((row for row in left if is_same(part, row)), None)
            if row is not None:
                found[position] = row
                left.remove(row)
    return found

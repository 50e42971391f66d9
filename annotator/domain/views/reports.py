"""What readers see of a report: its facts and its files, frozen by an editor."""

from dataclasses import dataclass, replace
from datetime import datetime

from annotator.domain.views.contents import LabView
from annotator.domain.vocabulary import ReportKind


@dataclass(frozen=True, slots=True)
class ModelName:
    """A model that a report covers."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ReportFactsView:
    """The facts about a report."""

    slug: str
    title: str
    kind: ReportKind
    published: str  # see domain.input.dates
    source_url: str
    lab: LabView
    models: tuple[ModelName, ...]


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a report that readers may see."""

    sha256: str
    bytes: int
    page_count: int
    published: str  # by the lab, see domain.input.dates
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class WithdrawnFileView:
    """A note that readers could once see a file; it tells nothing of the contents."""

    sha256: str
    fetched_at: datetime
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class PublicReportView:
    """A report as an editor has published it."""

    facts: ReportFactsView
    files: tuple[FileView, ...]  # newest first
    withdrawn: tuple[WithdrawnFileView, ...] = ()
    announced: datetime | None = None  # when a newer, not yet public file came in

    @property
    def slug(self) -> str:
        """The name of the report in addresses."""
        return self.facts.slug

    @property
    def newest(self) -> FileView | None:
        """The file that is shown unless another is asked for."""
        return next(iter(self.files), None)

    def file(self, sha256: str) -> FileView | None:
        """Return the public file with this hash, if there is one."""
        return next((file for file in self.files if file.sha256 == sha256), None)

    def with_files(self, files: tuple[FileView, ...]) -> "PublicReportView":
        """Return the report with these files, newest first, in place of its present ones.

        The announcement of a newer file is dropped once a file of that date is among them.
        """
        hashes = {file.sha256 for file in files}
        is_there = self.announced and any(f.fetched_at >= self.announced for f in files)
        return replace(
            self,
            files=files,
            withdrawn=tuple(w for w in self.withdrawn if w.sha256 not in hashes),
            announced=None if is_there else self.announced,
        )

    def without_file(self, sha256: str, at: datetime) -> "PublicReportView":
        """Return the report without a file, and with a note that it was withdrawn."""
        gone = tuple(
            WithdrawnFileView(file.sha256, file.fetched_at, at)
            for file in self.files
            if file.sha256 == sha256
        )
        return replace(
            self,
            files=tuple(file for file in self.files if file.sha256 != sha256),
            withdrawn=(*gone, *self.withdrawn),
        )

"""Forms about a report: its facts, its files, their changes, their publication."""

from enum import StrEnum
from typing import Annotated

from annotator.domain.vocabulary import ChangeEffect, Notice, ReportKind
from annotator.forms.fields import DateFact, Names, one_of, optional
from annotator.forms.reading import Form
from annotator.services.intake.inspection import ReportFacts


class ReportForm(Form):
    """The facts of a report."""

    title: str
    kind: Annotated[ReportKind, one_of(ReportKind)]
    published: DateFact
    source_url: str
    models: Names


class UploadForm(ReportForm):
    """The facts of a file: of a new report, or of another file of a known report."""

    lab: str
    report: str

    def facts(self, *, file_name: str) -> ReportFacts:
        """Return the facts that were typed about the file."""
        return ReportFacts(**dict(self), file_name=file_name)


class OfferedForm(Form):
    """Files of the reports folder to inspect."""

    offered: tuple[str, ...] = ()


class FileAct(StrEnum):
    """An action of an editor on a file of a report."""

    PUBLISH = "publish"
    ANNOUNCE = "announce"
    WITHDRAW = "withdraw"


class FileActForm(Form):
    """The action to take on a file."""

    do: Annotated[FileAct, one_of(FileAct, "Choose what to do with the file.")]


class CodingForm(Form):
    """The coding of a change between two files; either code may be left open."""

    old: str
    new: str
    effect: Annotated[ChangeEffect | None, optional(one_of(ChangeEffect))]
    notice: Annotated[Notice | None, optional(one_of(Notice))]


class RemoveForm(Form):
    """The removal of a report or a file, from the page that told what goes with it."""

    going: str = ""  # ``Going.seen`` of that page

"""Forms about a report: its facts, its files, what changed, what readers see of it."""

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
    """What a file is: a new report of a lab, or another file of one that is here."""

    lab: str
    report: str

    def facts(self, *, file_name: str) -> ReportFacts:
        """Return what was said of the file."""
        return ReportFacts(**dict(self), file_name=file_name)


class OfferedForm(Form):
    """Files of the reports folder that are to be looked at."""

    offered: tuple[str, ...] = ()


class FileAct(StrEnum):
    """What an editor can do with a file of a report."""

    PUBLISH = "publish"
    ANNOUNCE = "announce"
    WITHDRAW = "withdraw"


class FileActForm(Form):
    """What is to be done with a file."""

    do: Annotated[FileAct, one_of(FileAct, "Choose what is to be done with the file.")]


class CodingForm(Form):
    """How a change between two files is coded; either code may be left open."""

    old: str
    new: str
    effect: Annotated[ChangeEffect | None, optional(one_of(ChangeEffect))]
    notice: Annotated[Notice | None, optional(one_of(Notice))]

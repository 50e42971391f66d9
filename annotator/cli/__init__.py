"""The ``annotator`` command: one file per noun; each command calls one use case."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from annotator.cli import (
    absences,
    accounts,
    backup,
    check,
    database,
    files,
    index,
    pdf,
    quotes,
    reports,
    scorecards,
    serve,
    site,
)
from annotator.domain.errors import AnnotatorError, StoreUnavailableError
from annotator.settings import Settings
from annotator.storage.disk.folder_permissions import keep_to_oneself


class _Group(click.Group):
    """Shows expected errors as a sentence instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; exit with 1 on an error that the program raises on purpose."""
        try:
            return super().invoke(ctx)
        except (AnnotatorError, StoreUnavailableError) as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="annotator")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data folder: database, files, index. Also ANNOTATOR_DATA.",
)
@click.pass_context
def main(ctx: click.Context, data: Path | None) -> None:
    """Link exact quotes from AI labs' reports to claims, and publish scorecards."""
    settings = Settings.from_env()
    ctx.obj = replace(settings, data=data) if data else settings


for module in (
    absences,
    accounts,
    backup,
    check,
    database,
    files,
    index,
    pdf,
    quotes,
    reports,
    scorecards,
    serve,
    site,
):
    for command in module.COMMANDS:
        main.add_command(command)


def run() -> None:
    """Run the command as a process."""
    keep_to_oneself()
    main()

"""``annotator files check`` and ``collect``."""

from datetime import UTC, datetime

import click

from annotator.cli.session import reading, stores_of
from annotator.services.intake import stored_files
from annotator.services.intake.stored_files import Names
from annotator.settings import Settings


@click.group("files")
def files_group() -> None:
    """Check and clean up the stored PDFs."""


@files_group.command()
@click.pass_context
def check(ctx: click.Context, /) -> None:
    """Read every stored PDF again; exits with 1 if one is missing or damaged."""
    with stores_of(ctx.obj) as stores, reading(stores) as context:
        faults = list(stored_files.check_files(context))
    for fault in faults:
        of = f" (of {fault.report})" if fault.report else ""
        click.echo(f"{fault.sha256}{of} {fault.problem}")
    if not faults:
        click.echo("Every stored file is intact.")
    ctx.exit(1 if any(fault.is_loss for fault in faults) else 0)


@files_group.command()
@click.pass_obj
def collect(settings: Settings, /) -> None:
    """Remove files unused for a day; the server also does so by itself."""
    with stores_of(settings) as stores:

        def ask(names: Names) -> set[str]:
            with reading(stores) as context:
                return names(context)

        done = stored_files.collect(stores, ask, datetime.now(UTC))
    for sha256 in done.removed:
        click.echo(f"Removed {sha256}.")
    click.echo(f"{len(done.removed)} files and {done.parts} partial files removed.")


COMMANDS = [files_group]

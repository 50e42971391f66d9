"""``annotator backup`` and ``annotator restore``."""

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.progress import Progress

from annotator.cli.session import stores_of
from annotator.services import backups
from annotator.settings import Settings

FOLDER = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))


@click.command("backup")
@FOLDER
@click.option(
    "--keep",
    default=backups.KEPT,
    show_default=True,
    type=click.IntRange(1),
    help="How many backups FOLDER keeps.",
)
@click.pass_context
def back_up(ctx: click.Context, /, *, folder: Path, keep: int) -> None:
    """Back up everything to FOLDER; the program may keep running.

    Each stored file is copied once and checked. Exits with 1 if one could not be copied.
    """
    settings: Settings = ctx.obj
    with stores_of(settings) as stores, Progress(transient=True) as progress:
        task = progress.add_task("Copying files", total=None)
        made = backups.back_up(
            stores,
            folder,
            now=datetime.now(UTC),
            kept=keep,
            progress=lambda done, total: progress.update(
                task, completed=done, total=total
            ),
        )
    files = len(made.backup.files)
    click.echo(
        f"Backup {made.backup.name}: {files:,} files, {made.copied:,} of them new."
    )
    for problem in made.problems:
        click.echo(f"Not copied: {problem}", err=True)
    ctx.exit(1 if made.problems else 0)


@click.command("restore")
@FOLDER
@click.option("--name", default="", help="Which backup; the newest by default.")
@click.pass_obj
def restore(settings: Settings, /, *, folder: Path, name: str) -> None:
    """Restore the data folder from a backup in FOLDER, and bring it up to date.

    The data folder (--data) must be empty or not exist. The search indexes are rebuilt
    when the program starts.
    """
    with Progress(transient=True) as progress:
        task = progress.add_task("Copying files", total=None)
        restored = backups.restore(
            folder,
            settings.data,
            name=name,
            progress=lambda done, total: progress.update(
                task, completed=done, total=total
            ),
        )
    with stores_of(settings):
        pass  # it is brought up to date when it is opened
    click.echo(f"{settings.data} was restored from backup {restored.name}.")


COMMANDS = [back_up, restore]

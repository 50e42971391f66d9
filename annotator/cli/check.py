"""``annotator check`` and ``annotator repair``."""

from itertools import chain
from pathlib import Path

import click

from annotator.cli.session import reading, reading_one_moment, stores_of
from annotator.services import checkup
from annotator.settings import Settings


@click.command("check")
@click.option(
    "--backups",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of backups: the history must still have what it had at each.",
)
@click.pass_context
def check(ctx: click.Context, /, *, backups: Path | None) -> None:
    """Compare database, files, editions, history and indexes; exits with 1 if they differ.

    Every stored byte is read, which takes about a minute for a gigabyte. Passwords and
    what readers wrote are not in the history, and not compared with it.
    """
    with stores_of(ctx.obj) as stores, reading_one_moment(stores) as context:
        agrees = True
        since = checkup.history_since(context, backups) if backups else ()
        for one in chain(checkup.differences(context), since):
            agrees = False
            click.echo(f"{one.what} {one.remedy}")
        if not agrees:
            ctx.exit(1)
        head = checkup.history_head(context)
    click.echo("Everything agrees.")
    newest = f"; the newest hash is {head.hash}" if head.number else ""
    click.echo(f"The history has {head.number:,} events{newest}.")


@click.command("repair")
@click.pass_obj
def repair(settings: Settings, /) -> None:
    """Rebuild what can be rebuilt: the search indexes. “check” lists the rest.

    History that was altered is not mended: nobody knows what it said, but a backup.
    """
    with (
        stores_of(settings) as stores,
        stores.indexing_turn(),
        reading(stores) as context,
    ):
        count = checkup.repair(context)
    click.echo(f"Mended: {count}." if count else "Nothing to repair.")


COMMANDS = [check, repair]

"""``annotator check`` and ``annotator repair``."""

import click

from annotator.cli.session import reading, stores_of
from annotator.services import checkup
from annotator.settings import Settings


@click.command("check")
@click.pass_context
def check(ctx: click.Context, /) -> None:
    """Compare database, files, editions and indexes; exits with 1 if they differ.

    Every stored byte is read, which takes about a minute for a gigabyte.
    """
    with stores_of(ctx.obj) as stores, reading(stores) as context:
        agrees = True
        for one in checkup.differences(context):
            agrees = False
            click.echo(f"{one.what} {one.remedy}")
    if not agrees:
        ctx.exit(1)
    click.echo("Everything agrees.")


@click.command("repair")
@click.pass_obj
def repair(settings: Settings, /) -> None:
    """Rebuild what can be rebuilt: the search indexes. “check” lists the rest."""
    with (
        stores_of(settings) as stores,
        stores.indexing_turn(),
        reading(stores) as context,
    ):
        count = checkup.repair(context)
    click.echo(f"Mended: {count}." if count else "Nothing to repair.")


COMMANDS = [check, repair]

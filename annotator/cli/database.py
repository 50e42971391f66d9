"""``annotator migrate`` and ``annotator doctor``."""

import click

from annotator.cli.session import stores_of
from annotator.pdf.sandbox import LAYERS, layers_here, recogniser_here
from annotator.settings import Settings


@click.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Create the data folder, or bring its database up to date."""
    with stores_of(settings):
        click.echo(f"{settings.data} is up to date.")


@click.command()
@click.pass_context
def doctor(ctx: click.Context, /) -> None:
    """Report how well this machine sandboxes the reading of untrusted PDFs.

    Exits with 1 if a layer of the sandbox is off.
    """
    settings: Settings = ctx.obj
    on = layers_here()
    for layer in LAYERS:
        click.echo(f"{'on ' if layer in on else 'OFF'}  {layer}")
    looking = recogniser_here().name or "none; pip install 'annotator[eyes]' adds one"
    click.echo(f"page image reader (OCR): {looking}")
    click.echo(f"data folder: {settings.data}")
    if set(LAYERS) - set(on):
        ctx.exit(1)


COMMANDS = [migrate, doctor]

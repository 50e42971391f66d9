"""``annotator site``: the public site as files, for any host that serves files."""

import sys
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import click
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from annotator.app import create_app
from annotator.cli.session import stores_of
from annotator.domain.errors import InvalidError
from annotator.settings import Settings
from annotator.site.copying import Copied, copy_site
from annotator.site.folder import SiteFolder

MOST_TOLD = 50  # dead links


@click.command("site")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--base-url",
    default="",
    help="Address of the finished site, such as https://example.org/scorecards/. "
    "Also ANNOTATOR_PUBLIC_URL.",
)
@click.pass_context
def site(ctx: click.Context, /, *, folder: Path, base_url: str) -> None:
    """Write the public site into FOLDER as files for any static host.

    Only files that changed are written, and only files of an earlier run are removed.
    If a link is broken, it is listed, nothing is written, and the command exits with 1.
    """
    settings: Settings = ctx.obj
    base = _base(base_url or settings.public_url)
    settings = replace(
        settings,
        public_url=base,
        https=base.startswith("https:"),
        trusted_proxies=(),
        trusted_hosts=(),
    )
    began = time.monotonic()
    with stores_of(settings) as stores, SiteFolder.beside(folder.absolute()) as made:
        app = create_app(settings, stores)
        with _progress() as progress:
            task = progress.add_task("Copying pages")
            copied = copy_site(
                app,
                base,
                made,
                lambda done, known: progress.update(task, completed=done, total=known),
            )
        if copied.dead:
            _tell_dead(copied)
            ctx.exit(1)
        written = made.move_in()
    rate = copied.files / (time.monotonic() - began)
    click.echo(
        f"{copied.files:,} files, of which {copied.pages:,} pages: {written.written:,} "
        f"written, {written.unchanged:,} unchanged, {written.removed:,} removed; "
        f"{rate:.0f} a second."
    )


def _base(given: str) -> str:
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        reason = f"“{given}” must begin with https:// or http:// and name a host."
        raise InvalidError("base_url", reason, label="--base-url")
    if parts.query or parts.fragment:
        raise InvalidError("base_url", "has a query or a place.", label="--base-url")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        transient=True,
        disable=not sys.stdout.isatty(),
    )


def _tell_dead(copied: Copied) -> None:
    for link in copied.dead[:MOST_TOLD]:
        click.echo(f"{link.page}: {link.address} {link.why}", err=True)
    more = len(copied.dead) - MOST_TOLD
    if more > 0:
        click.echo(f"… and {more:,} more", err=True)
    click.echo("Error: broken links; nothing was written.", err=True)


COMMANDS = [site]

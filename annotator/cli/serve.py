"""``annotator serve`` and ``annotator demo``."""

import socket
from functools import partial

import click
from waitress import serve as run_server

from annotator.app import create_app
from annotator.cli.session import reading, stores_of, writing
from annotator.domain.errors import InvalidError
from annotator.jobs.worker import Worker
from annotator.services import accounts, demo, indexing
from annotator.services.context import Stores
from annotator.settings import Settings

THREADS = 8
HOST = click.option("--host", default="127.0.0.1", show_default=True)
PORT = click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="With 0, any that is free.",
)


@click.command()
@HOST
@PORT
@click.pass_obj
def serve(settings: Settings, /, *, host: str, port: int) -> None:
    """Serve the tool, and do its queued work beside it."""
    with _listening(host, port) as listening, stores_of(settings) as stores:
        _serve(settings, stores, listening)


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="Only load the sample.")
@HOST
@PORT
@click.pass_obj
def load_demo(settings: Settings, /, *, no_serve: bool, host: str, port: int) -> None:
    """Load the sample scorecard, unless it is there already, and serve."""
    if no_serve:
        with stores_of(settings) as stores:
            _load(stores)
        return
    with _listening(host, port) as listening, stores_of(settings) as stores:
        _load(stores)
        _serve(settings, stores, listening)


def _load(stores: Stores) -> None:
    with reading(stores) as context:
        is_loaded = demo.is_loaded(context)
    if not is_loaded:
        click.echo("Loading the sample scorecard …")
        demo.load(
            stores, reading=partial(reading, stores), writing=partial(writing, stores)
        )


def _listening(host: str, port: int) -> socket.socket:
    """Take the address before anything is done or said: whoever comes early waits."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = f"{error.strerror}. Name another address or port."
        raise InvalidError(f"--host {host} --port {port}", reason) from None


def _serve(settings: Settings, stores: Stores, listening: socket.socket) -> None:
    with writing(stores) as context:
        password = accounts.first_admin(context)
        if indexing.is_behind(context):
            click.echo("Making the search index again …")
            indexing.rebuild(context)
    worker = Worker(stores)
    worker.start()
    click.echo(f"\n  Annotator is at {_address(listening)}")
    if password:
        click.echo(f"  Sign in as  admin  with the password  {password}")
        click.echo("  It is shown this once; change it on your account page.")
    else:
        click.echo("  Sign in with your account; “annotator user add” makes another.")
    click.echo("  Press Ctrl+C to stop.\n")
    try:
        run_server(create_app(settings, stores), sockets=[listening], threads=THREADS)
    finally:
        worker.stop()


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


COMMANDS = [serve, load_demo]

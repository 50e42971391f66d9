"""``annotator serve``, ``annotator worker`` and ``annotator demo``."""

import socket
from functools import partial

import click

from annotator import logs
from annotator.app import create_app
from annotator.cli.confined import missing_layers, require_confined
from annotator.cli.http_server import HttpServer
from annotator.cli.session import keeping, reading, stores_of, writing
from annotator.cli.shutdown import told_to_stop
from annotator.cli.steps import Steps
from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Role
from annotator.http import auth
from annotator.http.proxies import Proxies
from annotator.jobs.worker import STOP_SECONDS, Worker
from annotator.memory import share_arenas
from annotator.services import demo
from annotator.services.accounts import accounts, passwords
from annotator.services.context import Stores
from annotator.services.search import indexing
from annotator.settings import Settings

HOST = click.option("--host", default="127.0.0.1", show_default=True)
PORT = click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="0 picks any free port.",
)
UNCONFINED = click.option(
    "--unconfined",
    is_flag=True,
    help="Serve other machines even though PDFs cannot be sandboxed here.",
)


@click.command()
@click.option(
    "--no-worker", is_flag=True, help="Leave background jobs to “annotator worker”."
)
@UNCONFINED
@HOST
@PORT
@click.pass_obj
def serve(
    settings: Settings,
    /,
    *,
    host: str,
    port: int,
    no_worker: bool = False,
    unconfined: bool = False,
) -> None:
    """Serve the site and run its background jobs."""
    if not unconfined:
        require_confined(settings, host, missing_layers())
    with _listening(host, port) as listening, stores_of(settings) as stores:
        _serve(settings, stores, listening, worker=not no_worker)


@click.command("worker")
@click.pass_obj
def work(settings: Settings) -> None:
    """Run background jobs until stopped, for servers started with --no-worker."""
    logs.configure(settings.log)
    share_arenas()
    with stores_of(settings) as stores:
        _make_index_again(stores)
        working = Worker(stores)
        working.start()
        with told_to_stop(then=working.ask_to_stop) as stopping:
            click.echo("Running background jobs. Press Ctrl+C to stop.")
            stopping.wait()
        working.stop()


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="Load the sample without serving it.")
@UNCONFINED
@HOST
@PORT
@click.pass_obj
def load_demo(
    settings: Settings,
    /,
    *,
    no_serve: bool,
    host: str,
    port: int,
    unconfined: bool = False,
) -> None:
    """Load the sample scorecard if it is missing, then serve."""
    if no_serve:
        with stores_of(settings) as stores:
            _load(stores)
        return
    if not unconfined:
        require_confined(settings, host, missing_layers())
    with _listening(host, port) as listening, stores_of(settings) as stores:
        _load(stores)
        _serve(settings, stores, listening)


def _load(stores: Stores) -> None:
    with reading(stores) as context:
        is_loaded = demo.is_loaded(context)
    if not is_loaded:
        click.echo("Loading the sample scorecard of Northfield, an invented lab …")
        with Steps() as steps:
            demo.load(
                stores,
                reading=partial(reading, stores, Role.EDITOR),
                writing=partial(writing, stores, Role.EDITOR),
                say=steps.begin,
                on_page=steps.on_page,
            )


def _listening(host: str, port: int) -> socket.socket:
    """Return a listening socket, made first so that early connections wait."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = f"{error.strerror}. Choose another address or port."
        given = f"--host {host} --port {port}"
        raise InvalidError("port", reason, label=given) from None


def _serve(
    settings: Settings, stores: Stores, listening: socket.socket, *, worker: bool = True
) -> None:
    logs.configure(settings.log)
    share_arenas()
    password = _first_admin(stores)
    _make_index_again(stores)
    working = Worker(stores) if worker else None
    if working:
        working.start()
    app = create_app(settings, stores)
    server = HttpServer(
        app,
        listening,
        may_upload=partial(auth.is_signed_in, app),
        is_proxy=Proxies(settings.trusted_proxies).has,
    )

    def stop() -> None:
        if working:
            working.ask_to_stop()
        server.wake()

    with told_to_stop(then=stop) as stopping:
        _welcome(_address(listening), password)
        server.run(stopping, STOP_SECONDS)
    if working:
        working.stop(STOP_SECONDS / 2)  # it was told to stop together with the server


def _first_admin(stores: Stores) -> str:
    """In a new installation, make the account “admin” and return its password."""
    with reading(stores) as context:
        if not accounts.has_nobody(context):
            return ""
    password = passwords.generate_password()
    hashed = passwords.hash_password(password, name="admin")
    with stores.starting_turn(), keeping(stores) as context:
        return password if accounts.first_admin(context, hashed) else ""


def _make_index_again(stores: Stores) -> None:
    with stores.indexing_turn(), reading(stores) as context:
        if indexing.is_behind(context):
            click.echo("Rebuilding the search index …")
            indexing.rebuild(context)


def _welcome(address: str, password: str | None) -> None:
    click.echo(f"\n  Annotator is at {address}")
    if password:
        click.echo(f"  Sign in as  admin  with the password  {password}")
        click.echo("  It is shown only once; change it on your account page.")
    else:
        click.echo("  Sign in with your account; “annotator user add” creates another.")
    click.echo("  Press Ctrl+C to stop.\n")


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


COMMANDS = [serve, work, load_demo]

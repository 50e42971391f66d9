"""Time readers' pages as they are served, beside a bare template and a file, in one run.

    python -m benchmarks.public [--models 200] [--claims 5000] [--seconds 3] [--rounds 3]
                                [--store FOLDER]

The front page, a scorecard and a claim page are asked for over kept connections, at four
at a time, under waitress (eight threads, as ``annotator serve``) and gunicorn (two workers of four threads):
warm, when they are kept, and cold, at an address that nobody has asked for yet. In turn
with each, the same bytes are asked for from a Flask application that does nothing but
render them as a template, under the same server, and as a file from nginx, if that is
installed. Nobody compresses in this. Printed are the medians of the rounds; the aim is
70 % of the bare template's rate. Then the size of each kind of page with its style sheet,
as a browser is sent them.
"""

import argparse
import getpass
import html
import multiprocessing
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from annotator.app import create_app
from annotator.services.stores import open_stores
from annotator.settings import Settings
from benchmarks.public_store import fill

AT_ONCE = 4  # connections
AIM = 0.7  # of the bare template's rate
MOST_SENT = 60_000  # bytes of a page and its style sheet, compressed
OF_A_KIND = 5  # pages of each kind whose sizes are compared
STARTING_SECONDS = 120
WARMING_SECONDS = 0.5
BARE = """
from flask import Flask, render_template
app = Flask(__name__, template_folder={folder!r})
app.add_url_rule("/<name>", view_func=lambda name: render_template(name))
"""
NGINX = """
daemon off; user {user}; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
  access_log off; default_type text/html; keepalive_requests 1000000;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {folder}/bare; }}
}}
"""
PAGES = {"front page": "/", "scorecard": "", "claim page": "/claims/claim-0"}


@dataclass(frozen=True)
class Speed:
    """How quickly pages were answered."""

    rate: float  # a second
    p95: float  # milliseconds


def main() -> None:
    """Fill a store, serve it in each way, and print how quickly pages come."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        data = arguments.store or folder / "data"
        _fill(data, arguments.models, arguments.claims)
        sizes, bodies = _looked_at(data)
        (folder / "bare").mkdir()
        for name, body in bodies.items():
            whole = b"{% raw %}" + body + b"{% endraw %}"
            (folder / "bare" / _file(name)).write_bytes(whole)
        (folder / "bare_app.py").write_text(BARE.format(folder=str(folder / "bare")))
        _time(folder, data, arguments.seconds, arguments.rounds)
        _print_sizes(sizes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=int, default=200)
    parser.add_argument("--claims", type=int, default=5_000)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--store", type=Path, help="a folder in which to keep it")
    return parser.parse_args()


def _fill(data: Path, models: int, claims: int) -> None:
    if (data / "annotator.sqlite3").exists():
        return
    data.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(1) as other:
        other.apply(_fill_there, (data, models, claims))
    print(f"Filled in {time.perf_counter() - start:.0f} s.\n", flush=True)


def _fill_there(data: Path, models: int, claims: int) -> None:
    stores = open_stores(data, data)
    try:
        fill(stores, models=models, count=claims)
    finally:
        stores.close()


def _file(name: str) -> str:
    return f"{name.replace(' ', '-')}.html"


# Sizes


@dataclass(frozen=True)
class Sizes:
    """The largest page of a kind."""

    address: str
    size: int  # bytes
    sent: int  # bytes as a browser is sent them, with the style sheet


def _looked_at(data: Path) -> tuple[list[Sizes], dict[str, bytes]]:
    """Return the largest of a few pages of each kind, and the pages that are timed."""
    stores = open_stores(data, data)
    app = create_app(Settings(data=data, reports_pdf=data), stores)
    browser, routes = app.test_client(), app.url_map.bind("localhost")
    kinds: dict[str, dict[str, Sizes]] = {}
    waiting = [PAGES["claim page"], "/"]
    while waiting:
        address = waiting.pop()
        kind = routes.match(urlsplit(address).path)[0]
        known = kinds.setdefault(kind, {})
        if address in known or len(known) == OF_A_KIND:
            continue
        known[address], links = _size(browser, address)
        waiting += links
    PAGES["scorecard"] = next(iter(kinds["public.model"]))
    bodies = {name: browser.get(address).data for name, address in PAGES.items()}
    stores.close()
    found = [max(of_it.values(), key=lambda one: one.sent) for of_it in kinds.values()]
    return [one for one in found if one.sent], bodies


def _size(browser: FlaskClient, address: str) -> tuple[Sizes, list[str]]:
    """Return how large a page is, if it is one, and where it leads to."""
    page = browser.get(address, buffered=True)
    if page.mimetype != "text/html" or page.status_code != 200:
        return Sizes(address, 0, 0), []
    links = re.findall(r'(?:href|src)="(/[^"#]*)', page.text)
    style = next(link for link in links if link.endswith("style.css"))
    sent = sum(
        len(browser.get(one, headers={"Accept-Encoding": "br"}, buffered=True).data)
        for one in (address, style)
    )
    left_out = ("/desk", "/sign-in", "/static", "/source.tar.gz")
    return Sizes(address, len(page.data), sent), [
        html.unescape(link) for link in links if not link.startswith(left_out)
    ]


def _print_sizes(sizes: list[Sizes]) -> None:
    print("\n| the largest of its kind | kB | kB sent, with its style |\n|---|---|---|")
    for one in sizes:
        mark = "" if one.sent <= MOST_SENT else " ←"
        print(
            f"| {one.address} | {one.size / 1000:.0f} | {one.sent / 1000:.0f}{mark} |"
        )


# Speed


def _time(folder: Path, data: Path, seconds: float, rounds: int) -> None:
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if nginx is None:
        print(
            "nginx is not installed: no page is timed as a file (apt install nginx).\n"
        )
    print(
        "| server | page | | a second | p95 ms | of the bare template |"
        "\n|---|---|---|---|---|---|"
    )
    for server, start in (("waitress", _waitress), ("gunicorn", _gunicorn)):
        with ExitStack() as running:
            ours, bare = running.enter_context(start(folder, data))
            file = running.enter_context(_nginx(nginx, folder)) if nginx else 0
            for name, address in PAGES.items():
                fresh = count()
                asked = {
                    "bare template": (bare, lambda n=name: f"/{_file(n)}"),
                    "warm": (ours, lambda a=address: a),
                    "cold": (ours, lambda a=address, f=fresh: f"{a}?n={next(f)}"),
                }
                if file:
                    asked["file, nginx"] = (file, asked["bare template"][1])
                _print_speeds(server, name, _speeds(asked, seconds, rounds))


def _speeds(
    asked: dict[str, tuple[int, Callable[[], str]]], seconds: float, rounds: int
) -> dict[str, list[Speed]]:
    for port, address in asked.values():
        _speed(port, address, WARMING_SECONDS)
    found: dict[str, list[Speed]] = {what: [] for what in asked}
    for _ in range(rounds):
        for what, (port, address) in asked.items():
            found[what].append(_speed(port, address, seconds))
    return found


def _print_speeds(server: str, name: str, found: dict[str, list[Speed]]) -> None:
    for what, speeds in found.items():
        pairs = zip(speeds, found["bare template"], strict=True)
        ratio = statistics.median(one.rate / bare.rate for one, bare in pairs)
        mark = " ←" if what == "warm" and ratio < AIM else ""
        print(
            f"| {server} | {name} | {what} "
            f"| {statistics.median(one.rate for one in speeds):.0f} "
            f"| {statistics.median(one.p95 for one in speeds):.1f} "
            f"| {ratio:.0%}{mark} |",
            flush=True,
        )


def _speed(port: int, address: Callable[[], str], seconds: float) -> Speed:
    """Ask over a few connections in turn for so long, each as soon as it is answered."""
    took: list[float] = []
    connections = [_Connection(port) for _ in range(AT_ONCE)]
    for one in connections:
        one.ask(address())
    begun = time.perf_counter()
    while time.perf_counter() < begun + seconds:
        for one in connections:
            took.append(one.answered())
            one.ask(address())
    spent = time.perf_counter() - begun
    for one in connections:
        one.answered()
        one.close()
    return Speed(len(took) / spent, 1000 * statistics.quantiles(took, n=20)[-1])


class _Connection:
    """A kept connection, whose answers are read and not looked at."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._file = self._socket.makefile("rb")
        self._address, self._asked = "", 0.0

    def ask(self, address: str) -> None:
        self._address = address
        head = f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        self._asked = time.perf_counter()
        self._socket.sendall(head.encode())

    def answered(self) -> float:
        """Read the answer; return how many seconds after asking it was there."""
        status, length = self._file.readline(), 0
        if b" 200 " not in status:
            raise SystemExit(f"{self._address}: {status.decode().strip()}")
        while (line := self._file.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        self._file.read(length)
        return time.perf_counter() - self._asked

    def close(self) -> None:
        self._file.close()
        self._socket.close()


# Servers


@contextmanager
def _waitress(folder: Path, data: Path) -> Iterator[tuple[int, int]]:
    def command(port: int) -> list[str]:
        return [*_module("waitress"), "--threads=8", f"--listen=127.0.0.1:{port}"]

    with _both(command, folder, data) as ports:
        yield ports


@contextmanager
def _gunicorn(folder: Path, data: Path) -> Iterator[tuple[int, int]]:
    def command(port: int) -> list[str]:
        several = ["--workers=2", "--threads=4", "--keep-alive=60"]
        return [*_module("gunicorn"), *several, f"--bind=127.0.0.1:{port}"]

    with _both(command, folder, data) as ports:
        yield ports


@contextmanager
def _both(
    command: Callable[[int], list[str]], folder: Path, data: Path
) -> Iterator[tuple[int, int]]:
    """Serve the tool and the bare template in the same way; yield their ports."""
    ours, bare = _free_ports(2)
    with (
        _running(
            [*command(ours), "annotator.wsgi:app"], ours, ANNOTATOR_DATA=str(data)
        ),
        _running([*command(bare), "bare_app:app"], bare, cwd=folder),
    ):
        yield ours, bare


@contextmanager
def _nginx(program: str, folder: Path) -> Iterator[int]:
    [port] = _free_ports(1)
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, port=port, user=getpass.getuser()))
    with _running([program, "-c", str(settings)], port):
        yield port


def _module(name: str) -> list[str]:
    return [sys.executable, "-m", name]


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        free = [
            held.enter_context(socket.create_server(("127.0.0.1", 0)))
            for _ in range(count)
        ]
        return [one.getsockname()[1] for one in free]


@contextmanager
def _running(
    command: Sequence[str], port: int, cwd: Path | None = None, **environment: str
) -> Iterator[None]:
    server = subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=STARTING_SECONDS)
            connection.request("GET", "/front-page.html")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{server.args!r} does not answer.")


if __name__ == "__main__":
    main()

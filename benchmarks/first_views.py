"""Time how soon readers see a page: served by the tool, and as a file, in one run.

    python -m benchmarks.first_views [--rounds 5] [--slower 4]

The sample's public site is made into a folder by ``annotator site`` and served by nginx
if that is installed, else by Python's http.server; beside it runs ``annotator serve``.
In turn, a phone of 360 px at two pixels for each, its processor slowed down four times,
opens the front page, the scorecard and a claim page from each, with nothing kept, and
tells its Largest Contentful Paint. Printed are the medians; the aim is a second, or 1.2
times what the file takes.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.public import _free_ports, _running

PAGES = {
    "front page": "/",
    "scorecard": "/models/heron-2",
    "claim page": "/claims/heron-2-mini-is-below-amber-in-bio",
}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
_PYTHON = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1"]
SECOND, AIM = 1000.0, 1.2
LARGEST = """() => new Promise((told) => new PerformanceObserver(
  (list) => told(list.getEntries().at(-1).startTime)
).observe({ type: "largest-contentful-paint", buffered: true }))"""
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
  include /etc/nginx/mime.types; access_log off; gzip on; gzip_types text/css;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {folder}/site; }}
}}
"""


def main() -> None:
    """Serve the sample in both ways, and print how soon its pages are seen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slower", type=float, default=4.0, help="times")
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    arguments = parser.parse_args()
    if arguments.chromium is None:
        sys.exit("Install Debian's chromium, or name another with --chromium.")
    with tempfile.TemporaryDirectory() as made, ExitStack() as running:
        folder = Path(made)
        ours, static = _free_ports(2)
        command = [sys.executable, "-m", "annotator", "--data", str(folder / "data")]
        running.enter_context(_running([*command, "demo", "--port", str(ours)], ours))
        address = f"http://127.0.0.1:{static}/"
        copied = [*command, "site", str(folder / "site"), "--base-url", address]
        subprocess.run(copied, check=True, stdout=subprocess.DEVNULL)
        program = running.enter_context(_files(folder, static))
        print(f"| page | served, ms | as a file by {program}, ms | ratio |")
        print("|---|---|---|---|")
        playwright = running.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=arguments.chromium, args=CHROMIUM
        )
        running.callback(browser.close)
        for name, path in PAGES.items():
            _print(name, _compared(browser, path, (ours, static), arguments))


@contextmanager
def _files(folder: Path, port: int) -> Iterator[str]:
    """Serve the folder of the site; yield by what."""
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    name, command = "http.server", [*_PYTHON, str(port), "-d", str(folder / "site")]
    if nginx:
        settings = folder / "nginx.conf"
        settings.write_text(NGINX.format(folder=folder, port=port))
        name, command = "nginx", [nginx, "-c", str(settings)]
    with _running(command, port):
        yield name


def _compared(
    browser: Browser,
    path: str,
    ports: tuple[int, int],
    arguments: argparse.Namespace,
) -> list[tuple[float, float]]:
    """Return how soon the page was seen from either, in ms, in each round."""
    addresses = [f"http://127.0.0.1:{port}{path}" for port in ports]
    for address in addresses:  # warm; not counted
        _seen_after(browser, address, arguments.slower)
    return [
        (
            _seen_after(browser, addresses[0], arguments.slower),
            _seen_after(browser, addresses[1], arguments.slower),
        )
        for _ in range(arguments.rounds)
    ]


def _seen_after(browser: Browser, address: str, slower: float) -> float:
    """Return the Largest Contentful Paint of a page opened anew, in ms."""
    with browser.new_context(**PHONE) as context:
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(address, wait_until="load")
        return float(page.evaluate(LARGEST))


def _print(name: str, seen: list[tuple[float, float]]) -> None:
    served = statistics.median(one for one, _ in seen)
    file = statistics.median(other for _, other in seen)
    ratio = statistics.median(one / other for one, other in seen)
    mark = "" if served <= SECOND or ratio <= AIM else " ←"
    print(f"| {name} | {served:.0f} | {file:.0f} | {ratio:.2f}{mark} |", flush=True)


if __name__ == "__main__":
    main()

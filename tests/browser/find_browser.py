"""Find a Chromium for the browser tests; as a script with --install, see to it.

Looked for in this order: ANNOTATOR_CHROMIUM, the usual commands, and the browser that
Playwright's own installer keeps. With --install, and none found: Debian's package where
there is apt and the right to use it, else Playwright's installer.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]


class NoBrowserError(Exception):
    """There is no Chromium; says what to do."""


def find_browser() -> str:
    """Return the path of a Chromium or Chrome, or raise NoBrowserError."""
    named = os.environ.get("ANNOTATOR_CHROMIUM")
    candidates = [named] if named else [shutil.which(name) for name in COMMANDS]
    candidates += [place for place in PLACES if Path(place).exists()]
    candidates.append(_playwrights_own())
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            return candidate
    raise NoBrowserError(
        "The browser tests need Chromium or Chrome. Install one (on Debian: apt "
        "install chromium) or name it in ANNOTATOR_CHROMIUM."
    )


def install_browser() -> None:
    """Get a Chromium: from Debian's packages, or by Playwright's installer."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
            check=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    else:
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], check=True
        )


def _playwrights_own() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def main() -> None:
    """Print where the browser is; with --install, get one if there is none."""
    try:
        print(find_browser())
    except NoBrowserError:
        if "--install" not in sys.argv:
            raise
        install_browser()
        print(find_browser())


if __name__ == "__main__":
    main()

"""The wheel carries what it needs: installed elsewhere, it migrates and serves a page."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Run by the Python of the new environment: our package from the wheel alone, what it
# depends on from the environment of the tests.
SERVE = """
import sys
from pathlib import Path
from annotator import paths
from annotator.app import create_app
from annotator.services.stores import open_stores
from annotator.settings import Settings

assert not paths.IS_CHECKOUT, paths.ROOT
data = Path(sys.argv[1])
stores = open_stores(data, data)
client = create_app(Settings(data=data, reports_pdf=data), stores).test_client()
for address in ("/models/heron-2", "/static/style.css", "/source.tar.gz"):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    print(address, len(answer.data))
stores.close()
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder into which the wheel was unpacked, as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        folder,
        cwd=ROOT,
    )
    [wheel] = folder.glob("*.whl")
    target = folder / "site"
    _run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"),
        *("--disable-pip-version-check", "--target", target, wheel),
        cwd=folder,
    )
    return target


def _run(*command, cwd, **environment):
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_wheel_installed_elsewhere_loads_the_sample_and_serves_it(
    installed, tmp_path
):
    python = [sys.executable, "-P"]
    here = {"PYTHONPATH": str(installed), "ANNOTATOR_DATA": str(tmp_path / "data")}
    _run(*python, "-m", "annotator", "demo", "--no-serve", cwd=tmp_path, **here)
    shown = _run(*python, "-c", SERVE, tmp_path / "data", cwd=tmp_path, **here)
    assert "/models/heron-2" in shown

"""The wheel carries what it needs: installed elsewhere, it migrates and serves a page."""

import io
import os
import subprocess
import sys
import tarfile
import zipfile
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
Path(sys.argv[2]).write_bytes(answer.data)
stores.close()
"""
PROJECT = {"LICENSE", "README.md", "pyproject.toml", "Makefile", "requirements.lock"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return _built(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel) -> Path:
    """A folder into which the wheel was unpacked, as an installer does."""
    target = wheel.parent / "site"
    _run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"),
        *("--disable-pip-version-check", "--target", target, wheel),
        cwd=wheel.parent,
    )
    return target


def _built(project: Path, folder: Path) -> Path:
    """Build a project's wheel into a folder, and return it."""
    hatchling = (sys.executable, "-m", "hatchling")
    _run(*hatchling, "build", "-t", "wheel", "-d", folder, cwd=project)
    [wheel] = folder.glob("*.whl")
    return wheel


def _files_in(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.endswith(("/RECORD", ".pyc"))
        }


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


@pytest.fixture(scope="module")
def served(installed, tmp_path_factory) -> tuple[str, bytes]:
    """What the installed program told of its pages, and the source that it offered."""
    folder = tmp_path_factory.mktemp("served")
    data, source = folder / "data", folder / "source.tar.gz"
    python = [sys.executable, "-P"]
    here = {"PYTHONPATH": str(installed), "ANNOTATOR_DATA": str(data)}
    _run(*python, "-m", "annotator", "demo", "--no-serve", cwd=folder, **here)
    told = _run(*python, "-c", SERVE, data, source, cwd=folder, **here)
    return told, source.read_bytes()


@pytest.mark.slow
def test_a_wheel_installed_elsewhere_loads_the_sample_and_serves_it(served):
    told, _ = served
    assert "/models/heron-2" in told


@pytest.mark.slow
def test_the_source_that_an_installed_wheel_offers_builds_that_wheel_again(
    wheel, served, tmp_path
):
    with tarfile.open(fileobj=io.BytesIO(served[1])) as archive:
        archive.extractall(tmp_path, filter="data")
    [project] = tmp_path.iterdir()
    assert {path.name for path in project.iterdir()} >= PROJECT
    again = _built(project, tmp_path / "again")
    assert _files_in(again) == _files_in(wheel)

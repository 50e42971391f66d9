"""Bundles of claims, unpacked and checked by a Python that has nothing of ours, for tests."""

import subprocess
import sys
from pathlib import Path
from typing import IO
from zipfile import ZipFile


def unpack(archive: IO[bytes], folder: Path) -> Path:
    """Unpack a bundle and return the folder that is in it."""
    with ZipFile(archive) as opened:
        opened.extractall(folder)
    [inner] = folder.iterdir()
    return inner


def verify(folder: Path, *pdfs: Path) -> tuple[int, str]:
    """Run the program in a bundle; return its status and what it says."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), *map(str, pdfs)],
        capture_output=True,
        text=True,
        cwd="/",
        env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout

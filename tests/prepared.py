"""What is costly to make, and many tests begin with: made once, and then copied."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from filelock import FileLock
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from annotator import paths
from annotator.pdf.sandbox import PdfReader
from annotator.services.accounts.passwords import Hashed
from annotator.services.context import Cache, Stores
from annotator.services.intake import intake
from annotator.services.intake.files import ReadFile
from annotator.services.stores import open_stores

_read: Cache[ReadFile] = Cache(100)
# A hash says itself how it is checked, so that it is checked as quickly.
_quick = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])


@dataclass(frozen=True)
class Prepared:
    """Folders that whichever process of a run needs them first makes for all."""

    folder: Path

    def once(self, name: str, make: Callable[[Path], None]) -> Path:
        """Return the folder of this name, which ``make`` has filled; leave it as it is."""
        whole = self.folder / name
        with FileLock(self.folder / f"{name}.lock"):
            if not whole.exists():
                begun = Path(tempfile.mkdtemp(dir=self.folder))
                make(begun)
                begun.rename(whole)
        return whole


def open_copy(beginning: Path, folder: Path) -> Stores:
    """Open a copy in ``folder`` of an installation; no pages are drawn ahead in it."""
    shutil.copytree(beginning, folder, dirs_exist_ok=True)
    return replace(open_stores(folder, paths.REPORTS_PDF), draws_ahead=False)


def read_once(stores: Stores, content: bytes) -> ReadFile:
    """Read a PDF and keep it; what another test has read of it is not read again."""
    sha256 = stores.staging.put(content)
    is_usual = stores.open_pdf is PdfReader and not stores.recogniser.name
    known = _read.find(sha256) if is_usual else None
    if known is not None:
        stores.files.take_over(sha256, stores.staging)
        return known
    read = intake.read_and_keep(stores, sha256, lambda _done, _all: None)
    if is_usual:
        _read.keep(sha256, read)
    return read


@cache
def hash_quickly(password: str) -> Hashed:
    """Return a hash of a password that takes no time to check, unlike the program's."""
    return Hashed(_quick.hash(password))

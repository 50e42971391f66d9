"""Keep the data folder private to the account that runs the program."""

import logging
import os
import stat
from pathlib import Path

from annotator.domain.errors import AnnotatorError

_OTHERS = stat.S_IRWXG | stat.S_IRWXO

log = logging.getLogger(__name__)


class DataFolderError(AnnotatorError):
    """The data folder cannot be used as it is."""


def keep_to_oneself() -> None:
    """Set the umask: files made from now on are closed to other accounts."""
    os.umask(_OTHERS)


def make_private(data: Path) -> None:
    """Create the folder, or close it to other accounts; raise DataFolderError on failure."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        is_open = data.stat().st_mode & _OTHERS
        if is_open:
            data.chmod(0o700)
    except OSError as error:
        raise DataFolderError(
            f"The data folder {data} cannot be created or made private: "
            f"{error.strerror}. Take ownership of it (chown) and run chmod 700."
        ) from None
    if is_open and data.stat().st_mode & _OTHERS:
        log.warning("other accounts of this machine may look into %s", data)

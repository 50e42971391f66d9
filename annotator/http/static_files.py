"""Static files under an address that changes with their contents, so that browsers keep them.

The version is that of all files together and stands before their names: a module that
another one imports by a relative address has the same version, and is kept as well.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response

SECONDS = 365 * 24 * 3600  # for which an address with the present version is kept
_VERSION = re.compile(r"[0-9a-f]{12}")


def init_app(app: Flask) -> None:
    """Serve static files by version."""
    folder = Path(app.static_folder or "")
    version = folder_digest(folder)

    def add_version(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static" and "filename" in values:
            values["filename"] = f"{version}/{values['filename']}"

    def serve_version(filename: str) -> Response:
        stated, _, rest = filename.partition("/")
        name = rest if _VERSION.fullmatch(stated) else filename
        response: Response = app.send_static_file(name)
        if stated == version:
            response.cache_control.no_cache = None  # set by Flask
            response.cache_control.public = True
            response.cache_control.max_age = SECONDS
            response.cache_control.immutable = True
        else:  # of a page that an earlier version made
            response.cache_control.max_age = None
            response.cache_control.no_cache = True
        return response

    app.url_defaults(add_version)
    app.view_functions["static"] = serve_version


@cache
def folder_digest(folder: Path) -> str:
    """Return a digest of every file in a folder, with its name, but for compiled ones."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(folder)}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]

"""``annotator.wsgi:app``, for a WSGI server such as gunicorn or granian.

Settings are read from the ``ANNOTATOR_…`` variables. Nothing is opened on import: each
process opens the installation at its first request, after the fork. Queued work needs
``annotator worker`` in a process of its own.
"""

import atexit
import os
from collections.abc import Iterable
from threading import Lock
from typing import Any

from annotator.memory import loading, share_arenas

with loading():
    from annotator import logs
    from annotator.app import create_app
    from annotator.domain.errors import AnnotatorError, StoreUnavailableError
    from annotator.services.stores import open_stores
    from annotator.settings import Settings
    from annotator.storage.disk.folder_permissions import keep_to_oneself


class LazyApp:
    """The application, which each process makes for itself at its first request."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: tuple[int, Any] | None = None  # process id, application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request, or say in one sentence why the program cannot start."""
        try:
            app = self._app()
        except (AnnotatorError, StoreUnavailableError) as error:
            headers = [("Content-Type", "text/plain; charset=utf-8")]
            start_response("503 Service Unavailable", [*headers, ("Retry-After", "5")])
            return [str(error).encode()]
        answer: Iterable[bytes] = app(environ, start_response)
        return answer

    def _app(self) -> Any:
        with self._lock:
            if self._made is None or self._made[0] != os.getpid():
                self._made = os.getpid(), _make()
            return self._made[1]


def _make() -> Any:
    keep_to_oneself()
    share_arenas()
    settings = Settings.from_env()
    logs.configure(settings.log)
    stores = open_stores(
        settings.data,
        settings.reports_pdf,
        settings.database_url,
        eyes=settings.eyes,
    )
    atexit.register(stores.close)
    return create_app(settings, stores)


app = LazyApp()

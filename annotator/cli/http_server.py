"""The HTTP server of ``annotator serve``, which finishes requests before it stops."""

import socket
from threading import Event
from time import monotonic
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

THREADS = 8
_LOOK_SECONDS = 1.0  # between two checks whether to stop, without a call of ``wake``


class HttpServer:
    """Serves an application on one socket until it is told to stop."""

    def __init__(self, app: Flask, listening: socket.socket) -> None:
        self._map: dict[int, Any] = {}
        self._server = create_server(
            app,
            map=self._map,
            sockets=[listening],
            threads=THREADS,
            clear_untrusted_proxy_headers=False,  # http.proxies decides instead
        )

    def wake(self) -> None:
        """Make ``run`` check at once whether to stop."""
        self._server.trigger.pull_trigger()

    def run(self, stopping: Event, seconds: float) -> None:
        """Serve until ``stopping`` is set; then finish requests within ``seconds``."""
        while not stopping.is_set():
            self._turn(_LOOK_SECONDS)
        self._server.del_channel()
        self._server.socket.close()  # new connections are refused, not kept waiting
        until = monotonic() + seconds
        while self._is_busy() and monotonic() < until:
            self._turn(0.05)
        self._server.task_dispatcher.shutdown(timeout=0.5)
        wasyncore.close_all(self._map)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _is_busy(self) -> bool:
        return any(
            channel.request or channel.requests or channel.total_outbufs_len
            for channel in self._server.active_channels.values()
        )

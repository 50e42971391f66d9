"""The HTTP server of ``annotator serve``, which finishes requests before it stops."""

import resource
import socket
from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server

from annotator.cli.connections import Limits, MayUpload, Rules, channel_maker, to_close

THREADS = 16  # of which pdf.limits.DRAWING_PLACES may wait for drawings
_LOOK_SECONDS = 1.0  # between two looks at what is slow and whether to stop
_LINGER_SECONDS = 0.5  # after the last request, for those on their way when we stop
_FILES_BESIDE = 256  # open files beside connections: database, index, pictures


class HttpServer:
    """Serves an application on one socket until it is told to stop."""

    def __init__(
        self,
        app: Flask,
        listening: socket.socket,
        *,
        may_upload: MayUpload,
        is_proxy: Callable[[str], bool] = lambda _: False,
        limits: Limits | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._stopping = Event()  # whether ``run`` has begun to stop
        _allow_files(self._limits.connections + _FILES_BESIDE)
        self._map: dict[int, Any] = {}
        self._server = create_server(
            app,
            map=self._map,
            sockets=[listening],
            threads=THREADS,
            clear_untrusted_proxy_headers=False,  # http.proxies decides instead
            # We make room ourselves; it would stop accepting.
            connection_limit=2 * self._limits.connections,
            channel_timeout=10 * self._limits.idle_time,
            max_request_header_size=self._limits.headers,
        )
        rules = Rules(self._limits, may_upload, is_proxy, self._stopping)
        self._server.channel_class = channel_maker(rules)

    def wake(self) -> None:
        """Make ``run`` check at once whether to stop."""
        self._server.trigger.pull_trigger()

    def run(self, stopping: Event, seconds: float) -> None:
        """Serve until ``stopping`` is set; then finish requests within ``seconds``.

        Connections that were made by then are answered, and told that they are closed.
        """
        looked = monotonic()
        while not stopping.is_set():
            self._turn(_LOOK_SECONDS)
            is_full = len(self._channels) >= self._limits.connections
            if is_full or monotonic() - looked >= _LOOK_SECONDS:
                looked = monotonic()
                self._make_room(looked)
        self._finish(monotonic() + seconds)
        self._server.task_dispatcher.shutdown(timeout=0.5)
        wasyncore.close_all(self._map)

    def _finish(self, until: float) -> None:
        self._stopping.set()
        self._accept_those_who_wait()
        self._server.del_channel()
        self._server.socket.close()  # new connections are refused, not kept waiting
        quiet_since = monotonic()
        while monotonic() < until:
            self._turn(0.05)
            if self._is_busy():
                quiet_since = monotonic()
            elif monotonic() - quiet_since > _LINGER_SECONDS:
                break

    def _accept_those_who_wait(self) -> None:
        """Accept the connections that were made and not accepted yet."""
        before = -1
        while before < len(self._channels) < 2 * self._limits.connections:
            before = len(self._channels)
            self._server.handle_accept()

    @property
    def _channels(self) -> list[Any]:
        return list(self._server.active_channels.values())

    def _make_room(self, now: float) -> None:
        for channel in to_close(self._channels, self._limits, now):
            channel.handle_close()

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _is_busy(self) -> bool:
        return any(
            channel.request or channel.requests or channel.total_outbufs_len
            for channel in self._server.active_channels.values()
        )


def _allow_files(count: int) -> None:
    """Let the process open so many files, as far as the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

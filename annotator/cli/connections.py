"""What one connection may take of the server: of time, of bytes, and of connections.

Waitress keeps the whole body of a request before the program is asked, waits two minutes
for a silent client, and accepts nobody new once a hundred wait. Here who may send how much
is decided by the headers, and what is slow, or waits longest, makes room.
"""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from socket import SHUT_WR
from threading import Event
from time import monotonic
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer

MayUpload = Callable[[str], bool]  # whether somebody with this Cookie header may


@dataclass(frozen=True)
class Limits:
    """The limits of a server; times in seconds, sizes in bytes.

    They were chosen; ``tests/cli/test_http_server.py`` shows what they hold against.
    """

    connections: int = 1_000
    connections_of_client: int = 100  # of one address that is no proxy
    header_time: float = 15.0  # until the headers are there
    idle_time: float = 75.0  # between two requests, as nginx waits
    sending_time: float = 60.0  # in which a client takes nothing of its answer
    body_time: float = 20.0  # for a body, and more for what has come of it:
    body_rate: float = 8_000.0  # bytes a second
    refused_time: float = 30.0  # in which the rest of a refused request is thrown away
    refused_silence: float = 5.0  # and in which some of it must come; both as nginx has
    headers: int = 32 * 2**10
    body: int = 64 * 2**10  # of strangers: they sign in, and write a correction
    upload: int = 111 * 2**20  # of those who may upload; the program has its own limit


@dataclass(frozen=True)
class Rules:
    """What the channels of one server go by."""

    limits: Limits
    may_upload: MayUpload
    is_proxy: Callable[[str], bool]  # whether an address is that of a trusted proxy
    stopping: Event


class LimitedParser(HTTPRequestParser):  # type: ignore[misc]
    """Reads a request, whose body is kept only if its sender may send as much."""

    def __init__(self, adj: Any, rules: Rules) -> None:
        super().__init__(adj)
        self._usual = adj
        self._rules = rules

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers, and set how large the body may be."""
        super().parse_header(header_plus)
        if self._rules.stopping.is_set():
            self.headers["CONNECTION"] = "close"
        if self.body_rcv is None:
            return
        limits = self._rules.limits
        most = limits.body
        is_large = self.chunked or self.content_length > most
        if is_large and self._rules.may_upload(self.headers.get("COOKIE", "")):
            most = limits.upload
        if self.content_length > most:
            self.expect_continue = False  # it is refused, and need not be sent
        self.adj = copy.copy(self._usual)
        self.adj.max_request_body_size = most + 1  # it refuses what is as large


class LimitedChannel(HTTPChannel):  # type: ignore[misc]
    """A connection that knows how long it has kept the server waiting."""

    request: LimitedParser | None  # what is coming in
    will_close: bool

    def __init__(self, rules: Rules, *given: Any, **more: Any) -> None:
        self._limits = rules.limits
        self.parser_class = partial(LimitedParser, rules=rules)
        self._began = monotonic()  # the request that is coming in, or the connection
        self._heard = self._began  # when the client last sent or took something
        self._is_refused = False  # the request that is being answered
        self._is_half_closed = False  # after that: what still comes is thrown away
        super().__init__(*given, **more)

    def received(self, data: bytes) -> Any:
        """Take what the client has sent."""
        self._heard = monotonic()
        if self._is_half_closed:
            return False
        if self.request is None:
            self._began = self._heard
        return super().received(data)

    def service(self) -> None:
        """Answer a request."""
        self._is_refused = self.requests[0].error is not None
        super().service()

    def handle_close(self) -> None:
        """Close the connection; at first only our half, if the client may still be sending.

        If we closed both while the rest of a refused request comes, the client would be told
        of a reset, and might never read why it was refused (RFC 9112, section 9.6).
        """
        if self._is_refused and self.will_close and self.connected:
            self._is_refused = self.will_close = False
            try:
                self.socket.shutdown(SHUT_WR)
            except OSError:
                pass  # the client has closed it
            else:
                self._is_half_closed, self.request = True, None
                self._began = self._heard = monotonic()
                return
        super().handle_close()

    def _flush_some(self, *given: Any, **more: Any) -> Any:
        sent = super()._flush_some(*given, **more)
        if sent:
            self._heard = monotonic()
        return sent

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is being done for the client."""
        return not self.requests and not self.total_outbufs_len

    @property
    def waiting_since(self) -> float:
        """When it began to keep the server waiting (monotonic seconds)."""
        return self._began if self.request is not None else self._heard

    def is_too_slow(self, now: float) -> bool:
        """Whether its client has had as much time as it may have."""
        silent = now - self._heard
        if self.total_outbufs_len:
            return silent > self._limits.sending_time
        if self.requests:
            return False  # we are at work
        if self._is_half_closed:
            took = now - self._began
            return (
                silent > self._limits.refused_silence
                or took > self._limits.refused_time
            )
        return self._comes_too_slowly(now)

    def _comes_too_slowly(self, now: float) -> bool:
        limits, took = self._limits, now - self._began
        if self.request is None:
            is_new = self._began == self._heard  # nothing came, and nothing was sent
            most = limits.header_time if is_new else limits.idle_time
            return now - self._heard > most
        if not self.request.headers_finished:
            return took > limits.header_time
        came = float(self.request.body_bytes_received)
        return took > limits.body_time + came / limits.body_rate


def channel_maker(rules: Rules) -> Callable[..., LimitedChannel | None]:
    """Return what a server makes its channels with; it may refuse a connection."""

    def make(
        server: BaseWSGIServer, sock: Any, addr: Any, *given: Any, **more: Any
    ) -> LimitedChannel | None:
        client = str(addr[0]) if addr else ""
        if not _is_here(client) and not rules.is_proxy(client):
            theirs = (c for c in server.active_channels.values() if c.addr[0] == client)
            if sum(1 for _ in theirs) >= rules.limits.connections_of_client:
                sock.close()
                return None
        return LimitedChannel(rules, server, sock, addr, *given, **more)

    return make


def to_close(
    channels: list[LimitedChannel], limits: Limits, now: float
) -> Iterator[LimitedChannel]:
    """Yield the channels that are too slow, and the longest waiting if there are too many."""
    waiting = []
    for channel in channels:
        if channel.is_too_slow(now):
            yield channel
        elif channel.is_waiting:
            waiting.append(channel)
    too_many = len(channels) - limits.connections + 1
    if too_many > 0:
        waiting.sort(key=lambda channel: channel.waiting_since)
        yield from waiting[:too_many]


def _is_here(client: str) -> bool:
    """Whether a client is on this machine, as a proxy that nobody named may be."""
    try:
        return ip_address(client.partition("%")[0]).is_loopback
    except ValueError:
        return True  # a Unix socket

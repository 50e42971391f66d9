"""The server answers readers whatever other clients do, and finishes when it stops."""

import socket
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection
from threading import Event, Thread

import pytest
from flask import Flask, request

from annotator.cli.connections import Limits
from annotator.cli.http_server import HttpServer

MINUTES = 120.0  # longer than anything takes on a busy machine
QUICK = Limits(
    connections=20,
    header_time=1.0,
    idle_time=60.0,
    sending_time=1.0,
    refused_time=2.0,
    body_time=1.0,
    body_rate=1_000_000.0,
    body=1_000,
    upload=100_000,
)
KEY = "Cookie: key=right"


def _app():
    app = Flask(__name__)
    app.slow_begun, app.slow_may_end = Event(), Event()

    @app.get("/")
    def read():
        return "Read."

    @app.post("/")
    def send():
        return str(len(request.get_data()))

    @app.get("/slow")
    def slow():
        app.slow_begun.set()
        assert app.slow_may_end.wait(MINUTES)
        return "Finished."

    @app.get("/large")
    def large():
        return b"x" * 40_000_000  # more than the server keeps before it waits

    return app


class _Served:
    """A server at work, and its clients."""

    def __init__(self, limits):
        listening = socket.create_server(("127.0.0.1", 0))
        self.address = listening.getsockname()
        self.app = _app()
        self.stopping = Event()
        self.server = HttpServer(
            self.app,
            listening,
            may_upload=lambda cookies: cookies == "key=right",
            limits=limits,
        )
        self.thread = Thread(target=self.server.run, args=(self.stopping, MINUTES))
        self.thread.start()

    def stop(self):
        self.stopping.set()
        self.server.wake()

    def connect(self, sent=b""):
        """Open a connection and send something."""
        made = socket.create_connection(self.address, timeout=MINUTES)
        if sent:
            made.sendall(sent)
        return made

    def wait_until_refused(self):
        """Wait until the server accepts no new connection."""
        while True:
            try:
                self.connect().close()
            except ConnectionResetError:
                continue  # it was made while the server closed its socket
            except ConnectionRefusedError:
                return

    def get(self, path="/"):
        with closing(HTTPConnection(*self.address, timeout=MINUTES)) as asking:
            asking.request("GET", path)
            answer = asking.getresponse()
            return answer.status, answer.read().decode()


@contextmanager
def _serving(limits=QUICK):
    served = _Served(limits)
    try:
        yield served
    finally:
        served.app.slow_may_end.set()
        served.stop()
        served.thread.join(MINUTES)
    assert not served.thread.is_alive()


def _status(connection):
    """The status of an answer; 0 if the connection was closed without one."""
    try:
        head = connection.recv(1_000)
    except ConnectionResetError:
        return 0
    return int(head.split()[1]) if head else 0


def _is_closed(connection):
    """Whether the server closes the connection, at last."""
    try:
        return connection.recv(1_000) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("beginning", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nA: b\r\n"])
def test_half_open_connections_shut_no_reader_out(beginning):
    patient = Limits(connections=20, header_time=MINUTES)
    with _serving(patient) as served, ExitStack() as open_ones:
        for _ in range(110):
            open_ones.enter_context(served.connect(beginning))
        for _ in range(5):
            assert served.get() == (200, "Read.")


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: a\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nabc",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ],
)
def test_a_client_that_stops_sending_is_not_waited_for(sent):
    with _serving() as served, served.connect(sent) as slow:
        assert _is_closed(slow)
        assert served.get() == (200, "Read.")


def test_a_client_that_takes_nothing_of_its_answer_is_not_waited_for():
    asked = b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n"
    with _serving() as served, ExitStack() as open_ones:
        for _ in range(10):  # more than there are threads
            open_ones.enter_context(served.connect(asked))
        assert served.get() == (200, "Read.")


def test_a_body_is_refused_before_it_is_sent_unless_its_sender_may_upload():
    post = "POST / HTTP/1.1\r\nHost: a\r\n"
    with _serving() as served:
        for length, cookie, status in [
            (500, "", 200),
            (1_001, "", 413),
            (400_000_000, "", 413),
            (400_000_000, "Cookie: key=wrong\r\n", 413),
            (50_000, f"{KEY}\r\n", 200),
            (100_001, f"{KEY}\r\n", 413),
        ]:
            head = f"{post}{cookie}Content-Length: {length}\r\n\r\n".encode()
            sent = head + (b"x" * length if status == 200 else b"")
            with served.connect(sent) as sending:
                assert _status(sending) == status, (length, cookie)


def test_a_client_that_sends_a_refused_body_to_its_end_is_told_why():
    # Proxies and browsers read the answer when they have sent, or see a reset in its place.
    large = 20_000_000
    head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {large}\r\n\r\n".encode()
    with _serving() as served, served.connect(head) as sending:
        for _ in range(large // 1_000_000):
            sending.sendall(b"x" * 1_000_000)
        assert _status(sending) == 413
        assert _is_closed(sending)
        assert served.get() == (200, "Read.")


def test_a_refused_body_that_does_not_end_is_not_taken_for_ever():
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 400000000000\r\n\r\n"
    with _serving() as served, served.connect(head) as sending:
        assert _status(sending) == 413
        with suppress(ConnectionResetError, BrokenPipeError):
            for _ in range(int(MINUTES / 0.01)):
                sending.sendall(b"x" * 1_000)
                time.sleep(0.01)
            pytest.fail("it was taken for minutes")
        assert served.get() == (200, "Read.")


def test_a_client_that_asks_first_is_not_told_to_send_what_will_be_refused():
    head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
    with _serving() as served:
        for length, status in [(500, 100), (400_000_000, 413)]:
            with served.connect(f"{head}{length}\r\n\r\n".encode()) as asking:
                assert _status(asking) == status


def test_a_body_in_pieces_is_refused_when_it_has_become_too_large():
    head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"200\r\n" + b"x" * 512 + b"\r\n"
    with _serving() as served:
        with served.connect(head + piece + b"0\r\n\r\n") as sending:
            assert _status(sending) == 200
        with served.connect(head + 3 * piece) as sending:
            assert _status(sending) == 413


def test_one_connection_serves_many_requests():
    with (
        _serving() as served,
        closing(HTTPConnection(*served.address, timeout=MINUTES)) as asking,
    ):
        for _ in range(3):
            asking.request("GET", "/")
            assert asking.getresponse().read() == b"Read."
        time.sleep(2.5 * QUICK.header_time)  # longer than a new one may be silent
        asking.request("GET", "/")
        assert asking.getresponse().read() == b"Read."


def test_what_is_under_way_is_finished_when_the_server_is_told_to_stop():
    # Limits under which nobody makes room while the test asks whether it has stopped.
    with _serving(Limits(header_time=MINUTES)) as served, ExitStack() as open_ones:
        asked = b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"
        under_way = open_ones.enter_context(served.connect(asked))
        assert served.app.slow_begun.wait(MINUTES)
        # They are connected, and may not have been accepted when it stops.
        waiting = [open_ones.enter_context(served.connect()) for _ in range(10)]
        served.stop()
        served.wait_until_refused()
        for connection in waiting:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            answer = connection.recv(1_000)
            assert answer.startswith(b"HTTP/1.1 200")
            assert b"Connection: close" in answer
        served.app.slow_may_end.set()
        assert _status(under_way) == 200

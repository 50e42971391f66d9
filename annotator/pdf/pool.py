"""A pool of open readers, so that a PDF in use need not be opened for each page."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from annotator.pdf import limits
from annotator.pdf.reader import PdfReader


class _Seat:
    """A place in the pool: one PDF, its reader once opened, and the number of users."""

    def __init__(self) -> None:
        self.opening = threading.Lock()
        self.reader: PdfReader | None = None
        self.users = 0
        self.used = time.monotonic()

    def open(self, load: Callable[[], bytes]) -> PdfReader:
        """Return the reader; if there is none yet, open one on the bytes from ``load``."""
        with self.opening:
            if self.reader is None:
                self.reader = PdfReader(load())
            return self.reader

    def close(self) -> None:
        """Close the reader, if there is one."""
        if self.reader is not None:
            self.reader.close()


class ReaderPool:
    """A limited number of open readers, by key; the least recently used makes room.

    It is safe to use from any number of threads. A thread that holds a reader must not
    ask for a second one: if all seats are taken, such threads wait for each other.
    """

    def __init__(
        self,
        *,
        size: int = limits.POOL_READERS,
        idle_seconds: float = limits.IDLE_SECONDS,
    ) -> None:
        self._size = size
        self._idle_seconds = idle_seconds
        self._seats: dict[str, _Seat] = {}
        self._leaving: set[_Seat] = set()  # dropped, but still in use
        self._changed = threading.Condition()
        self._timer: threading.Timer | None = None
        self._closed = False

    @contextmanager
    def reader(self, key: str, load: Callable[[], bytes]) -> Iterator[PdfReader]:
        """Lend a reader of the PDF with this key; ``load`` returns its bytes.

        ``key`` is the SHA-256 of the file, so that it always names the same bytes.
        Threads that ask for the same key share a reader and take turns. A reader that
        has ``failed`` is not lent again. Raise RuntimeError if the pool is closed.
        """
        seat = self._take(key)
        try:
            yield seat.open(load)
        finally:
            self._give_back(key, seat)

    def close(self) -> None:
        """Close every reader, even those in use."""
        with self._changed:
            self._closed = True
            seats = [*self._seats.values(), *self._leaving]
            self._seats.clear()
            self._set_timer(running=False)
            self._changed.notify_all()
        for seat in seats:
            seat.close()

    def __len__(self) -> int:
        """The number of readers that are open or being opened."""
        with self._changed:
            return len(self._seats) + len(self._leaving)

    def _take(self, key: str) -> _Seat:
        with self._changed:
            while not (self._closed or key in self._seats or self._make_room()):
                self._changed.wait()
            if self._closed:
                raise RuntimeError("the pool is closed")
            seat = self._seats.setdefault(key, _Seat())
            seat.users += 1
            return seat

    def _make_room(self) -> bool:
        """Return whether a seat is free, closing the longest idle reader if need be."""
        if len(self._seats) + len(self._leaving) < self._size:
            return True
        idle = [key for key, seat in self._seats.items() if not seat.users]
        if not idle:
            return False
        self._seats.pop(min(idle, key=lambda key: self._seats[key].used)).close()
        return True

    def _give_back(self, key: str, seat: _Seat) -> None:
        with self._changed:
            seat.users -= 1
            seat.used = time.monotonic()
            if self._is_done(seat):
                self._leaving.add(seat)
                if self._seats.get(key) is seat:
                    del self._seats[key]
            if seat in self._leaving and not seat.users:
                self._leaving.discard(seat)
                seat.close()
            self._set_timer(running=bool(self._seats))
            self._changed.notify_all()

    def _is_done(self, seat: _Seat) -> bool:
        reader = seat.reader
        if reader is None or reader.failed:
            return True
        return self._closed or reader.seconds > limits.RETIRE_SECONDS

    def _set_timer(self, *, running: bool) -> None:
        """Start or stop the timer that closes idle readers."""
        if self._timer is not None and not running:
            self._timer.cancel()
            self._timer = None
        if self._timer is None and running and not self._closed:
            self._timer = threading.Timer(self._idle_seconds, self._close_idle)
            self._timer.daemon = True
            self._timer.start()

    def _close_idle(self) -> None:
        with self._changed:
            self._timer = None
            since = time.monotonic() - self._idle_seconds
            for key, seat in list(self._seats.items()):
                if not seat.users and seat.used <= since:
                    self._seats.pop(key).close()
            self._set_timer(running=bool(self._seats))
            self._changed.notify_all()

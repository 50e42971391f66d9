"""Stop in good order on SIGTERM or Ctrl+C."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def told_to_stop(then: Callable[[], None]) -> Iterator[Event]:
    """Yield an event that is set, before ``then`` is called, on SIGTERM or Ctrl+C.

    Works only in the main thread. A second signal ends the process at once.
    """
    stopping = Event()
    handlers = {number: signal.getsignal(number) for number in _SIGNALS}

    def on_signal(number: int, _frame: FrameType | None) -> None:
        for handled in _SIGNALS:
            signal.signal(handled, signal.SIG_DFL)
        stopping.set()
        then()

    for handled in _SIGNALS:
        signal.signal(handled, on_signal)
    try:
        yield stopping
    finally:
        for signal_, handler in handlers.items():
            signal.signal(signal_, handler)

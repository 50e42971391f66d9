"""Being told to stop, by SIGTERM or Ctrl+C: end in good order, and soon."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def told_to_stop(then: Callable[[], None]) -> Iterator[Event]:
    """Give an event that is set when the process is told to stop; ``then`` is called.

    Only in the main thread. Whoever asks a second time does not wait for good order.
    """
    told = Event()
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def on_signal(number: int, _frame: FrameType | None) -> None:
        for handled in _SIGNALS:
            signal.signal(handled, signal.SIG_DFL)
        told.set()
        then()

    for handled in _SIGNALS:
        signal.signal(handled, on_signal)
    try:
        yield told
    finally:
        for signal_, handler in before.items():
            signal.signal(signal_, handler)

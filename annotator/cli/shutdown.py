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
    before = {each: signal.getsignal(each) for each in _SIGNALS}

    def on_signal(number: int, _frame: FrameType | None) -> None:
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        told.set()
        then()

    for each in _SIGNALS:
        signal.signal(each, on_signal)
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)

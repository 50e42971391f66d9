"""Requests that wait for a drawing are few, and nobody takes all the places."""

from contextlib import ExitStack
from threading import Event, Thread

import pytest

from annotator.domain.errors import TooManyError
from annotator.pdf.drawing_queue import DrawingQueue

MINUTES = 120.0


class Drawing:
    """A thread that takes a turn, and keeps it until it is told to end."""

    def __init__(self, queue, file, *, is_stranger=True):
        self._asked = queue, file, is_stranger
        self.served, self._end = Event(), Event()
        self.refusal = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        queue, file, is_stranger = self._asked
        try:
            with queue.turn(file, is_stranger=is_stranger):
                self.served.set()
                assert self._end.wait(MINUTES)
        except TooManyError as error:
            self.refusal = error

    def end(self):
        self._end.set()
        self._thread.join(MINUTES)
        assert not self._thread.is_alive()


def _taken(queue, count):
    done = Event()
    for _ in range(int(MINUTES * 100)):
        if queue.taken == count:
            return True
        done.wait(0.01)
    return False


def test_those_who_wait_for_one_file_take_turns():
    queue = DrawingQueue(seconds=MINUTES)
    first = Drawing(queue, "card")
    assert first.served.wait(MINUTES)
    second = Drawing(queue, "card")
    assert _taken(queue, 2)
    assert not second.served.is_set()
    first.end()
    assert second.served.wait(MINUTES)
    second.end()
    assert queue.taken == 0


def test_another_file_does_not_wait_for_it():
    queue = DrawingQueue(seconds=MINUTES)
    first = Drawing(queue, "slow-card")
    assert first.served.wait(MINUTES)
    other = Drawing(queue, "card")
    assert other.served.wait(MINUTES)
    for drawing in (first, other):
        drawing.end()


def test_a_file_cannot_take_all_the_places():
    queue = DrawingQueue(places=5, for_strangers=5, of_a_file=2, seconds=MINUTES)
    waiting = [Drawing(queue, "slow-card") for _ in range(2)]
    assert _taken(queue, 2)
    with pytest.raises(TooManyError), queue.turn("slow-card", is_stranger=False):
        pass
    with queue.turn("card", is_stranger=True):
        assert queue.taken == 3
    for drawing in waiting:
        drawing.end()


def test_strangers_leave_places_to_those_who_are_signed_in():
    queue = DrawingQueue(places=3, for_strangers=2, of_a_file=3, seconds=MINUTES)
    with ExitStack() as held:
        for file in ("a", "b"):
            held.enter_context(queue.turn(file, is_stranger=True))
        with pytest.raises(TooManyError), queue.turn("c", is_stranger=True):
            pass
        held.enter_context(queue.turn("c", is_stranger=False))
        with pytest.raises(TooManyError) as refused:
            held.enter_context(queue.turn("d", is_stranger=False))
    assert refused.value.is_full
    assert refused.value.seconds > 0
    assert (queue.taken, queue.refused) == (0, 2)


def test_who_waits_too_long_is_told_to_come_again_and_leaves_the_place():
    queue = DrawingQueue(seconds=0.01)
    with queue.turn("card", is_stranger=True):
        late = Drawing(queue, "card")
        late.end()
        assert isinstance(late.refusal, TooManyError)
        assert queue.taken == 1
    with queue.turn("card", is_stranger=True):
        pass


def test_a_drawing_that_fails_leaves_its_place():
    queue = DrawingQueue(places=1, for_strangers=1, of_a_file=1)
    with pytest.raises(ValueError, match="torn"), queue.turn("card", is_stranger=True):
        raise ValueError("torn")
    with queue.turn("card", is_stranger=True):
        assert queue.taken == 1

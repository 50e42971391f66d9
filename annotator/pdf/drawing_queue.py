"""Whose turn it is to have a PDF read or drawn while somebody waits for the answer.

Drawing may take seconds, and each request that waits for it holds a thread of the
server. So only a few may wait: what comes beyond them is refused at once, and told when
to come again. No file and no group of people can take all the places.
"""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from annotator.domain.errors import TooManyError
from annotator.pdf import limits


class DrawingQueue:
    """A limited number of places to wait in; those who wait for one file take turns.

    ``places`` is how many may wait or be served at once, ``of_a_file`` how many of them
    for the same file, ``for_strangers`` how many who are not signed in. Nobody waits for
    a turn longer than ``seconds``.
    """

    def __init__(
        self,
        *,
        places: int = limits.DRAWING_PLACES,
        of_a_file: int = limits.DRAWINGS_OF_A_FILE,
        for_strangers: int = limits.DRAWINGS_FOR_STRANGERS,
        seconds: float = limits.DRAWING_WAIT_SECONDS,
    ) -> None:
        self._most = {"all": places, "strangers": for_strangers}
        self._of_a_file = of_a_file
        self._seconds = seconds
        self._taken: Counter[str] = Counter()  # by "all", "strangers", and each file
        self._served: set[str] = set()  # files
        self._changed = threading.Condition()
        self.refused = 0  # since the program started

    @property
    def taken(self) -> int:
        """How many places are taken now."""
        return self._taken["all"]

    @contextmanager
    def turn(self, file: str, *, is_stranger: bool) -> Iterator[None]:
        """Take a place and wait for the file's turn; raise TooManyError if that fails.

        ``file`` is the SHA-256 of the PDF.
        """
        groups = ["all", file] + ["strangers"] * is_stranger
        with self._changed:
            if any(self._taken[group] >= self._limit(group) for group in groups):
                raise self._refusal()
            self._taken.update(groups)
            is_its_turn = False
            try:
                is_its_turn = self._changed.wait_for(
                    lambda: file not in self._served, self._seconds
                )
            finally:
                if not is_its_turn:
                    self._leave(groups)
            if not is_its_turn:
                raise self._refusal()
            self._served.add(file)
        try:
            yield
        finally:
            with self._changed:
                self._served.discard(file)
                self._leave(groups)
                self._changed.notify_all()

    def _limit(self, group: str) -> int:
        return self._most.get(group, self._of_a_file)

    def _leave(self, groups: list[str]) -> None:
        self._taken.subtract(groups)
        self._taken += Counter()  # which drops the files that nobody waits for

    def _refusal(self) -> TooManyError:
        self.refused += 1
        return TooManyError(
            "Many pages are being drawn. Try again in a few seconds.",
            limits.DRAWING_RETRY_SECONDS,
            is_full=True,
        )

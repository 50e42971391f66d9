"""The program's commands in processes forked from one that has imported all of it.

A process that is killed after a second spends more than that on its imports otherwise.
"""

import multiprocessing
import os
import sys
from pathlib import Path

from annotator.cli import run

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(["pytest", "annotator.cli"])


class Forked:
    """A command in a process group of its own, to be handled as a ``Popen``."""

    def __init__(self, log: Path, arguments: list[str], env: dict[str, str]) -> None:
        self._process = _forking.Process(target=_begin, args=(log, arguments, env))
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, limit: float | None = None) -> int:
        self._process.join(limit)
        code = self._process.exitcode
        assert code is not None, f"it goes on after {limit} s"
        return code

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()


def _begin(log: Path, arguments: list[str], env: dict[str, str]) -> None:
    os.setsid()
    with log.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.environ.update(env)
    sys.argv = ["annotator", *arguments]
    run()

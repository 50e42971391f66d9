"""Steps of slow work as they begin: a line each, and on a terminal a bar of pages."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


class Steps:
    """Say which step has begun; the bar is there only while something is counted."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._progress = Progress(
            TextColumn("      "),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("pages"),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._progress.add_task("", total=None, visible=False)

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away; the lines stay."""
        self._progress.stop()

    def begin(self, step: str, number: int, count: int) -> None:
        """Say that a step has begun: its name, its number (from 1), how many there are."""
        self._progress.update(self._task, completed=0, total=None, visible=False)
        self._console.print(f"  {number}/{count}  {step} …", markup=False)

    def on_page(self, done: int, count: int) -> None:
        """Move the bar: pages done, pages in all."""
        self._progress.update(
            self._task, completed=done, total=count, visible=True, refresh=True
        )

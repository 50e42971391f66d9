"""Logs: sentences for people, or one JSON object a line, with what each belongs to.

A record belongs to a request or a job, and carries its id. Nothing that is typed, searched
for or kept secret is logged: no query of an address, no form, no cookie.
"""

import logging
import sys
from contextvars import ContextVar
from typing import TextIO

from pythonjsonlogger.json import JsonFormatter

from annotator.domain.errors import InvalidError

TEXT, JSON = "text", "json"
SETTING = "ANNOTATOR_LOG"

request_id: ContextVar[str] = ContextVar("the id of the request", default="")
job_id: ContextVar[str] = ContextVar("the id of the job", default="")


def configure(form: str, stream: TextIO | None = None) -> None:
    """Send every log of this process to ``stream`` (standard error), as text or as JSON.

    As text there are warnings and errors; JSON has a line for each request as well.
    Raise InvalidError if ``form`` is neither.
    """
    if form not in {TEXT, JSON}:
        reason = f"“{form}” is not a form of logs; choose “{TEXT}” or “{JSON}”."
        raise InvalidError("log", reason, label=SETTING)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(_say_what_it_belongs_to)
    handler.setFormatter(_json() if form == JSON else _Sentences())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("annotator").setLevel(
        logging.INFO if form == JSON else logging.WARNING
    )


def _say_what_it_belongs_to(record: logging.LogRecord) -> bool:
    if request := request_id.get():
        record.request = request
    if job := job_id.get():
        record.job = job
    return True


def _json() -> logging.Formatter:
    return JsonFormatter(
        ["levelname", "name", "message"],
        rename_fields={
            "levelname": "level",
            "name": "logger",
            "exc_info": "traceback",
            "timestamp": "time",
        },
        timestamp=True,
        json_ensure_ascii=False,
    )


class _Sentences(logging.Formatter):
    """A line with the level, the message, and what it belongs to."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """Return the line of a record, without the traceback."""
        # A line that somebody's name or address has broken would look like another record.
        line = super().formatMessage(record).replace("\n", "\\n").replace("\r", "\\r")
        belongs = [
            f"{what} {getattr(record, what)}"
            for what in ("request", "job")
            if hasattr(record, what)
        ]
        return f"{line} [{', '.join(belongs)}]" if belongs else line

"""What the desk's navigation counts: templates ask for it when they show it."""

from flask import Flask

from annotator.http.context import context
from annotator.services import jobs
from annotator.services.claims import absence_status
from annotator.services.passages import picture_checks, review_queue
from annotator.services.publishing import letter_desk


def init_app(app: Flask) -> None:
    """Let every page of the desk say what waits, and that queued work is late."""
    app.jinja_env.globals.update(
        waiting_absences=lambda: absence_status.count_waiting(context()),
        waiting_letters=lambda: letter_desk.count_open(context()),
        waiting_for_review=_waiting_for_review,
        late_work=lambda: jobs.late_work(context()),
    )


def _waiting_for_review() -> int:
    return review_queue.count(context()) + picture_checks.count_undecided(context())

"""Queued work: the list of jobs, and the progress of one, polled until it is done."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.render import render
from annotator.services import jobs

blueprint = Blueprint("jobs", __name__, url_prefix="/desk/jobs")


@blueprint.get("", endpoint="every")
@allow(Action.READ_DRAFTS)
def every_job() -> str:
    """Show the jobs that wait, run, failed and are done."""
    queue = jobs.list_jobs(context())
    return render_template("jobs/list.html", queue=queue, now=context().now)


@blueprint.post("/<int:job_id>/retry")
@allow(Action.ADD_REPORT)
def retry(job_id: int) -> BaseResponse:
    """Queue a failed job again."""
    job = jobs.retry_job(context(), job_id)
    flash(f"“{job.title}” is queued again.")
    return redirect(url_for("jobs.every"), code=303)


@blueprint.post("/<int:job_id>/cancel")
@allow(Action.ADD_REPORT)
def cancel(job_id: int) -> BaseResponse:
    """Stop a job that waits or runs."""
    job = jobs.cancel_job(context(), job_id)
    flash(f"“{job.title}” was stopped.")
    return redirect(url_for("jobs.every"), code=303)


@blueprint.get("/<int:job_id>")
@allow(Action.READ_DRAFTS)
def show(job_id: int) -> Response:
    """Show the progress of a job."""
    job = jobs.get_job(context(), job_id)
    return render(
        "jobs/show.html",
        "jobs/_job.html",
        job=job,
        next_job=jobs.next_job(context(), job),
    )

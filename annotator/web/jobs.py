"""How far a piece of long work is; the part asks again until it is done."""

from flask import Blueprint, Response

from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.render import render
from annotator.services import jobs

blueprint = Blueprint("jobs", __name__, url_prefix="/desk/jobs")


@blueprint.get("/<int:job_id>")
@allow(Action.READ_DRAFTS)
def show(job_id: int) -> Response:
    """Show how far a job is."""
    job = jobs.get_job(context(), job_id)
    return render(
        "jobs/show.html",
        "jobs/_job.html",
        job=job,
        next_job=jobs.next_job(context(), job),
    )

"""Evaluations as readers see them: a page of each, and boards as CSV and JSON."""

from collections.abc import Sequence

from flask import Blueprint, Response, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.boards.records import columns, records_of
from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import EvaluationView
from annotator.http.addresses import public_url
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.tables import as_table
from annotator.services.publishing import evaluation_pages

blueprint = Blueprint("boards", __name__)


@blueprint.get("/evaluations/<slug>")
@allow(Action.READ_PUBLISHED)
def show(slug: str) -> str | BaseResponse:
    """Show an evaluation: its lines, and the results of every model."""
    try:
        page = evaluation_pages.evaluation_page(context(), slug)
    except NotFoundError:  # it may have another name by now
        kept = evaluation_pages.kept_name(context(), slug)
        return redirect(url_for(".show", slug=kept), code=301)
    return render_template("public/evaluation.html", page=page, slug=slug)


@blueprint.get("/evaluations/<slug>.csv")
@allow(Action.READ_PUBLISHED)
def as_csv(slug: str) -> Response:
    """Answer with the evaluation's board as a table."""
    page = evaluation_pages.evaluation_page(context(), slug)
    return table(page.tests, slug)


@blueprint.get("/evaluations/<slug>.json")
@allow(Action.READ_PUBLISHED)
def as_json(slug: str) -> Response:
    """Answer with the evaluation's board as JSON."""
    page = evaluation_pages.evaluation_page(context(), slug)
    return _json(page.tests, public_url("boards.show", slug=slug))


@blueprint.get("/models/<slug>/<category>.csv")
@allow(Action.READ_PUBLISHED)
def card_as_csv(slug: str, category: str) -> Response:
    """Answer with the board of a scorecard's category as a table."""
    tests = evaluation_pages.card_tests(context(), slug, category)
    return table(tests, f"{slug}-{category}")


@blueprint.get("/models/<slug>/<category>.json")
@allow(Action.READ_PUBLISHED)
def card_as_json(slug: str, category: str) -> Response:
    """Answer with the board of a scorecard's category as JSON."""
    tests = evaluation_pages.card_tests(context(), slug, category)
    address = public_url("public.model", slug=slug, _anchor=category)
    return _json(tests, address)


def table(tests: Sequence[EvaluationView], name: str) -> Response:
    """Return a board as a CSV file called ``name``."""
    return as_table(columns(), records_of(tests), name)


def _json(tests: Sequence[EvaluationView], address: str) -> Response:
    return jsonify({"source": address, "results": records_of(tests)})

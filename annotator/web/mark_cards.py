"""The cards of marks: what a passage is linked to, and what is known of it."""

from flask import Blueprint, Response, render_template, request

from annotator.domain.permissions import Action
from annotator.http import addresses
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.render import render, wants_part
from annotator.services.claims import evidence, highlights, tensions
from annotator.services.library import reports
from annotator.services.passages import (
    citing,
    marking,
    pdf_notes,
    picture_checks,
    quote_contexts,
    regions,
    twins,
)
from annotator.services.passages.citing import Placement

blueprint = Blueprint("cards", __name__, url_prefix="/desk")

MOST = 8  # overlapping marks that are shown at once


@blueprint.get("/passages/<int:number>")
@allow(Action.READ_DRAFTS)
def show(number: int) -> Response:
    """Show the links of a mark, and the marks under it."""
    asked = dict.fromkeys([number, *request.args.getlist("with", type=int)])
    numbers = [*asked][:MOST]
    shown = [marking.get_passage(context(), number) for number in numbers]
    report = reports.get_report(context(), shown[0].report.slug)
    revision = reports.get_revision(context(), report)
    return render(
        "viewer/passage.html",
        "viewer/_passages.html",
        report=report,
        labels=reports.page_labels(context(), revision),
        touched={
            passage.id: highlights.pages_touched(passage, revision) for passage in shown
        },
        passages=shown,
        links=evidence.links_of_passages(context(), numbers),
        tense=tensions.of_passages(context(), numbers),
        contexts=quote_contexts.of_passages(context(), shown, revision),
        inside=regions.texts_inside(context(), shown, revision),
        in_viewer=wants_part(),
        noted=pdf_notes.notes_of(context(), numbers),
        twins=twins.list_twins(context(), shown),
        pictures=picture_checks.newest(context(), numbers),
        looking=picture_checks.waiting(context(), numbers),
    )


@blueprint.get("/passages/<int:number>/citation")
@allow(Action.READ_DRAFTS)
def cite(number: int) -> Response:
    """Show a passage with its source, ready to be pasted elsewhere."""

    def address_of(place: Placement, page: int) -> str:
        return addresses.of_passage(
            place.passage.report.slug,
            place.revision.sha256,
            page,
            start=place.start,
            end=place.end,
            passage=number,
        )

    citation = citing.cite_passage(context(), number, address_of)
    return render(
        "citations/show.html",
        "citations/_formats.html",
        citation=citation,
        has_buttons=True,
    )


@blueprint.get("/passages/<int:number>/picture")
@allow(Action.READ_DRAFTS)
def picture(number: int) -> str:
    """Say whether the page shows a quote, as far as its picture has been read."""
    return render_template(
        "viewer/_picture.html",
        passage=marking.get_passage(context(), number),
        pictures=picture_checks.newest(context(), [number]),
        looking=picture_checks.waiting(context(), [number]),
    )

"""The viewer: read the pages of a report, and mark passages in them."""

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidError, SavedAlreadyError
from annotator.domain.permissions import Action
from annotator.domain.text.layout.lines import PRECEDENCE
from annotator.domain.text.sentences import RULES as SENTENCE_RULES
from annotator.domain.text.sentences import sentence_ends
from annotator.domain.vocabulary import Stance
from annotator.forms.passages import CaptureForm
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.forms import FormPage, Typed, once
from annotator.http.render import render
from annotator.services.claims import capture, claims, evidence, highlights
from annotator.services.claims.capture import Captured, Selection
from annotator.services.library import reports
from annotator.services.library.reports import Page, Report
from annotator.services.passages import marking, picture_checks, pictures, twins
from annotator.services.search.words import find_in_report
from annotator.web import arrivals

blueprint = Blueprint("viewer", __name__, url_prefix="/desk")

KEPT_SECONDS = 365 * 24 * 3600  # the contents of a page's address never change
MOST_CARDS = 8  # overlapping marks that are shown at once


@blueprint.get("/reports/<slug>")
@allow(Action.READ_DRAFTS)
def show(slug: str) -> str:
    """Show all pages of a report; each loads when it comes near the window."""
    report = reports.get_report(context(), slug)
    revision = reports.get_revision(context(), report, request.args.get("revision", ""))
    drawn = highlights.desk_marks(context(), revision)
    pages = reports.list_pages(context(), revision)
    return render_template(
        "viewer/show.html",
        report=report,
        revision=revision,
        is_newest=reports.get_revision(context(), report).id == revision.id,
        moving=arrivals.moving(),
        pages=pages,
        words_version=f"{revision.extractor_version}-{SENTENCE_RULES}",
        labels=_labels(pages),
        marks=drawn,
        marks_on=highlights.by_page(drawn),
        hit=arrivals.hit(revision),
        linking=arrivals.linking(),
        widths=pictures.WIDTHS,
        stances=list(Stance),
        categories=claims.list_categories(context()),
        typed={},
        errors={},
    )


def _labels(pages: Sequence[Page]) -> dict[int, str]:
    """Return the printed label of each page, by its number."""
    return {page.number: page.label for page in pages}


@blueprint.get("/reports/<slug>/revisions/<sha>/pages/<int:number>.png")
@allow(Action.READ_DRAFTS)
def page_image(slug: str, sha: str, number: int) -> Response:
    """Answer with the picture of a page."""
    width = request.args.get("w", default=1200, type=int)
    picture = pictures.page_image(
        context(), report=slug, sha256=sha, page=number, width=width
    )
    return _kept(Response(picture, mimetype="image/png"))


@blueprint.get("/reports/<slug>/revisions/<sha>/pages/<int:number>/words")
@allow(Action.READ_DRAFTS)
def words(slug: str, sha: str, number: int) -> Response:
    """Answer with the words that a page shows, in reading order.

    Each is [text, x0, y0, x1, y1, start, line, what follows, rank of the flow, hyphen,
    whether a sentence ends with it, its turn, the steps from letter to letter].
    """
    revision = reports.get_revision(context(), reports.get_report(context(), slug), sha)
    page = reports.get_page(context(), revision, number)
    is_last = number == revision.page_count
    overleaf = None if is_last else reports.get_page(context(), revision, number + 1)
    rows = [
        [
            word.text,
            *(round(side, 2) for side in word.box),
            word.start,
            word.line,
            word.after,
            PRECEDENCE.index(word.flow),
            word.hyphen,
            ends,
            word.turn,
            word.steps,
        ]
        for word, ends in zip(page.words, sentence_ends(page, overleaf), strict=True)
        if word.flow in PRECEDENCE
    ]
    return _kept(jsonify(rows))


def _kept(response: Response) -> Response:
    response.cache_control.max_age = KEPT_SECONDS
    response.cache_control.private = True
    response.cache_control.immutable = True
    return response


@blueprint.get("/reports/<slug>/revisions/<sha>/pages/<int:number>")
@allow(Action.READ_DRAFTS)
def page(slug: str, sha: str, number: int) -> str:
    """Show one page and its text, for browsers without JavaScript."""
    report = reports.get_report(context(), slug)
    revision = reports.get_revision(context(), report, sha)
    shown = reports.get_page(context(), revision, number)
    return render_template(
        "viewer/page.html",
        report=report,
        revision=revision,
        page=shown,
        paragraphs=reports.paragraphs(shown),
        marks_on=highlights.by_page(highlights.desk_marks(context(), revision)),
        hit={},
    )


@blueprint.get("/reports/<slug>/find")
@allow(Action.READ_DRAFTS)
def find(slug: str) -> Response:
    """List the places in a report that say what was typed."""
    report = reports.get_report(context(), slug)
    revision = reports.get_revision(context(), report, request.args.get("revision", ""))
    query = request.args.get("q", "").strip()
    found = find_in_report(context(), sha256=revision.sha256, quote=query)
    return render(
        "viewer/find.html",
        "viewer/_found.html",
        report=report,
        revision=revision,
        query=query,
        found=found,
    )


@blueprint.get("/claims/options")
@allow(Action.READ_DRAFTS)
def claim_options() -> str:
    """List the claims that contain the words typed so far."""
    typed = request.args.get("claim_text", "").strip()
    return render_template(
        "viewer/_options.html",
        typed=typed,
        options=claims.find_claims(context(), typed),
    )


@blueprint.post("/reports/<slug>/passages")
@allow(Action.MARK_PASSAGE)
def mark(slug: str) -> BaseResponse:
    """Mark the selection and, unless it is only to be marked, link it to a claim."""
    return FormPage(
        CaptureForm,
        partial(_form_again, slug),
        partial(_captured, slug),
        mistakes=(InvalidError, SavedAlreadyError),
    ).prepare_and_save(
        lambda form: beforehand(lambda asked: capture.look_ahead(asked, form.place())),
        lambda form, place: once(lambda: str(_capture(slug, form, place))),
    )


def _capture(slug: str, form: CaptureForm, place: Selection) -> Captured:
    report = reports.get_report(context(), slug)
    return capture.capture(
        context(),
        place,
        claim=form.chosen_claim(lab=report.lab.slug),
        weight=form.weight(),
    )


def _captured(slug: str, made: str) -> Response:
    """Answer with what an act made, now or when the form was first sent."""
    captured = capture.captured(context(), made)
    is_new = captured.link or capture.is_mark_of(context(), captured.passage)
    report = reports.get_report(context(), slug)
    return _changed(report, captured, "saved" if is_new else "known")


def _form_again(slug: str, typed: Typed) -> str:
    """Return the form as it was typed, with what is wrong beside its field."""
    report = reports.get_report(context(), slug)
    return render_template(
        "viewer/_capture.html",
        report=report,
        revision=reports.get_revision(context(), report),
        stances=list(Stance),
        categories=claims.list_categories(context()),
        typed=typed.values,
        errors=typed.errors,
    )


@blueprint.get("/passages/<int:number>")
@allow(Action.READ_DRAFTS)
def passage(number: int) -> Response:
    """Show the links of a mark, and the marks under it."""
    numbers = [number, *request.args.getlist("with", type=int)][:MOST_CARDS]
    shown = [
        marking.get_passage(context(), number) for number in dict.fromkeys(numbers)
    ]
    report = reports.get_report(context(), shown[0].report.slug)
    revision = reports.get_revision(context(), report)
    return render(
        "viewer/passage.html",
        "viewer/_passages.html",
        report=report,
        labels=_labels(reports.list_pages(context(), revision)),
        touched={
            passage.id: highlights.pages_touched(passage, revision) for passage in shown
        },
        passages=shown,
        links=evidence.links_of_passages(context(), numbers),
        twins=twins.list_twins(context(), shown),
        pictures=picture_checks.newest(context(), numbers),
        looking=picture_checks.waiting(context(), numbers),
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


@blueprint.post("/passages/<int:number>/withdraw")
@allow(Action.MARK_PASSAGE)
def withdraw(number: int) -> Response:
    """Withdraw a mark, with its links."""
    return _changed_there(capture.withdraw_mark(context(), number), "withdrawn")


@blueprint.post("/passages/<int:number>/restore")
@allow(Action.MARK_PASSAGE)
def restore(number: int) -> Response:
    """Restore a withdrawn mark, with its links."""
    return _changed_there(capture.restore_mark(context(), number), "restored")


@blueprint.post("/passages/links/<int:evidence_id>/withdraw")
@allow(Action.WRITE_CLAIM)
def withdraw_link(evidence_id: int) -> Response:
    """Withdraw a link and leave its mark."""
    made = capture.withdraw_link(context(), evidence_id)
    return _changed_there(made, "unlinked")


@blueprint.post("/passages/links/<int:evidence_id>/undo")
@allow(Action.WRITE_CLAIM)
def undo(evidence_id: int) -> Response:
    """Undo the act in which a link was made."""
    return _changed_there(capture.undo(context(), evidence_id), "undone")


@blueprint.post("/passages/links/<int:evidence_id>/redo")
@allow(Action.WRITE_CLAIM)
def redo(evidence_id: int) -> Response:
    """Restore a link, with what was withdrawn with it."""
    return _changed_there(capture.redo(context(), evidence_id), "saved")


def _changed_there(made: Captured, what: str) -> Response:
    report = reports.get_report(context(), made.passage.report.slug)
    return _changed(report, made, what)


def _changed(report: Report, made: Captured, what: str) -> Response:
    """Answer with the marks of the changed pages, and a message that offers undo."""
    revision = reports.get_revision(context(), report)
    drawn = highlights.desk_marks(context(), revision)
    touched = highlights.pages_touched(made.passage, revision)
    pages = reports.list_pages(context(), revision)
    response = make_response(
        render_template(
            "viewer/_changed.html",
            report=report,
            revision=revision,
            pages=[pages[number - 1] for number in touched],
            labels=_labels(pages),
            marks=drawn,
            marks_on=highlights.by_page(drawn),
            made=made,
            what=what,
            hit={},
            pictures=picture_checks.newest(context(), [made.passage.id]),
            looking=picture_checks.waiting(context(), [made.passage.id]),
        )
    )
    response.headers["HX-Reswap"] = "none"  # every part is swapped out of band
    response.headers["HX-Trigger"] = "marks-changed"
    return response

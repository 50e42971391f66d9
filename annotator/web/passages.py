"""Passages of all reports: found by words and filters, and changed many at once."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import Stance
from annotator.forms.many_passages import ManyAct, ManyForm, ManyUndoForm
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.forms import NOTHING, FormPage, Typed, lead_there, once
from annotator.services.accounts import accounts
from annotator.services.claims import claims, many_passages, passage_lists
from annotator.services.claims.claim_lists import words_of
from annotator.services.claims.evidence import Weight
from annotator.services.claims.many_passages import Chosen
from annotator.services.claims.passage_lists import PassageFilters, PassageState
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.web import claim_lists

blueprint = Blueprint("passages", __name__, url_prefix="/desk/passages")

FILTERS = ("q", "report", "claim", "category", "stance", "author", "state", "tag")


@blueprint.get("/<int:number>/place")
@allow(Action.READ_DRAFTS)
def lead_to(number: int) -> BaseResponse:
    """Lead to where a passage stands in its report."""
    passage = marking.get_passage(context(), number)
    there = url_for("viewer.show", slug=passage.report.slug)
    return redirect(f"{there}#passage-{number}", 302)


@blueprint.get("")
@allow(Action.READ_DRAFTS)
def library() -> str:
    """List one page of the passages that the address asks for."""
    return _library(NOTHING)


def _asked() -> dict[str, str]:
    return {name: request.args.get(name, "").strip() for name in FILTERS}


def _filters() -> PassageFilters:
    asked = _asked()
    is_stance, is_state = (
        asked["stance"] in [*Stance],
        asked["state"] in [*PassageState],
    )
    return PassageFilters(
        words=words_of(asked["q"]),
        report=asked["report"],
        claim=asked["claim"],
        category=asked["category"],
        stance=Stance(asked["stance"]) if is_stance else None,
        author=asked["author"],
        state=PassageState(asked["state"]) if is_state else None,
        tag=asked["tag"],
    )


def _library(typed: Typed) -> str:
    asked, filters = _asked(), _filters()
    found = passage_lists.list_page(
        context(), filters, request.args.get("page", default=1, type=int)
    )
    values: dict[str, Any] = {
        "found": found,
        "asked": asked,
        "kept": {name: value for name, value in asked.items() if value},
        "is_filtered": filters != PassageFilters(),
        "most": passage_lists.MOST_AT_ONCE,
        "last": many_passages.find_act(context(), request.args.get("done", "")),
        "reports": reports.list_titles(context()),
        "authors": accounts.list_authors(context()),
        "categories": claims.list_categories(context()),
        "tags": passage_lists.list_tags(context()),
        "stances": list(Stance),
        "states": list(PassageState),
        "options": claim_lists.choices(chosen=typed.values.get("claim", "")),
        "filtered": claim_lists.choices(chosen=asked["claim"]),
        "typed": typed,
        "errors": typed.errors,
    }
    return render_template("passages/library.html", **values)


@blueprint.post("/change")
@allow(Action.WRITE_CLAIM)
def change() -> BaseResponse:
    """Do one thing to the chosen passages, in one act."""

    def act(form: ManyForm) -> str:
        _do(form)
        return context().act

    return FormPage(ManyForm, _library, _lead_back).save(
        lambda form: once(lambda: act(form))
    )


def _do(form: ManyForm) -> None:
    chosen = Chosen(
        ids=() if form.everything else form.passages,
        everything=_filters() if form.everything else None,
        found=form.found or 0,
        seen=form.newest,
    )
    match form.do:
        case ManyAct.LINK:
            weight = Weight(form.stance or "")
            many_passages.link_all(context(), chosen, claim=form.claim, weight=weight)
        case ManyAct.TAG:
            many_passages.tag_all(context(), chosen, form.tag)
        case ManyAct.UNTAG:
            many_passages.untag_all(context(), chosen, form.tag)
        case ManyAct.WITHDRAW:
            many_passages.withdraw_all(context(), chosen)
        case ManyAct.RESTORE:
            many_passages.restore_all(context(), chosen)


def _lead_back(act: str) -> BaseResponse:
    """Lead to the list as it was filtered, which offers to undo the act."""
    kept: dict[str, Any] = {name: value for name, value in _asked().items() if value}
    return lead_there(url_for(".library", **kept, done=act))


@blueprint.post("/undo")
@allow(Action.WRITE_CLAIM)
def undo() -> BaseResponse:
    """Undo one's own act on many passages, or do it again."""

    def act(form: ManyUndoForm) -> str:
        many_passages.undo(context(), form.act)
        return context().act

    return FormPage(ManyUndoForm, _library, _lead_back).save(
        lambda form: once(lambda: act(form))
    )

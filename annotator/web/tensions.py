"""Tensions: note on a claim what does not go together, reword it, take it back."""

import re
from dataclasses import replace
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.forms.tensions import NewTensionForm, TensionForm
from annotator.http import saves
from annotator.http.auth import allow
from annotator.http.context import beforehand, context
from annotator.http.forms import (
    FormPage,
    Typed,
    lead_there,
    lead_to,
    made_from,
    once,
)
from annotator.services.claims import capture, claims, evidence, tensions
from annotator.services.claims.capture import Selection
from annotator.services.context import Context
from annotator.services.passages import marking
from annotator.services.publishing import drafts_as_pages
from annotator.services.search import suggestions
from annotator.services.search.suggestions import Suggestion
from annotator.web import claim_lists
from annotator.web.claims import editor

blueprint = Blueprint("tensions", __name__, url_prefix="/desk")

_NUMBER = re.compile("[0-9]{1,9}")
_WORDS = {"place": "words", "other_place": "other_words"}  # where a side is typed


@blueprint.get("/passages/<int:number>/tension")
@allow(Action.WRITE_CLAIM)
def choose_claim(number: int) -> str | BaseResponse:
    """Ask on which claim a tension is to be noted; then lead to the form on it."""
    if request.args.get("claim"):
        claim = claims.get_claim(context(), request.args["claim"])
        return redirect(url_for(".new", slug=claim.slug, passage=number))
    links = evidence.links_of_passages(context(), [number])[number]
    return render_template(
        "claims/tension_claim.html",
        passage=marking.get_passage(context(), number),
        linked={link.claim.slug: link.claim.text for link in links},
        claims=claim_lists.choices(chosen=""),
    )


@blueprint.get("/claims/<slug>/tensions/new")
@allow(Action.WRITE_CLAIM)
def new(slug: str) -> str:
    """Show the form that notes a tension, with what was chosen and typed so far."""
    return _new(slug, Typed("new-tension", request.args.to_dict()))


def _new(slug: str, typed: Typed) -> str:
    claim = claims.get_claim(context(), slug)
    [view] = drafts_as_pages.claim_views(context(), [claim])
    chosen = [typed.get(side, "") for side in ("passage", "other")]
    numbers = [int(number) for number in chosen if _NUMBER.fullmatch(number)]
    known = marking.get_passages(context(), numbers)
    return render_template(
        "claims/tension.html",
        claim=claim,
        typed=typed,
        errors=typed.errors,
        sides=tensions.sides(
            context(),
            claim,
            view,
            [
                *evidence.list_evidence(context(), [claim]),
                *tensions.list_tensions(context(), [claim]),
            ],
            list(known),
        ),
        places={side: _find(typed.get(words, "")) for side, words in _WORDS.items()},
    )


@blueprint.get("/claims/<slug>/tensions/places")
@allow(Action.WRITE_CLAIM)
def places(slug: str) -> str:
    """List the places that say what was typed for one side."""
    claims.get_claim(context(), slug)
    side = "other_place" if "other_words" in request.args else "place"
    words = request.args.get(_WORDS[side], "")
    return render_template(
        "claims/_tension_places.html",
        side=side,
        words=words.strip(),
        found=_find(words),
        chosen="",
        errors={},
    )


def _find(words: str) -> list[Suggestion]:
    return suggestions.suggest(context(), words.strip()[: suggestions.LONGEST_TYPED])


@blueprint.post("/claims/<slug>/tensions")
@allow(Action.WRITE_CLAIM)
def add(slug: str) -> BaseResponse:
    """Note a tension; words that were chosen as a side are marked."""
    page = FormPage(NewTensionForm, partial(_new, slug), lead_there, "new-tension")
    return page.prepare_and_save(
        lambda form: beforehand(lambda asked: _look_ahead(asked, form)),
        lambda form, _: once(lambda: _add(slug, form)),
    )


def _look_ahead(asked: Context, form: NewTensionForm) -> None:
    for place in form.places:
        capture.look_ahead(asked, place)


def _add(slug: str, form: NewTensionForm) -> str:
    facts = form.facts()
    if form.place:
        facts = replace(facts, passage=_mark(form.place, "place"))
    if form.other_place:
        facts = replace(facts, other=_mark(form.other_place, "other_place"))
    row = tensions.add_tension(context(), slug, facts)
    if row.sentence != " ".join(facts.sentence.split()):
        flash(
            "There is already a tension between these two. Your unsaved text: "
            f"“{facts.sentence}”."
        )
    return url_for("claims.edit", slug=slug, _anchor=f"tension-{row.id}")


def _mark(place: Selection, side: str) -> int:
    """Mark a place that was chosen from the list of a side; return its passage."""
    try:
        return capture.capture(context(), place).passage.id
    except InvalidError as error:
        raise InvalidError(side, error.reason) from error


@blueprint.post("/claims/<slug>/tensions/<int:number>")
@allow(Action.WRITE_CLAIM)
def save(slug: str, number: int) -> BaseResponse:
    """Save the sentence and the sides of a tension."""
    form = f"tension-{number}"
    there = lead_to(url_for("claims.edit", slug=slug, _anchor=form))
    page = FormPage(TensionForm, partial(editor, slug), there, form)
    return page.save(
        lambda form: tensions.edit_tension(
            context(), number, form.facts(), made_from=made_from()
        )
    )


@blueprint.post("/claims/<slug>/tensions/<int:number>/withdraw")
@allow(Action.WRITE_CLAIM)
def withdraw(slug: str, number: int) -> BaseResponse:
    """Withdraw a tension."""
    tensions.withdraw_tension(context(), number)
    there = url_for("claims.edit", slug=slug, withdrawn=number, _anchor="tensions")
    return saves.answer(lead_there(there))


@blueprint.post("/claims/<slug>/tensions/<int:number>/restore")
@allow(Action.WRITE_CLAIM)
def restore(slug: str, number: int) -> BaseResponse:
    """Put back a tension that was withdrawn."""
    tensions.restore_tension(context(), number)
    there = url_for("claims.edit", slug=slug, _anchor=f"tension-{number}")
    return saves.answer(lead_there(there, said="Restored."))

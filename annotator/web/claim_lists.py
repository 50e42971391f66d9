"""Lists of claims: what the library shows, and claims to choose one from."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, request

from annotator.domain.permissions import Action
from annotator.domain.vocabulary import State
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.services.claims import claim_lists, claims
from annotator.services.claims.claim_lists import ClaimFilters, Sort
from annotator.services.claims.claims import Claim
from annotator.services.library import labs
from annotator.services.publishing import current_status

blueprint = Blueprint("claim_choices", __name__, url_prefix="/desk/claim-choices")

FILTERS = ("q", "category", "lab", "model", "state", "sort")  # names in addresses


def library_values() -> dict[str, Any]:
    """Return what the library shows for the filters in this request's address."""
    asked = {name: request.args.get(name, "").strip() for name in FILTERS}
    filters = ClaimFilters(
        words=claim_lists.words_of(asked["q"]),
        category=asked["category"],
        lab=asked["lab"],
        models=(asked["model"],) if asked["model"] else (),
        state=State(asked["state"]) if asked["state"] in list(State) else None,
    )
    sort = Sort(asked["sort"]) if asked["sort"] in list(Sort) else Sort.CHANGED
    number = request.args.get("page", default=1, type=int)
    found = claim_lists.list_page(context(), filters, sort=sort, page=number)
    ids = [listed.claim.id for listed in found.claims]
    return {
        "found": found,
        "reasons": current_status.reasons(context(), ids),
        "asked": asked,
        "kept": {name: value for name, value in asked.items() if value},
        "every": claim_lists.count_claims(context()),
        "is_filtered": filters != ClaimFilters(),
        "sort": sort,
        "sorts": list(Sort),
        "states": list(State),
        "categories": claims.list_categories(context()),
        "labs": labs.list_labs(context()),
    }


def choices(*, chosen: str = "", but: str = "") -> Sequence[Claim]:
    """Return claims to choose one from, by the words in this request's address."""
    typed = request.args.get("claim_words", "")
    return claim_lists.choices(context(), typed, chosen=chosen, but=but)


@blueprint.get("")
@allow(Action.READ_DRAFTS)
def options() -> str:
    """Answer with the options of a choice, for the words typed beside it."""
    name = "claim" if "claim" in request.args else "parent"
    chosen = request.args.get(name, "")
    return render_template(
        "claims/_choice_options.html",
        options=choices(chosen=chosen, but=request.args.get("but", "")),
        chosen=chosen,
        nothing=request.args.get("nothing", ""),
    )

"""The history, act by act, newest first."""

from datetime import date

from flask import Blueprint, Response, render_template, request

from annotator.domain.history_words import THINGS
from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.render import render
from annotator.services.accounts import accounts
from annotator.services.history import acts, people, things
from annotator.services.history.acts import Asked
from annotator.services.library import reports

blueprint = Blueprint("history", __name__, url_prefix="/desk/history")

# Names in addresses.
FILTERS = ("person", "thing", "action", "report", "day")
PROGRAM = "the program"
ACTIONS = {"created": "made", "changed": "changed", "deleted": "deleted"}


@blueprint.get("")
@allow(Action.READ_DRAFTS)
def newest() -> str:
    """List one page of the acts that the address asks for."""
    asked = {name: request.args.get(name, "").strip() for name in FILTERS}
    everybody = accounts.list_authors(context())
    titles = {shelf.slug: shelf for shelf in reports.list_titles(context())}
    report = titles.get(asked["report"])
    person = next((x for x in everybody if x.name == asked["person"]), None)
    found = acts.list_acts(
        context(),
        Asked(
            person=person.id if person else None,
            is_program=asked["person"] == PROGRAM,
            thing=asked["thing"],
            action=asked["action"] if asked["action"] in ACTIONS else "",
            about=("report", report.id) if report else None,
            day=_day(asked["day"]),
        ),
        request.args.get("page", default=1, type=int),
    )
    return render_template(
        "history/newest.html",
        found=found,
        asked=asked,
        kept={name: value for name, value in asked.items() if value},
        everybody=everybody,
        program=PROGRAM,
        things=list(THINGS),
        actions=ACTIONS,
        reports=titles.values(),
    )


@blueprint.get("/acts/<int:number>")
@allow(Action.READ_DRAFTS)
def act(number: int) -> Response:
    """Show the rows of one act, with what they said before and after."""
    page = request.args.get("page", default=1, type=int)
    found = acts.get_act(context(), number, page)
    return render("history/act.html", "history/_rows.html", found=found)


@blueprint.get("/people/<name>")
@allow(Action.READ_DRAFTS)
def of_person(name: str) -> str:
    """List what a person did, day by day."""
    asked = {name: request.args.get(name, "").strip() for name in ("thing", "action")}
    found = people.of_person(
        context(),
        name,
        thing=asked["thing"],
        action=asked["action"] if asked["action"] in ACTIONS else "",
        page=request.args.get("page", default=1, type=int),
    )
    return render_template(
        "history/person.html",
        found=found,
        asked=asked,
        kept={"name": found.name}
        | {key: value for key, value in asked.items() if value},
        things=list(THINGS),
        actions=ACTIONS,
    )


@blueprint.get("/<kind>/<key>")
@allow(Action.READ_DRAFTS)
def of_thing(kind: str, key: str) -> Response:
    """List what was done to a thing, with what it said before and after."""
    page = request.args.get("page", default=1, type=int)
    found = things.of_thing(context(), kind, key, page)
    return render("history/thing.html", "history/_of_thing.html", found=found)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None

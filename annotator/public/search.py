"""The search page, for readers and analysts: quotes first, then words."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from annotator.domain.errors import InvalidError, InvalidFormError, QueryError
from annotator.domain.permissions import Action
from annotator.http.auth import allow, current_user
from annotator.http.context import context
from annotator.http.render import picture_answer, render
from annotator.public import links
from annotator.services.claims import claims
from annotator.services.claims.claims import Claim
from annotator.services.passages import pictures
from annotator.services.search import combined
from annotator.services.search.combined import Answer
from annotator.services.search.facets import TITLES
from annotator.services.search.filters import understood
from annotator.services.search.words import PAGE_OF_HITS

blueprint = Blueprint("search", __name__)

NARROWED_BY = ("what", "lab", "model", "report", "kind", "category")
SORTS = ("relevance", "date")
LONGEST_QUERY = 5_000  # code points


@dataclass(frozen=True)
class SearchRequest:
    """What was typed and chosen, and the addresses of further choices."""

    query: str
    only: dict[str, str] = field(default_factory=dict)  # what was chosen, by facet
    sort: str = "relevance"
    page: int = 1
    claim: str = ""  # slug of the claim that evidence is looked for

    def address(self, **changes: str | int) -> str:
        """Return the address of this search with ``changes``; "" leaves a choice out."""
        asked: dict[str, str | int] = {"q": self.query, **self.only}
        asked |= {"sort": "" if self.sort == SORTS[0] else self.sort}
        asked |= {"for": self.claim, **changes}
        kept = {name: value for name, value in asked.items() if value not in {"", 1}}
        return f"{url_for('search.find')}{'?' if kept else ''}{urlencode(kept)}"

    def everywhere(self) -> str:
        """Return the address of the same search without any choice."""
        return self.address(**dict.fromkeys(self.only, ""))


@blueprint.get("/search")
@allow(Action.READ_PUBLISHED)
def find() -> Response:
    """Search for what was typed, as a quote if it may be one, and as words."""
    if current_app.config.get("SITE_OF_FILES"):  # see annotator/site
        return make_response(render_template("public/site_search.html"))
    asked, answer, problem = _asked(), None, None
    mistakes: tuple[InvalidError, ...] = ()
    try:
        asked = replace(asked, only=understood(context(), asked.only))
        answer = _answer(asked) if asked.query else None
    except QueryError as error:
        problem = error
    except InvalidFormError as error:
        mistakes = error.mistakes
    return render(
        "public/search.html",
        "public/_results.html",
        status=422 if mistakes else 200,
        asked=asked,
        answer=answer,
        problem=problem,
        mistakes=mistakes,
        titles=TITLES,
        links=links,
        claim=_claim(asked),
        per_page=PAGE_OF_HITS,
    )


@blueprint.get("/reports/<slug>/revisions/<sha>/spans/<int:start>-<int:end>.png")
@allow(Action.READ_PUBLISHED)
def glimpse(slug: str, sha: str, start: int, end: int) -> BaseResponse:
    """Answer with a small picture of words on their page, marked."""
    return picture_answer(
        pictures.glimpse_of(context(), report=slug, sha256=sha, start=start, end=end)
    )


def _asked() -> SearchRequest:
    given = {name: request.args.get(name, "").strip() for name in NARROWED_BY}
    sort = request.args.get("sort", "")
    return SearchRequest(
        query=request.args.get("q", "").strip()[:LONGEST_QUERY],
        only={name: value for name, value in given.items() if value},
        sort=sort if sort in SORTS else SORTS[0],
        page=max(1, request.args.get("page", default=1, type=int)),
        claim=request.args.get("for", "").strip() if current_user() else "",
    )


def _answer(asked: SearchRequest) -> Answer:
    return combined.answer(
        context(), asked.query, asked.only, sort=asked.sort, page=asked.page
    )


def _claim(asked: SearchRequest) -> Claim | None:
    """Return the claim for which evidence is sought, if there is one."""
    return claims.get_claim(context(), asked.claim) if asked.claim else None

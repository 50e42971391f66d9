"""Every table of a public page once more as data, at the page's own address.

``/claims.csv`` and ``/claims.json`` have the same rows. Boards have theirs in
``annotator.public.boards``.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from flask import Blueprint, Response, jsonify

from annotator.domain.errors import NotFoundError
from annotator.domain.formats import tables
from annotator.domain.permissions import Action
from annotator.http.addresses import public_url
from annotator.http.auth import allow
from annotator.http.context import context
from annotator.http.tables import as_table
from annotator.services.published.collection import published
from annotator.services.publishing import pages, report_pages
from annotator.services.publishing.home import home_page

blueprint = Blueprint("tables", __name__)


def _claim(slug: str) -> str:
    return public_url("public.claim", slug=slug)


def _model(slug: str) -> str:
    return public_url("public.model", slug=slug)


@dataclass(frozen=True)
class Table:
    """Rows of one kind, what their file is called, and the page that shows them."""

    kind: type[Any]  # the dataclass of a row
    rows: Sequence[Any]
    name: str
    source: str  # a whole address


def _matrix() -> Table:
    page = home_page(context(), newest=None)
    rows = tables.matrix(page, _model)
    return Table(tables.MatrixRecord, rows, "matrix", public_url("public.home"))


def _claims() -> Table:
    shown = published(context()).claims[::-1]
    rows = tables.claims(shown, _claim)
    return Table(tables.ClaimRecord, rows, "claims", public_url("public.home"))


def _lab(slug: str) -> Table:
    shown = pages.lab_scorecards(context(), slug)
    rows = tables.cards(shown, _model)
    return Table(tables.CardRecord, rows, slug, public_url("public.lab", slug=slug))


def _lab_models(slug: str) -> Table:
    shown = pages.lab_scorecards(context(), slug)
    rows = tables.models(shown, _model)
    source = public_url("public.lab", slug=slug)
    return Table(tables.ModelRecord, rows, f"{slug}-models", source)


def _scorecard(slug: str) -> Table:
    shown = pages.claims_on_scorecard(context(), slug)
    rows = tables.claims(shown, _claim)
    return Table(tables.ClaimRecord, rows, f"{slug}-claims", _model(slug))


def _evidence(slug: str) -> Table:
    page = pages.claim_page(context(), slug)
    rows = tables.evidence(page.claim, page.status)
    return Table(tables.EvidenceRecord, rows, f"{slug}-evidence", _claim(slug))


def _report(slug: str) -> Table:
    rows = [
        tables.quote_record(
            mark.quote,
            [(use.claim, use.stance) for use in mark.uses],
            [citation.evaluation for citation in mark.citations],
        )
        for mark in report_pages.quoted_passages(context(), slug)
    ]
    source = public_url("public.report", slug=slug)
    return Table(tables.QuoteRecord, rows, f"{slug}-quotes", source)


def _reason(slug: str) -> Table:
    shown = published(context()).claims[::-1]
    rows = tables.reason_claims(shown, slug, _claim)
    if not rows:
        raise NotFoundError("reason", slug)
    source = public_url("reasons_named.show", slug=slug)
    return Table(tables.ReasonRecord, rows, f"reason-{slug}", source)


def _as_csv(table: Table) -> Response:
    columns = [field.name for field in fields(table.kind)]
    return as_table(columns, map(asdict, table.rows), table.name)


def _as_json(table: Table) -> Response:
    return jsonify({"source": table.source, "rows": list(map(asdict, table.rows))})


TABLES: dict[str, tuple[str, Callable[..., Table]]] = {
    "matrix": ("/matrix", _matrix),
    "claims": ("/claims", _claims),
    "lab": ("/labs/<slug>", _lab),
    "lab_models": ("/labs/<slug>/models", _lab_models),
    "scorecard": ("/models/<slug>", _scorecard),
    "evidence": ("/claims/<slug>/evidence", _evidence),
    "report": ("/reports/<slug>", _report),
    "reason": ("/reasons/<slug>", _reason),
}


def _add_routes(name: str, path: str, make: Callable[..., Table]) -> None:
    @allow(Action.READ_PUBLISHED)
    def in_csv(**values: str) -> Response:
        return _as_csv(make(**values))

    @allow(Action.READ_PUBLISHED)
    def in_json(**values: str) -> Response:
        return _as_json(make(**values))

    blueprint.add_url_rule(f"{path}.csv", f"{name}_csv", in_csv)
    blueprint.add_url_rule(f"{path}.json", f"{name}_json", in_json)


for _name, (_path, _make) in TABLES.items():
    _add_routes(_name, _path, _make)

"""The page of a claim, with the evidence that a reader leaves out of its graph."""

from typing import Any

from flask import render_template, request

from annotator.domain.graph import unsupported
from annotator.domain.views.pages import ClaimPage
from annotator.services.publishing import graph


def claim_page(page: ClaimPage, **more: Any) -> str:
    """Return a claim's page as HTML: the newest edition, an earlier one or a preview."""
    without = {
        int(number)
        for number in request.args.get("without", "").split(",")
        if number.isdecimal()
    }
    return render_template(
        "public/claim.html",
        page=page,
        graph=graph.claim_graph(page),
        without=without,
        unsupported=unsupported(page, without),
        **more,
    )

"""What a page shows before publishing: what was found, and where each is mended."""

from typing import Any

from flask import url_for

from annotator.domain.checks.findings import Spot, SpotKind
from annotator.http.context import context
from annotator.services.publishing import findings

LISTED = 50  # findings that a page names; the others are counted


def finding_values(kind: str, slug: str) -> dict[str, Any]:
    """Return what the parts about findings need on the page of a claim or scorecard."""
    return {
        "overrides": findings.published_over(context(), kind, slug),
        "most_findings": LISTED,
        "longest_because": findings.LONGEST,
        "spot_address": spot_address,
    }


def spot_address(spot: Spot) -> str:
    """Return where on the desk something is mended."""
    match spot.kind:
        case SpotKind.CLAIM:
            return url_for("claims.edit", slug=spot.slug, _anchor="facts")
        case SpotKind.VERDICT:
            return url_for("claims.edit", slug=spot.slug, _anchor="verdict")
        case SpotKind.EVIDENCE:
            return url_for(
                "claims.edit",
                slug=spot.slug,
                change=spot.number,
                _anchor=f"evidence-{spot.number}",
            )
        case SpotKind.EVALUATION:
            return url_for("evaluations.show", slug=spot.slug)
        case SpotKind.LINE | SpotKind.RESULT:
            anchor = f"{spot.kind}-{spot.number}"
            return url_for("evaluations.show", slug=spot.slug, _anchor=anchor)

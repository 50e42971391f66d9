"""Wren Labs' card with a claim on it that readers see, in any words, for tests."""

import wren_claims
from pdfs import text_pdf

from annotator.app import create_app
from annotator.domain.claims import CritiqueText, GivenReason
from annotator.services.claims import critiques, scorecards, verdicts
from annotator.settings import Settings

CARD = "wren-card"
SCORECARD = "wren-1"
QUOTE = "Wren 1 solved 0.5 % of the long tasks."
FILE = text_pdf(["A card about Wren 1.", QUOTE, "That is all that it says."])
CLAIM = "wren-1-solved-one-task-of-two"  # that ``put_out`` publishes, if told no other
SOURCE = "https://wren.example/card.pdf"


def put_out(
    desk,
    text: str = "Wren 1 solved one task of two.",
    *,
    shown: str = "not shown",
    **facts,
) -> str:
    """Publish a claim of the lab that its card is quoted for, and return its slug."""
    desk.take_in(FILE, report=CARD)
    with desk.sit_down() as context:
        wren_claims.describe(context, CARD, source_url=SOURCE)
        slug = wren_claims.state(context, text, models=("wren-1",), **facts)
        wren_claims.cite(context, slug, CARD, QUOTE, note="The number.")
        critiques.write_critique(
            context, claim=slug, text=CritiqueText("Half a per cent is little.")
        )
        reasons = () if shown == "shown" else (GivenReason("single-test", "One."),)
        verdicts.give_verdict(
            context,
            claim=slug,
            shown=shown,
            credence="likely",
            rationale="Half a per cent.",
            reasons=reasons,
        )
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title="Wren 1"
        )
        scorecards.edit_card(
            context, "wren-1", category="cyber", lab_says="", we_say="Low.", analysis=""
        )
    desk.publish_scorecard(SCORECARD)
    desk.do_jobs()
    return slug


def reader_of(desk, **settings):
    """The browser of somebody who is not signed in."""
    stores = desk.stores
    told = Settings(data=stores.data, reports_pdf=stores.reports_pdf, **settings)
    app = create_app(told, stores)
    app.testing = True
    return app.test_client()

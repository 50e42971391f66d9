"""Claims and scorecards as readers see them, for tests of pages."""

from wren_claims import state

from annotator.domain.claims import CritiqueText, GivenReason
from annotator.services.claims import critiques, scorecards, verdicts
from annotator.services.publishing import publication

ONE_TEST = (GivenReason("single-test", "One test."),)


def claim_on_page(context, text, *, shown="", published=True, **facts) -> str:
    """Add a claim, judge it and publish it, as far as that is asked for."""
    slug = state(context, text, **{"models": ("wren-1",), **facts})
    critiques.write_critique(context, claim=slug, text=CritiqueText("Perhaps."))
    if shown:
        verdicts.give_verdict(
            context,
            claim=slug,
            shown=shown,
            credence="likely",
            rationale="So it is.",
            reasons=() if shown == "shown" else ONE_TEST,
        )
    if published:
        publication.publish_claim(context, slug, [])
    return slug


def scorecard_page_of(
    context, title="Wren 1", *, lab="wren-labs", models=("wren-1",), **said
) -> str:
    """Publish a scorecard that says this of its categories."""
    slug = scorecards.add_scorecard(context, lab=lab, models=models, title=title).slug
    for category, we_say in said.items():
        scorecards.edit_card(
            context, slug, category=category, lab_says="", we_say=we_say, analysis=""
        )
    publication.publish_scorecard(context, slug, [])
    return slug

"""One page of every kind that readers meet, in the sample after a year of work."""

from annotator.domain.claims import GivenReason
from annotator.services.claims import scorecards, verdicts
from annotator.services.library import reports
from annotator.services.publishing import publication, report_publication

CLAIM = "/claims/heron-2-mini-is-below-amber-in-bio"
SCORECARD = "/models/heron-2"
REPORT = "/reports/heron-2-system-card"
SECOND = "heron-2-safeguards-report"
GONE = "no-amber-in-ai-rd"
KINDS = {
    "front page": "/",
    "front page by category": "/?by=category",
    "one category in time": "/?category=misalignment-propensity",
    "lab": "/labs/northfield",
    "scorecard": SCORECARD,
    "category": f"{SCORECARD}/categories/chem-bio",
    "graph of a scorecard": f"{SCORECARD}/graph",
    "claim": CLAIM,
    "claim without a piece": f"{CLAIM}?without=11",
    "report": REPORT,
    "evaluation": "/evaluations/northfield-rd-1",
    "reason": "/reasons/weak-elicitation",
    "changes": "/changes",
    "method": "/method",
    "editions of a claim": f"{CLAIM}/editions",
    "editions of a scorecard": f"{SCORECARD}/editions",
    "editions of a report": f"/reports/{SECOND}/editions",
    "edition of a claim": f"{CLAIM}/editions/1",
    "edition of a scorecard": f"{SCORECARD}/editions/1",
    "category of an edition": f"{SCORECARD}/editions/1/categories/chem-bio",
    "edition of a report": f"/reports/{SECOND}/editions/1",
    "two editions of a claim": f"{CLAIM}/editions/1/against/2",
    "two editions of a scorecard": f"{SCORECARD}/editions/1/against/2",
    "two editions of a report": f"/reports/{SECOND}/editions/1/against/2",
    "card to embed": f"{CLAIM}/embed",
    "search": "/search",
    "search with hits": "/search?q=amber",
    "search with a filter that is not there": "/search?q=amber&lab=nobody",
    "search without hits": "/search?q=zzzqqq",
    "source": "/source",
    "sign-in": "/sign-in",
    "not found": "/claims/no-such-claim",
    "withdrawn": f"/claims/{GONE}",
    "wrong number": f"{CLAIM}/editions/99",
    "wrong address": "/changes?before=nothing",
}


def work_on(desk) -> None:
    """Publish second editions of a claim, its scorecard and a report; withdraw a claim."""
    with desk.sit_down() as context:
        verdicts.give_verdict(
            context,
            claim=CLAIM.rpartition("/")[2],
            shown="partly shown",
            credence="unclear",
            rationale="One test of four was run again, with tools this time.",
            reasons=(GivenReason("single-test", "One test was run again."),),
        )
        scorecards.edit_card(
            context,
            "heron-2",
            category="security",
            lab_says="The weights are safe.",
            we_say="Nothing of it is shown.",
            analysis="",
        )
        reports.edit_report(
            context,
            SECOND,
            title="Heron 2 safeguards report, second printing",
            kind="safeguards report",
            published="2030",
            source_url="",
            models=["Heron 2"],
        )
        report_publication.publish_facts(context, SECOND)
    desk.publish_claim(CLAIM.rpartition("/")[2], days=365)
    desk.publish_scorecard("heron-2", days=366)
    with desk.sit_down() as context:
        publication.withdraw_claim(context, GONE)
    desk.do_jobs()

"""A claim, a scorecard and a report with editions that tests read again, as a story."""

from dataclasses import replace

from pdfs import text_pdf
from wren_claims import cite, describe, state

from annotator.domain.claims import CritiqueText, GivenReason
from annotator.domain.vocabulary import EditionKind
from annotator.services.claims import claims, critiques, scorecards, verdicts
from annotator.services.published.editions import Told

CARD = "wren-card"
CLAIM = "wren-1-solved-one-task"
FIRST, SECOND = "Wren 1 solved one task.", "Wren 1 solved no task."
ONE_TEST = (GivenReason("single-test", "One test."),)
CORRECTED = Told(EditionKind.CORRECTION, "We had read the wrong row.")


def tell(desk):
    """A claim of three editions, a scorecard of two, and a report, all of them public.

    They are of 1, 11 and 21 January 2030; the scorecard has the first and the last.
    """
    desk.take_in(text_pdf(["A card.", FIRST, SECOND]), report=CARD)
    with desk.sit_down() as context:
        describe(context, CARD)
        state(context, FIRST, models=("wren-1",))
        cite(context, CLAIM, CARD, FIRST)
        critiques.write_critique(context, claim=CLAIM, text=CritiqueText("It is so."))
        judge(context, "partly shown")
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title="Wren 1"
        )
        say(context, "Some.")
    desk.publish_scorecard("wren-1")
    with desk.sit_down(days=10) as context:
        cite(context, CLAIM, CARD, SECOND, stance="undercuts")
        judge(context, "not shown")
    desk.publish_claim(CLAIM, days=10, told=CORRECTED)
    with desk.sit_down(days=20) as context:
        reword(context, "Wren 1 solved a single task.")
        say(context, "Few.")
    desk.publish_scorecard("wren-1", days=20)


def judge(context, shown):
    verdicts.give_verdict(
        context,
        claim=CLAIM,
        shown=shown,
        credence="likely",
        rationale=f"It is {shown}.",
        reasons=ONE_TEST,
    )


def say(context, we_say):
    scorecards.edit_card(
        context, "wren-1", category="cyber", lab_says="", we_say=we_say, analysis=""
    )


def reword(context, text):
    facts = claims.get_claim(context, CLAIM).facts
    claims.edit_claim(context, CLAIM, replace(facts, text=text))

"""The words of a picture are those of the page, and nothing that is withheld."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from claim_views import a_claim, a_claim_page, a_link, a_quote, a_result

from annotator.domain.formats import share_card
from annotator.domain.formats.site import Site
from annotator.domain.views.contents import (
    CardView,
    LabView,
    ScorecardView,
    VerdictView,
)
from annotator.domain.views.pages import CardPage, GroupPage, ScorecardPage
from annotator.domain.views.status import CurrentStatus
from annotator.domain.vocabulary import Credence, LoadBearing, Shown, Stance

NOW = datetime(2030, 1, 1, tzinfo=UTC)
SITE = Site("annotator", "https://annotator.example/")


def _judged(claim, shown=Shown.PARTLY):
    return replace(
        claim, verdict=VerdictView(shown, Credence.NO_VIEW, "secret", "Ann", NOW)
    )


def _weighty(number, passage, stance):
    link = a_link(number, stance=stance, quote=a_quote(passage=passage))
    return replace(link, load_bearing=LoadBearing.WE_INFER)


def test_a_claim_is_shown_with_its_verdict_and_its_lab():
    card = share_card.of_claim(a_claim_page(_judged(a_claim())), SITE)
    assert card.kicker == "Wren Labs · Cyber"
    assert card.headline == "Heron 2 is safe."
    assert card.verdicts == (("◑", "Partly shown by what was published."),)
    assert card.foot == "Annotator · annotator.example"
    assert card.says == (
        "Wren Labs · Cyber. Heron 2 is safe. Partly shown by what was published"
    )


def test_a_claim_without_a_verdict_has_no_sign():
    assert share_card.of_claim(a_claim_page(a_claim()), SITE).verdicts == ()


def test_every_verdict_has_a_sign_of_its_own():
    assert len(set(share_card.SIGNS.values())) == len(Shown)


def test_a_scorecard_says_what_we_say_and_counts_its_verdicts():
    claim = _judged(a_claim())
    card = CardView(claim.category, "It is safe.", "Low. " * 40, "", ())
    scorecard = ScorecardView(
        "heron-2", "Heron 2", LabView("wren-labs", "Wren Labs"), (), (), "", (card,)
    )
    verdicts = (Shown.PARTLY, Shown.SHOWN, Shown.PARTLY)
    shown = CardPage(card, (claim,), verdicts=verdicts)
    page = ScorecardPage(
        scorecard,
        None,
        (GroupPage(claim.category.group, (shown,)),),
        CurrentStatus({}, {}),
    )
    drawn = share_card.of_scorecard(page, SITE)
    assert drawn.verdicts == (("●", "1 shown"), ("◑", "2 partly shown"))
    [line] = drawn.lines
    assert line.startswith("Cyber: Low.")
    assert len(line) <= share_card.LINE


# The deciding passage


def test_what_the_claim_fails_without_decides():
    claim = a_claim(
        "safe",
        a_link(1, quote=a_quote(passage=1)),
        _weighty(3, 3, Stance.UNDERCUTS),
    )
    assert share_card.deciding_quote(a_claim_page(claim)).passage == 3


@pytest.mark.parametrize(
    ("evidence", "passage"),
    [
        ((a_link(1, result=a_result(a_quote(passage=5))),), 5),
        ((a_link(1, result=a_result()),), 9),
        ((), 9),
    ],
)
def test_else_a_result_or_the_words_in_which_the_lab_says_it(evidence, passage):
    claim = a_claim("safe", *evidence, assertion=a_quote(passage=9))
    assert share_card.deciding_quote(a_claim_page(claim)).passage == passage


def test_a_withheld_passage_decides_nothing():
    hidden = CurrentStatus({}, {}, hidden=frozenset({"a" * 64}))
    claim = a_claim("safe", a_link(1, quote=a_quote()), assertion=a_quote())
    assert (
        share_card.deciding_quote(replace(a_claim_page(claim), status=hidden)) is None
    )
    assert share_card.deciding_quote(a_claim_page(a_claim())) is None

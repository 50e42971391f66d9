"""Claims and quotes as pages show them, for tests of what is made of them."""

from annotator.domain.views.contents import (
    AbsenceHitView,
    AbsenceView,
    CategoryView,
    ClaimView,
    EvidenceView,
    GroupView,
    LabView,
    QuoteView,
    ResultView,
    SourceView,
)
from annotator.domain.views.pages import ClaimPage
from annotator.domain.views.status import CurrentStatus
from annotator.domain.vocabulary import (
    AimsAt,
    AssertedBy,
    LoadBearing,
    PassageKind,
    ResultState,
    Stance,
    Strength,
)

EVALUATION = GroupView("evaluation", "Evaluation categories")
NOTHING_NEW = CurrentStatus(seals={}, fates={})


def a_quote(exact="It is safe.", *, passage=1, revision="a" * 64, page_label="iv"):
    """A quote of the sample report."""
    return QuoteView(
        passage=passage,
        kind=PassageKind.QUOTE if exact else PassageKind.REGION,
        exact=exact,
        before="All in all: ",
        after=" So we think.",
        report="heron-card",
        report_title="Heron Card",
        revision=revision,
        page=6,
        page_label=page_label,
        crops=(),
    )


def a_result(quote=None):
    """What one model did on one evaluation."""
    return ResultView(
        "Long tasks", "Heron 2", ResultState.SCORED, "12 of 40", quote=quote
    )


def an_absence(now, *, revision="a" * 64):
    """That the sample report does not say something, with one sentence that was judged."""
    hit = AbsenceHitView(6, "iv", 10, 20, "An interval passed.", "of time", "Ann", now)
    return AbsenceView(
        absence=3,
        statement="no confidence interval",
        report="heron-card",
        report_title="Heron Card",
        revision=revision,
        fetched_at=now,
        queries=("interval",),
        found=1,
        hits=(hit,),
        unread=(),
        by="Ann",
        at=now,
    )


A_SOURCE = SourceView("A letter to us", "https://example.org/letter")


def a_link(number=1, *, stance=Stance.SUPPORTS, **aimed):
    """A piece of evidence: a quote, result, source or absence, by keyword."""
    return EvidenceView(
        id=number,
        stance=stance,
        aims_at=AimsAt.CLAIM,
        load_bearing=LoadBearing.NO,
        strength=Strength.LOW,
        reasons=(),
        note="",
        **aimed,
    )


def a_claim(slug="safe", *evidence, text="Heron 2 is safe.", assertion=None):
    """A claim of the lab, with evidence."""
    return ClaimView(
        slug=slug,
        text=text,
        category=CategoryView("cyber", "Cyber", EVALUATION),
        lab=LabView("wren-labs", "Wren Labs"),
        models=("Heron 2",),
        asserted_by=AssertedBy.LAB,
        assertion=assertion,
        verdict=None,
        critique=None,
        evidence=evidence,
        parent=None,
    )


def a_claim_page(claim, *subclaims, parent=None):
    """The page of a claim."""
    return ClaimPage(
        claim=claim,
        edition=None,
        parent=parent,
        subclaims=subclaims,
        scorecards=(),
        status=NOTHING_NEW,
    )

"""What a claim's page says first: what decides the claim, and what we conclude."""

from annotator.domain.views.contents import ClaimView, EvidenceView, VerdictView
from annotator.domain.vocabulary import Credence, LoadBearing, Shown, Stance

MOST_DECISIVE = 3

_SHOWN = {
    Shown.SHOWN: "What was published shows this",
    Shown.MOSTLY: "What was published mostly shows this",
    Shown.PARTLY: "What was published shows this only in part",
    Shown.NOT_SHOWN: "What was published does not show this",
    Shown.CONTRADICTED: "What was published contradicts this",
    Shown.CANNOT_BE_ASSESSED: "From what was published, this cannot be assessed",
}
_CREDENCE = {
    Credence.LIKELY: "we think that it is likely true",
    Credence.UNCLEAR: "we find it unclear whether it is true",
    Credence.DOUBTFUL: "we doubt that it is true",
    Credence.NO_VIEW: "we take no view on whether it is true",
}
_FAVOURABLE = {Shown.SHOWN, Shown.MOSTLY}
_BEARING = {
    LoadBearing.LAB_SAYS: 0,
    LoadBearing.WE_INFER: 0,
    LoadBearing.UNKNOWN: 1,
    LoadBearing.NO: 2,
}


def conclusion(verdict: VerdictView) -> str:
    """Return both axes of a verdict in one plain sentence."""
    agree = {
        Credence.LIKELY: verdict.shown in _FAVOURABLE,
        Credence.DOUBTFUL: verdict.shown not in _FAVOURABLE,
    }.get(verdict.credence, verdict.shown not in _FAVOURABLE)
    joined = "and" if agree else "but"
    return f"{_SHOWN[verdict.shown]}, {joined} {_CREDENCE[verdict.credence]}."


def decisive(claim: ClaimView) -> list[EvidenceView]:
    """Return the few pieces of evidence that decide a claim, the weightiest first.

    What bears the load comes first, then what the verdict's reasons rest on; context
    decides nothing.
    """
    given = claim.verdict.reasons if claim.verdict else ()
    named = {reason.evidence for reason in given}
    found = [link for link in claim.evidence if link.stance is not Stance.CONTEXT]
    found.sort(key=lambda link: (_BEARING[link.load_bearing], link.id not in named))
    return found[:MOST_DECISIVE]

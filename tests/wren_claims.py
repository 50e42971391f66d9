"""Claims on Wren Labs that rest on words of a report, in a line each, for tests."""

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.context import Context
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.services.passages.marking import QuoteNotFound

LAB = "wren-labs"


def describe(context: Context, report: str, **said) -> None:
    """Say what a report is; the models that it covers come to be."""
    facts = {
        "title": "Wren card",
        "kind": "system card",
        "published": "2030",
        "source_url": "",
        "models": ["Wren 1"],
    }
    reports.edit_report(context, report, **{**facts, **said})


def state(context: Context, text: str, **facts) -> str:
    """Add a claim and return its slug."""
    facts = {"category": "cyber", "lab": LAB, **facts}
    return claims.add_claim(context, ClaimFacts(text, **facts)).slug


def mark(context: Context, report: str, quote: str, *, sha256: str = "") -> int:
    """Mark words of a report's newest file, or another, and return their number."""
    revision = reports.get_revision(
        context, reports.get_report(context, report), sha256
    )
    found = marking.mark_found(context, revision=revision, quote=quote, page=None)
    assert not isinstance(found, QuoteNotFound), found.problem
    return found.id


def link(
    context: Context, claim: str, passage: int, *, stance: str = "supports", **weight
) -> int:
    """Let a claim rest on a passage, and return the number of the link."""
    return evidence.link_evidence(
        context,
        claim=claim,
        target=Target(passage=passage),
        weight=Weight(stance=stance, **weight),
    ).id


def cite(context: Context, claim: str, report: str, quote: str, **weight) -> int:
    """Let a claim rest on words of a report, and return the number of the passage."""
    passage = mark(context, report, quote)
    link(context, claim, passage, **weight)
    return passage

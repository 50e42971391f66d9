"""What moved between two editions of a claim."""

from collections.abc import Iterator

from annotator.domain.claims import ClaimFacts, CritiqueText, labels
from annotator.domain.moves.parts import (
    CREDENCE,
    NOT_JUDGED,
    SHOWN,
    Moves,
    Sort,
    moved,
    parts_moved,
)
from annotator.domain.views.contents import (
    ClaimView,
    EvidenceView,
    QuoteView,
    ResultView,
    TensionView,
)
from annotator.domain.vocabulary import PassageKind


def claim_moves(before: ClaimView, after: ClaimView) -> Moves:
    """Return what moved; which claim it is part of is left to the page."""
    evidence = [{link.id: link for link in view.evidence} for view in (before, after)]
    tensions = [{one.id: one for one in view.tensions} for view in (before, after)]
    return Moves(
        moved(_fields(before), _fields(after)),
        (*parts_moved(_EVIDENCE, *evidence), *parts_moved(_TENSION, *tensions)),
    )


def _fields(claim: ClaimView) -> Iterator[tuple[str, str]]:
    named = labels(ClaimFacts)
    verdict, critique = claim.verdict, claim.critique
    yield named["text"], claim.text
    yield SHOWN, verdict.shown if verdict else NOT_JUDGED
    yield CREDENCE, verdict.credence if verdict else NOT_JUDGED
    if verdict:
        yield "Why we judge so", verdict.rationale_md
        reasons = (f"{one.reason.name}: {one.sentence}" for one in verdict.reasons)
        yield "Reasons", "\n".join(reasons)
    yield named["category"], claim.category.name
    yield named["lab"], claim.lab.name
    yield named["models"], ", ".join(claim.models)
    yield named["asserted_by"], claim.asserted_by
    yield named["assertion"], words_of(claim.assertion)
    if critique:
        for name, label in labels(CritiqueText).items():
            yield label, getattr(critique.text, name)
    covered = (
        f"{one.evaluation}, {one.model}: {one.state or 'no result'}"
        for one in claim.scope
    )
    yield "What the evaluations cover", "\n".join(covered)


def words_of(quote: QuoteView | None) -> str:
    """Return the words of a quote, or what a figure is described as; "" for none."""
    if quote is None:
        return ""
    return quote.exact or f"Figure or table on p. {quote.page_label}"


def value_of(result: ResultView) -> str:
    """Return a result in words: the model, and what it reached or why there is nothing."""
    return f"{result.model}: {result.value or result.state}"


def _noun(link: EvidenceView) -> str:
    if link.quote:
        return "figure" if link.quote.kind is PassageKind.REGION else "passage"
    if link.result:
        return "result"
    return "absence" if link.absence else "outside source"


def _title(link: EvidenceView) -> str:
    if link.result:
        return f"{link.result.evaluation}, {value_of(link.result)}"
    if link.absence:
        return link.absence.statement
    if link.source:
        return link.source.title or link.source.url
    return words_of(link.quote)


def _evidence_fields(link: EvidenceView) -> Iterator[tuple[str, str]]:
    yield "Stance", link.stance
    yield "Aims at", link.aims_at
    yield "Load-bearing", link.load_bearing
    yield "Strength", link.strength
    yield "Why so strong", "; ".join(link.reasons)
    yield "Note", link.note
    yield "What it is", _title(link)
    quote = link.quote or (link.result.quote if link.result else None)
    if quote:
        yield "Where it stands", f"{quote.report_title}, p. {quote.page_label}"
    if link.result and quote:
        yield "In the report's words", words_of(quote)
    if link.absence:
        yield "Searched for", "; ".join(link.absence.queries)


def _tension_fields(tension: TensionView) -> Iterator[tuple[str, str]]:
    yield "Sentence", tension.sentence
    yield "One side", words_of(tension.quote)
    result = tension.result
    other = value_of(result) if result else words_of(tension.other)
    yield "The other side", other


_EVIDENCE = Sort(_noun, _title, _evidence_fields)
_TENSION = Sort(lambda _: "tension", lambda one: one.sentence, _tension_fields)

"""The tables of public pages as rows, each a dataclass whose fields are the columns.

They are written as CSV and as JSON. What is not known is ""; several words in one cell
are separated by "; ".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from annotator.domain.views.contents import (
    AbsenceView,
    ClaimView,
    EvidenceView,
    QuoteView,
    ScorecardView,
    VerdictView,
)
from annotator.domain.views.pages import HomePage
from annotator.domain.views.reasons import named
from annotator.domain.views.status import CurrentStatus

AddressOf = Callable[[str], str]  # the whole address of a page, from its slug


def _joined(words: Iterable[str]) -> str:
    return "; ".join(words)


@dataclass(frozen=True, slots=True)
class MatrixRecord:
    """What we say of a scorecard in one category; empty cells of the matrix are rows too."""

    lab: str
    scorecard: str
    category: str
    group: str
    shown: str  # the editor's verdict by what was published; "" if there is none
    credence: str
    we_say: str  # in short, as on the front page, or else whole
    missing: int  # results that the reports withhold, or do not give
    claims: int  # that were judged
    verdicts: str  # of each of these claims, by what was published
    address: str


def matrix(page: HomePage, address_of: AddressOf) -> list[MatrixRecord]:
    """Return the front page's matrix, lab by lab, in the order of its columns."""
    return [
        MatrixRecord(
            lab=row.lab.name,
            scorecard=row.title,
            category=category.name,
            group=category.group.name,
            shown=(cell.card.shown or "") if cell else "",
            credence=(cell.card.credence or "") if cell else "",
            we_say=(cell.card.in_short or cell.card.we_say) if cell else "",
            missing=len(cell.card.untold) if cell else 0,
            claims=len(cell.claims) if cell else 0,
            verdicts=_joined(cell.claims) if cell else "",
            address=f"{address_of(row.scorecard)}#{category.slug}",
        )
        for row in page.rows
        for category, cell in zip(page.categories, row.cells, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class CardRecord:
    """One category of a scorecard: what the lab says, and what we say."""

    scorecard: str
    category: str
    group: str
    lab_says: str
    shown: str  # the editor's verdict by what was published; "" if there is none
    credence: str
    we_say: str
    evaluations: int
    address: str


def cards(
    scorecards: Iterable[ScorecardView], address_of: AddressOf
) -> list[CardRecord]:
    """Return the categories of a lab's scorecards."""
    return [
        CardRecord(
            scorecard=scorecard.title,
            category=card.category.name,
            group=card.category.group.name,
            lab_says=card.lab_says,
            shown=card.shown or "",
            credence=card.credence or "",
            we_say=card.we_say,
            evaluations=len(card.evaluations),
            address=f"{address_of(scorecard.slug)}#{card.category.slug}",
        )
        for scorecard in scorecards
        for card in scorecard.cards
    ]


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """The facts of a model as its newest scorecard has them."""

    model: str
    scorecard: str
    most_powerful: bool
    released: str
    training_dates: str
    deployment_dates: str
    predecessor: str
    released_with: str
    reports: str
    address: str


def models(
    scorecards: Iterable[ScorecardView], address_of: AddressOf
) -> list[ModelRecord]:
    """Return the models of scorecards, of which the newest comes first."""
    found: dict[str, ModelRecord] = {}
    for scorecard in scorecards:
        for model in scorecard.models:
            record = ModelRecord(
                model=model.name,
                scorecard=scorecard.title,
                most_powerful=model.most_powerful,
                released=model.released,
                training_dates=model.training_dates,
                deployment_dates=model.deployment_dates,
                predecessor=model.predecessor_name,
                released_with=_joined(model.released_with),
                reports=_joined(report.title for report in scorecard.reports),
                address=address_of(scorecard.slug),
            )
            found.setdefault(model.slug, record)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A claim with its verdict."""

    claim: str  # slug
    text: str
    part_of: str  # slug of the claim that it is a part of
    lab: str
    models: str
    category: str
    asserted_by: str
    shown: str  # by what was published; "" without a verdict
    credence: str
    reasons: str  # why it is not “shown”
    judged: str  # the day of the verdict
    evidence: int
    address: str


def claims(found: Iterable[ClaimView], address_of: AddressOf) -> list[ClaimRecord]:
    """Return claims with their verdicts, in their order."""
    return [
        ClaimRecord(
            claim=claim.slug,
            text=claim.text,
            part_of=claim.parent or "",
            lab=claim.lab.name,
            models=_joined(claim.models),
            category=claim.category.name,
            asserted_by=claim.asserted_by,
            **_verdict(claim.verdict),
            evidence=len(claim.evidence),
            address=address_of(claim.slug),
        )
        for claim in found
    ]


def _verdict(verdict: VerdictView | None) -> dict[str, str]:
    if verdict is None:
        return dict.fromkeys(("shown", "credence", "reasons", "judged"), "")
    return {
        "shown": verdict.shown,
        "credence": verdict.credence,
        "reasons": _joined(given.reason.name for given in verdict.reasons),
        "judged": verdict.at.date().isoformat(),
    }


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """A piece of evidence: how it bears on the claim, and what it is."""

    evidence: int  # its number
    stance: str
    aims_at: str
    load_bearing: str
    strength: str
    reasons: str  # for the strength
    note: str
    kind: str  # "quote", "region", "result", "absence" or "source"
    words: str  # of the quote, of what is absent, or the title of the source
    evaluation: str
    model: str
    result: str  # as printed, or why there is none
    report: str
    file: str  # SHA-256
    page: str  # from 1, in the file
    page_label: str  # as printed
    passage: str
    address: str  # of a source outside the reports


def evidence(claim: ClaimView, status: CurrentStatus) -> list[EvidenceRecord]:
    """Return the evidence of a claim as its page shows it, without what is withheld."""
    return [_evidence(link, status) for link in status.of_claim(claim).evidence]


def _evidence(link: EvidenceView, status: CurrentStatus) -> EvidenceRecord:
    result, absence, source = link.result, link.absence, link.source
    quote = link.quote or (result.quote if result else None)
    return EvidenceRecord(
        evidence=link.id,
        stance=link.stance,
        aims_at=link.aims_at,
        load_bearing=link.load_bearing,
        strength=link.strength,
        reasons=_joined(link.reasons),
        note=link.note,
        kind=_kind(link),
        words=_words(link, quote),
        evaluation=result.evaluation if result else "",
        model=result.model if result else "",
        result=(result.value or result.state) if result else "",
        address=source.url if source else "",
        **_place(quote or absence, status),
    )


def _kind(link: EvidenceView) -> str:
    if link.quote:
        return link.quote.kind
    kinds = ("result", "absence", "source")
    return next((kind for kind in kinds if getattr(link, kind)), "")


def _words(link: EvidenceView, quote: QuoteView | None) -> str:
    if link.absence:
        return link.absence.statement
    if link.source:
        return link.source.title
    return quote.exact if quote else ""


def _place(
    shown: QuoteView | AbsenceView | None, status: CurrentStatus
) -> dict[str, str]:
    """Return where something stands; of a file that was withdrawn, only that it was."""
    place = dict.fromkeys(("report", "file", "page", "page_label", "passage"), "")
    if shown is None:
        return place
    place["report"] = shown.report_title
    if status.is_hidden(shown):
        return place
    place["file"] = shown.revision
    if isinstance(shown, QuoteView):
        place |= {
            "page": str(shown.page),
            "page_label": shown.page_label,
            "passage": str(shown.passage),
        }
    return place


@dataclass(frozen=True, slots=True)
class QuoteRecord:
    """A quote from a report, and what public pages use it for."""

    passage: int
    kind: str
    page: int  # from 1, in the file
    page_label: str  # as printed
    words: str
    before: str
    after: str
    claims: str  # slugs, each with its stance
    evaluations: str
    file: str  # SHA-256


def quote_record(
    quote: QuoteView, claims: Iterable[tuple[str, str]], evaluations: Iterable[str]
) -> QuoteRecord:
    """Return a quote with the (slug, stance) of claims, and evaluations, that use it."""
    return QuoteRecord(
        passage=quote.passage,
        kind=quote.kind,
        page=quote.page,
        page_label=quote.page_label,
        words=quote.exact,
        before=quote.before,
        after=quote.after,
        claims=_joined(f"{slug} ({stance})" for slug, stance in claims),
        evaluations=_joined(evaluations),
        file=quote.revision,
    )


@dataclass(frozen=True, slots=True)
class ReasonRecord:
    """A claim whose verdict names a reason."""

    claim: str  # slug
    text: str
    lab: str
    shown: str
    sentence: str
    address: str


def reason_claims(
    found: Iterable[ClaimView], slug: str, address_of: AddressOf
) -> list[ReasonRecord]:
    """Return the published claims whose verdict names a reason, in their order."""
    return [
        ReasonRecord(
            claim=claim.slug,
            text=claim.text,
            lab=claim.lab.name,
            shown=claim.verdict.shown if claim.verdict else "",
            sentence=given.sentence,
            address=address_of(claim.slug),
        )
        for claim, given in named(found)
        if given.reason.slug == slug
    ]

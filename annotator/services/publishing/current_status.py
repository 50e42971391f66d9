"""The current status of published quotes: their seals, and their fate in newer files.

Both are looked up when a page is shown. A publication stays as it was frozen; the
status adds what readers must know about it today.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from annotator.domain.matching.differences import WordChange, word_diff
from annotator.domain.permissions import Action
from annotator.domain.views.contents import AbsenceView, QuoteView
from annotator.domain.views.status import CurrentStatus, FateView, QuoteKey, SealView
from annotator.domain.vocabulary import PassageKind
from annotator.services.claims import absence_status
from annotator.services.context import Context
from annotator.services.passages import twins
from annotator.services.published.gate import gate_of
from annotator.storage.claims import evidence
from annotator.storage.library import revisions
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Placement
from annotator.storage.published import publications, seals
from annotator.storage.published.seals import Seal

SHOWN = 90  # code points of a quote that a reason cites


def status_of(
    context: Context,
    quotes: Iterable[QuoteView],
    absences: Iterable[AbsenceView] = (),
    *,
    is_published: bool,
) -> CurrentStatus:
    """Return the current status of the quotes and absences that a page shows.

    Only public files count. On a published page, quotes from a file that is not public
    are withheld: an editor has withdrawn the file since.
    """
    context.require(Action.READ_PUBLISHED)
    shown = {(quote.passage, quote.revision): quote for quote in quotes}
    absences = list(absences)
    ids = sorted({passage for passage, _ in shown})
    gate = gate_of(context)
    newest = {
        passage: next(
            placement for placement in placements if placement.revision_id in gate.files
        )
        for passage, placements in passages.in_each_file(context.session, ids).items()
        if any(placement.revision_id in gate.files for placement in placements)
    }
    cited = {sha256 for _, sha256 in shown} | {absence.revision for absence in absences}
    public = {sha256 for sha256 in cited if gate.has_file(sha256)}
    return CurrentStatus(
        seals=_seals(context, shown),
        fates=_fates(context, shown, newest),
        twins=twins.public_twins(context, shown.values()),
        absences=absence_status.fates(context, absences),
        hidden=frozenset(cited - public if is_published else ()),
    )


def _seals(
    context: Context, shown: Mapping[QuoteKey, QuoteView]
) -> dict[QuoteKey, SealView]:
    sealed = seals.latest(context.session, sorted({passage for passage, _ in shown}))
    found = {
        place: _seal(sealed.get(quote.passage, []), quote)
        for place, quote in shown.items()
    }
    return {place: seal for place, seal in found.items() if seal}


def _fates(
    context: Context,
    shown: Mapping[QuoteKey, QuoteView],
    newest: Mapping[int, Placement],
) -> dict[QuoteKey, FateView]:
    """Return the fate of those quotes that a newer file no longer says unchanged."""
    pages = passages.pages_of(context.session, list(newest.values()))
    quoted = revisions.by_hashes(context.session, {sha256 for _, sha256 in shown})
    fetched_at = {quote.sha256: quote.fetched_at for quote in quoted}
    fates = {}
    for place, quote in shown.items():
        now = newest.get(quote.passage)
        if now and (now.revision.sha256 != quote.revision or not now.is_settled):
            page = pages.get((now.revision_id, now.page_from or 0))
            label = page.label if page else ""
            fates[place] = _fate(now, quote, fetched_at[quote.revision], label)
    return fates


def reasons(context: Context, among: Sequence[int]) -> dict[int, list[str]]:
    """Return why claims need review, by the id of each that does.

    ``among`` are the ids of the claims that are asked about.
    """
    context.require(Action.READ_DRAFTS)
    cited = evidence.passages_of(context.session, among)
    why: dict[int, list[str]] = {}
    for row in passages.unsettled(context.session, cited):
        why.setdefault(row.passage_id, []).append(_reason(row))
    for seal in _broken(context, cited):
        why.setdefault(seal.passage_id, []).append(
            f"The seal of a quote on page {seal.page} is broken: {seal.reason}"
        )
    found = absence_status.reasons(context, among)
    citing = evidence.claims_citing(context.session, sorted(why))
    asked = set(among)
    for passage, claims in citing.items():
        for claim in claims:
            if claim.id not in asked:
                continue
            found.setdefault(claim.id, []).extend(why[passage])
    return found


def _broken(context: Context, among: Collection[int]) -> Sequence[Seal]:
    """Return the broken seals of those of these passages that readers see now."""
    broken = seals.broken(context.session, among)
    ids = [seal.passage_id for seal in broken]
    shown = publications.shown_passages(context.session, ids)
    return [seal for seal in broken if seal.passage_id in shown]


def _fate(
    newest: Placement, quote: QuoteView, quoted_at: datetime, label: str
) -> FateView:
    is_words = quote.kind is PassageKind.QUOTE and bool(newest.exact)
    return FateView(
        state=newest.state,
        is_settled=newest.is_settled,
        decided_at=newest.checked_at if newest.decided else None,
        quoted_at=quoted_at,
        revision=newest.revision.sha256,
        fetched_at=newest.revision.fetched_at,
        page=newest.page_from,
        page_label=label,
        exact=newest.exact,
        segments=tuple(word_diff(quote.exact, newest.exact)) if is_words else (),
        changed=tuple(str(WordChange(*pair)) for pair in newest.changed),
    )


def _seal(known: Sequence[Seal], quote: QuoteView) -> SealView | None:
    seal = next((s for s in known if s.revision.sha256 == quote.revision), None)
    if seal is None:
        return None
    return SealView(
        outcome=seal.outcome,
        reason=seal.reason,
        picture=seal.picture,
        picture_reason=seal.picture_reason,
        revision=quote.revision,
        page=seal.page,
        readers=seal.readers,
        checked_at=seal.checked_at,
    )


def _reason(row: Placement) -> str:
    words = row.passage.exact or row.passage.description or "a figure or table"
    shown = words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()}…"
    changed = "; ".join(str(WordChange(*pair)) for pair in row.changed)
    return (
        f"“{shown}” is {row.state} in the newest file of {row.passage.report.title}"
        f"{f' ({changed})' if changed else ''}."
    )

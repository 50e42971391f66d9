"""The status of absences: what the newest run found, and how people judged it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from annotator.domain.absences import AbsenceHit, sentence_key, state_of
from annotator.domain.errors import ConflictError
from annotator.domain.permissions import Action
from annotator.domain.text.snippets import Snippet
from annotator.domain.views.contents import AbsenceHitView, AbsenceView
from annotator.domain.views.status import AbsenceFateView
from annotator.domain.vocabulary import AbsenceState
from annotator.search import scan
from annotator.services.context import Context
from annotator.services.published.gate import Gate, gate_of
from annotator.services.published.snapshots import View, absences_in, thaw_claim
from annotator.storage.claims import absences, evidence
from annotator.storage.claims.absences import Absence, AbsenceJudgement, AbsenceRun
from annotator.storage.claims.claims import Claim
from annotator.storage.library import revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind

ABSENCES_ON_A_PAGE = 50


@dataclass(frozen=True)
class JudgedHit:
    """A sentence that was found, and its judgement, if it was judged."""

    hit: AbsenceHit
    judgement: AbsenceJudgement | None

    @property
    def snippet(self) -> Snippet:
        """The sentence, with the words that match marked."""
        return scan.shown(self.hit)


@dataclass(frozen=True)
class Receipt:
    """The newest run of an absence, with the judgements on what it found."""

    absence: Absence
    run: AbsenceRun
    hits: tuple[JudgedHit, ...]
    state: AbsenceState
    is_current: bool  # it searched the newest file, and the current text of that file
    is_public: bool  # a published claim rests on the absence
    claims: tuple[Claim, ...]  # that rest on the absence

    @property
    def holds(self) -> bool:
        """Whether the absence holds in the newest file."""
        return self.is_current and self.state is AbsenceState.HOLDS

    @property
    def unjudged(self) -> int:
        """The number of sentences found that nobody has judged."""
        return sum(hit.judgement is None for hit in self.hits)

    @property
    def saying(self) -> int:
        """The number of sentences found that were judged to say what is denied."""
        return sum(bool(hit.judgement and hit.judgement.says) for hit in self.hits)


def receipts(context: Context, found: Sequence[Absence]) -> list[Receipt]:
    """Return the receipt of each absence."""
    context.require(Action.READ_DRAFTS)
    reports = {absence.report_id for absence in found}
    runs = absences.newest_runs(context.session, [absence.id for absence in found])
    newest = revisions.newest_of(context.session, reports)
    return _receipts(context, found, runs, newest)


@dataclass(frozen=True)
class AbsencePage:
    """One page of the standing absences, newest first; pages count from 1."""

    receipts: Sequence[Receipt]
    total: int  # on all pages
    number: int

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * ABSENCES_ON_A_PAGE < self.total


def list_page(
    context: Context, *, only_waiting: bool = False, page: int = 1
) -> AbsencePage:
    """Return one page of the standing absences, or of those that wait for somebody."""
    context.require(Action.READ_DRAFTS)
    number = max(1, page)
    among = _waiting(context) if only_waiting else None
    first = (number - 1) * ABSENCES_ON_A_PAGE
    shown = absences.newest_first(
        context.session, among, limit=ABSENCES_ON_A_PAGE, offset=first
    )
    total = absences.how_many(context.session) if among is None else len(among)
    return AbsencePage(receipts(context, shown), total, number)


def count_waiting(context: Context) -> int:
    """Return how many absences do not hold or have sentences that nobody has judged."""
    context.require(Action.READ_DRAFTS)
    return len(_waiting(context))


def _waiting(context: Context) -> set[int]:
    found = absences.found_sentences(context.session)
    says = absences.sayings(context.session, found.keys())
    failing = {
        number
        for number, sentences in found.items()
        if state_of(sentences, len(sentences), says[number]) is not AbsenceState.HOLDS
    }
    return failing | absences.incomplete(context.session)


def receipts_for_readers(context: Context, found: Sequence[Absence]) -> list[Receipt]:
    """Return the receipts of absences by the files that readers see.

    An absence that was searched for in none of these files, or whose report readers do
    not see, has the receipt that analysts see.
    """
    gate = gate_of(context)
    ids = [absence.id for absence in found]
    runs = absences.newest_runs(context.session, ids)
    newest = revisions.newest_of(
        context.session, {absence.report_id for absence in found}
    )
    runs |= absences.newest_runs(context.session, ids, among=gate.files)
    shown = {run.absence_id for run in runs.values() if run.revision_id in gate.files}
    files = revisions.by_ids(context.session, [*gate.newest.values()])
    public = {
        absence.report_id: files[gate.newest[absence.report_id]]
        for absence in found
        if absence.id in shown
    }
    return _receipts(context, found, runs, newest | public)


def _receipts(
    context: Context,
    found: Sequence[Absence],
    runs: dict[int, AbsenceRun],
    newest: dict[int, Revision],
) -> list[Receipt]:
    ids = [absence.id for absence in found]
    judged = absences.judgements(context.session, ids)
    claims = evidence.claims_on_absences(context.session, ids)
    public = public_absences(context, ids)
    return [
        Receipt(
            absence=absence,
            run=runs[absence.id],
            hits=tuple(_judged_hits(runs[absence.id], judged[absence.id])),
            state=_state(runs[absence.id], judged[absence.id]),
            is_current=is_of(runs[absence.id], newest[absence.report_id]),
            is_public=absence.id in public,
            claims=tuple(claims.get(absence.id, ())),
        )
        for absence in found
    ]


def is_of(run: AbsenceRun, revision: Revision) -> bool:
    """Whether a run has searched the current text of a file."""
    current = (revision.id, revision.text_version)
    return (run.revision_id, run.text_version) == current


def public_absences(context: Context, among: Collection[int]) -> set[int]:
    """Return the ids of those of these absences on which published claims rest."""
    context.require(Action.READ_PUBLISHED)
    # Links are never deleted, so that what a page rests on was linked to its claim once.
    slugs = evidence.claims_ever_on(context.session, among)
    pages = publications.find_each(context.session, PageKind.CLAIM, slugs)
    rested_on = {
        view.absence
        for page in pages.values()
        for view in absences_in(thaw_claim(page.body))
    }
    return rested_on & set(among)


def absence_views(
    context: Context, absence_ids: Collection[int]
) -> dict[int, AbsenceView]:
    """Return absences as a page published now would show them, by id."""
    context.require(Action.READ_DRAFTS)
    kept = absences.of_ids(context.session, absence_ids)
    found = receipts_for_readers(context, kept)
    gate = gate_of(context)
    return {receipt.absence.id: _view(gate, receipt) for receipt in found}


def require_holding(context: Context, views: Iterable[View]) -> None:
    """Raise ConflictError unless every absence on which these pages rest holds."""
    ids = {absence.absence for view in views for absence in absences_in(view)}
    kept = absences.of_ids(context.session, ids)
    found = receipts_for_readers(context, kept)
    failing = [absence for absence in found if not absence.holds]
    if failing:
        named = " ".join(reason(receipt) for receipt in failing)
        raise ConflictError(
            f"{named} Judge the sentences found, change the queries, or remove the "
            "link; then publish."
        )


def fates(context: Context, shown: Iterable[AbsenceView]) -> dict[int, AbsenceFateView]:
    """Return the current status of published absences, by id."""
    context.require(Action.READ_PUBLISHED)
    ids = sorted({view.absence for view in shown})
    public = gate_of(context).files
    runs = absences.newest_runs(context.session, ids, among=public)
    judged = absences.judgements(context.session, ids)
    return {
        number: AbsenceFateView(
            state=_state(run, judged[number]),
            revision=run.revision.sha256,
            fetched_at=run.revision.fetched_at,
            checked_at=run.at,
        )
        for number, run in runs.items()
    }


def reasons(context: Context, among: Sequence[int]) -> dict[int, list[str]]:
    """Return why absences make claims need review, by the id of the claim.

    ``among`` are the ids of the claims that are asked about.
    """
    context.require(Action.READ_DRAFTS)
    found: dict[int, list[str]] = {}
    asked = set(among)
    cited = evidence.absences_of(context.session, among)
    kept = absences.of_ids(context.session, cited)
    standing = [absence for absence in kept if absence.withdrawn_at is None]
    for receipt in receipts(context, standing):
        if not receipt.holds:
            for claim in receipt.claims:
                if claim.id not in asked:
                    continue
                found.setdefault(claim.id, []).append(reason(receipt))
    return found


def reason(receipt: Receipt) -> str:
    """Return a sentence that says why an absence does not hold, or not yet."""
    statement = f"“{receipt.absence.statement}”"
    file = f"the file of {_day(receipt.run.revision.fetched_at)}"
    if receipt.state is AbsenceState.BROKEN:
        say = "a sentence" if receipt.saying == 1 else f"{receipt.saying} sentences"
        return f"{statement} does not hold: it is said in {say} of {file}."
    if not receipt.is_current:
        return f"{statement} has not been searched for in its report’s newest file."
    if receipt.run.total > len(receipt.hits):
        return (
            f"{statement} finds {receipt.run.total:,} sentences in {file}, too many to "
            "judge; make the queries more specific."
        )
    left = f"{receipt.unjudged} sentence{'' if receipt.unjudged == 1 else 's'}"
    return f"{statement} needs a look: {left} of {file} not judged yet."


def _day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def _state(run: AbsenceRun, judged: dict[str, AbsenceJudgement]) -> AbsenceState:
    says = {key: row.says for key, row in judged.items()}
    return state_of([hit["words"] for hit in run.hits], run.total, says)


def _judged_hits(
    run: AbsenceRun, judged: dict[str, AbsenceJudgement]
) -> Iterable[JudgedHit]:
    for hit in _hits(run):
        yield JudgedHit(hit, judged.get(sentence_key(hit.words)))


def _hits(run: AbsenceRun) -> list[AbsenceHit]:
    return [AbsenceHit(**{**hit, "queries": tuple(hit["queries"])}) for hit in run.hits]


def _view(gate: Gate, receipt: Receipt) -> AbsenceView:
    absence, run = receipt.absence, receipt.run
    return AbsenceView(
        absence=absence.id,
        statement=absence.statement,
        report=absence.report.slug,
        report_title=gate.title_of(absence.report),
        revision=run.revision.sha256,
        fetched_at=run.revision.fetched_at,
        queries=tuple(run.queries),
        found=run.total,
        hits=tuple(
            _hit_view(hit.hit, hit.judgement)
            for hit in receipt.hits
            if hit.judgement is not None and not hit.judgement.says
        ),
        unread=tuple(run.unread),
        by=run.by,
        at=run.at,
    )


def _hit_view(hit: AbsenceHit, judgement: AbsenceJudgement) -> AbsenceHitView:
    return AbsenceHitView(
        page=hit.page,
        page_label=hit.page_label,
        start=hit.start,
        end=hit.end,
        words=hit.words,
        reason=judgement.reason,
        by=judgement.by,
        at=judgement.at,
    )

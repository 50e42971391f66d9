"""Update the search indexes, of words and of quotes, from the database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from annotator.search.words.checksums import print_of
from annotator.search.words.protocol import Held, SearchIndex
from annotator.services import jobs
from annotator.services.context import Context
from annotator.services.published.gate import facts_of, gate_of
from annotator.services.search import index_units
from annotator.services.search.index_units import Groups
from annotator.services.search.indexing_quotes import (
    check_quotes,
    index_quotes,
    quotes_are_behind,
    rebuild_quotes,
)
from annotator.storage.claims import claims, evidence, tensions
from annotator.storage.library import reports, revisions
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind
from annotator.storage.work import jobs as stored_jobs

BATCH = 500  # claims or passages that are prepared at once; chosen, not measured
PAUSE = timedelta(
    minutes=10
)  # between two rebuildings, should the disk be full; chosen

Progress = Callable[[int, int], None]  # called with reports indexed, reports in all


@dataclass(frozen=True)
class IndexFault:
    """A difference between an index and the database."""

    index: str  # "desk" or "readers"
    group: str  # such as "text:wren-card"
    what: str  # "is missing", "should not be there", "is not up to date"

    def __str__(self) -> str:
        return f"{self.index}: {self.group} {self.what}"


def index_report(context: Context, slug: str) -> None:
    """Update the indexes for the text and the facts of one report."""
    report = reports.even_if_removed(context.session, slug)
    desk, public = _of_report(context, report)
    context.stores.desk_index.replace(desk)
    context.stores.public_index.replace(public)
    index_quotes(context, report)


def _of_report(context: Context, report: Report) -> tuple[Groups, Groups]:
    """Return the groups of a report for the desk's and the readers' index.

    For readers, these are the frozen facts and the newest public file.
    """
    if report.removed_at is not None:  # no file of a removed report is public
        gone: Groups = {f"text:{report.slug}": [], f"report:{report.slug}": []}
        return gone, gone
    newest = revisions.newest(context.session, report)
    desk = index_units.text_units(context, report.slug, newest)
    text = _public_text(context, report, newest, desk)
    facts, public_facts = _facts_of_report(context, report)
    return desk | facts, text | public_facts


def _public_text(
    context: Context, report: Report, newest: Revision, desk: Groups
) -> Groups:
    number = gate_of(context).newest.get(report.id)
    if number == newest.id:
        return desk
    public = revisions.find_by_id(context.session, number) if number else None
    return index_units.text_units(context, report.slug, public)


def _facts_of_report(context: Context, report: Report) -> tuple[Groups, Groups]:
    shown = gate_of(context).by_number.get(report.id)
    desk = index_units.report_units(report.id, facts_of(report))
    public = index_units.report_units(report.id, shown.facts) if shown else {}
    return desk, {name: public.get(name, []) for name in desk}


def index_changes(context: Context, changed: Mapping[str, Sequence[int]]) -> None:
    """Update both indexes for what has changed, given as ids by kind.

    ``changed`` may name reports (their facts, not their text), passages, claims and
    publications. Dependent units are updated too: a passage is found by the category of
    a claim that rests on it, and a withdrawn page hides what it showed.
    """
    claim_ids = {*changed.get("claims", ())}
    passage_ids = {*changed.get("passages", ())}
    for publication in publications.by_ids(
        context.session, changed.get("publications", ())
    ):
        passage_ids.update(publications.ever_shown(context.session, publication))
        if publication.kind is PageKind.CLAIM:
            claim_ids.add(claims.by_slug(context.session, publication.slug).id)
        if publication.kind is PageKind.REPORT:
            index_report(context, publication.slug)
            passage_ids.update(_marked_in(context, publication.slug))
    linked = evidence.of_claims(context.session, sorted(claim_ids))
    passage_ids.update(link.passage_id for link in linked if link.passage_id)
    for tension in tensions.of_claims(context.session, sorted(claim_ids)):
        passage_ids |= tension.passage_ids
    desk: Groups = {}
    public: Groups = {}
    for report in reports.by_ids(context.session, changed.get("reports", ())).values():
        desk_facts, public_facts = _facts_of_report(context, report)
        desk |= desk_facts
        public |= public_facts
    ids = sorted(passage_ids)
    desk |= index_units.passage_units(context, ids)
    desk |= index_units.claim_units(context, sorted(claim_ids))
    public |= index_units.public_passage_units(context, ids)
    public |= index_units.public_claim_units(context, sorted(claim_ids))
    context.stores.desk_index.replace(desk)
    context.stores.public_index.replace(public)


def _marked_in(context: Context, slug: str) -> Sequence[int]:
    """Return the ids of a report's passages, which are shown or withheld with it."""
    report = reports.by_slug(context.session, slug)
    return [passage.id for passage in passages.of_report(context.session, report)]


def rebuild(context: Context, say: Progress = lambda _done, _all: None) -> int:
    """Index everything again; return the number of reports."""
    kept = reports.by_title(context.session)
    expected: tuple[set[str], set[str]] = (set(), set())
    for done, report in enumerate(kept):
        say(done, len(kept))
        desk, public = _of_report(context, report)
        context.stores.desk_index.replace(desk)
        context.stores.public_index.replace(public)
        expected[0].update(desk)
        expected[1].update(name for name, wanted in public.items() if wanted)
    say(len(kept), len(kept))
    for desk, public in _of_the_rest(context):
        context.stores.desk_index.replace(desk)
        context.stores.public_index.replace(public)
        expected[0].update(desk)
        expected[1].update(public)
    for index, groups in zip(_indexes(context).values(), expected, strict=True):
        index.replace(dict.fromkeys(index.held().keys() - groups, ()))
        index.rebuilt()
    rebuild_quotes(context)
    return len(kept)


def check(context: Context, say: Progress = lambda _done, _all: None) -> list[str]:
    """Compare the indexes with the database, unit by unit; return the differences."""
    held = {name: index.held() for name, index in _indexes(context).items()}
    faults: list[IndexFault] = []
    kept = reports.by_title(context.session)
    for done, report in enumerate(kept):
        say(done, len(kept))
        desk, public = _of_report(context, report)
        faults += _compared("desk", desk, held["desk"])
        faults += _compared("readers", public, held["readers"])
    say(len(kept), len(kept))
    for desk, public in _of_the_rest(context):
        faults += _compared("desk", desk, held["desk"])
        faults += _compared("readers", public, held["readers"])
    faults += [
        IndexFault(name, group, "should not be there")
        for name, left in held.items()
        for group in sorted(left)
    ]
    return [*map(str, faults), *check_quotes(context)]


def is_behind(context: Context) -> bool:
    """Whether an index lacks a report of the database, or was recreated empty."""
    kept = reports.by_title(context.session)
    every = {f"report:{report.slug}" for report in kept}
    public = {f"report:{slug}" for slug in gate_of(context).reports}
    return quotes_are_behind(context) or any(
        index.needs_rebuild or not wanted <= index.held().keys()
        for index, wanted in zip(
            _indexes(context).values(), (every, public), strict=True
        )
    )


def is_lost(context: Context) -> bool:
    """Whether an index lacks what no queued job will add, as after damage."""
    last = stored_jobs.newest_of_kind(context.session, jobs.REBUILD)
    if last and context.now - last.created_at < PAUSE:
        return False
    return not stored_jobs.unfinished(context.session, jobs.INDEX) and is_behind(
        context
    )


def rebuild_later(context: Context) -> None:
    """Queue the rebuilding of the indexes."""
    jobs.put(context, kind=jobs.REBUILD, title="Rebuild the search index", payload={})


def _indexes(context: Context) -> dict[str, SearchIndex]:
    stores = context.stores
    return {"desk": stores.desk_index, "readers": stores.public_index}


def _of_the_rest(context: Context) -> Iterator[tuple[Groups, Groups]]:
    """Yield the groups of passages and claims for both indexes, in batches."""
    for ids in _batches(passages.every_id(context.session)):
        yield (
            index_units.passage_units(context, ids),
            index_units.public_passage_units(context, ids),
        )
    for ids in _batches([claim.id for claim in claims.every(context.session)]):
        yield (
            index_units.claim_units(context, ids),
            index_units.public_claim_units(context, ids),
        )


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(ids), BATCH):
        yield ids[first : first + BATCH]


def _compared(name: str, groups: Groups, held: dict[str, Held]) -> Iterator[IndexFault]:
    """Yield the faults of ``groups``, and remove those groups from ``held``."""
    for group, wanted in groups.items():
        there = held.pop(group, None)
        if there is None and wanted:
            yield IndexFault(name, group, "is missing")
        elif there and not wanted:
            yield IndexFault(name, group, "should not be there")
        elif there and there != Held(len(wanted), print_of(wanted)):
            yield IndexFault(name, group, "is not up to date")

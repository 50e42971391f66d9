"""What changed on the public pages, told from their editions.

Of what was withdrawn there is a dated note without a name. A list takes as many queries
however long it is: what moved between two editions is worked out once and kept.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from annotator.domain.errors import NotFoundError
from annotator.domain.moves.claims import claim_moves
from annotator.domain.moves.in_words import in_words
from annotator.domain.moves.parts import Moves
from annotator.domain.moves.reports import report_moves
from annotator.domain.moves.scorecards import scorecard_moves
from annotator.domain.permissions import Action
from annotator.domain.views.changes import ChangeEntry, ChangeList, by_day, together
from annotator.domain.views.contents import ClaimView, LabView, ScorecardView
from annotator.domain.views.reports import PublicReportView
from annotator.services.context import Context
from annotator.services.published import edition_history, talking_back
from annotator.services.published.snapshots import View, lab_of, thaw
from annotator.storage.published import editions
from annotator.storage.published.editions import ChangeRow
from annotator.storage.published.publications import PageKind

ON_A_PAGE = 50
NEWEST = 12  # on the front page
IN_FEED = 50


def list_changes(
    context: Context, *, lab: str = "", month: str = "", page: int = 1
) -> ChangeList:
    """Return a page (from 1) of all changes, of a lab (its slug), of a month ("2030-03").

    Raises NotFoundError if readers see nothing of that lab, or nothing changed then.
    """
    context.require(Action.READ_PUBLISHED)
    labs = _labs(context)
    asked = next((one for one in labs if one.slug == lab), None)
    if lab and asked is None:
        raise NotFoundError("lab", lab)
    months = editions.months(context.session, lab=lab)
    if month and month not in months:
        raise NotFoundError("month", month)
    rows = editions.changes(
        context.session,
        lab=lab,
        month=month,
        limit=ON_A_PAGE + 1,
        offset=(page - 1) * ON_A_PAGE,
    )
    entries = together(_entries(rows[:ON_A_PAGE]))
    return ChangeList(
        days=by_day(_with_moves(context, entries, rows)),
        labs=labs,
        lab=asked,
        months=tuple(months),
        month=month,
        number=page,
        has_more=len(rows) > ON_A_PAGE,
    )


def newest_changes(context: Context) -> ChangeList:
    """Return the newest changes, for the front page."""
    context.require(Action.READ_PUBLISHED)
    rows = editions.changes(context.session, limit=ON_A_PAGE)
    entries = together(_entries(rows))
    shown = _with_moves(context, entries[:NEWEST], rows)
    return ChangeList(by_day(shown), (), None, (), "", 1, len(entries) > NEWEST)


def feed(
    context: Context, *, lab: str = "", claim: str = ""
) -> tuple[str, list[ChangeEntry]]:
    """Return what a feed is about, and its entries, newest first.

    It is about everything, a lab or a claim (slugs); then raises NotFoundError, or
    WithdrawnError if the claim was withdrawn. That of a claim tells answers to readers
    and responses of the lab as well.
    """
    context.require(Action.READ_PUBLISHED)
    about, beside = "", []
    if claim:
        about = edition_history.current(context, PageKind.CLAIM, claim).title
        beside = talking_back.entries_on_claim(context, claim, about)
    if lab:
        about = next((one.name for one in _labs(context) if one.slug == lab), "")
        if not about:
            raise NotFoundError("lab", lab)
    rows = editions.changes(context.session, lab=lab, claim=claim, limit=IN_FEED)
    entries = [*_with_moves(context, _entries(rows), rows), *beside]
    return about, sorted(entries, key=lambda entry: entry.at, reverse=True)[:IN_FEED]


def moves_between(before: View, after: View) -> Moves:
    """Return what moved between two editions of one page."""
    match before, after:
        case ClaimView(), ClaimView():
            return claim_moves(before, after)
        case ScorecardView(), ScorecardView():
            return scorecard_moves(before, after)
        case PublicReportView(), PublicReportView():
            return report_moves(before, after)
    raise TypeError("these are editions of different pages")


def _labs(context: Context) -> tuple[LabView, ...]:
    """Return the labs of which something is public, by the names in use last."""
    newest = editions.newest_of_labs(context.session)
    found = (lab_of(thaw(publication)) for publication in newest)
    return tuple(sorted(found, key=lambda lab: lab.name))


def _entries(rows: Sequence[ChangeRow]) -> list[ChangeEntry]:
    return [_entry(found) for found in rows]


def _entry(found: ChangeRow) -> ChangeEntry:
    row = found.row
    if row.withdrawn:
        return ChangeEntry(_key(found), row.at, row.kind, is_withdrawal=True)
    return ChangeEntry(
        key=_key(found),
        at=row.at,
        kind=row.kind,
        slug=row.slug,
        title=row.title,
        number=row.edition,
        by=row.by,
        change=row.change,
        note=row.note,
        against=row.edition - 1 if found.before else None,
        has_earlier=found.has_earlier,
    )


def _key(found: ChangeRow) -> str:
    """Return a name of a row that outlives its page, so with neither slug nor title."""
    row = found.row
    told = f"publication {row.id} {row.at.isoformat()} {row.sha256}"
    return uuid5(NAMESPACE_URL, told).urn


def _with_moves(
    context: Context, entries: Sequence[ChangeEntry], rows: Sequence[ChangeRow]
) -> list[ChangeEntry]:
    """Return entries that say what moved since the edition before."""
    shown = {entry.key for entry in entries}
    revised = {key: f for f in rows if f.before and (key := _key(f)) in shown}
    told = _told(context, [*revised.values()])
    return [
        replace(entry, moved=told[_pair(revised[entry.key])])
        if entry.key in revised
        else entry
        for entry in entries
    ]


def _told(
    context: Context, rows: Sequence[ChangeRow]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return what moved, in words, by the hashes of both editions."""
    kept = context.stores.moves
    told = {pair: found for row in rows if (found := kept.find(pair := _pair(row)))}
    new = [row for row in rows if _pair(row) not in told]
    ids = {number for row in new for number in (row.before, row.row.id) if number}
    bodies = editions.with_ids(context.session, ids) if ids else {}
    for row in new:
        before, after = bodies[row.before or 0], bodies[row.row.id]
        told[_pair(row)] = in_words(moves_between(thaw(before), thaw(after)))
        kept.keep(_pair(row), told[_pair(row)])
    return told


def _pair(found: ChangeRow) -> tuple[str, str]:
    return found.before_sha256, found.row.sha256

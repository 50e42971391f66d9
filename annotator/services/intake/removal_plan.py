"""What goes with a report or a file that is removed, and what forbids to remove it.

Nothing public may rest on what is removed: neither what readers see now, nor an earlier
edition of it.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.services.published.gate import gate_of
from annotator.storage import removals
from annotator.storage.claims.absences import Absence
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.tensions import Tension
from annotator.storage.library import reports, revisions
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.passages.passages import Passage
from annotator.storage.published.publications import PageKind
from annotator.storage.removals import Scope


@dataclass(frozen=True)
class Reason:
    """A public page that rests on what was to be removed."""

    kind: PageKind
    slug: str
    title: str

    def __str__(self) -> str:
        """Say it in a sentence."""
        if self.kind is PageKind.REPORT:
            return f"Readers see “{self.title}”."
        return f"The published {self.kind} “{self.title}” uses it, or once did."


@dataclass(frozen=True)
class Going:
    """What a removal would take away."""

    report: Report
    files: Sequence[Revision]  # those that go
    is_whole: bool  # the report goes with all its files
    passages: Sequence[Passage]
    links: Sequence[Evidence]
    tensions: Sequence[Tension]
    absences: Sequence[Absence]
    claims: Sequence[
        Claim
    ]  # that rest on it, are asserted in it or have it in a tension
    left_bare: frozenset[int]  # ids of those that rest on nothing then
    jobs: int  # that are queued or running, and will change nothing
    reasons: tuple[Reason, ...]  # against it

    @property
    def notes(self) -> int:
        """How many of the links have a note."""
        return sum(bool(link.note) for link in self.links)

    @cached_property
    def seen(self) -> str:
        """What a form carries, so that nothing goes that its page did not tell."""
        told = [
            [file.sha256 for file in self.files],
            [passage.id for passage in self.passages],
            [(link.id, link.version) for link in self.links],
            [(tension.id, tension.version) for tension in self.tensions],
            [absence.id for absence in self.absences],
        ]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    def takes_work_of_others(self, person: int | None) -> bool:
        """Whether somebody else than this person made some of what goes."""
        return any(row.created_by_id != person for row in self.withdrawn)

    @property
    def withdrawn(self) -> list[Passage | Evidence | Tension | Absence]:
        """The rows that are withdrawn with it."""
        return [*self.passages, *self.links, *self.tensions, *self.absences]


def plan_report(context: Context, slug: str) -> Going:
    """Return what goes with a report; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    report = reports.by_slug(context.session, slug)
    files = revisions.of_report(context.session, report)
    return _plan(context, report, files, is_whole=True)


def plan_file(context: Context, sha256: str) -> Going:
    """Return what goes with one file of a report; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    revision = revisions.by_sha256(context.session, sha256)
    report = reports.by_slug(context.session, revision.report.slug)
    return _plan(context, report, [revision], is_whole=False)


def scope_of(going: Going) -> Scope:
    """Return the scope of a removal, for questions to the database."""
    report = going.report.id if going.is_whole else None
    return Scope(tuple(file.id for file in going.files), report)


def _plan(
    context: Context, report: Report, files: Sequence[Revision], *, is_whole: bool
) -> Going:
    session = context.session
    scope = Scope(tuple(file.id for file in files), report.id if is_whole else None)
    links = removals.standing_links(session, scope)
    tensions = removals.standing_tensions(session, scope)
    asserted = [
        row
        for row, name in removals.citing_rows(session, scope)
        if name == "assertion_id"
    ]
    lost = Counter(link.claim_id for link in links)
    had = removals.how_many_links(session, lost.keys())
    names = [file.sha256 for file in files]
    return Going(
        report=report,
        files=files,
        is_whole=is_whole,
        passages=removals.standing_passages(session, scope),
        links=links,
        tensions=tensions,
        absences=removals.standing_absences(session, scope),
        claims=removals.claims_named(
            session,
            {
                *lost,
                *(claim.id for claim in asserted),
                *(tension.claim_id for tension in tensions),
            },
        ),
        left_bare=frozenset(n for n in lost if had.get(n, 0) == lost[n]),
        jobs=len(removals.open_jobs(session, [report.slug] if is_whole else names)),
        reasons=_reasons(context, report, scope, names),
    )


# What forbids it


def _reasons(
    context: Context, report: Report, scope: Scope, hashes: Sequence[str]
) -> tuple[Reason, ...]:
    gate = gate_of(context)
    found = []
    shown = gate.reports.get(report.slug)
    if (scope.report and shown) or any(gate.has_file(sha256) for sha256 in hashes):
        title = shown.facts.title if shown else report.title
        found.append(Reason(PageKind.REPORT, report.slug, title))
    pages = removals.public_pages_on(context.session, scope)
    pages += removals.public_pages_naming(context.session, report.id, hashes)
    found += [Reason(*page) for page in dict.fromkeys(pages)]
    return tuple(found)

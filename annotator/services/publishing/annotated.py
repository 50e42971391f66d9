"""Public passages with all that public claims and scorecards use them for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from annotator.domain.errors import NotFoundError
from annotator.domain.formats.web_annotation import Annotated, ClaimUse
from annotator.domain.permissions import Action
from annotator.domain.text.canonical_text import PageText, reading_text
from annotator.domain.text.layout.lines import box_around
from annotator.domain.views.contents import ClaimView, QuoteView, ScorecardView
from annotator.domain.vocabulary import Stance
from annotator.services.context import Context
from annotator.services.published.gate import gate_of
from annotator.services.published.snapshots import View, quotes_in, thaw
from annotator.services.publishing import pages
from annotator.services.publishing.current_status import status_of
from annotator.storage.library.revisions import Page
from annotator.storage.library.words import page_text
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Placement
from annotator.storage.published import publications
from annotator.storage.published.publications import PageKind, Publication

AROUND = 32  # code points before and after a quote; as browsers' annotators take
_READ = 200  # likewise, of which whole words are kept


def passage(context: Context, number: int) -> Annotated:
    """Return a public passage; raise NotFoundError if readers may not see it."""
    context.require(Action.READ_PUBLISHED)
    showing = publications.showing(context.session, [number])
    found = _annotated(context, showing, lambda quote: quote.passage == number)
    if not found:
        raise NotFoundError("passage", number)
    return found[0]


def of_claim(context: Context, slug: str) -> list[Annotated]:
    """Return the passages that a published claim shows, in the order of the claim.

    Raises NotFoundError, or WithdrawnError if it was public.
    """
    quotes = quotes_in(pages.claim_page(context, slug).claim)
    order = list(dict.fromkeys(quote.passage for quote in quotes))
    showing = publications.showing(context.session, order)
    found = _annotated(context, showing, lambda quote: quote.passage in order)
    return sorted(found, key=lambda one: order.index(one.quote.passage))


def of_report(
    context: Context, slug: str, *, start: int = 0, most: int
) -> tuple[list[Annotated], int]:
    """Return ``most`` passages of a public report from the one at ``start``, and their count.

    They are in the order of the report. Raises NotFoundError, or WithdrawnError.
    """
    context.require(Action.READ_PUBLISHED)
    kinds = (PageKind.CLAIM, PageKind.SCORECARD)
    showing = publications.current(context.session, *kinds)
    used = _used(showing, lambda quote: quote.report == slug)
    shown = _visible(context, used.values())
    shown.sort(key=lambda one: (one.quote.page, one.quote.passage))
    part = shown[start : start + most]
    return _placed(context, part), len(shown)


@dataclass
class _Used:
    quote: QuoteView
    created: datetime
    uses: list[ClaimUse | str] = field(default_factory=list)  # or an evaluation's name


Wanted = Callable[[QuoteView], bool]


def _annotated(
    context: Context, showing: Iterable[Publication], is_wanted: Wanted
) -> list[Annotated]:
    return _placed(context, _visible(context, _used(showing, is_wanted).values()))


def _used(showing: Iterable[Publication], is_wanted: Wanted) -> dict[int, _Used]:
    """Return the wanted passages that publications show, by number."""
    found: dict[int, _Used] = {}
    for publication in showing:
        view = thaw(publication)
        for quote in filter(is_wanted, quotes_in(view)):
            found.setdefault(quote.passage, _Used(quote, publication.at))
        for number, use in _uses_in(view):
            if number in found and use not in found[number].uses:
                found[number].uses.append(use)
    return found


def _uses_in(view: View) -> Iterator[tuple[int, ClaimUse | str]]:
    """Yield each passage that a page shows, by number, with what it is used for."""
    if isinstance(view, ClaimView):
        yield from _uses(view)
    elif isinstance(view, ScorecardView):
        yield from _tests(view)


def _uses(claim: ClaimView) -> Iterator[tuple[int, ClaimUse]]:
    for link in claim.evidence:
        quotes = [link.quote, *(link.result.quotes if link.result else ())]
        anchor = f"evidence-{link.id}"
        use = ClaimUse(claim.slug, claim.text, link.stance, link.note, anchor)
        yield from ((quote.passage, use) for quote in quotes if quote)
    for tension in claim.tensions:
        anchor = f"tension-{tension.id}"
        use = ClaimUse(claim.slug, claim.text, None, tension.sentence, anchor)
        yield from ((quote.passage, use) for quote in tension.quotes)
    if claim.assertion:
        said = "Where the lab says so."
        use = ClaimUse(claim.slug, claim.text, Stance.CONTEXT, said, "assertion")
        yield claim.assertion.passage, use


def _tests(scorecard: ScorecardView) -> Iterator[tuple[int, str]]:
    for test in (test for card in scorecard.cards for test in card.evaluations):
        quotes = [line.quote for line in test.thresholds]
        quotes += [quote for result in test.results for quote in result.quotes]
        yield from ((quote.passage, test.name) for quote in quotes if quote)


def _visible(context: Context, used: Iterable[_Used]) -> list[_Used]:
    """Return those passages whose words readers may see, from reports that are public."""
    known = list(used)
    status = status_of(context, [one.quote for one in known], is_published=True)
    reports = gate_of(context).reports
    return [
        one
        for one in known
        if not status.is_withheld(one.quote)
        and one.quote.report in reports
        and reports[one.quote.report].file(one.quote.revision)
    ]


def _placed(context: Context, used: Sequence[_Used]) -> list[Annotated]:
    """Return passages with what stands around them in the file that they quote."""
    known = passages.in_each_file(context.session, [one.quote.passage for one in used])
    places = {
        number: placement
        for number, its in known.items()
        for placement in its
        if any(_is_of(one, placement) for one in used if one.quote.passage == number)
    }
    on = passages.pages_of(context.session, list(places.values()))
    read = cache(page_text)
    reports = gate_of(context).reports
    found = []
    for one in used:
        report = reports[one.quote.report]
        file = report.file(one.quote.revision)
        place = places.get(one.quote.passage)
        if file is not None:
            before, after = _around(place, on, read) if place else ("", "")
            found.append(
                Annotated(
                    quote=one.quote,
                    report=report.facts,
                    file=file,
                    uses=tuple(use for use in one.uses if isinstance(use, ClaimUse)),
                    evaluations=tuple(use for use in one.uses if isinstance(use, str)),
                    created=one.created,
                    prefix=before,
                    suffix=after,
                    box=_box(place, one.quote.page) if place else None,
                )
            )
    return found


def _is_of(used: _Used, placement: Placement) -> bool:
    return placement.revision.sha256 == used.quote.revision


def _around(
    place: Placement,
    on: dict[tuple[int, int], Page],
    read: Callable[[Page], PageText],
) -> tuple[str, str]:
    """Return the words before and after a quote, on the pages where it begins and ends."""
    first = on.get((place.revision_id, place.page_from or 0))
    last = on.get((place.revision_id, place.page_to or 0))
    if place.start is None or place.end is None or not first or not last:
        return "", ""
    before = reading_text(
        [read(first)], max(first.start, place.start - _READ), place.start
    )
    after = reading_text([read(last)], place.end, place.end + _READ)
    return f"{before} "[-AROUND:].lstrip(), f" {after}"[:AROUND].rstrip()


def _box(place: Placement, page: int) -> tuple[float, float, float, float] | None:
    boxes = [
        (x0, y0, x1, y1) for number, x0, y0, x1, y1 in place.boxes if number == page
    ]
    return box_around(boxes) if boxes else None

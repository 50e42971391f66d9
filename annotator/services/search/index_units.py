"""Make the units of the desk's and the readers' index, by group.

The readers' units are made only from publications. A thing that readers may not see is
an empty group.
"""

from collections.abc import Iterable, Sequence

from annotator.domain.claims import CritiqueText
from annotator.domain.text.layout.lines import SAID
from annotator.domain.text.sentences import sentences
from annotator.domain.views.contents import ClaimView, QuoteView
from annotator.domain.views.reports import ReportFactsView
from annotator.domain.vocabulary import HitKind, SealOutcome
from annotator.search.words.protocol import Facts, IndexUnit
from annotator.services.context import Context
from annotator.services.library.texts import document
from annotator.services.published.gate import gate_of
from annotator.services.published.snapshots import quotes_in, thaw, thaw_claim
from annotator.services.search.plain_text import plain
from annotator.storage.claims import claims, critiques, evidence, tensions
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evidence import Evidence
from annotator.storage.library import labs, revisions
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Passage, Placement
from annotator.storage.published import publications, seals
from annotator.storage.published.publications import PageKind, Publication

Groups = dict[str, list[IndexUnit]]


def text_units(context: Context, slug: str, revision: Revision | None) -> Groups:
    """Return the sentences of a report's file; an empty group if it has no file."""
    if revision is None:
        return {f"text:{slug}": []}
    pages = document(context, revision).pages
    return {
        f"text:{slug}": [
            IndexUnit(
                kind=HitKind.SENTENCE,
                number=revision.id,
                text=sentence.text,
                report=revision.report_id,
                file=revision.id,
                page=sentence.page,
                start=sentence.span.start,
                end=sentence.span.end,
            )
            for flow in SAID
            for sentence in sentences(pages, flow)
        ]
    }


def report_units(number: int, said: ReportFactsView) -> Groups:
    """Return the unit of a report: its title and facts."""
    facts = Facts(
        report=said.slug,
        lab=said.lab.slug,
        models=tuple(model.slug for model in said.models),
        kind=str(said.kind),
        published=said.published,
    )
    unit = IndexUnit(HitKind.REPORT, number, said.title, number, facts=facts)
    return {f"report:{said.slug}": [unit]}


# For the desk


def claim_units(context: Context, claim_ids: Sequence[int]) -> Groups:
    """Return the units of the current claims and critiques."""
    found = claims.by_ids(context.session, claim_ids)
    written = critiques.latest(context.session, claim_ids)
    links: dict[int, list[Evidence]] = {}
    for link in evidence.of_claims(context.session, claim_ids):
        links.setdefault(link.claim_id, []).append(link)
    groups: Groups = {}
    for claim in found.values():
        facts = Facts(
            lab=claim.lab.slug,
            models=tuple(model.slug for model in claim.models),
            categories=(claim.category.slug,),
            stances=_sorted(str(link.stance) for link in links.get(claim.id, ())),
        )
        critique = written.get(claim.id)
        critique_text = critique_words(critique.text if critique else None)
        groups[f"claim:{claim.id}"] = _of_claim(
            claim.id, claim.text, critique_text, facts
        )
    return groups


def critique_words(critique: CritiqueText | None) -> str:
    """Return the text of a critique as plain text, for searching."""
    parts = vars(critique).values() if critique else ()
    return "\n\n".join(filter(None, map(plain, parts)))


def _of_claim(number: int, text: str, critique: str, facts: Facts) -> list[IndexUnit]:
    units = [IndexUnit(HitKind.CLAIM, number, text, facts=facts)]
    if critique:
        units.append(IndexUnit(HitKind.CRITIQUE, number, critique, facts=facts))
    return units


def passage_units(context: Context, passage_ids: Sequence[int]) -> Groups:
    """Return the units of the current passages; a withdrawn one has none."""
    groups: Groups = {f"passage:{number}": [] for number in passage_ids}
    found = passages.by_ids(context.session, passage_ids)
    places = _places(context, list(found.values()))
    links: dict[int, list[Evidence]] = {}
    for link in evidence.of_passages(context.session, list(found)):
        links.setdefault(link.passage_id or 0, []).append(link)
    citing: dict[int, set[int]] = {
        passage: {link.claim_id for link in its} for passage, its in links.items()
    }
    for tension in tensions.of_passages(context.session, found.keys()):
        for passage_id in tension.passage_ids:  # it is found by category, by no stance
            citing.setdefault(passage_id, set()).add(tension.claim_id)
    cited = claims.by_ids(
        context.session, [*{claim for its in citing.values() for claim in its}]
    )
    for passage in found.values():
        its = links.get(passage.id, [])
        shown_by = citing.get(passage.id, ())
        facts = Facts(
            categories=_sorted(cited[claim].category.slug for claim in shown_by),
            stances=_sorted(str(link.stance) for link in its),
        )
        text = passage.exact or passage.description
        groups[f"passage:{passage.id}"] = _of_passage(
            passage, places.get(passage.id), text, facts
        )
    return groups


def _places(context: Context, found: Sequence[Passage]) -> dict[int, Placement]:
    """Return the placements of passages in their report's newest file, by id."""
    newest = revisions.newest_of(context.session, [link.report_id for link in found])
    current = passages.current(context.session, [link.id for link in found])
    return {
        passage.id: placement
        for passage in found
        if (placement := current.get(passage.id))
        and placement.revision_id == newest[passage.report_id].id
        and placement.stands
    }


def _of_passage(
    passage: Passage, place: Placement | None, marked: str, facts: Facts
) -> list[IndexUnit]:
    if not marked:
        return []
    unit = IndexUnit(
        kind=HitKind.PASSAGE,
        number=passage.id,
        text=(place.exact if place else "") or marked,
        report=passage.report_id,
        file=(place.revision_id if place else None) or 0,
        page=(place.page_from if place else None) or passage.page,
        start=(place.start if place else None) or 0,
        end=(place.end if place else None) or 0,
        facts=facts,
    )
    return [unit]


# For readers


def public_claim_units(context: Context, claim_ids: Sequence[int]) -> Groups:
    """Return the units of claims and critiques as they were last published."""
    groups: Groups = {f"claim:{number}": [] for number in claim_ids}
    found = claims.by_ids(context.session, claim_ids)
    slugs = [claim.slug for claim in found.values()]
    shown = publications.find_each(context.session, PageKind.CLAIM, slugs)
    for claim in found.values():
        if claim.slug in shown:
            groups[f"claim:{claim.id}"] = _published(context, claim, shown[claim.slug])
    return groups


def _published(context: Context, claim: Claim, shown: Publication) -> list[IndexUnit]:
    view = thaw_claim(shown.body)
    facts = Facts(
        lab=view.lab.slug,
        models=_sorted(_model_slugs(context, view)),
        categories=(view.category.slug,),
        stances=_sorted(str(link.stance) for link in view.evidence),
    )
    return _of_claim(
        claim.id,
        view.text,
        critique_words(view.critique.text if view.critique else None),
        facts,
    )


def _model_slugs(context: Context, view: ClaimView) -> Iterable[str]:
    """Return the slugs of a published claim's models.

    A claim that an earlier version froze has only the models' names. They are looked up
    among the names in published reports, because the current ones may be drafts.
    """
    if view.model_slugs:
        return view.model_slugs
    by_name = {name: slug for slug, name in gate_of(context).models.items()}
    known = [by_name[name] for name in view.models if name in by_name]
    return known or labs.slugs_by_name(context.session, view.models).values()


def public_passage_units(context: Context, passage_ids: Sequence[int]) -> Groups:
    """Return the units of passages as readers see them; unseen ones have none."""
    groups: Groups = {f"passage:{number}": [] for number in passage_ids}
    quotes = public_quotes(context, passage_ids)
    # A mark that an analyst withdraws is shown until an editor publishes without it.
    found = passages.every_by_ids(context.session, list(quotes))
    places = quoted_places(context, [quote for quote, _ in quotes.values()])
    for number, passage in found.items():
        quote, facts = quotes[number]
        place = places.get(number)
        [*units] = _of_passage(passage, place, quote.exact, facts)
        groups[f"passage:{number}"] = [_as_quoted(unit, quote) for unit in units]
    return groups


def quoted_places(
    context: Context, quotes: Iterable[QuoteView]
) -> dict[int, Placement]:
    """Return the placements of quotes in the files they are quoted from, by id."""
    files = {quote.passage: quote.revision for quote in quotes}
    known = passages.in_each_file(context.session, sorted(files))
    return {
        number: place
        for number, placements in known.items()
        for place in placements
        if place.revision.sha256 == files[number]
    }


def _as_quoted(unit: IndexUnit, quote: QuoteView) -> IndexUnit:
    return IndexUnit(
        kind=unit.kind,
        number=unit.number,
        text=quote.exact,
        report=unit.report,
        file=unit.file,
        page=quote.page,
        start=unit.start,
        end=unit.end,
        facts=unit.facts,
    )


def public_quotes(
    context: Context, passage_ids: Sequence[int]
) -> dict[int, tuple[QuoteView, Facts]]:
    """Return the public quote of each passage, and its facts, by passage id.

    A quote whose seal differs, or whose file was withdrawn, is withheld from readers
    and left out here.
    """
    wanted = set(passage_ids)
    quotes: dict[int, QuoteView] = {}
    categories: dict[int, set[str]] = {}
    stances: dict[int, set[str]] = {}
    for publication in publications.showing(context.session, passage_ids):
        view = thaw(publication)
        for quote in quotes_in(view):
            quotes[quote.passage] = quote
        if isinstance(view, ClaimView):
            for number, stance in _linked(view):
                categories.setdefault(number, set()).add(view.category.slug)
                stances.setdefault(number, set()).add(stance)
            for number in _joined(view):
                categories.setdefault(number, set()).add(view.category.slug)
    gate = gate_of(context)
    quotes = {n: quote for n, quote in quotes.items() if gate.has_file(quote.revision)}
    broken = _broken(context, list(quotes.values()))
    return {
        number: (
            quote,
            Facts(
                categories=_sorted(categories.get(number, ())),
                stances=_sorted(stances.get(number, ())),
            ),
        )
        for number, quote in quotes.items()
        if number in wanted and number not in broken
    }


def _linked(view: ClaimView) -> list[tuple[int, str]]:
    return [(x.quote.passage, str(x.stance)) for x in view.evidence if x.quote]


def _joined(view: ClaimView) -> list[int]:
    sides = [side for x in view.tensions for side in (x.quote, x.other)]
    return [side.passage for side in sides if side]


def _broken(context: Context, quotes: Sequence[QuoteView]) -> set[int]:
    sealed = seals.latest(context.session, [quote.passage for quote in quotes])
    return {
        quote.passage
        for quote in quotes
        for seal in sealed.get(quote.passage, ())
        if seal.revision.sha256 == quote.revision
        and seal.outcome is SealOutcome.DIFFERS
    }


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))

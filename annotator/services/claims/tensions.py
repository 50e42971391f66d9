"""Note on a claim which two passages, or a passage and a result, do not go together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from annotator.domain.claims import LONGEST_SENTENCE, TensionFacts
from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.domain.views.contents import ClaimView, QuoteView
from annotator.services.claims.choice_labels import short
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.library import reports
from annotator.services.passages.quote_views import quote_views
from annotator.storage.claims import claims, evaluations, tensions
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evaluations import Result
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.tensions import Tension as Tension
from annotator.storage.passages import passages

MOST_RESULTS = 200  # that are offered at once (chosen, not measured)


@dataclass(frozen=True)
class Sides:
    """What is offered as the sides of a claim's tensions, as (id, words)."""

    passages: list[tuple[int, str]]
    results: list[tuple[int, str]]


def list_tensions(context: Context, claim_list: Sequence[Claim]) -> Sequence[Tension]:
    """Return the standing tensions of these claims, in the order they were noted."""
    context.require(Action.READ_DRAFTS)
    return tensions.of_claims(context.session, [claim.id for claim in claim_list])


def of_passages(
    context: Context, passage_ids: Sequence[int]
) -> dict[int, list[Tension]]:
    """Return the standing tensions that join each passage, by passage id."""
    context.require(Action.READ_DRAFTS)
    found: dict[int, list[Tension]] = {number: [] for number in passage_ids}
    for tension in tensions.of_passages(context.session, passage_ids):
        for number in tension.passage_ids & found.keys():
            found[number].append(tension)
    return found


def sides(
    context: Context,
    claim: Claim,
    view: ClaimView,
    parts: Iterable[Evidence | Tension],
    chosen: Sequence[int] = (),
) -> Sides:
    """Return what may be chosen: what the claim shows, passages that are ``chosen``.

    Results are those of its lab's evaluations in its category, and those it shows.
    ``view`` is of the claim as it is now, and ``parts`` are its evidence and tensions.
    """
    context.require(Action.READ_DRAFTS)
    quotes = {quote.passage: quote for quote in _shown(view)}
    quotes |= quote_views(context, [n for n in chosen if n not in quotes])
    return Sides(
        [(number, _label(quote)) for number, quote in quotes.items()],
        [
            (result.id, _result_label(result))
            for result in _results(context, claim, parts)
        ],
    )


def _results(
    context: Context, claim: Claim, parts: Iterable[Evidence | Tension]
) -> list[Result]:
    shown = [part.result for part in parts if part.result]
    near = evaluations.results_in(
        context.session,
        lab_id=claim.lab_id,
        category_id=claim.category_id,
        limit=MOST_RESULTS,
    )
    return list({result.id: result for result in [*shown, *near]}.values())


def add_tension(context: Context, claim: str, facts: TensionFacts) -> Tension:
    """Note a tension on a claim (a slug).

    What is noted on it already is returned as it is, whichever side is named first.
    """
    context.require(Action.WRITE_CLAIM)
    row = Tension(
        claim_id=claims.by_slug(context.session, claim).id,
        created_by_id=context.actor.id,
        created_at=context.now,
    )
    _set(context, row, facts)
    same = tensions.find_same(context.session, row.claim_id, facts)
    if same is not None:
        return same
    context.session.add(row)
    context.session.flush()
    return tensions.by_id(context.session, row.id)


def edit_tension(
    context: Context,
    tension_id: int,
    facts: TensionFacts,
    *,
    made_from: Seen | None = None,
) -> Tension:
    """Change a tension. ``made_from`` is of the form that was sent. Raises StaleError."""
    context.require(Action.WRITE_CLAIM)
    row = tensions.by_id(context.session, tension_id)
    if row.withdrawn_at is not None:
        raise ConflictError("This tension has been withdrawn; restore it first.")
    typed = vars(_stripped(facts))
    kept = TensionFacts(
        **versions.settle(context, form_fields.TENSION, row, typed, made_from)
    )
    same = tensions.find_same(context.session, row.claim_id, kept)
    if same is not None and same.id != row.id:
        raise ConflictError(
            f"There is already a tension between these two: “{same.sentence}”. Change "
            "that one instead."
        )
    with context.session.no_autoflush:
        _set(context, row, kept)
    context.session.flush()
    return row


def withdraw_tension(context: Context, tension_id: int) -> Tension:
    """Withdraw a tension; its passages stay marked."""
    context.require(Action.WRITE_CLAIM)
    row = tensions.by_id(context.session, tension_id)
    row.withdrawn_at = context.now
    context.session.flush()
    return row


def restore_tension(context: Context, tension_id: int) -> Tension:
    """Put back a withdrawn tension, unless one of its sides is no longer there."""
    context.require(Action.WRITE_CLAIM)
    row = tensions.by_id(context.session, tension_id)
    if row.withdrawn_at is None:
        return row
    _refuse_if_gone(context, row.facts)
    same = tensions.find_same(context.session, row.claim_id, row.facts)
    if same is not None:
        raise ConflictError(
            f"There is now another tension between these two: “{same.sentence}”."
        )
    row.withdrawn_at = None
    context.session.flush()
    return row


def _refuse_if_gone(context: Context, facts: TensionFacts) -> None:
    """Raise RemovedError or ConflictError if a side was removed or withdrawn."""
    reports.hold_off_removals(context)
    for number in (facts.passage, facts.other):
        if number is not None:
            passage = passages.by_id(context.session, number)
            if passage.withdrawn_at is not None:
                raise ConflictError(
                    "One of its passages was withdrawn; restore it first."
                )
    if facts.result is not None:
        result = evaluations.result_by_id(context.session, facts.result)
        if result.withdrawn_at is not None:
            raise ConflictError("Its result was withdrawn. Restore the result first.")


def _stripped(facts: TensionFacts) -> TensionFacts:
    return replace(facts, sentence=" ".join(facts.sentence.split()))


def _set(context: Context, row: Tension, facts: TensionFacts) -> None:
    facts = _stripped(facts)
    if not facts.sentence:
        raise InvalidError("sentence", "is required: say what is in tension.")
    if len(facts.sentence) > LONGEST_SENTENCE:
        raise InvalidError(
            "sentence", f"is longer than {LONGEST_SENTENCE:,} characters."
        )
    if (facts.other is None) == (facts.result is None):
        raise InvalidError("other", "choose another passage or a result, and not both.")
    if facts.other == facts.passage:
        raise InvalidError("other", "is the same passage; choose another one.")
    _refuse_if_gone(context, facts)
    row.sentence = facts.sentence
    row.passage_id, row.other_id = facts.passage, facts.other
    row.result_id = facts.result


def _shown(view: ClaimView) -> list[QuoteView]:
    """Return the quotes of a claim, those of its results last."""
    quoted = [link.quote for link in view.evidence if link.quote]
    quoted += [view.assertion] if view.assertion else []
    for tension in view.tensions:
        quoted += [tension.quote, *([tension.other] if tension.other else [])]
    cited = [link.result for link in view.evidence if link.result]
    return [*quoted, *(quote for result in cited for quote in result.quotes)]


def _label(quote: QuoteView) -> str:
    words = quote.exact or "Figure or table"
    return f"{quote.report_title}, p. {quote.page_label}: {short(words)}"


def _result_label(result: Result) -> str:
    said = result.value or result.state
    return f"{result.evaluation.name}, {result.model.name}: {short(said)}"

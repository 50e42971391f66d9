"""What moved between two editions of a scorecard, apart from its claims."""

from collections.abc import Iterator, Mapping

from annotator.domain.moves.claims import value_of
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
    EvaluationView,
    ModelView,
    ReportView,
    ResultView,
    ScorecardView,
)


def scorecard_moves(before: ScorecardView, after: ScorecardView) -> Moves:
    """Return what moved; relations of evaluations are left to their pages."""
    both = (before, after)
    models = [{one.slug: one for one in view.models} for view in both]
    reports = [{one.slug: one for one in view.reports} for view in both]
    categories = [{one.category.slug: one.category for one in v.cards} for v in both]
    tests = [
        {one.slug: one for card in view.cards for one in card.evaluations}
        for view in both
    ]
    # Texts are compared by the category's slug, whatever it was called.
    names = {slug: one.name for found in categories for slug, one in found.items()}
    return Moves(
        moved(_fields(before, names), _fields(after, names)),
        (
            *parts_moved(_MODEL, *models),
            *parts_moved(_REPORT, *reports),
            *parts_moved(_CATEGORY, *categories),
            *parts_moved(_EVALUATION, *tests),
        ),
    )


def _fields(card: ScorecardView, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "Title", card.title
    yield "Lab", card.lab.name
    yield "In one sentence", card.summary
    yield "Overall", card.overall_md
    for one in card.cards:
        name = names[one.category.slug]
        yield f"{name}: {SHOWN.lower()}", one.shown or NOT_JUDGED
        yield f"{name}: {CREDENCE.lower()}", one.credence or NOT_JUDGED
        yield f"{name}: in short", one.in_short
        yield f"{name}: the lab says", one.lab_says
        yield f"{name}: we say", one.we_say
        yield f"{name}: analysis", one.analysis_md


def _model_fields(model: ModelView) -> Iterator[tuple[str, str]]:
    yield "Name", model.name
    yield "Most powerful", "yes" if model.most_powerful else "no"
    yield "Released", model.released
    yield "Training", model.training_dates
    yield "Deployment within the lab", model.deployment_dates
    yield "Came after", model.predecessor_name
    yield "Released with", ", ".join(model.released_with)


def _report_fields(report: ReportView) -> Iterator[tuple[str, str]]:
    yield "Title", report.title
    yield "Kind", report.kind
    yield "Published", report.published
    yield "From", report.source_url


def _evaluation_fields(test: EvaluationView) -> Iterator[tuple[str, str]]:
    yield "Name", test.name
    yield "Kind", test.kind
    yield "Developer", test.developer
    yield "Metric", test.metric
    yield "Better", test.direction or ""
    lines = (f"{line.kind}: {line.statement}" for line in test.thresholds)
    yield "Lines", "\n".join(lines)
    yield "Results", "\n".join(map(_result, test.results))


def _result(result: ResultView) -> str:
    more = (result.metric, result.n and f"n = {result.n}", result.interval)
    told = [value_of(result), *more, result.snapshot, result.split, result.note]
    if result.discount:
        told.append(f"set aside: {result.discount}")
    return ", ".join(part for part in told if part)


_MODEL = Sort(lambda _: "model", lambda one: one.name, _model_fields)
_REPORT = Sort(lambda _: "report", lambda one: one.title, _report_fields)
_CATEGORY = Sort(
    lambda _: "category",
    lambda one: one.name,
    lambda one: (
        ("Name", one.name),
        ("Introduction", one.introduction_md),
        ("Group", one.group.name),
    ),
)
_EVALUATION = Sort(lambda _: "evaluation", lambda one: one.name, _evaluation_fields)

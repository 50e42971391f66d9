"""What is doubtful about a claim and the evaluations that it rests on."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from annotator.domain.checks.findings import (
    Finding,
    FindingKind,
    Spot,
    SpotKind,
    joined,
)
from annotator.domain.checks.lines import (
    ReportedLine,
    changed_since_published,
    moved_between_reports,
)
from annotator.domain.evaluations.outcomes import propose
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.history_sentences import quoted
from annotator.domain.scope import scope_of
from annotator.domain.views.contents import EvaluationView, ResultView, ScopeView
from annotator.domain.vocabulary import (
    LoadBearing,
    Outcome,
    ResultState,
    Stance,
    ThresholdKind,
)


@dataclass(frozen=True, slots=True)
class CheckedTest:
    """An evaluation as it would be published, and what was said of its lines before."""

    view: EvaluationView  # with the results of every model
    lines: tuple[int, ...]  # the numbers of its lines on the desk
    results: tuple[int, ...]  # likewise, of its results
    published: EvaluationView | None = None  # as readers see it
    reported: tuple[ReportedLine, ...] = ()  # newest wording of each line first


@dataclass(frozen=True, slots=True)
class Link:
    """A result that is evidence for a claim."""

    id: int  # of the evidence
    stance: Stance
    load_bearing: LoadBearing
    test: str  # slug of the evaluation
    result: ResultView
    number: int  # of the result, on the desk

    @property
    def is_key(self) -> bool:
        """Whether the claim fails without it."""
        bears = self.load_bearing in {LoadBearing.LAB_SAYS, LoadBearing.WE_INFER}
        return bears and self.stance is not Stance.UNDERCUTS

    @property
    def carries(self) -> bool:
        """Whether the claim rests on it; what undercuts a claim carries nothing of it."""
        return self.is_key or self.stance is Stance.SUPPORTS


@dataclass(frozen=True, slots=True)
class Ground:
    """A claim, as far as it rests on results, and when its parts were written."""

    slug: str
    text: str
    models: tuple[str, ...]  # names
    links: tuple[Link, ...]
    verdict_at: datetime | None = None
    critique_at: datetime | None = None
    evidence_at: datetime | None = None  # when evidence was added or changed last


def claim_findings(
    ground: Ground, tests: Mapping[str, CheckedTest]
) -> Iterator[Finding]:
    """Yield what is doubtful about a claim itself."""
    carrying = [link for link in ground.links if link.carries]
    for link in carrying:
        yield from _between(ground, link, tests[link.test].view)
    for slug in dict.fromkeys(link.test for link in carrying):
        yield from _never_stated(ground, tests[slug])
    for link in ground.links:
        if link.is_key and not _has_number(link.result):
            yield _without_number(ground, link)
    yield from _scope_holes(ground, tests)
    yield from _old_verdict(ground)


def evaluation_findings(
    test: CheckedTest, results: Collection[int]
) -> Iterator[Finding]:
    """Yield what is doubtful about an evaluation and some of its results (numbers)."""
    name, slug = quoted(test.view.name), test.view.slug
    moved = moved_between_reports(test.reported)
    if moved:
        yield Finding(
            FindingKind.LINE_CHANGED_BETWEEN_REPORTS,
            f"The lab’s line for {name} has changed since its last report: {moved.said}.",
            Spot(SpotKind.LINE, slug, moved.after[0].number),
        )
    changed = changed_since_published(test.view, test.published)
    if changed:
        yield Finding(
            FindingKind.LINE_CHANGED_SINCE_PUBLISHED,
            f"The lines of {name} were changed since they were published: {changed}.",
            _of_lines(test),
        )
    for number, result in zip(test.results, test.view.results, strict=True):
        if number in results and result.discount_quote and not result.discount.strip():
            yield Finding(
                FindingKind.DISCOUNTED_WITHOUT_REASON,
                f"The lab set aside the result of {result.model} on {name}, and no "
                "reason is given.",
                Spot(SpotKind.RESULT, slug, number),
            )


def _of_lines(test: CheckedTest) -> Spot:
    if test.lines:
        return Spot(SpotKind.LINE, test.view.slug, test.lines[0])
    return Spot(SpotKind.EVALUATION, test.view.slug)


# Where a result fell


def _between(ground: Ground, link: Link, test: EvaluationView) -> Iterator[Finding]:
    typed = link.result.typed
    if typed is None:
        return
    confirmed = typed.outcome
    outcome = confirmed or _proposed(typed, test)
    if outcome is not Outcome.BETWEEN:
        return
    which = f"{quoted(link.result.value)} of {link.result.model} on {quoted(test.name)}"
    where = (
        "which is between the lines."
        if confirmed
        else "which is between the lines by its number; this has not been confirmed."
    )
    yield Finding(
        FindingKind.BETWEEN_THE_LINES,
        f"It rests on {which}, {where}",
        Spot(SpotKind.RESULT, link.test, link.number),
        ground.slug,
    )


def _proposed(typed: TypedResult, test: EvaluationView) -> Outcome:
    lines = [
        (line.typed or TypedLine()).line(line.kind, line.statement)
        for line in test.thresholds
    ]
    return propose(typed.value, lines, test.direction).outcome


def _never_stated(ground: Ground, test: CheckedTest) -> Iterator[Finding]:
    kinds = {line.kind for line in test.view.thresholds}
    if kinds - {ThresholdKind.NONE_STATED}:
        return
    said = "for which the lab states no line" if kinds else "which has no line recorded"
    yield Finding(
        FindingKind.LINE_NEVER_STATED,
        f"It rests on {quoted(test.view.name)}, {said}.",
        _of_lines(test),
        ground.slug,
    )


def _has_number(result: ResultView) -> bool:
    if result.state is not ResultState.SCORED:
        return False
    is_typed = result.typed is not None and result.typed.number is not None
    return is_typed or any(letter.isdigit() for letter in result.value)


def _without_number(ground: Ground, link: Link) -> Finding:
    says = "the lab says" if link.load_bearing is LoadBearing.LAB_SAYS else "we infer"
    state = link.result.state
    why = "" if state is ResultState.SCORED else f": it is {state}"
    return Finding(
        FindingKind.KEY_WITHOUT_NUMBER,
        f"It fails without the result of {link.result.model} on "
        f"{quoted(link.result.evaluation)} ({says}), which has no number{why}.",
        Spot(SpotKind.RESULT, link.test, link.number),
        ground.slug,
    )


# What it covers


def _scope_holes(ground: Ground, tests: Mapping[str, CheckedTest]) -> Iterator[Finding]:
    """Yield where evidence covers other models than the claim.

    What is linked as context alone, such as an earlier model's result, may be about others.
    """
    links = [link for link in ground.links if link.is_key or not _is_context(link)]
    used = {link.test: tests[link.test].view for link in links}
    linked = [(link.test, link.result.model) for link in links]
    scopes = scope_of(ground.models, [*used.values()], linked)
    beside = set()
    for slug, test in used.items():
        of_test = [scope for scope in scopes if scope.slug == slug]
        if not _covered(of_test):
            beside.add(slug)
            yield _covers_none(ground, test, of_test)
    for link in links:
        if link.result.model not in ground.models and link.test not in beside:
            yield _of_another_model(ground, link)
    yield from _uncovered(ground, scopes)


def _is_context(link: Link) -> bool:
    return link.stance is Stance.CONTEXT


def _covered(scopes: Sequence[ScopeView]) -> set[str]:
    """Return those of the claim's models that evaluations tell something of."""
    return {scope.model for scope in scopes if scope.is_meant and scope.is_covered}


def _covers_none(
    ground: Ground, test: EvaluationView, scopes: Sequence[ScopeView]
) -> Finding:
    others = [scope.model for scope in scopes if scope.is_covered]
    instead = f": it covers {joined(others)}" if others else ""
    return Finding(
        FindingKind.SCOPE_HOLE,
        f"{quoted(test.name)} covers none of the models that the claim is about{instead}.",
        Spot(SpotKind.EVALUATION, test.slug),
        ground.slug,
    )


def _of_another_model(ground: Ground, link: Link) -> Finding:
    return Finding(
        FindingKind.SCOPE_HOLE,
        f"A result of {link.result.model} on {quoted(link.result.evaluation)} is evidence, "
        f"but the claim is not about {link.result.model}.",
        Spot(SpotKind.EVIDENCE, ground.slug, link.id),
        ground.slug,
    )


def _uncovered(ground: Ground, scopes: Sequence[ScopeView]) -> Iterator[Finding]:
    """Yield the models that no evaluation covers, while some cover others."""
    covered = _covered(scopes)
    for model in ground.models:
        if covered and model not in covered:
            yield Finding(
                FindingKind.SCOPE_HOLE,
                f"It is about {model} too, which none of its evaluations covers.",
                Spot(SpotKind.CLAIM, ground.slug),
                ground.slug,
            )


# When it was judged


def _old_verdict(ground: Ground) -> Iterator[Finding]:
    given = ground.verdict_at
    if given is None:
        return
    parts = (("evidence", ground.evidence_at), ("critique", ground.critique_at))
    newer = [(at, name) for name, at in parts if at is not None and at > given]
    if newer:
        at, name = max(newer)
        is_soon = _moment(at) == _moment(given)
        when = "a moment later" if is_soon else f"on {_moment(at)}"
        yield Finding(
            FindingKind.VERDICT_TOO_OLD,
            f"Its verdict, given on {_moment(given)}, is older than its {name}, which "
            f"was changed {when}.",
            Spot(SpotKind.VERDICT, ground.slug),
            ground.slug,
        )


def _moment(at: datetime) -> str:
    return f"{at.day} {at:%B %Y at %H:%M} UTC"

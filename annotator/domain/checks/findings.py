"""Findings: what an editor should look at before publishing, each with its place."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.errors import ConflictError


class FindingKind(StrEnum):
    """What is doubtful about what would be published."""

    BETWEEN_THE_LINES = "between the lines"
    LINE_NEVER_STATED = "line never stated"
    LINE_CHANGED_BETWEEN_REPORTS = "line changed since the last report"
    LINE_CHANGED_SINCE_PUBLISHED = "line changed since it was published"
    DISCOUNTED_WITHOUT_REASON = "discounted without a reason"
    KEY_WITHOUT_NUMBER = "key indicator without a number"
    SCOPE_HOLE = "scope hole"
    VERDICT_TOO_OLD = "verdict older than its evidence"


# These are about an evaluation, whichever claims rest on it.
OF_EVALUATIONS = {
    FindingKind.LINE_CHANGED_BETWEEN_REPORTS,
    FindingKind.LINE_CHANGED_SINCE_PUBLISHED,
    FindingKind.DISCOUNTED_WITHOUT_REASON,
}


class SpotKind(StrEnum):
    """Where on the desk something is mended."""

    EVALUATION = "evaluation"
    LINE = "line"
    RESULT = "result"
    CLAIM = "claim"
    EVIDENCE = "evidence"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Spot:
    """The place where a finding is mended: a part of an evaluation's or a claim's page."""

    kind: SpotKind
    slug: str  # of the evaluation or the claim
    number: int | None = None  # of the line, the result or the link


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at before publishing, in a sentence."""

    kind: FindingKind
    sentence: str
    spot: Spot
    claim: str = ""  # slug of the claim that it is about; "" for an evaluation alone

    @property
    def key(self) -> str:
        """What a form carries for it: another sentence has another key."""
        said = "\n".join(map(str, (self.kind, self.claim, self.spot, self.sentence)))
        return hashlib.sha256(said.encode()).hexdigest()[:_DIGITS]


_DIGITS = 12  # of a key: among thousands of findings, no two share one


@dataclass(frozen=True)
class Group:
    """The findings about one claim, or about evaluations alone."""

    claim: str  # slug, or ""
    name: str  # the text of the claim, or ""
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Findings:
    """What was found before publishing, in order, with the texts of the claims."""

    found: tuple[Finding, ...] = ()
    names: Mapping[str, str] | None = None  # texts of claims, by slug

    @property
    def keys(self) -> list[str]:
        """The keys of all of them."""
        return [finding.key for finding in self.found]

    def groups(self, most: int) -> list[Group]:
        """Return the first findings, at most so many, by what they are about."""
        by_claim: dict[str, list[Finding]] = {}
        for finding in self.found[:most]:
            by_claim.setdefault(finding.claim, []).append(finding)
        names = self.names or {}
        return [
            Group(claim, names.get(claim, ""), tuple(findings))
            for claim, findings in by_claim.items()
        ]

    def about(self, claim: str) -> list[Finding]:
        """Return those about a claim (its slug), or about evaluations alone ("")."""
        return [finding for finding in self.found if finding.claim == claim]


class UnseenFindingsError(ConflictError):
    """Something is found that the editor has not seen; nothing was published."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        left = len(findings) - _SAID
        said = [finding.sentence for finding in findings[:_SAID]]
        more = [f"And {left} more."] if left > 0 else []
        super().__init__(
            "Not published: there are new findings to review first. "
            f"{' '.join([*said, *more])}"
        )
        self.findings = tuple(findings)


_SAID = 5  # sentences that an error says


def joined(words: Sequence[str]) -> str:
    """Return some words as a list in a sentence: "a, b and c"."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def without_repetition(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return each finding once: those about one place in the same words are the same."""
    return tuple({finding.key: finding for finding in found}.values())

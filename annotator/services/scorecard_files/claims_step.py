"""The step of an import that adds claims, with their evidence and opinions."""

from annotator.domain.claims import ClaimFacts, plain_facts
from annotator.domain.errors import NotFoundError
from annotator.services.claims import (
    absences,
    claims,
    critiques,
    evidence,
    many_passages,
)
from annotator.services.claims.evidence import Target, Weight
from annotator.services.scorecard_files import references
from annotator.services.scorecard_files.import_run import ImportRun, pair
from annotator.services.scorecard_files.invitations_step import take_invitations
from annotator.services.scorecard_files.reasons_step import take_verdict
from annotator.services.scorecard_files.schema import (
    AbsencePart,
    ClaimPart,
    EvidencePart,
)
from annotator.services.scorecard_files.targets import region_of, result_of
from annotator.services.scorecard_files.tensions_step import take_tensions
from annotator.services.scorecard_files.yaml_tree import Path
from annotator.storage.claims.claims import Claim
from annotator.storage.claims.evidence import Evidence


def take_claims(work: ImportRun) -> None:
    """Add or update every claim of the file."""
    above = list(references.parents(work.file))
    for path, slug in above:
        with work.at(*path):
            claims.get_claim(work.context, slug)
    # A claim whose parent is missing is skipped: the missing parent is reported.
    lost = {slug for _, slug in above if not _is_here(work, slug)}
    for position, part in references.parents_first(work.file):
        if part.part_of not in lost:
            _take_claim(work, part, ("claims", position))
        if work.mistakes and not _is_here(work, part.slug):
            lost.add(part.slug)


def _is_here(work: ImportRun, slug: str) -> bool:
    try:
        claims.get_claim(work.context, slug)
    except NotFoundError:
        return False
    return True


def _take_claim(work: ImportRun, part: ClaimPart, path: Path) -> None:
    with work.at(*path):
        claim = _claim(work, part, path)
        if claim is not None:
            links = _take_evidence(work, claim, part, path)
            tense = take_tensions(work, claim, part, path)
            _take_critique(work, part, path)
            take_verdict(work, part, path, links, tense)
            take_invitations(work, part, path)


def _claim(work: ImportRun, part: ClaimPart, path: Path) -> Claim | None:
    facts = ClaimFacts(
        category=part.category,
        lab=work.file.lab.slug,
        models=part.models,
        parent=part.part_of or "",
        assertion=work.passages.get((*path, "assertion")),
        **plain_facts(part),
    )
    try:
        stored = claims.get_claim(work.context, part.slug)
    except NotFoundError:
        return claims.add_claim(work.context, facts, slug=part.slug)
    if not work.is_ours(stored.lab_id, *path, "slug"):
        return None
    return claims.edit_claim(work.context, part.slug, facts)


def _take_critique(work: ImportRun, part: ClaimPart, path: Path) -> None:
    if part.critique:
        with work.at(*path, "critique"):
            critiques.write_critique(
                work.context,
                claim=part.slug,
                text=part.critique.critique(),
            )


# Evidence


def _take_evidence(
    work: ImportRun, claim: Claim, part: ClaimPart, path: Path
) -> dict[int, int]:
    """Add or update the evidence of a claim; return its rows by their positions."""
    aimed: list[tuple[EvidencePart, Target, Path]] = []
    for position, link in enumerate(part.evidence):
        place = (*path, "evidence", position)
        with work.at(*place):
            aimed.append((link, _target(work, link, place), place))
    stored = evidence.list_evidence(work.context, [claim])
    rows = pair(aimed, stored, _is_link, _has_target)
    taken = {}
    for (link, target, place), row in zip(aimed, rows, strict=True):
        with work.at(*place):
            taken[int(place[-1])] = _take_link(work, claim, link, target, row)
    return taken


def _take_link(
    work: ImportRun,
    claim: Claim,
    part: EvidencePart,
    target: Target,
    row: Evidence | None,
) -> int:
    weight = Weight(
        stance=part.stance,
        aims_at=part.aims_at,
        load_bearing=part.load_bearing,
        strength=part.strength,
        reasons=part.reasons,
        note=part.note,
    )
    if target.passage is not None and part.tags:
        many_passages.tag_passage(work.context, target.passage, part.tags)
    if row is None:
        return evidence.link_evidence(
            work.context, claim=claim.slug, target=target, weight=weight
        ).id
    evidence.weigh_evidence(work.context, row.id, weight)
    if part.source:
        row.source_title = target.source_title or target.source_url
    return row.id


Aimed = tuple[EvidencePart, Target, Path]


def _has_target(aimed: Aimed, row: Evidence) -> bool:
    target = aimed[1]
    named = (target.passage, target.result, target.absence, target.source_url)
    return named == (row.passage_id, row.result_id, row.absence_id, row.source_url)


def _is_link(aimed: Aimed, row: Evidence) -> bool:
    return _has_target(aimed, row) and aimed[0].stance == row.stance


def _target(work: ImportRun, part: EvidencePart, path: Path) -> Target:
    if part.region:
        return Target(passage=region_of(work, part.region, path))
    if part.result:
        return Target(result=result_of(work, part.result))
    if part.absence:
        return Target(absence=_absence(work, part.absence))
    if part.source:
        return Target(source_url=part.source.url, source_title=part.source.title)
    return Target(passage=work.passages[path])


def _absence(work: ImportRun, part: AbsencePart) -> int:
    """Return the id of the absence, which is found or kept, and searched for again."""
    kept = absences.find_or_keep_absence(
        work.context,
        report=part.report,
        statement=part.statement,
        queries="\n".join(part.queries),
        ahead=work.ahead.searches,
    )
    for judgement in part.judged:
        absences.judge_sentence(
            work.context,
            kept,
            judgement.sentence,
            says=judgement.says_it,
            reason=judgement.reason,
        )
    return kept.absence.id

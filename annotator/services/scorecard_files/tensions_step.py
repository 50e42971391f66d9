"""The step of an import that notes on a claim what does not go together."""

from annotator.domain.claims import TensionFacts
from annotator.services.claims import tensions
from annotator.services.claims.tensions import Tension
from annotator.services.scorecard_files.import_run import ImportRun, pair
from annotator.services.scorecard_files.schema import ClaimPart, SidePart
from annotator.services.scorecard_files.targets import region_of, result_of
from annotator.services.scorecard_files.yaml_tree import Path
from annotator.storage.claims.claims import Claim


def take_tensions(
    work: ImportRun, claim: Claim, part: ClaimPart, path: Path
) -> dict[int, int]:
    """Add or update the tensions of a claim; a pair that is noted already is reworded.

    Return the row of each, by its position in the file.
    """
    noted: list[tuple[TensionFacts, Path]] = []
    for position, tension in enumerate(part.tensions):
        place = (*path, "tensions", position)
        with work.at(*place):
            passage = _passage(work, tension.a, (*place, "a"))
            other = _passage(work, tension.b, (*place, "b"))
            result = result_of(work, tension.b.result) if tension.b.result else None
            if passage is not None:  # else it is a mistake already
                facts = TensionFacts(tension.sentence, passage, other, result)
                noted.append((facts, place))
    stored = tensions.list_tensions(work.context, [claim])
    rows = pair(noted, stored, _joins_the_same)
    taken = {}
    for (facts, place), row in zip(noted, rows, strict=True):
        with work.at(*place):
            taken[int(place[-1])] = (
                tensions.add_tension(work.context, claim.slug, facts)
                if row is None
                else tensions.edit_tension(work.context, row.id, facts)
            ).id
    return taken


def _passage(work: ImportRun, side: SidePart, path: Path) -> int | None:
    if side.region:
        return region_of(work, side.region, path)
    return work.passages.get(path)


def _joins_the_same(noted: tuple[TensionFacts, Path], row: Tension) -> bool:
    facts, _ = noted
    sides = {facts.passage, facts.other} - {None}
    return sides == row.passage_ids and facts.result == row.result_id

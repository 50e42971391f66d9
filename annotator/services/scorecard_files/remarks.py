"""What is said of a scorecard file that was imported, though nothing in it is wrong."""

from annotator.domain.vocabulary import Shown
from annotator.services.scorecard_files.references import reasons_of
from annotator.services.scorecard_files.yaml_file import read_scorecard

MOST_NAMED = 3


def remarks_on(*, name: str, text: str) -> list[str]:
    """Return sentences on the file ``name``: so far, on verdicts that name no reason.

    Files of before there were reasons have none. Raises InvalidFileError as an import.
    """
    bare = [
        claim.slug
        for claim in read_scorecard(name=name, text=text).claims
        if claim.verdict and claim.verdict.shown is not Shown.SHOWN
        if not reasons_of(claim)
    ]
    if not bare:
        return []
    named = ", ".join(bare[:MOST_NAMED]) + (" …" if len(bare) > MOST_NAMED else "")
    verdicts = "1 verdict names" if len(bare) == 1 else f"{len(bare)} verdicts name"
    return [f"{verdicts} no reason why the claim is not shown: {named}."]

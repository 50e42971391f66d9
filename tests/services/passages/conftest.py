"""A report whose file was replaced, for tests that change nothing for one another."""

import pytest
from revised import EVERY, KEPT, MOVED, NEW, OLD

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import claims, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking

CARD, CLAIM = "wren-card", "wren-1-is-safe"


@pytest.fixture(scope="session")
def replaced(desk_in, tmp_path_factory):
    """Five passages are evidence of a published claim; both files are public."""
    with desk_in(tmp_path_factory.mktemp("replaced")) as desk:
        desk.take_in(OLD, report=CARD)
        with desk.sit_down() as context:
            claims.add_claim(
                context, ClaimFacts("Wren 1 is safe.", "cyber", "wren-labs")
            )
            for quote in EVERY:
                _cite(context, quote)
        desk.publish_claim(CLAIM)
        desk.take_in(NEW, report=CARD)
        desk.publish_file(CARD)
        yield desk


def _cite(context, quote):
    revision = reports.get_revision(context, reports.get_report(context, CARD))
    page = 1 if quote in {KEPT, MOVED} else 2
    passage = marking.mark_found(context, revision=revision, quote=quote, page=page)
    evidence.link_evidence(
        context,
        claim=CLAIM,
        target=Target(passage=passage.id),
        weight=Weight("supports"),
    )

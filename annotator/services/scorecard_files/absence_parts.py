"""Absences as parts of a scorecard file."""

from collections.abc import Iterable

from annotator.services.claims import absence_status
from annotator.services.claims.absence_status import Receipt
from annotator.services.context import Context
from annotator.services.scorecard_files.schema import AbsencePart, JudgedPart
from annotator.storage.claims import absences
from annotator.storage.claims.evidence import Evidence


def absence_parts(
    context: Context, links: Iterable[Evidence]
) -> dict[int, AbsencePart]:
    """Return the absences to which evidence points, by absence id."""
    ids = {link.absence_id for link in links if link.absence_id is not None}
    found = absences.of_ids(context.session, ids)
    return {
        receipt.absence.id: _part(receipt)
        for receipt in absence_status.receipts(context, found)
    }


def _part(receipt: Receipt) -> AbsencePart:
    judged = {
        hit.hit.words: JudgedPart(
            sentence=hit.hit.words,
            says_it=hit.judgement.says,
            reason=hit.judgement.reason,
        )
        for hit in receipt.hits
        if hit.judgement is not None
    }
    return AbsencePart(
        report=receipt.absence.report.slug,
        statement=receipt.absence.statement,
        queries=tuple(receipt.run.queries),
        judged=tuple(judged.values()),
    )

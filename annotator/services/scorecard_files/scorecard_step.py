"""The last step of an import, which adds or updates the scorecard."""

from annotator.domain.errors import NotFoundError
from annotator.services.claims import scorecards
from annotator.services.scorecard_files.import_run import ImportRun
from annotator.storage.claims.scorecards import Scorecard


def take_scorecard(work: ImportRun) -> Scorecard:
    """Add or update the scorecard, and return it."""
    part = work.file.scorecard
    scorecard = _scorecard(work)
    if work.is_ours(scorecard.lab_id, "scorecard", "slug"):
        with work.at("scorecard"):
            scorecards.edit_scorecard(
                work.context,
                part.slug,
                title=part.title,
                models=part.models,
                summary=part.summary,
                overall=part.overall,
            )
        for category, card in part.cards.items():
            with work.at("scorecard", "cards", category):
                scorecards.edit_card(
                    work.context, part.slug, category=category, **card.model_dump()
                )
        work.context.session.flush()
    return scorecards.get_scorecard(work.context, part.slug)


def _scorecard(work: ImportRun) -> Scorecard:
    part = work.file.scorecard
    try:
        return scorecards.get_scorecard(work.context, part.slug)
    except NotFoundError:
        return scorecards.add_scorecard(
            work.context,
            lab=work.file.lab.slug,
            models=part.models,
            title=part.title,
            slug=part.slug,
        )

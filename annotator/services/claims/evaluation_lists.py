"""The list of evaluations on the desk, a page at a time."""

from dataclasses import dataclass

from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.storage import evaluation_lists
from annotator.storage.evaluation_lists import EvaluationFilters as EvaluationFilters
from annotator.storage.evaluation_lists import EvaluationRow

PAGE = 50  # evaluations on a page of the list
MOST_CHOICES = 500  # that are offered at once (chosen: some 40 kB)


@dataclass(frozen=True)
class EvaluationPage:
    """A page of the list of evaluations."""

    rows: list[EvaluationRow]
    total: int
    number: int  # from 1

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * PAGE < self.total


def list_page(
    context: Context, filters: EvaluationFilters, page: int = 1
) -> EvaluationPage:
    """Return one page of the evaluations that meet the filters, by lab and in order."""
    context.require(Action.READ_DRAFTS)
    page = max(1, page)
    rows, total = evaluation_lists.page(
        context.session, filters, limit=PAGE, offset=(page - 1) * PAGE
    )
    return EvaluationPage(rows, total, page)


def choices(context: Context, *, but: str) -> list[tuple[str, str]]:
    """Return every evaluation but one (a slug), to choose from, as (slug, words)."""
    context.require(Action.READ_DRAFTS)
    rows, _ = evaluation_lists.page(
        context.session, EvaluationFilters(), limit=MOST_CHOICES, offset=0
    )
    return [(row.slug, f"{row.lab}: {row.name}") for row in rows if row.slug != but]

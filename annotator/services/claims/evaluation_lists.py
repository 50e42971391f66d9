"""The list of evaluations on the desk, a page at a time."""

from dataclasses import dataclass

from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.storage import evaluation_lists
from annotator.storage.evaluation_lists import EvaluationRow

PAGE = 50  # evaluations on a page of the list


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
    context: Context, *, words: str = "", lab: str = "", page: int = 1
) -> EvaluationPage:
    """Return evaluations by lab and name; ``lab`` is a slug, ``page`` counts from 1."""
    context.require(Action.READ_DRAFTS)
    page = max(1, page)
    rows, total = evaluation_lists.page(
        context.session, words.strip(), lab, limit=PAGE, offset=(page - 1) * PAGE
    )
    return EvaluationPage(rows, total, page)

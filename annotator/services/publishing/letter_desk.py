"""Editors answer the corrections that readers suggest, and publish what they choose.

Publishing an answer is an act of its own: what readers see is a copy of the letter and of
the answer as they were then, until an editor takes it down or publishes another wording.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.input.choices import choice
from annotator.domain.letters import LONGEST_ANSWER
from annotator.domain.permissions import Action, may
from annotator.domain.vocabulary import LetterState
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.edits.ordered_rows import check_length
from annotator.storage.published import letters
from annotator.storage.published.letters import Letter as Letter
from annotator.storage.published.letters import LetterFilters as LetterFilters
from annotator.storage.published.letters import PublishedLetter

PAGE = 50  # letters on a page of the list


@dataclass(frozen=True)
class LetterList:
    """A page of the list of letters."""

    rows: Sequence[Letter]
    public: frozenset[int]  # ids of those that readers see
    counts: Mapping[LetterState, int]  # of all letters
    total: int  # that meet the filters
    number: int  # of this page, from 1

    @property
    def has_more(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * PAGE < self.total


@dataclass(frozen=True)
class OpenedLetter:
    """A letter, what readers see of it, and from whom it is, for those who may answer."""

    letter: Letter
    published: PublishedLetter | None
    name: str
    email: str

    @property
    def is_shown_otherwise(self) -> bool:
        """Whether readers see an earlier answer than the one that is kept."""
        shown = self.published
        return shown is not None and (shown.answer, shown.state) != (
            self.letter.answer,
            self.letter.state,
        )


def list_letters(context: Context, filters: LetterFilters, page: int = 1) -> LetterList:
    """Return a page of the letters that meet the filters, newest first."""
    context.require(Action.READ_DRAFTS)
    page = max(1, page)
    rows, total = letters.page(
        context.session, filters, limit=PAGE, offset=(page - 1) * PAGE
    )
    public = letters.public_ids(context.session, [row.id for row in rows])
    counts = letters.count_by_state(context.session)
    return LetterList(rows, frozenset(public), counts, total, page)


def count_open(context: Context) -> int:
    """Return how many letters wait for an editor."""
    context.require(Action.READ_DRAFTS)
    return letters.count_open(context.session)


def open_letter(context: Context, number: int) -> OpenedLetter:
    """Return a letter by its id; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    row = letters.by_id(context.session, number)
    knows = may(context.actor.role, Action.ANSWER_READERS)
    return OpenedLetter(
        row,
        letters.published_of(context.session, row),
        row.sender_name if knows else "",
        row.sender_email if knows else "",
    )


def find_letter(context: Context, number: str) -> Letter:
    """Return the letter of which the reader was told this number; raise NotFoundError."""
    context.require(Action.READ_DRAFTS)
    return letters.by_number(context.session, number)


def answer_letter(
    context: Context,
    number: int,
    *,
    state: str,
    answer: str,
    publish: bool = False,
    made_from: Seen | None = None,
) -> Letter:
    """Save the decision on a letter, and the answer; ``publish`` shows both to readers.

    Raises StaleError.
    """
    context.require(Action.ANSWER_READERS)
    row = letters.by_id(context.session, number)
    decided = choice("state", LetterState, state)
    answer = answer.strip()
    check_length("answer", answer, LONGEST_ANSWER)
    if decided is not LetterState.OPEN and not answer:
        raise InvalidError("answer", "is required: say what was decided, and why.")
    if publish and decided is LetterState.OPEN:
        reason = "must be decided before it is published."
        raise InvalidError("state", reason, label="decision")
    typed = {"state": decided, "answer": answer}
    kept = versions.settle(context, form_fields.LETTER, row, typed, made_from)
    row.state, row.answer = kept["state"], kept["answer"]
    if publish:
        _publish(context, row)
    context.session.flush()
    return row


def _publish(context: Context, row: Letter) -> None:
    before = letters.published_of(context.session, row)
    if before is not None:
        before.taken_down_at = context.now
    context.session.add(
        PublishedLetter(
            letter_id=row.id,
            about=row.about,
            slug=row.slug,
            revision=row.revision,
            page=row.page,
            passage=row.passage,
            sent_at=row.sent_at,
            letter_text=row.letter_text,
            state=row.state,
            answer=row.answer,
            by_id=context.actor.id,
            by=context.actor.name,
            at=context.now,
        )
    )


def take_down(context: Context, number: int) -> Letter:
    """Show readers nothing of a letter any more."""
    context.require(Action.ANSWER_READERS)
    row = letters.by_id(context.session, number)
    shown = letters.published_of(context.session, row)
    if shown is None:
        raise ConflictError("Readers do not see this correction.")
    shown.taken_down_at = context.now
    context.session.flush()
    return row


def forget_sender(context: Context, number: int) -> Letter:
    """Erase from whom a letter is: the name and the e-mail address."""
    context.require(Action.ANSWER_READERS)
    row = letters.by_id(context.session, number)
    row.sender_name = row.sender_email = ""
    context.session.flush()
    return row


def erase_letter(context: Context, number: int) -> None:
    """Erase a letter for good, also from what readers see and saw."""
    context.require(Action.ANSWER_READERS)
    letters.erase(context.session, letters.by_id(context.session, number))

"""Readers suggest corrections: what about, within which limits, and what is answered.

A letter changes nothing that readers see. What an editor published of it is a row of its
own (``letter_desk``), and the only one that is read here for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from annotator.domain import letters as rules
from annotator.domain.errors import NotFoundError, TooManyError
from annotator.domain.letters import About, LetterText, Limit
from annotator.domain.permissions import Action
from annotator.domain.views.letters import AnsweredLetter, Subject
from annotator.domain.vocabulary import LetterAbout, LetterState
from annotator.services.context import Context
from annotator.services.published import edition_history, gate
from annotator.services.publishing import report_pages
from annotator.storage.published import letters
from annotator.storage.published.letters import Letter, LetterSending

MOST_SHOWN = 50  # published answers on one page
_FULL_SECONDS = 24 * 60 * 60  # until a full queue is worth another try (chosen)


@dataclass(frozen=True)
class Sent:
    """The letter that is kept, and whether it was there before."""

    number: str
    is_again: bool


def subject_of(context: Context, about: About) -> Subject:
    """Return what a letter would be about, as readers see it now.

    Raises NotFoundError or, of what was withdrawn, WithdrawnError.
    """
    context.require(Action.READ_PUBLISHED)
    if about.kind is LetterAbout.PAGE:
        return _page(context, about)
    kind = about.kind.value
    shown = edition_history.current(context, kind, about.slug)
    if about.edition not in {0, shown.edition}:
        [shown] = edition_history.find(context, kind, about.slug, about.edition)
    asked = About(about.kind, about.slug, edition=shown.edition)
    return Subject(asked, shown.title)


def _page(context: Context, about: About) -> Subject:
    gate.public_file(context, about.slug, about.revision)
    page = report_pages.reading_page(
        context, report=about.slug, sha256=about.revision, number=about.page
    )
    title = f"{page.report.title}, page {page.label}"
    asked = replace(about, edition=0)
    if not about.passage:
        return Subject(asked, title)
    mark = next((m for m in page.marks if m.passage == about.passage), None)
    if mark is None:
        raise NotFoundError("passage on this page", about.passage)
    return Subject(asked, title, mark.quote.exact[: rules.LONGEST_QUOTE])


def refuse_if_full(context: Context) -> None:
    """Raise TooManyError if no more letters are taken until some are answered."""
    context.require(Action.READ_PUBLISHED)
    if letters.count_open(context.session) >= rules.MOST_OPEN:
        reason = (
            "Too many suggestions are waiting for an answer, so no more can be "
            "accepted now. Please come back in a day or two; what you typed was not "
            "sent."
        )
        raise TooManyError(reason, _FULL_SECONDS, is_full=True)


def send_letter(
    context: Context, subject: Subject, letter: LetterText, *, sender: str
) -> Sent:
    """Keep a reader's letter; ``sender`` is a digest of the address it came from.

    ``subject`` is looked up before the transaction, as reading a report takes a while.
    Raises InvalidError naming the field, and TooManyError beyond a limit.
    """
    context.require(Action.READ_PUBLISHED)
    written = rules.checked(letter)
    letters.one_at_a_time(context.session)
    forget_senders(context)
    digest = rules.digest_of(subject.about, written.text)
    before = letters.sending_of_text(context.session, sender, digest)
    if before is not None:
        return Sent(before.number, is_again=True)
    refuse_if_full(context)
    _refuse_if_too_many(context, sender)
    row = _row(context, subject, written)
    context.session.add(row)
    context.session.add(
        LetterSending(sender=sender, digest=digest, number=row.number, at=context.now)
    )
    context.session.flush()
    return Sent(row.number, is_again=False)


def forget_senders(context: Context) -> None:
    """Delete who has sent, once it does not count any more."""
    context.require(Action.READ_PUBLISHED)
    until = context.now - rules.SWEPT_AFTER
    letters.forget_sendings_before(context.session, until)


def answered(
    context: Context, kind: LetterAbout, slug: str, *, revision: str = "", page: int = 0
) -> tuple[AnsweredLetter, ...]:
    """Return the letters about a page that are published with their answers, newest first."""
    context.require(Action.READ_PUBLISHED)
    rows = letters.standing(
        context.session, kind, slug, revision=revision, page=page, limit=MOST_SHOWN
    )
    return tuple(
        AnsweredLetter(
            id=row.id,
            sent_at=row.sent_at,
            text=row.letter_text,
            state=row.state,
            answer=row.answer,
            answered_at=row.at,
            passage=row.passage,
        )
        for row in rows
    )


def _row(context: Context, subject: Subject, written: LetterText) -> Letter:
    about = subject.about
    return Letter(
        number=rules.new_number(),
        about=about.kind,
        slug=about.slug,
        edition=about.edition,
        revision=about.revision,
        page=about.page,
        passage=about.passage,
        title=subject.title,
        quote=subject.quote,
        letter_text=written.text,
        sender_name=written.name,
        sender_email=written.email,
        sent_at=context.now,
        state=LetterState.OPEN,
        answer="",
    )


def _refuse_if_too_many(context: Context, sender: str) -> None:
    mine = _sent(context, rules.OF_ADDRESS, sender)
    everybody = _sent(context, (rules.OF_ALL,), "")
    ends = [limit.until(mine, context.now) for limit in rules.OF_ADDRESS]
    _refuse_until(context, ends, "So many suggestions came from your address")
    ends = [rules.OF_ALL.until(everybody, context.now)]
    _refuse_until(context, ends, "So many suggestions came in just now")


def _sent(context: Context, limits: Sequence[Limit], sender: str) -> Sequence[datetime]:
    since = context.now - max(limit.within for limit in limits)
    return letters.sent_since(context.session, since, sender=sender)


def _refuse_until(
    context: Context, ends: Sequence[datetime | None], because: str
) -> None:
    end = max((end for end in ends if end), default=None)
    if end is None:
        return
    seconds = max(1, ceil((end - context.now).total_seconds()))
    wait = f"{-(-seconds // 60)} minutes" if seconds > 90 else "a minute or two"
    reason = f"{because} that yours was not accepted. Wait {wait}, then send it again."
    raise TooManyError(reason, seconds)

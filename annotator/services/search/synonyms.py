"""Sets of synonyms, which searches expand."""

from collections.abc import Sequence

from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.domain.text.tokens import words
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.storage.library import synonyms
from annotator.storage.library.synonyms import Synonyms

MOST = 20  # synonyms in a set
LONGEST = 5  # words in a synonym


def list_synonyms(context: Context) -> Sequence[Synonyms]:
    """Return every set of synonyms, in the order they were made."""
    context.require(Action.READ_DRAFTS)
    return synonyms.every(context.session)


def known_synonyms(context: Context) -> list[list[tuple[str, ...]]]:
    """Return every set as folded words, as searches use them."""
    context.require(Action.READ_PUBLISHED)
    return [
        [tuple(words(word)) for word in known.words]
        for known in synonyms.every(context.session)
    ]


def add_synonyms(context: Context, *, text: str) -> Synonyms:
    """Add a set; ``text`` separates its words by commas or line ends."""
    context.require(Action.PUBLISH)
    made = Synonyms(
        words=_checked(context, text),
        created_by_id=context.actor.id,
        created_at=context.now,
    )
    context.session.add(made)
    context.session.flush()
    return made


def edit_synonyms(
    context: Context, number: int, *, text: str, made_from: Seen | None = None
) -> Synonyms:
    """Replace the words of a set.

    ``made_from`` is the version from which the form was made. Raises StaleError.
    """
    context.require(Action.PUBLISH)
    known = synonyms.by_id(context.session, number)
    typed = {"words": tuple(_checked(context, text, but=known))}
    kept = versions.settle(context, form_fields.SYNONYMS, known, typed, made_from)
    known.words = list(kept["words"])
    context.session.flush()
    return known


def remove_synonyms(
    context: Context, number: int, *, made_from: Seen | None = None
) -> None:
    """Remove a set; its words are no longer expanded.

    Raises ConflictError if it has changed since the form was opened.
    """
    context.require(Action.PUBLISH)
    known = synonyms.by_id(context.session, number)
    now = versions.seen(form_fields.SYNONYMS, known)
    if made_from is not None and now.digests != made_from.digests:
        raise ConflictError("Someone changed this set in the meantime. Check it again.")
    context.session.delete(known)
    context.session.flush()


def _checked(context: Context, text: str, *, but: Synonyms | None = None) -> list[str]:
    typed = [" ".join(part.split()) for part in text.replace("\n", ",").split(",")]
    listed = {tuple(words(part)): part for part in reversed(typed) if words(part)}
    found = list(reversed(listed.values()))
    if not 2 <= len(found) <= MOST:
        raise InvalidError(
            "words", f"must be 2 to {MOST} words or phrases, separated by commas."
        )
    for folded, part in listed.items():
        if len(folded) > LONGEST:
            raise InvalidError("words", f"“{part}” has more than {LONGEST} words.")
    for known in synonyms.every(context.session):
        both = listed.keys() & {tuple(words(word)) for word in known.words}
        if both and known is not but:
            raise ConflictError(
                f"“{listed[both.pop()]}” is in the set “{', '.join(known.words)}” "
                "already; add the others to that one."
            )
    return found

"""A copy of a report's PDF with the desk's marks in it, as annotations."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.domain.errors import ConflictError
from annotator.domain.marked_copy import (
    LONGEST_AUTHOR,
    MOST_BOXES,
    CopiedLink,
    CopiedMark,
    colour_of,
    name_of,
    text_of,
)
from annotator.domain.permissions import Action
from annotator.domain.vocabulary import PassageKind
from annotator.pdf import limits
from annotator.services.claims.highlights import DeskMark, desk_marks
from annotator.services.context import Context
from annotator.services.passages.pdf_notes import mark_told
from annotator.storage.library.revisions import Revision
from annotator.storage.passages import passages
from annotator.storage.passages.passages import Passage
from annotator.write_lock import refuse_if_held

_CHUNK_BYTES = 2**18

AddressOf = Callable[[DeskMark, int], str]  # of a mark, on a page of the file


@dataclass(frozen=True)
class MarkedCopy:
    """The bytes of a copy: those of the stored file, if they are in it, and the rest."""

    beginning: bytes
    rest: bytes

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.beginning) + len(self.rest)

    def chunks(self) -> Iterator[bytes]:
        """Yield the copy, part by part."""
        for part in (self.beginning, self.rest):
            for start in range(0, len(part), _CHUNK_BYTES):
                yield part[start : start + _CHUNK_BYTES]


def marked_copy(
    context: Context, revision: Revision, address_of: AddressOf
) -> MarkedCopy:
    """Return a copy of a file with every mark that stands in it.

    The marks are appended to the file as it came, which stays as it is, with the notes
    of others that are in it.
    """
    context.require(Action.READ_DRAFTS)
    refuse_if_held("writing a PDF")
    marks = copied_marks(context, revision, address_of)
    if len(marks) > limits.MARKS_SENT:
        raise ConflictError(
            f"The report has more than {limits.MARKS_SENT:,} marks, too many for a copy."
        )
    original = context.stores.files.get(revision.sha256)
    if not marks:
        return MarkedCopy(original, b"")
    # A reader of its own: others are shared, and this one gets marks put on its pages.
    with context.stores.open_pdf(original) as reader:
        follows, content = reader.with_marks(marks)
    return MarkedCopy(original, content) if follows else MarkedCopy(b"", content)


def copied_marks(
    context: Context, revision: Revision, address_of: AddressOf
) -> list[CopiedMark]:
    """Return the marks that stand in a file as they go out, one for each page."""
    context.require(Action.READ_DRAFTS)
    standing = [mark for mark in desk_marks(context, revision) if mark.boxes]
    marked = passages.by_ids(context.session, [mark.passage for mark in standing])
    return [
        _copied(mark, marked[mark.passage], page, address_of(mark, page))
        for mark in standing
        for page in mark.pages
    ]


def _copied(mark: DeskMark, passage: Passage, page: int, address: str) -> CopiedMark:
    links = [CopiedLink(link.stance, link.text, link.note) for link in mark.links]
    return CopiedMark(
        page=page,
        boxes=tuple(mark.boxes[page][:MOST_BOXES]),
        colour=colour_of(links),
        author=mark.author[:LONGEST_AUTHOR],
        text=text_of(links, address=address, needs_review=mark.needs_review),
        name=name_of(passage.id, mark_told(passage), page),
        at=f"{passage.created_at:D:%Y%m%d%H%M%SZ}",
        is_figure=mark.kind is PassageKind.REGION,
    )

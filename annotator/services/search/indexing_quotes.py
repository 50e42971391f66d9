"""Update the quote indexes from the database."""

from collections.abc import Callable, Iterator, Sequence

from annotator.domain.matching.anchoring import Document
from annotator.search.quotes.index import QuoteIndex
from annotator.search.quotes.segment import KeyedText, keyed_text
from annotator.services.context import Context
from annotator.services.library.texts import known_document
from annotator.services.published.gate import gate_of
from annotator.storage.library import revisions
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision
from annotator.storage.library.words import page_text

Progress = Callable[[int, int], None]  # called with files read, files in all


def index_quotes(context: Context, report: Report) -> None:
    """Update both indexes for the files of one report."""
    every = revisions.every_of_report(context.session, report)
    files = revisions.of_report(context.session, report)
    stores = context.stores
    _bring_in_line(context, stores.desk_quotes, every, files)
    public = gate_of(context).files
    shown = [file for file in files if file.id in public]
    _bring_in_line(context, stores.public_quotes, every, shown)


def rebuild_quotes(context: Context, say: Progress = lambda _done, _all: None) -> int:
    """Rebuild both indexes; return the number of files."""
    every = revisions.all_by_id(context.session)
    public = set(gate_of(context).files)
    stores = context.stores
    stores.desk_quotes.rebuild(_texts(context, every, say))
    stores.public_quotes.rebuild(stores.desk_quotes.texts(public))
    return len(every)


def check_quotes(context: Context) -> list[str]:
    """Return the differences between the indexes and the database, in words."""
    return [
        fault
        for name, index, wanted in _expected(context)
        for fault in _faults(name, index, wanted)
    ]


def quotes_are_behind(context: Context) -> bool:
    """Whether an index does not hold exactly the texts that it should."""
    return any(
        index.needs_rebuild or index.versions() != wanted
        for _, index, wanted in _expected(context)
    )


def _expected(context: Context) -> list[tuple[str, QuoteIndex, dict[int, str]]]:
    """Return each index with the text version of every file it should hold, by id."""
    every = {
        revision.id: revision.text_version
        for revision in revisions.all_by_id(context.session)
    }
    public = gate_of(context).files
    stores = context.stores
    return [
        ("desk", stores.desk_quotes, every),
        (
            "readers",
            stores.public_quotes,
            {id_: made for id_, made in every.items() if id_ in public},
        ),
    ]


def _bring_in_line(
    context: Context,
    index: QuoteIndex,
    files: Sequence[Revision],
    wanted: Sequence[Revision],
) -> None:
    """Add the ``wanted`` files of a report to an index, and remove its others."""
    held = index.versions()
    gone = {file.id for file in files if file.id in held} - {file.id for file in wanted}
    if gone:
        index.remove(gone)
    missing = [file for file in wanted if held.get(file.id) != file.text_version]
    index.put([_text(context, file) for file in missing])


def _texts(
    context: Context, every: Sequence[Revision], say: Progress
) -> Iterator[KeyedText]:
    for done, revision in enumerate(every):
        say(done, len(every))
        yield _text(context, revision)
    say(len(every), len(every))


def _text(context: Context, revision: Revision) -> KeyedText:
    """Return the text of a revision, without adding it to the texts in memory."""
    text = known_document(context, revision)
    if text is None:
        pages = revisions.pages(context.session, revision)
        text = Document([page_text(page) for page in pages])
        for page in pages:
            context.session.expunge(page)
    return keyed_text(revision.id, revision.text_version, text)


def _faults(name: str, index: QuoteIndex, wanted: dict[int, str]) -> Iterator[str]:
    held = index.versions()
    for id_ in sorted(wanted.keys() - held.keys()):
        yield f"{name}, quotes: the text of file {id_} is missing."
    for id_ in sorted(held.keys() - wanted.keys()):
        yield f"{name}, quotes: the text of file {id_} should not be there."
    for id_ in sorted(wanted.keys() & held.keys()):
        if wanted[id_] != held[id_]:
            yield f"{name}, quotes: the text of file {id_} is of an earlier reader."
    yield from (f"{name}, quotes: {problem}" for problem in index.damage())

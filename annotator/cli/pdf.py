"""``annotator pdf notes``, ``use`` and ``marked``: notes in PDFs, and marks put into them."""

import json
from pathlib import Path
from typing import Any

import click

from annotator.cli.session import reading, stores_of, writing
from annotator.services.claims import marked_copies
from annotator.services.claims.highlights import DeskMark
from annotator.services.context import Stores
from annotator.services.library import reports
from annotator.services.passages import note_decisions, pdf_notes
from annotator.services.passages.note_decisions import MOST_AT_ONCE, Chosen
from annotator.services.passages.pdf_notes import OfferedNote
from annotator.settings import Settings


@click.group("pdf")
def pdf_group() -> None:
    """List and use notes in a report's PDF, or export a copy with our marks."""


@pdf_group.command()
@click.argument("report")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def notes(settings: Settings, /, *, report: str, as_json: bool) -> None:
    """List the notes in the newest file of REPORT, with what was decided on each."""
    with stores_of(settings) as stores, reading(stores) as context:
        revision = reports.get_revision(context, reports.get_report(context, report))
        found = pdf_notes.list_notes(context, revision)
    if as_json:
        rows = [_row(offered) for offered in found.offered]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for offered in found.offered:
        state = "dismissed" if offered.dismissed else "open"
        if offered.passage:
            state = f"passage {offered.passage}"
        said = " · ".join(filter(None, [offered.words, offered.text]))
        shown = (said or offered.note.kind)[:80]
        click.echo(f"{offered.key}  p. {offered.note.page:<4} {state:12} {shown!r}")
    if found.left_out:
        click.echo(f"{found.left_out} more could not be read or exceed the limit.")
    if not found.offered:
        click.echo("There are no notes in the file.")


def _row(offered: OfferedNote) -> dict[str, Any]:
    return {
        "key": offered.key,
        "page": offered.note.page,
        "kind": offered.note.kind,
        "author": offered.note.author,
        "words": offered.words,
        "text": offered.text,
        "passage": offered.passage,
        "dismissed": offered.dismissed,
    }


@pdf_group.command()
@click.argument("report")
@click.argument("keys", nargs=-1)
@click.pass_obj
def use(settings: Settings, /, *, report: str, keys: tuple[str, ...]) -> None:
    """Use notes of the newest file of REPORT as passages: those with KEYS, or all."""
    made = 0
    with stores_of(settings) as stores:
        wanted = list(keys or _open_keys(stores, report))
        for start in range(0, len(wanted), MOST_AT_ONCE):
            chosen = _chosen(stores, report, wanted[start : start + MOST_AT_ONCE])
            with writing(stores) as context:
                made += len(note_decisions.use_notes(context, chosen))
    click.echo(f"{made} used; the others were used before, or are dismissed.")


def _open_keys(stores: Stores, report: str) -> list[str]:
    with reading(stores) as context:
        revision = reports.get_revision(context, reports.get_report(context, report))
        return [note.key for note in pdf_notes.list_notes(context, revision).open]


def _chosen(stores: Stores, report: str, keys: list[str]) -> Chosen:
    with reading(stores) as context:
        revision = reports.get_revision(context, reports.get_report(context, report))
        return note_decisions.look_ahead(context, revision, keys)


@pdf_group.command()
@click.argument("report")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.",
)
@click.option("--site", default="", help="Address of the site: https://…")
@click.pass_obj
def marked(
    settings: Settings, /, *, report: str, target: Path, site: str | None
) -> None:
    """Write a copy of the newest file of REPORT with the desk's marks in it."""
    with stores_of(settings) as stores, reading(stores) as context:
        revision = reports.get_revision(context, reports.get_report(context, report))
        file = f"{(site or settings.public_url).rstrip('/')}/reports/{report}/revisions/{revision.sha256}"

        def address_of(mark: DeskMark, page: int) -> str:
            return f"{file}/pages/{page}#passage-{mark.passage}"

        copy = marked_copies.marked_copy(context, revision, address_of)
    with target.open("wb") as out:
        out.writelines(copy.chunks())
    click.echo(f"{target}: {copy.size:,} bytes")


COMMANDS = [pdf_group]

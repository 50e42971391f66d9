"""``annotator ingest`` and ``annotator reports``."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from annotator.cli.session import reading, stores_of, writing
from annotator.domain.errors import AnnotatorError, UnreadablePdfError
from annotator.domain.permissions import Role
from annotator.domain.text.page_faults import in_sentences
from annotator.domain.vocabulary import ReportKind
from annotator.services.context import Stores
from annotator.services.intake import (
    inspection,
    intake,
    removal,
    removal_plan,
    uploads,
)
from annotator.services.intake.files import Progress as OnPage
from annotator.services.intake.inspection import Inspection, ReportFacts
from annotator.services.intake.uploads import Received
from annotator.services.library import reports
from annotator.services.library.reports import Revision
from annotator.services.publishing import report_publication
from annotator.settings import Settings


def _kind(_context: click.Context, _option: click.Parameter, typed: str | None) -> str:
    """Return the kind of report that was typed, with spaces or hyphens."""
    plain = (typed or "").replace("-", " ").lower()
    if plain not in {"", *ReportKind}:
        known = ", ".join(kind.replace(" ", "-") for kind in ReportKind)
        raise click.BadParameter(f"“{typed}” is not one of: {known}.")
    return plain


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--lab", default="", help="The lab that published it (its name).")
@click.option("--report", default="", help="The report (its slug), new or known.")
@click.option("--kind", callback=_kind, help="Such as system-card or framework.")
@click.option("--title", default="", help="The report's title.")
@click.option("--published", default="", help="When: 2025-05-22, 2025-05 or 2025.")
@click.option("--model", "models", multiple=True, help="A model it covers; repeatable.")
@click.option("--source-url", default="", help="URL that the file was downloaded from.")
@click.option(
    "--supersedes",
    default="",
    help="The file of --report that it replaces: “latest”, or the start of its hash.",
)
@click.option("--publish", is_flag=True, help="Show the files to readers as well.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print one JSON object per line as each file finishes.",
)
@click.pass_context
def ingest(
    ctx: click.Context,
    /,
    *,
    files: tuple[Path, ...],
    publish: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Add reports from PDFs: FILES, or every PDF in a folder.

    Facts that are not given as options are read from the PDF's title page. Readers do not
    see a file until it is published, even if its report is public. A refused file does not
    stop the others, and files already in the library are skipped, so a folder can be
    given again.
    """
    found = list(_pdfs(files))
    if not found:
        raise click.UsageError("That folder contains no PDF.")
    if len(found) > 1 and (said["title"] or said["report"]):
        raise click.UsageError("--title and --report need a single file.")
    if said["supersedes"] and not said["report"]:
        raise click.UsageError("--supersedes needs --report, to say which report.")
    refused = False
    with stores_of(ctx.obj) as stores, _progress(quiet=as_json) as progress:
        for path in found:
            answer = _ingest(stores, path, said, progress)
            if publish and answer["state"] != "refused":
                _publish(stores, answer)
            refused |= answer["state"] == "refused"
            _say(answer, as_json=as_json)
    ctx.exit(1 if refused else 0)


def _publish(stores: Stores, answer: dict[str, Any]) -> None:
    """Publish a file that was taken in."""
    with writing(stores, Role.EDITOR) as context:
        report_publication.publish_file(context, answer["report"], answer["revision"])
    answer["published"] = True


def _pdfs(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        if path.is_dir():
            inside = (found for found in path.rglob("*") if not found.is_dir())
            yield from sorted(p for p in inside if p.suffix.lower() == ".pdf")
        else:
            yield path


def _progress(*, quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("pages"),
        console=Console(stderr=True, quiet=quiet),
    )


def _ingest(
    stores: Stores, path: Path, said: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    task = progress.add_task(path.name, total=None)
    try:
        with reading(stores) as context, path.open("rb") as file:
            sent = uploads.receive_file(context, name=path.name, stream=file)
            known = intake.find_known(context, sent.sha256)
        if known is not None:
            if known.removed_at is not None:
                with writing(stores) as context:
                    intake.put_back(context, sent.sha256)
            pages = known.page_count
            progress.update(task, total=pages, completed=pages)
            return _answer(path, "known", known.report.slug, known)
        seen, revision = _take_in(
            stores,
            sent,
            said,
            lambda done, total: progress.update(task, completed=done, total=total),
        )
        slug = revision.report.slug
        if seen.facts.report not in {"", slug}:
            progress.console.print(_hint(path, slug, seen))
    except UnreadablePdfError as error:
        return _refusal(path, str(error.problem))
    except AnnotatorError as error:
        return _refusal(path, str(error))
    except OSError as error:
        if error.filename != str(path):  # not this file, but the storage
            raise
        return _refusal(path, _why_not_read(path, error))
    return _answer(path, "new", slug, revision)


def _take_in(
    stores: Stores, sent: Received, said: dict[str, Any], on_page: OnPage
) -> tuple[Inspection, Revision]:
    """Take a new file in; return its inspection and its row, with its report."""
    first_pages = inspection.read_first_pages(stores, sent.sha256)
    with reading(stores) as context:
        seen = inspection.suggest(context, name=sent.name, seen=first_pages)
    read = intake.read_and_keep(stores, sent.sha256, on_page)
    with writing(stores) as context:
        return seen, intake.add_revision(context, read, _facts(seen.facts, said))


def _facts(seen: ReportFacts, said: dict[str, Any]) -> ReportFacts:
    """Return the facts found in the file, replaced by those given as options."""
    given = {name: value for name, value in said.items() if value}
    return replace(seen, **{"report": "", **given})  # likeness does not decide


def _hint(path: Path, slug: str, seen: Inspection) -> str:
    return (
        f"{path.name} was added as the new report {slug}, but it reads like another "
        f"file of {seen.facts.report} ({seen.likeness:.0%} alike); if it is, add it "
        f"with --report {seen.facts.report} --supersedes latest instead."
    )


def _answer(path: Path, state: str, report: str, file: Revision) -> dict[str, Any]:
    return {
        "file": str(path),
        "state": state,
        "report": report,
        "revision": file.sha256,
        "pages": file.page_count,
        "faults": in_sentences(file.faults),
    }


def _why_not_read(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        leads = (
            f"It is a link to {path.readlink()}, which" if path.is_symlink() else "It"
        )
        return f"{leads} does not exist."
    if isinstance(error, PermissionError):
        return "Permission denied; change its permissions (chmod +r)."
    return f"It cannot be read: {error.strerror}."


def _refusal(path: Path, problem: str) -> dict[str, Any]:
    return {"file": str(path), "state": "refused", "problem": problem}


def _say(answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    name = Path(answer["file"]).name
    seen = " Published." if answer.get("published") else ""
    if answer["state"] == "refused":
        click.echo(f"{name}: not added. {answer['problem']}", err=True)
    elif answer["state"] == "known":
        click.echo(f"{name}: already in the library, as {answer['report']}.{seen}")
    else:
        click.echo(f"{name}: {answer['pages']} pages, as {answer['report']}.{seen}")
        for fault in answer["faults"]:
            click.echo(f"  {fault}")


@click.group("reports", invoke_without_command=True)
@click.pass_context
def of_reports(ctx: click.Context, /) -> None:
    """List the reports in the library, or remove and restore them."""
    if ctx.invoked_subcommand is not None:
        return
    with stores_of(ctx.obj) as stores, reading(stores) as context:
        for shelf in reports.list_reports(context):
            report = shelf.report
            click.echo(f"{report.slug:40} {shelf.pages:4} pages  {report.title}")


@of_reports.command()
@click.argument("slug")
@click.pass_obj
def remove(settings: Settings, slug: str) -> None:
    """Remove a report that was added by mistake, with all that was marked in it."""
    with stores_of(settings) as stores, writing(stores, Role.EDITOR) as context:
        going = removal_plan.plan_report(context, slug)
        removal.remove_report(context, slug)
        click.echo(
            f"{slug} was removed, with {len(going.files)} file(s), "
            f"{len(going.passages)} "
            f"passage(s), {len(going.links)} link(s), {len(going.absences)} absence(s). "
            f"To restore it: annotator reports restore {slug}"
        )


@of_reports.command()
@click.argument("slug")
@click.pass_obj
def restore(settings: Settings, slug: str) -> None:
    """Restore a removed report."""
    with stores_of(settings) as stores, writing(stores, Role.EDITOR) as context:
        click.echo(f"“{removal.restore_report(context, slug).title}” was restored.")


@of_reports.command()
@click.pass_obj
def removed(settings: Settings) -> None:
    """List the removed reports."""
    with stores_of(settings) as stores, reading(stores) as context:
        for gone in removal.list_removed(context).reports:
            by = f"removed by {gone.by}"
            click.echo(f"{gone.report.slug:40} {by:30} {gone.report.title}")


COMMANDS = [ingest, of_reports]

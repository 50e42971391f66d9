"""``annotator search`` and ``annotator index …``."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import click
from rich.progress import Progress

from annotator.cli.session import reading, stores_of
from annotator.domain.vocabulary import HitKind
from annotator.services.search import indexing, words
from annotator.services.search.results import (
    ClaimHit,
    PassageHit,
    ReportHit,
    Results,
    SearchResult,
    SentenceHit,
    place_of,
)
from annotator.settings import Settings


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option("--lab", default="", help="Only this lab (its slug or name).")
@click.option(
    "--model", default="", help="Only reports on this model (its slug or name)."
)
@click.option("--report", default="", help="Only this report (its slug or title).")
@click.option("--kind", default="", help="Only reports of this kind: system-card …")
@click.option("--category", default="", help="Only this category (its slug or name).")
@click.option(
    "--what",
    default="",
    type=click.Choice(["", *HitKind]),
    help="Only results of this kind.",
)
@click.option("--sort", default="relevance", type=click.Choice(words.SORTS))
@click.option("--page", default=1, show_default=True, help="Which page of results.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def find(
    settings: Settings,
    /,
    *,
    query: tuple[str, ...],
    page: int,
    as_json: bool,
    **only: str,
) -> None:
    """Search sentences, passages, claims, critiques and reports for QUERY.

    Words, "an exact phrase", AND OR NOT, prefix*, fuzzy~, lab:name and other filters;
    see docs/search.md for the full syntax.
    """
    with stores_of(settings) as stores, reading(stores) as context:
        results = words.search(context, " ".join(query), page=page, **only)
    if as_json:
        click.echo(json.dumps(_as_dict(results), ensure_ascii=False, indent=1))
    else:
        _say(results)


def _say(results: Results) -> None:
    for found in results.found:
        place = place_of(found)
        title = f"{found.title}, p. {place.page_label}" if place else found.title
        click.echo(f"{click.style(title, bold=True)}  ({found.kind})")
        click.echo(f"  {_marked(found)}\n")
    if results.also:
        click.echo(f"Also looked for: {', '.join(results.also)}.")
    if results.did_you_mean:
        click.echo(f"Did you mean: {results.did_you_mean}")
    if results.nearly:
        click.echo("Few or no results have all of these words; others have some.")
    click.echo(f"{results.total} found.")


def _marked(found: SearchResult) -> str:
    text, shown, end = found.snippet.text, "", 0
    for first, last in found.snippet.marks:
        shown += text[end:first] + click.style(text[first:last], reverse=True)
        end = last
    return shown + text[end:]


def _as_dict(results: Results) -> dict[str, Any]:
    answer = asdict(results)
    del answer["found"]
    answer["results"] = [_flat(result) for result in results.found]
    return answer


def _flat(found: SearchResult) -> dict[str, Any]:
    """Return a result as a dict whose keys are the same for every kind of result."""
    place = place_of(found)
    span = place.span if place else None
    return {
        "kind": found.kind,
        "snippet": found.snippet.text,
        "title": found.title,
        "lab": found.lab,
        "report": found.report.slug if not isinstance(found, ClaimHit) else "",
        "revision": _revision(found),
        "page": place.page if place else None,
        "page_label": place.page_label if place else "",
        "start": span.start if span else None,
        "end": span.end if span else None,
        "passage": found.passage if isinstance(found, PassageHit) else None,
        "claim": found.claim if isinstance(found, ClaimHit) else "",
        "published": found.report.published if not isinstance(found, ClaimHit) else "",
    }


def _revision(found: SearchResult) -> str:
    match found:
        case PassageHit() | ReportHit():
            return found.revision
        case SentenceHit():
            return found.place.revision
        case ClaimHit():
            return ""


@click.group()
def index() -> None:
    """Rebuild or check the search indexes, which can be deleted at any time."""


@index.command()
@click.pass_obj
def rebuild(settings: Settings) -> None:
    """Index every report, passage and claim again."""
    # Take the turn before reading, or this could overwrite what a job reads later.
    with (
        stores_of(settings) as stores,
        stores.indexing_turn(),
        reading(stores) as context,
        _shown() as say,
    ):
        count = indexing.rebuild(context, say)
    click.echo(f"Indexed {count} report{'' if count == 1 else 's'}.")


@index.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Check that the indexes match the database; exits with 1 if they do not."""
    with stores_of(ctx.obj) as stores, reading(stores) as context, _shown() as say:
        faults = indexing.check(context, say)
    for fault in faults:
        click.echo(fault)
    if faults:
        click.echo("The index is out of date; run “annotator index rebuild”.")
        ctx.exit(1)
    click.echo("The index matches the database.")


@contextmanager
def _shown() -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar if the output is a terminal."""
    with Progress(transient=True) as progress:
        task = progress.add_task("Reports")
        yield lambda done, total: progress.update(task, completed=done, total=total)


COMMANDS = [find, index]

"""``annotator search`` and ``annotator index …``."""

import json
from dataclasses import asdict
from typing import Any

import click

from annotator.cli.session import reading, stores_of
from annotator.services import search
from annotator.services.search import Found
from annotator.settings import Settings


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option("--lab", default="", help="Only this lab (its slug).")
@click.option("--model", default="", help="Only reports on this model (its slug).")
@click.option("--report", default="", help="Only this report (its slug).")
@click.option("--page", default=1, show_default=True, help="Which page of results.")
@click.option("--json", "as_json", is_flag=True, help="Answer with JSON.")
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
    """Find the pages that say QUERY: words, or "an exact phrase" in quotes."""
    with stores_of(settings) as stores, reading(stores) as context:
        results = search.search(context, " ".join(query), page=page, **only)
    if as_json:
        answer = {"total": results.total, "results": [_json(x) for x in results.found]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    for found in results.found:
        place = f"{found.title}, p. {found.page_label}"
        click.echo(click.style(place, bold=True))
        click.echo(f"  {_marked(found)}\n")
    click.echo(f"{results.total} page{'' if results.total == 1 else 's'} found.")


def _marked(found: Found) -> str:
    text, shown, end = found.snippet.text, "", 0
    for first, last in found.snippet.marks:
        shown += text[end:first] + click.style(text[first:last], reverse=True)
        end = last
    return shown + text[end:]


def _json(found: Found) -> dict[str, Any]:
    return {**asdict(found), "snippet": found.snippet.text}


@click.group()
def index() -> None:
    """Look after the search index; it can be deleted and made again at any time."""


@index.command()
@click.pass_obj
def rebuild(settings: Settings) -> None:
    """Index every report again."""
    with stores_of(settings) as stores, reading(stores) as context:
        count = search.rebuild(context)
    click.echo(f"Indexed {count} report{'' if count == 1 else 's'}.")


@index.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Say whether the index agrees with the database."""
    with stores_of(ctx.obj) as stores, reading(stores) as context:
        behind = search.is_behind(context)
    if behind:
        click.echo("The index is behind; run “annotator index rebuild”.")
        ctx.exit(1)
    click.echo("The index agrees with the database.")


COMMANDS = [find, index]

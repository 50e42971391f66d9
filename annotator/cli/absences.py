"""``annotator absences list`` and ``check``."""

import json
from collections.abc import Sequence
from typing import Any

import click

from annotator.cli.session import reading, stores_of, writing
from annotator.services.claims import absence_searches, absences
from annotator.services.claims.absence_status import Receipt
from annotator.settings import Settings

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("absences")
def absences_group() -> None:
    """List what reports do not say (saved searches used as evidence)."""


@absences_group.command("list")
@_AS_JSON
@click.pass_obj
def list_(settings: Settings, /, *, as_json: bool) -> None:
    """List every absence with its state."""
    with stores_of(settings) as stores, reading(stores) as context:
        _say(absences.list_absences(context), as_json=as_json)


@absences_group.command()
@_AS_JSON
@click.pass_context
def check(ctx: click.Context, /, *, as_json: bool) -> None:
    """Run every search again; exits with 1 if an absence does not hold, or not yet."""
    with stores_of(ctx.obj) as stores:
        with reading(stores) as context:
            ahead = absence_searches.search_every(context)
        with writing(stores) as context:
            found = absences.check_absences(context, ahead=ahead)
            _say(found, as_json=as_json)
    ctx.exit(0 if all(receipt.holds for receipt in found) else 1)


def _say(found: Sequence[Receipt], *, as_json: bool) -> None:
    rows = [_row(receipt) for receipt in found]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['state']:14} {row['report']}: {row['statement']}")
    if not rows:
        click.echo("No absences are recorded.")


def _row(receipt: Receipt) -> dict[str, Any]:
    return {
        "absence": receipt.absence.id,
        "statement": receipt.absence.statement,
        "report": receipt.absence.report.slug,
        "state": receipt.state,
        "holds": receipt.holds,
        "revision": receipt.run.revision.sha256,
        "queries": receipt.run.queries,
        "found": receipt.run.total,
        "unjudged": receipt.unjudged,
        "unread": receipt.run.unread,
        "searched_at": receipt.run.at.isoformat(),
    }


COMMANDS = [absences_group]

"""``annotator passages add`` and ``twins``, ``find``, ``placements`` and ``verify``."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from annotator.cli.session import reading, stores_of, writing
from annotator.domain.errors import InvalidFileError
from annotator.domain.matching.differences import WordChange
from annotator.domain.vocabulary import SealOutcome
from annotator.services.passages import marking, placing, twins
from annotator.services.passages.marking import QuoteNotFound
from annotator.services.passages.twins import TwinFile, TwinPlace
from annotator.services.publishing import seals
from annotator.services.publishing.seals import Check
from annotator.services.search.quotes import PLACES, QuoteMatch, find_quotes
from annotator.settings import Settings
from annotator.storage.passages.passages import Passage, Placement

_FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


class _Wanted(BaseModel):
    """A quote in the input file: its words, and the page (from 1) that it names."""

    model_config = ConfigDict(extra="ignore")

    quote: str
    page: int | None = None


_QUOTES: TypeAdapter[list[_Wanted | str]] = TypeAdapter(list[_Wanted | str])


@click.group("passages")
def passages_group() -> None:
    """Mark passages without a browser."""


@passages_group.command()
@click.argument("report")
@click.option(
    "--from", "file", required=True, type=_FILE, help="A JSON list of quotes."
)
@click.pass_obj
def add(settings: Settings, /, *, report: str, file: Path) -> None:
    """Mark each quote of a file in the newest file of REPORT.

    The file is a JSON list of objects with "quote" and, if known, "page" (from 1). The
    answer is one JSON object per quote, in the same order, each on a line of its own.
    """
    wanted = _read(file)
    with stores_of(settings) as stores:
        with reading(stores) as context:
            marking.look_ahead(context, report)
        with writing(stores) as context:
            marked = marking.mark_all(
                context, report, [(sought.quote, sought.page) for sought in wanted]
            )
            answers = [
                {"quote": sought.quote, **_marked(outcome)}
                for sought, outcome in zip(wanted, marked, strict=True)
            ]
    for answer in answers:
        click.echo(json.dumps(answer, ensure_ascii=False))


def _marked(outcome: Passage | QuoteNotFound) -> dict[str, Any]:
    if isinstance(outcome, QuoteNotFound):
        return {"passage": None, "state": outcome.state, "problem": outcome.problem}
    placed = outcome.placements[-1]
    return {
        "passage": outcome.id,
        "state": placed.state,
        "page": placed.page_from,
        "start": placed.start,
        "end": placed.end,
        "exact": placed.exact,
        "heading": outcome.heading,
        "selectors": marking.selectors_of(outcome),
    }


@passages_group.command("twins")
@click.argument("passage", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_twins(settings: Settings, /, *, passage: int, as_json: bool) -> None:
    """List the other files with the same words as PASSAGE (its number), or nearly."""
    with stores_of(settings) as stores, reading(stores) as context:
        marked = marking.get_passage(context, passage)
        files = twins.list_twins(context, [marked])[passage]
        rows = [_twin(file, place) for file in files for place in file.places]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        changed = f" [{'; '.join(row['changed'])}]" if row["changed"] else ""
        click.echo(
            f"{row['report']}, p. {row['page_label']}: {row['summary']}{changed}"
        )
        click.echo(f"    {row['exact']}")
    if not rows:
        click.echo("No other file contains this, or anything like it.")


def _twin(file: TwinFile, place: TwinPlace) -> dict[str, Any]:
    return {
        "report": file.revision.report.slug,
        "revision": file.revision.sha256,
        "same_report": file.is_same_report,
        "page": place.page,
        "page_label": place.page_label,
        "start": place.start,
        "end": place.end,
        "exact": place.exact,
        "score": place.score,
        "summary": place.summary,
        "changed": list(place.changed),
    }


@click.command("find")
@click.argument("quote", required=False)
@click.option("--from", "file", type=_FILE, help="A JSON list of quotes instead.")
@click.option("--report", default="", help="Only this report (its slug or title).")
@click.option(
    "--limit", default=PLACES, show_default=True, type=click.IntRange(1, 1000)
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def find(
    settings: Settings,
    /,
    *,
    quote: str | None,
    file: Path | None,
    report: str,
    limit: int,
    as_json: bool,
) -> None:
    """Find QUOTE, or nearly the same words, in the reports; best match first."""
    if (quote is None) == (file is None):
        raise click.UsageError("Give either a quote or --from with a file of quotes.")
    quotes = [quote or ""] if file is None else [sought.quote for sought in _read(file)]
    with stores_of(settings) as stores, reading(stores) as context:
        found = find_quotes(context, quotes, report=report, limit=limit)
    if as_json:
        answer = [
            {"quote": sought, "results": [_flat(match) for match in matches]}
            for sought, matches in zip(quotes, found, strict=True)
        ]
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    for sought, matches in zip(quotes, found, strict=True):
        click.echo(click.style(f"“{sought}”", bold=True))
        for match in matches:
            at = f"{match.place.report}, p. {match.place.page_label}"
            click.echo(f"  {at} ({match.score:.0%})")
            click.echo(f"    {match.exact}")
        if not matches:
            click.echo("  No report contains this, or anything like it.")


def _flat(found: QuoteMatch) -> dict[str, Any]:
    place = found.place
    return {
        "report": place.report,
        "revision": place.revision,
        "page": place.page,
        "page_label": place.page_label,
        "start": found.span.start,
        "end": found.span.end,
        "exact": found.exact,
        "score": found.score,
        "state": found.state,
    }


@click.command("placements")
@click.argument("report")
@click.option(
    "--revision", default="", help="A file, by its hash; the newest by default."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def placements(
    settings: Settings, /, *, report: str, revision: str, as_json: bool
) -> None:
    """Show where each passage of REPORT is in one of its files."""
    with stores_of(settings) as stores, reading(stores) as context:
        rows = [
            _placed(row) for row in placing.placements_on(context, report, revision)
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        changed = f"  [{'; '.join(row['changed'])}]" if row["changed"] else ""
        page = f"p. {row['page']}" if row["page"] else ""
        click.echo(f"{row['state']:10} {page:7} {row['quote'][:90]}{changed}")


def _placed(row: Placement) -> dict[str, Any]:
    return {
        "passage": row.passage_id,
        "quote": row.passage.exact,
        "state": row.state,
        "page": row.page_from,
        "exact": row.exact or None,
        "score": round(row.score, 4),
        "changed": [str(WordChange(before, after)) for before, after in row.changed],
        "runner_up": round(row.runner_up, 4),
        "decided": row.decided,
    }


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def verify(ctx: click.Context, /, *, as_json: bool) -> None:
    """Check every public quote against its stored file, with a second reader.

    Exits with 1 if a quote differs from its file, and with 2 if none differs but some
    could not be checked.
    """
    with stores_of(ctx.obj) as stores:
        with reading(stores) as context:
            checks = seals.check_all(context, lambda _done, _total: None)
        with writing(stores) as context:
            seals.keep(context, checks)
    if as_json:
        answer = [{**asdict(check), "holds": check.holds} for check in checks]
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _say(checks)
    outcomes = {check.outcome for check in checks}
    if SealOutcome.DIFFERS in outcomes:
        ctx.exit(1)
    ctx.exit(2 if SealOutcome.NOT_CHECKED in outcomes else 0)


def _say(checks: list[Check]) -> None:
    for check in checks:
        if not check.holds:
            word = "BROKEN" if check.outcome is SealOutcome.DIFFERS else "NOT CHECKED"
            click.echo(
                f"{word}  passage {check.passage}, p. {check.page}: {check.reason}"
            )
            click.echo(f"        “{check.exact}”")
    click.echo(seals.summary(checks))


def _read(file: Path) -> list[_Wanted]:
    """Return the quotes in ``file``; raise an error that lists what is wrong there."""
    try:
        found = _QUOTES.validate_json(file.read_bytes())
    except ValidationError as error:
        raise InvalidFileError(file.name, list(_problems(error))) from error
    return [
        _Wanted(quote=sought) if isinstance(sought, str) else sought for sought in found
    ]


def _problems(error: ValidationError) -> Iterator[str]:
    for mistake in error.errors(include_url=False)[:10]:
        place = ".".join(str(part) for part in mistake["loc"])
        yield f"{place or 'the file'}: {mistake['msg']}"


COMMANDS = [passages_group, find, placements, verify]

"""``annotator import``, ``export`` and ``publish``: scorecards as files."""

from pathlib import Path

import click

from annotator.cli.session import reading, stores_of, writing
from annotator.domain.checks.findings import Findings
from annotator.domain.errors import InvalidFileError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import EditionKind
from annotator.services.claims import scorecards
from annotator.services.context import Stores
from annotator.services.published.editions import NOTHING_TOLD, Told
from annotator.services.publishing import publication
from annotator.services.publishing.findings import Over
from annotator.services.scorecard_files import (
    export_scorecard,
    import_scorecard,
    look_ahead,
    remarks_on,
)
from annotator.settings import Settings
from annotator.storage.published.publications import Publication

_because = click.option(
    "--because", default="", help="Reason for publishing despite findings."
)

_kind = click.option(
    "--kind",
    type=click.Choice([kind.value for kind in EditionKind]),
    default=EditionKind.UPDATE.value,
    help="Kind of change from the previous edition; a first edition has none.",
)
_note = click.option("--note", default="", help="Note to readers about the edition.")


@click.command("import")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
)
@click.option("--publish", "publish_too", is_flag=True, help="Publish it as well.")
@_because
@click.pass_obj
def import_file(
    settings: Settings, /, *, file: Path, publish_too: bool, because: str
) -> None:
    """Import the scorecard in FILE (YAML), finding every quote in its report."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InvalidFileError(file.name, [f"is not UTF-8 text: {error}"]) from error
    with stores_of(settings) as stores:
        with reading(stores, Role.EDITOR) as context:
            ahead = look_ahead(context, name=file.name, text=text)
        with writing(stores, Role.EDITOR) as context:
            scorecard = import_scorecard(
                context, name=file.name, text=text, ahead=ahead
            )
            slug, title = scorecard.slug, scorecard.title
        click.echo(f"Imported {title}: /models/{slug}")
        for remark in remarks_on(name=file.name, text=text):
            click.echo(remark, err=True)
        if publish_too:
            _publish(stores, slug, because)


@click.command("export")
@click.option("--scorecard", "slug", required=True, help="Which one (its slug).")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; printed by default.",
)
@click.pass_obj
def export_file(settings: Settings, /, *, slug: str, output: Path | None) -> None:
    """Export a scorecard and everything it shows as YAML."""
    with stores_of(settings) as stores, reading(stores) as context:
        text = export_scorecard(context, slug)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"Wrote {output}.")


@click.command("publish")
@click.argument("slug")
@_because
@_kind
@_note
@click.pass_obj
def publish(
    settings: Settings, /, *, slug: str, because: str, kind: str, note: str
) -> None:
    """Publish the scorecard SLUG with its claims and the reports they cite.

    Findings to review first are printed; with findings it is published only if a reason is
    given.
    """
    with stores_of(settings) as stores:
        told = Told(EditionKind(kind), note)
        published = _publish(stores, slug, because, told)
    click.echo(f"Published {published.title}, edition {published.edition}.")


def _publish(
    stores: Stores, slug: str, because: str, told: Told = NOTHING_TOLD
) -> Publication:
    """Print what is found and check the quotes again, then publish."""
    with reading(stores, Role.EDITOR) as context:
        found = publication.find_on_scorecard(context, slug)
        _print(found)
        over = Over(frozenset(found.keys), because)
        if found.found and not because.strip():
            raise click.ClickException(
                f"{slug} was not published. Fix the findings listed, or give a reason "
                'to publish anyway: --because "…".'
            )
        checks = publication.check_scorecard(context, slug, over)
    with writing(stores, Role.EDITOR) as context:
        return publication.publish_scorecard(context, slug, checks, over, told)


def _print(found: Findings) -> None:
    for group in found.groups(len(found.found)):
        if group.name:
            click.echo(f"{group.name} ({group.claim})")
        for finding in group.findings:
            click.echo(f"  - {finding.sentence}")


@click.command("scorecards")
@click.pass_obj
def list_scorecards(settings: Settings) -> None:
    """List every scorecard with its state."""
    with stores_of(settings) as stores, reading(stores) as context:
        for scorecard in scorecards.list_scorecards(context):
            click.echo(f"{scorecard.slug:30} {scorecard.state:10} {scorecard.title}")


COMMANDS = [import_file, export_file, publish, list_scorecards]

"""``annotator user …``: people who may sign in."""

from typing import TextIO

import click

from annotator.cli.session import reading, stores_of, writing
from annotator.domain.permissions import Role
from annotator.services import accounts
from annotator.settings import Settings

_ROLES = [role.value for role in Role if role is not Role.READER]


@click.group()
def user() -> None:
    """Add people, and see who there is."""


@user.command()
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), default=Role.ANALYST.value)
@click.option("--display-name", help="The name that readers see beside a verdict.")
@click.option(
    "--password-file",
    type=click.File("r", encoding="utf-8"),
    help="Its first line is the password; - reads standard input.",
)
@click.pass_obj
def add(
    settings: Settings,
    /,
    *,
    name: str,
    role: str,
    display_name: str | None,
    password_file: TextIO | None,
) -> None:
    """Add somebody called NAME; a password is made up unless one is given."""
    if password_file:
        password = password_file.readline().rstrip("\n")
    else:
        password = accounts.generate_password()
    with stores_of(settings) as stores, writing(stores, Role.ADMIN) as context:
        accounts.add_user(
            context,
            name=name,
            display_name=display_name or name,
            role=role,
            password=password,
        )
    click.echo(f"Added {name} as {role}.")
    if not password_file:
        click.echo(f"Password, shown this once: {password}")


@user.command("list")
@click.pass_obj
def list_users(settings: Settings) -> None:
    """List everybody with their role."""
    with stores_of(settings) as stores, reading(stores, Role.ADMIN) as context:
        for person in accounts.list_users(context):
            state = "" if person.active else "  (deactivated)"
            click.echo(f"{person.name:20} {person.role:8}{state}")


@user.command("sign-out")
@click.argument("name")
@click.pass_obj
def sign_out(settings: Settings, /, *, name: str) -> None:
    """End every session of NAME, in all browsers, at once."""
    with stores_of(settings) as stores, writing(stores, Role.ADMIN) as context:
        accounts.revoke_all(context, name=name)
    click.echo(f"{name} is signed out everywhere.")


COMMANDS = [user]

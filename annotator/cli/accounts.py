"""``annotator user …``: people who may sign in."""

from typing import TextIO

import click

from annotator.cli.session import reading, stores_of, writing
from annotator.domain.permissions import Role
from annotator.services.accounts import accounts, passwords
from annotator.settings import Settings

PASSWORD_FILE = click.option(
    "--password-file",
    type=click.File("r", encoding="utf-8"),
    help="Its first line is the password; - reads standard input.",
)
_ROLES = [role.value for role in Role if role is not Role.READER]


@click.group()
def user() -> None:
    """Add people and list them."""


@user.command()
@click.argument("name")
@click.option("--role", type=click.Choice(_ROLES), default=Role.ANALYST.value)
@click.option("--display-name", help="The name shown to readers beside a verdict.")
@PASSWORD_FILE
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
    """Add a person called NAME; a password is generated unless one is given."""
    password = _password(password_file)
    hashed = passwords.hash_password(password, name=name)
    with stores_of(settings) as stores, writing(stores, Role.ADMIN) as context:
        accounts.add_user(
            context,
            name=name,
            display_name=display_name or name,
            role=role,
            password=hashed,
        )
    click.echo(f"Added {name} as {role}.")
    if not password_file:
        click.echo(f"Password (shown only once): {password}")


@user.command("set-password")
@click.argument("name")
@PASSWORD_FILE
@click.pass_obj
def set_password(
    settings: Settings, /, *, name: str, password_file: TextIO | None
) -> None:
    """Give NAME a new password, generated unless one is given; ends all their "
    "sessions."""
    password = _password(password_file)
    hashed = passwords.hash_password(password, name=name)
    with stores_of(settings) as stores, writing(stores, Role.ADMIN) as context:
        accounts.set_password(context, name=name, password=hashed)
    click.echo(f"{name} has a new password, and was signed out everywhere.")
    if not password_file:
        click.echo(f"Password (shown only once): {password}")


def _password(file: TextIO | None) -> str:
    return file.readline().rstrip("\r\n") if file else passwords.generate_password()


@user.command("list")
@click.pass_obj
def list_users(settings: Settings) -> None:
    """List everyone with their role."""
    with stores_of(settings) as stores, reading(stores, Role.ADMIN) as context:
        for person in accounts.list_users(context):
            state = "" if person.active else "  (deactivated)"
            click.echo(f"{person.name:20} {person.role:8}{state}")


@user.command("sign-out")
@click.argument("name")
@click.pass_obj
def sign_out(settings: Settings, /, *, name: str) -> None:
    """Sign NAME out of every browser at once."""
    with stores_of(settings) as stores, writing(stores, Role.ADMIN) as context:
        accounts.revoke_all(context, name=name)
    click.echo(f"{name} was signed out everywhere.")


COMMANDS = [user]

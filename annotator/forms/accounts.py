"""Forms about people: signing in, passwords, and who may do what."""

from typing import Annotated, ClassVar

from pydantic import Field

from annotator.forms.fields import Flag
from annotator.forms.reading import WHOLE, Form

Secret = Annotated[str, Field(repr=False)]


class SignInForm(Form):
    """A name and a password, and the address to go to afterwards."""

    name: str
    password: Secret
    next: str


class PasswordForm(Form):
    """One's own password, and its successor."""

    old: Secret
    new: Secret

    shown_at: ClassVar = {"password": "new"}


class PersonForm(Form):
    """A person to add."""

    name: str
    display_name: str
    role: str

    shown_at: ClassVar = {WHOLE: "name"}


class RoleForm(Form):
    """A person's role."""

    role: str


class ActiveForm(Form):
    """Whether a person may sign in."""

    active: Flag

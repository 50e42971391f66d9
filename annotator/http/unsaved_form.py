"""What was typed into a form whose change could not be made, so that it is not lost."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import g, request
from werkzeug.exceptions import HTTPException

from annotator.http.security import MAX_FORM_BYTES

LONG = 60  # characters, from which on a text is shown and not only carried along
_CHANGES = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class SentField:
    """One field as it was sent."""

    name: str
    value: str

    @property
    def is_long(self) -> bool:
        """Whether somebody would miss it."""
        return len(self.value) > LONG or "\n" in self.value

    @property
    def label(self) -> str:
        """Return what the field is about, in words."""
        return self.name.replace("_", " ").replace("-", " ").capitalize()


@dataclass(frozen=True)
class UnsavedForm:
    """A form that can be sent again as it was."""

    address: str
    fields: list[SentField]
    is_ours: bool  # it came from a page of this site, so that it may be sent again
    had_files: bool  # browsers do not let us choose files for anybody

    @property
    def texts(self) -> list[SentField]:
        """Return what is shown."""
        return [field for field in self.fields if field.is_long]

    @property
    def rest(self) -> list[SentField]:
        """Return what is only carried along."""
        return [field for field in self.fields if not field.is_long]


def unsaved_form() -> UnsavedForm | None:
    """Return what this request has sent, or None if there is nothing to keep.

    Passwords are never among it, and no stranger's upload is read for it.
    """
    if request.method not in _CHANGES or request.blueprint in {None, "auth"}:
        return None
    if "actor" not in g and (request.content_length or 0) > MAX_FORM_BYTES:
        return None
    try:
        sent = [SentField(*sent) for sent in request.form.items(multi=True)]
        had_files = bool(request.files)
    except HTTPException:  # too large, or cut off: that is what is answered
        return None
    fields = [field for field in sent if not _is_secret(field.name)]
    if not any(field.value for field in fields):
        return None
    return UnsavedForm(request.full_path.rstrip("?"), fields, _is_ours(), had_files)


def _is_secret(name: str) -> bool:
    return name == "csrf_token" or "password" in name


def _is_ours() -> bool:
    # Whatever stands in the form gets a fresh token: it must not be another site's.
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.host

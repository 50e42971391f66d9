"""Keep what was typed into a form that could not be saved."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import g, request
from werkzeug.exceptions import HTTPException

from annotator.http.security import MAX_FORM_BYTES

LONG = 60  # characters: a text this long is shown, a shorter one is a hidden field
_CHANGES = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class SentField:
    """One field as it was sent."""

    name: str
    value: str

    @property
    def is_long(self) -> bool:
        """Whether the text is long enough to be shown."""
        return len(self.value) > LONG or "\n" in self.value

    @property
    def label(self) -> str:
        """The field's name in words."""
        return self.name.replace("_", " ").replace("-", " ").capitalize()


@dataclass(frozen=True)
class UnsavedForm:
    """A form that was not saved and can be sent again unchanged."""

    address: str
    fields: list[SentField]
    is_ours: bool  # sent from a page of this site, so it may be sent again
    had_files: bool  # these must be chosen again: no page can fill in a file field

    @property
    def texts(self) -> list[SentField]:
        """The fields that are shown."""
        return [field for field in self.fields if field.is_long]

    @property
    def rest(self) -> list[SentField]:
        """The fields that are only carried along, hidden."""
        return [field for field in self.fields if not field.is_long]


def unsaved_form() -> UnsavedForm | None:
    """Return the form that this request sent, or None if there is nothing to keep.

    It never holds passwords. The upload of a person who is not signed in is not read.
    """
    if request.method not in _CHANGES or request.blueprint in {None, "auth"}:
        return None
    if "actor" not in g and (request.content_length or 0) > MAX_FORM_BYTES:
        return None
    try:
        sent = [SentField(*sent) for sent in request.form.items(multi=True)]
        had_files = bool(request.files)
    except HTTPException:  # too large or incomplete: the answer is about that
        return None
    fields = [field for field in sent if not _is_secret(field.name)]
    if not any(field.value for field in fields):
        return None
    return UnsavedForm(request.full_path.rstrip("?"), fields, _is_ours(), had_files)


def _is_secret(name: str) -> bool:
    return name == "csrf_token" or "password" in name


def _is_ours() -> bool:
    # The form gets a fresh token, so it must not come from another site.
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.host

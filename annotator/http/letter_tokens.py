"""The token of the form with which readers suggest a correction: what it is about, and when.

It is signed, and needs no cookie: a reader who is given one is not answered from memory any
more, and there is no session of theirs that another site could use.
"""

from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from flask import current_app
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature, URLSafeSerializer

from annotator.domain.letters import LEAST_AGE, MOST_AGE, About, sender_digest
from annotator.domain.vocabulary import LetterAbout

_SALT = "annotator.letter"


@dataclass(frozen=True)
class OpenedForm:
    """A form that was given to a reader."""

    about: About
    at: datetime

    def is_too_new(self, now: datetime) -> bool:
        """Whether it comes back faster than a person types."""
        return now - self.at < LEAST_AGE

    def is_too_old(self, now: datetime) -> bool:
        """Whether it was open for too long."""
        return now - self.at > MOST_AGE


def token_of(form: OpenedForm) -> str:
    """Return what a form carries."""
    said = [*astuple(form.about), int(form.at.timestamp())]
    return str(_serializer().dumps(said))


def read_token(token: str) -> OpenedForm:
    """Return which form it was; raise CSRFError (400) if we have given out none such."""
    try:
        kind, slug, edition, revision, page, passage, at = _serializer().loads(token)
    except BadSignature as error:
        raise CSRFError from error
    about = About(LetterAbout(kind), slug, edition, revision, page, passage)
    return OpenedForm(about, datetime.fromtimestamp(at, UTC))


def sender_of(address: str) -> str:
    """Return the digest that stands for an address."""
    return sender_digest(str(current_app.secret_key), address)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=_SALT)

"""Forms about invitations of labs to respond."""

from annotator.domain.invitations import InvitationFacts
from annotator.forms.reading import Form


class InviteForm(Form):
    """That a lab was invited: on one claim, or on all of a scorecard."""

    invited_on: str
    due_on: str
    contact_note: str

    def facts(self) -> InvitationFacts:
        """Return what was typed."""
        return InvitationFacts(**dict(self))


class InvitationForm(InviteForm):
    """An invitation with its response, if that is there."""

    response_on: str
    response_text: str
    response_url: str

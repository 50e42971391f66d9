"""Invitations of labs as readers see them: one on a claim, and all on a scorecard."""

from dataclasses import dataclass

from annotator.domain.vocabulary import InvitationState


@dataclass(frozen=True, slots=True)
class InvitationView:
    """That a lab was invited to respond, and its response; days are ISO 8601 dates."""

    id: int
    state: InvitationState
    invited_on: str
    due_on: str
    response_on: str
    response_text: str  # plain
    response_url: str


@dataclass(frozen=True, slots=True)
class InvitationCounts:
    """On how many public claims of a scorecard its lab was invited, and what came."""

    invited: int = 0  # and it has time yet
    received: int = 0
    silent: int = 0
    due_on: str = ""  # the last day for those that have time

    @property
    def total(self) -> int:
        """On how many claims it was invited."""
        return self.invited + self.received + self.silent

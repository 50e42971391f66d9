"""The step of an import that records that labs were invited to respond to a claim."""

from dataclasses import replace

from annotator.services.claims import invitations
from annotator.services.claims.invitations import Invitation
from annotator.services.scorecard_files.import_run import ImportRun, pair
from annotator.services.scorecard_files.schema import ClaimPart, InvitationPart
from annotator.services.scorecard_files.yaml_tree import Path


def take_invitations(work: ImportRun, part: ClaimPart, path: Path) -> None:
    """Add or update the invitations on a claim; one is known by its days.

    Notes for the desk are in no file, and are left as they are.
    """
    if not part.invitations:
        return
    stored = invitations.list_invitations(work.context, part.slug)
    rows = pair(part.invitations, stored, _is_same)
    paired = zip(part.invitations, rows, strict=True)
    for position, (told, row) in enumerate(paired):
        with work.at(*path, "invitations", position):
            if row is None:
                invitations.invite(work.context, part.slug, told.facts())
            else:
                facts = replace(told.facts(), contact_note=row.contact_note)
                invitations.edit_invitation(work.context, part.slug, row.id, facts)


def _is_same(told: InvitationPart, row: Invitation) -> bool:
    return (told.invited, told.due) == (row.invited_on, row.due_on)

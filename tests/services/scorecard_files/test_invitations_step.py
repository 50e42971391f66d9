"""An import records that labs were invited, and notes nothing twice."""

from dataclasses import replace

import pytest
from wren_file import FILE

from annotator.domain.errors import InvalidFileError
from annotator.services.claims import invitations
from annotator.services.scorecard_files import export_scorecard, import_scorecard

CLAIM = "no-danger"
INVITED = """\
    invitations:
      - invited: 2030-01-02
        due: 2030-02-01
        received: 2030-01-20
        response: We do not agree.
        url: https://wren.example/response
      - invited: 2030-03-01
        due: 2030-04-01
"""
BEFORE = "  - slug: line-was-set-beforehand\n"
NOTED = FILE.replace(BEFORE, INVITED + BEFORE)


def _rows(context):
    return list(invitations.list_invitations(context, CLAIM))


def test_invitations_and_responses_are_taken_in(context, bring_in):
    bring_in(text=NOTED)
    later, first = _rows(context)
    assert first.facts.response_text == "We do not agree."
    assert first.facts.response_url == "https://wren.example/response"
    assert (later.invited_on, later.response_on) == ("2030-03-01", "")


def test_an_import_again_changes_what_is_there_and_leaves_the_desks_note(
    context, bring_in
):
    bring_in(text=NOTED)
    row = _rows(context)[1]
    facts = replace(row.facts, contact_note="By mail to Ann.")
    invitations.edit_invitation(context, CLAIM, row.id, facts)
    bring_in(("We do not agree.", "We agree."), text=NOTED)
    assert len(_rows(context)) == 2
    changed = _rows(context)[1].facts
    assert (changed.response_text, changed.contact_note) == (
        "We agree.",
        "By mail to Ann.",
    )


def test_a_file_without_them_leaves_them_alone(context, bring_in):
    bring_in(text=NOTED)
    bring_in()
    assert len(_rows(context)) == 2


def test_what_was_taken_in_is_exported_as_it_was_without_the_note(
    context, bring_in, ahead
):
    bring_in(text=NOTED)
    row = _rows(context)[1]
    facts = replace(row.facts, contact_note="canarynote")
    invitations.edit_invitation(context, CLAIM, row.id, facts)
    text = export_scorecard(context, "wren-1")
    assert "canarynote" not in text
    assert "received: 2030-01-20" in text.replace("'", "")
    import_scorecard(context, name="again.yaml", text=text, ahead=ahead)
    assert len(_rows(context)) == 2
    assert export_scorecard(context, "wren-1") == text


def test_bad_days_are_told_with_their_place(context, bring_in):
    with pytest.raises(InvalidFileError) as refused:
        bring_in(("due: 2030-02-01", "due: 2029-02-01"), text=NOTED)
    assert "before the date of the invitation" in str(refused.value)
    assert "invitations" in str(refused.value)

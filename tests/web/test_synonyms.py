"""Editors say on a page what the field calls the same; analysts read it."""

import re

ADDRESS = "/desk/synonyms"


def _number(page, words):
    """Return the number of the set that is shown with these words."""
    found = re.search(rf'id="words-(\d+)" name="words" value="{words}"', page)
    assert found
    return found[1]


def _post(browser, address, words=""):
    return browser.post(address, data={"words": words}, follow_redirects=True)


def test_an_editor_adds_changes_and_removes_a_set(editor):
    added = _post(editor, ADDRESS, "jailbreak, bypass")
    number = _number(added.text, "jailbreak, bypass")
    changed = _post(editor, f"{ADDRESS}/{number}", "jailbreak, evasion")
    assert _number(changed.text, "jailbreak, evasion") == number
    removed = _post(editor, f"{ADDRESS}/{number}/remove")
    assert "jailbreak" not in removed.text


def test_what_will_not_do_is_shown_again_with_what_is_wrong(editor):
    refused = _post(editor, ADDRESS, "alone")
    assert refused.status_code == 422
    assert 'value="alone"' in refused.text
    assert "must be 2 to 20" in refused.text
    number = _number(refused.text, "CBRN, bio")
    again = _post(editor, f"{ADDRESS}/{number}", "bio, misuse")
    assert again.status_code == 422
    assert "in the set" in again.text
    assert _number(again.text, "bio, misuse") == number


def test_analysts_read_what_editors_decide(analyst):
    page = analyst.get(ADDRESS)
    assert "CBRN, bio" in page.text
    assert "Add a set" not in page.text
    assert _post(analyst, ADDRESS, "a, b").status_code == 403


def test_readers_are_sent_to_sign_in(reader):
    assert reader.get(ADDRESS).status_code in {302, 303, 401, 403}
    assert reader.post(ADDRESS, data={"words": "a, b"}).status_code != 200

"""Findings are known by their words, and listed by what they are about."""

from dataclasses import replace

from annotator.domain.checks.findings import (
    Finding,
    FindingKind,
    Findings,
    Spot,
    SpotKind,
    UnseenFindingsError,
    joined,
    without_repetition,
)

SPOT = Spot(SpotKind.RESULT, "long-tasks", 21)
ONE = Finding(FindingKind.BETWEEN_THE_LINES, "It is between.", SPOT, "safe")
OTHER = replace(ONE, claim="sound")
ALONE = Finding(FindingKind.LINE_CHANGED_SINCE_PUBLISHED, "It changed.", SPOT)


def test_a_finding_that_says_something_else_has_another_key():
    assert ONE.key == replace(ONE).key
    changed = (
        OTHER,
        replace(ONE, sentence="It was."),
        replace(ONE, spot=replace(SPOT, number=2)),
    )
    assert len({ONE.key, *(one.key for one in changed)}) == 4


def test_what_is_found_twice_is_told_once():
    assert without_repetition([ONE, OTHER, ONE]) == (ONE, OTHER)


def test_findings_are_listed_by_claim_and_no_more_than_a_page_names():
    found = Findings(
        (ALONE, ONE, OTHER, replace(ONE, sentence="More.")), {"safe": "Safe."}
    )
    alone, safe, sound = found.groups(3)
    assert (alone.claim, alone.name, alone.findings) == ("", "", (ALONE,))
    assert (safe.claim, safe.name, safe.findings) == ("safe", "Safe.", (ONE,))
    assert (sound.claim, sound.name) == ("sound", "")
    assert len(found.keys) == 4
    assert found.about("sound") == [OTHER]
    assert Findings((ONE,)).groups(1)[0].name == ""


def test_an_error_says_the_first_five_that_nobody_has_seen():
    unseen = [replace(ONE, sentence=f"Number {number}.") for number in range(7)]
    said = str(UnseenFindingsError(unseen))
    assert "Not published" in said
    assert said.endswith("Number 3. Number 4. And 2 more.")
    assert "And" not in str(UnseenFindingsError(unseen[:1]))


def test_words_are_joined_as_in_a_sentence():
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"

"""An import brings claims and their evidence in line with the file, and makes nothing twice."""

import pytest
from wren_claims import state
from wren_file import FILE

from annotator.domain.errors import InvalidFileError
from annotator.services.claims import absences, claims, critiques, evidence, verdicts
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import labs

CLAIM, PART = "no-danger", "line-was-set-beforehand"
ABSENT = """\
      - stance: undercuts
        absence:
          report: wren-card
          statement: No interval is given.
          queries: [uplift]
          judged:
            - {sentence: Its uplift was 1.70× in a study of twelve people., says_it: no, reason: A number.}
"""


def _links(context, slug=CLAIM):
    return list(evidence.list_evidence(context, [claims.get_claim(context, slug)]))


def _refused(bring_in, *changes):
    with pytest.raises(InvalidFileError) as refused:
        bring_in(*changes)
    return list(refused.value.mistakes)


def test_a_claim_is_made_with_all_that_the_file_says_of_it(context, bring_in):
    bring_in()
    claim = claims.get_claim(context, CLAIM)
    assert (claim.text, claim.state) == ("There is no danger.", "draft")
    assert (claim.category.slug, [m.slug for m in claim.models]) == (
        "chem-bio",
        ["wren-1"],
    )
    part = claims.get_claim(context, PART)
    assert (part.parent.slug, part.asserted_by) == (CLAIM, "analyst")
    result, source, region = _links(context)
    assert (result.load_bearing, result.strength) == ("lab says", "low")
    assert result.reasons == ["twelve people"]
    assert (source.source_title, source.source_url) == (
        "On small numbers",
        "https://example.org/few",
    )
    assert (region.aims_at, region.note) == ("evidence", "Look here.")


def test_a_claim_that_is_here_is_changed_where_the_file_differs(context, bring_in):
    bring_in()
    number = claims.get_claim(context, CLAIM).id
    bring_in(
        ("There is no danger.", "There is little danger."),
        ("    part_of: no-danger\n", ""),
        ("    assertion: {quote: We rule the danger out., report: wren-card}\n", ""),
    )
    claim = claims.get_claim(context, CLAIM)
    assert (claim.id, claim.text) == (number, "There is little danger.")
    assert claim.assertion_id is None
    assert claims.get_claim(context, PART).parent is None


def test_a_part_may_stand_before_the_claim_it_is_part_of(context, bring_in):
    head, claim_list = FILE.split("claims:\n")
    first, second = claim_list.split("  - slug: line-")
    bring_in(text=f"{head}claims:\n  - slug: line-{second}{first}")
    assert claims.get_claim(context, PART).parent.slug == CLAIM


def test_a_whole_that_is_neither_here_nor_in_the_file_is_told_once_where_it_is_named(
    bring_in,
):
    leaf = (
        "  - {slug: leaf, category: cyber, text: T., models: [wren-1], part_of: %s}\n"
    )
    line = _line("part_of: no-danger")
    with pytest.raises(InvalidFileError) as refused:
        bring_in(
            ("part_of: no-danger", "part_of: some-danger"), text=FILE + leaf % PART
        )
    assert list(refused.value.mistakes) == [
        f"line {line}: claims.1.part_of: There is no claim “some-danger”."
    ]


def test_a_part_is_not_blamed_for_what_is_wrong_with_its_whole(bring_in):
    [mistake] = _refused(bring_in, ("There is no danger.", "Long. " * 400))
    assert "claims.0: text: is longer than 1,000 characters." in mistake


def _line(words):
    return next(n for n, line in enumerate(FILE.splitlines(), 1) if words in line)


def test_evidence_is_weighed_anew_and_not_linked_twice(context, bring_in):
    bring_in()
    before = [link.id for link in _links(context)]
    bring_in(
        ("strength: low", "strength: high"),
        ("title: On small numbers", "title: On few"),
    )
    after = _links(context)
    assert [link.id for link in after] == before
    assert (after[0].strength, after[1].source_title) == ("high", "On few")


def test_a_stance_that_changed_is_a_change_of_the_same_link(context, bring_in):
    bring_in()
    before = [link.id for link in _links(context)]
    bring_in(("stance: supports\n        result", "stance: undercuts\n        result"))
    assert [link.id for link in _links(context)] == before
    assert _links(context)[0].stance == "undercuts"


def test_the_same_source_in_two_stances_is_two_links(context, bring_in):
    other = '      - {stance: undercuts, source: {url: "https://example.org/few"}}\n'
    twice = ("      - stance: qualifies", f"{other}      - stance: qualifies")
    bring_in(twice)
    before = {link.id: link.stance for link in _links(context)}
    assert sorted(before.values()) == ["context", "qualifies", "supports", "undercuts"]
    bring_in(twice)
    assert {link.id: link.stance for link in _links(context)} == before


def test_links_that_the_file_does_not_name_stay(context, bring_in):
    bring_in()
    own = evidence.link_evidence(
        context,
        claim=CLAIM,
        target=Target(source_url="https://own.example/"),
        weight=Weight(stance="context"),
    )
    bring_in()
    assert own.id in [link.id for link in _links(context)]


def test_an_opinion_is_added_if_it_differs_from_the_last_one(context, bring_in):
    bring_in()
    bring_in()
    bring_in(
        ("shown: not shown", "shown: shown"), ("Twelve is few.", "Twelve will do.")
    )
    claim = claims.get_claim(context, CLAIM)
    given = [verdict.shown for verdict in verdicts.list_verdicts(context, claim)]
    assert given == ["shown", "not shown"]
    assert critiques.get_critique(context, claim).body == "Twelve will do."


def test_an_absence_is_searched_for_and_judged_once(context, bring_in):
    text = FILE + ABSENT
    bring_in(text=text)
    [kept] = absences.list_absences(context)
    assert kept.holds
    assert [each.judgement.reason for each in kept.hits] == ["A number."]
    bring_in(text=text)
    [again] = absences.list_absences(context)
    assert (again.absence.id, again.run.id) == (kept.absence.id, kept.run.id)


def test_what_was_judged_and_is_not_found_leaves_what_is_found_to_be_judged(
    context, bring_in
):
    bring_in(text=FILE + ABSENT.replace("Its uplift", "Their uplift"))
    [kept] = absences.list_absences(context)
    assert (kept.unjudged, kept.holds) == (1, False)


def test_a_claim_of_another_lab_is_not_touched_and_told(context, bring_in):
    gull = labs.find_or_add_lab(context, "gull-labs")
    state(context, "It is theirs.", lab=gull.slug)
    [mistake] = _refused(bring_in, (f"slug: {PART}", "slug: it-is-theirs"))
    assert "claims.1.slug: another lab has this name; choose another" in mistake
    claim = claims.get_claim(context, "it-is-theirs")
    assert (claim.text, claim.lab.slug, _links(context, claim.slug)) == (
        "It is theirs.",
        "gull-labs",
        [],
    )

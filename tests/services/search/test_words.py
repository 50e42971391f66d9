"""Searching finds things as what they are, at once, and readers only what is public."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts, CritiqueText
from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import HitKind
from annotator.services.claims import capture, claims, critiques, evidence
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.services.publishing import publication, report_publication
from annotator.services.search import words

FACTS = ClaimFacts(
    text="Wren 1 lacks quokka skill.",
    category="cyber",
    lab="wren-labs",
    models=("wren-1",),
)
CLAIM = "wren-1-lacks-quokka-skill"
QUOTE = "Wren 1 solved 0.5 % of the quokka tasks."
PAGES = (
    ["A card about Wren 1.", QUOTE, "That is all."],
    ["Testers evaluated wombat misuse at some length here."],
)


@pytest.fixture
def card(desk):
    """A report with a passage that a claim with a critique rests on, all in draft."""
    desk.take_in(text_pdf(*PAGES), report="wren-card")
    with desk.sit_down() as context:
        reports.edit_report(
            context,
            "wren-card",
            title="Wren card",
            kind="system card",
            published="2030-05-01",
            source_url="",
            models=["Wren 1"],
        )
        claims.add_claim(context, FACTS)
        revision = reports.get_revision(
            context, reports.get_report(context, "wren-card")
        )
        passage = marking.mark_found(context, revision=revision, quote=QUOTE, page=1)
        evidence.link_evidence(
            context,
            claim=CLAIM,
            target=Target(passage=passage.id),
            weight=Weight(stance="supports"),
        )
        critiques.write_critique(
            context, claim=CLAIM, text=CritiqueText("A **platypus** would do better.")
        )
        number = passage.id
    desk.do_jobs()
    return number


@pytest.fixture
def find(desk):
    def ask(typed, role=Role.ANALYST, **narrowed):
        with desk.sit_down(role) as context:
            return words.search(context, typed, **narrowed)

    return ask


def _kinds(results):
    return {found.kind for found in results.found}


def test_each_thing_is_found_as_what_it_is(find, card):
    by_kind = {found.kind: found for found in find("quokka").found}
    assert by_kind.keys() == {HitKind.PASSAGE, HitKind.CLAIM}
    [sentence] = find("quokka", what="sentence").found
    assert (sentence.snippet.text, sentence.place.page, sentence.title) == (
        QUOTE,
        1,
        "Wren card",
    )
    assert by_kind[HitKind.PASSAGE].passage == card
    assert by_kind[HitKind.CLAIM].claim == CLAIM
    [critique] = find("platypus").found
    assert (critique.kind, critique.claim) == (HitKind.CRITIQUE, CLAIM)
    assert critique.snippet.text == "A platypus would do better."
    assert HitKind.REPORT in _kinds(find("card"))


def test_the_hit_is_marked_and_its_place_is_exact(find, card, desk):
    [found] = find("wombat", what="sentence").found
    [(start, end)] = found.snippet.marks
    assert found.snippet.text[start:end] == "wombat"
    with desk.sit_down() as context:
        revision = reports.get_revision(
            context, reports.get_report(context, "wren-card")
        )
        page = reports.get_page(context, revision, 2)
    assert page.text[found.place.span.start - page.start :].startswith("wombat")


def test_a_phrase_that_runs_on_into_the_next_sentence_is_marked_where_it_begins(
    find, card
):
    [found] = find('"the quokka tasks. That is" lab:wren-labs').found
    [(start, end)] = found.snippet.marks
    assert (found.kind, found.snippet.text) == (HitKind.SENTENCE, QUOTE)
    assert found.snippet.text[start:end] == "the quokka tasks"
    assert find('"the quokka tasks. That was" lab:wren-labs').total == 0


def test_facets_count_what_was_found_and_narrow_it(find, card):
    facets = {facet.name: facet for facet in find("quokka").facets}
    whats = {choice.value: choice.count for choice in facets["what"].choices}
    assert whats == {"passage": 1, "claim": 1}, "what is marked is counted once"
    assert [choice.value for choice in facets["lab"].choices] == ["wren-labs"]
    narrowed = find("quokka", what="claim")
    assert (narrowed.total, _kinds(narrowed)) == (1, {HitKind.CLAIM})


def test_filters_of_the_field_narrow(find, card):
    assert _kinds(find("quokka category:cyber")) == {HitKind.PASSAGE, HitKind.CLAIM}
    assert find("quokka stance:undercuts").total == 0
    assert HitKind.PASSAGE in _kinds(find("quokka stance:supports"))
    assert _kinds(find("quokka has:passage")) == {HitKind.PASSAGE}
    assert _kinds(find("quokka kind:sentence has:passage")) == {HitKind.SENTENCE}
    assert find("wombat has:passage").total == 0
    assert find("wombat after:2030-05 before:2030-06").total == 1
    assert find("wombat after:2030-06").total == 0
    assert find("wombat kind:framework").total == 0


def test_what_the_field_calls_the_same_is_looked_for_as_well(find, card):
    results = find("abuse")
    assert [found.place.page for found in results.found] == [2]
    assert results.also == ("misuse",)


def test_a_word_that_is_misspelled_is_mended(find, card):
    assert find("wonbat").did_you_mean == "wombat"


def test_a_mark_is_found_and_one_that_is_taken_back_is_not(find, card, desk):
    with desk.sit_down() as context:
        capture.withdraw_mark(context, card)
    desk.do_jobs()
    assert HitKind.PASSAGE not in _kinds(find("quokka"))
    assert find("quokka has:passage").total == 0
    with desk.sit_down() as context:
        capture.restore_mark(context, card)
    desk.do_jobs()
    assert HitKind.PASSAGE in _kinds(find("quokka"))


def test_a_claim_that_is_edited_is_found_by_its_new_words(find, card, desk):
    with desk.sit_down() as context:
        claims.edit_claim(context, CLAIM, replace(FACTS, text="Wren 1 is no numbat."))
        critiques.write_critique(
            context, claim=CLAIM, text=CritiqueText("An echidna, perhaps.")
        )
    desk.do_jobs()
    assert _kinds(find("numbat")) == {HitKind.CLAIM}
    assert _kinds(find("echidna")) == {HitKind.CRITIQUE}
    assert find("platypus").total == 0


def test_a_new_file_is_found_in_place_of_the_old_one(find, card, desk):
    desk.take_in(text_pdf(["Now only bandicoot."]), report="wren-card")
    assert find("bandicoot", what="sentence").total == 1
    assert find("wombat").total == 0


def test_readers_find_nothing_of_a_draft(find, card):
    for word in ("quokka", "wombat", "platypus", "wren", "card"):
        results = find(word, Role.READER)
        assert results.total == 0
        assert all(not facet.choices for facet in results.facets)
    assert find("wonbat", Role.READER).did_you_mean == ""


def test_readers_find_what_is_published_as_it_was_published(find, card, desk):
    desk.publish_claim(CLAIM)
    with desk.sit_down() as context:
        critiques.write_critique(
            context, claim=CLAIM, text=CritiqueText("A secret echidna.")
        )
        claims.edit_claim(context, CLAIM, replace(FACTS, text="A secret numbat."))
    desk.do_jobs()
    assert _kinds(find("quokka", Role.READER)) == {HitKind.PASSAGE, HitKind.CLAIM}
    assert _kinds(find("platypus", Role.READER)) == {HitKind.CRITIQUE}
    for secret in ("echidna", "numbat", "secret"):
        assert find(secret, Role.READER).total == 0
        assert find(secret).total > 0
    assert find("ekidna", Role.READER).did_you_mean == ""
    with desk.sit_down() as context:
        publication.withdraw_claim(context, CLAIM)
    desk.do_jobs()
    assert HitKind.CLAIM not in _kinds(find("quokka", Role.READER))
    assert find("platypus", Role.READER).total == 0


def test_what_was_taken_back_is_not_shown_though_the_index_has_it_still(
    find, card, desk
):
    desk.publish_claim(CLAIM)
    desk.do_jobs()
    assert HitKind.SENTENCE in _kinds(find("wren", Role.READER))
    with desk.sit_down() as context:
        report_publication.withdraw_report(context, "wren-card")
        publication.withdraw_claim(context, CLAIM)
    results = find("wren", Role.READER)
    assert (results.found, results.total, results.facets) == ((), 0, ())
    assert find("quokkas", Role.READER).did_you_mean == ""
    desk.do_jobs()
    assert find("wren", Role.READER).total == 0


def test_the_newest_reports_come_first_if_asked_for(find, card, desk):
    desk.take_in(text_pdf(["A wombat of an older time."]), report="older")
    with desk.sit_down() as context:
        report = reports.get_report(context, "older")
        report.published = "2024-01-01"
    desk.do_jobs()
    found = find("wombat", sort="date", what="sentence").found
    assert [hit.report.slug for hit in found] == ["wren-card", "older"]
    with pytest.raises(InvalidError, match="sort"):
        find("wombat", sort="size")

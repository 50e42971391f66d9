"""What is indexed of each thing: all that the desk has, and for readers what was frozen."""

from collections import namedtuple
from dataclasses import replace

import pytest
from pdfs import footnote_mark, text_pdf
from wren_claims import cite, describe, link, mark, state

from annotator.domain.claims import CritiqueText
from annotator.domain.vocabulary import HitKind, SealOutcome
from annotator.services.claims import claims, critiques
from annotator.services.library import labs, reports
from annotator.services.library.labs import ModelFacts
from annotator.services.library.texts import document
from annotator.services.passages import marking, regions, review_queue
from annotator.services.publishing import publication, report_publication, seals
from annotator.services.publishing.seals import Check
from annotator.services.search import index_units

HEAD = "Wren card, May 2030"
NUMBER, KEPT = "Wren 1 solved 12 of the 40 long tasks.", "Nobody was harmed by it."
PAGES = [
    [HEAD, "", NUMBER, KEPT],
    [HEAD, "", "It was tested for"],
    [HEAD, "", "three long weeks.", "Then it rained."],
    [HEAD, "", "That is all."],
]
CLAIM = "wren-1-is-safe"

Card = namedtuple("Card", "desk claim number kept")


def _publish(desk):
    """A claim on two passages, published."""
    desk.take_in(text_pdf(*PAGES), report="card")
    with desk.sit_down() as context:
        describe(context, "card")
        state(context, "Wren 1 is safe.", models=("wren-1",))
        passages = [cite(context, CLAIM, "card", each) for each in (NUMBER, KEPT)]
        claim = claims.get_claim(context, CLAIM).id
    desk.publish_claim(CLAIM)
    return Card(desk, claim, *passages)


@pytest.fixture(scope="module")
def shared(desk_in, tmp_path_factory):
    """A published claim; tests drop what they change."""
    with desk_in(tmp_path_factory.mktemp("units")) as desk:
        yield _publish(desk)


@pytest.fixture
def context(shared):
    with shared.desk.rehearse() as context:
        yield context


def _text(context, slug):
    report = reports.get_report(context, slug)
    revision = reports.get_revision(context, report)
    [units] = index_units.text_units(context, slug, revision).values()
    return units, document(context, revision)


def test_sentences_are_units_over_pages_and_running_heads_are_none(context):
    units, text = _text(context, "card")
    assert [unit.text for unit in units] == [
        NUMBER,
        KEPT,
        "It was tested for three long weeks.",
        "Then it rained.",
        "That is all.",
    ]
    assert [unit.page for unit in units] == [1, 1, 2, 3, 4]
    spoken = text.slice(units[3].start, units[3].end)
    assert spoken == "Then it rained."


def test_footnotes_are_units_of_their_own_and_the_marks_that_call_them_none(desk):
    desk.take_in(footnote_mark(), report="notes")
    with desk.look() as context:
        units, _ = _text(context, "notes")
    assert [unit.text for unit in units] == [
        "evaluation, which we trust",
        "3 Parrish, A., et al. (2021)",
    ]


def test_a_report_without_a_public_file_is_a_group_without_units(context):
    assert index_units.text_units(context, "card", None) == {"text:card": []}


def test_a_claim_is_a_unit_and_its_critique_another_in_plain_text(shared, context):
    group = f"claim:{shared.claim}"
    [alone] = index_units.claim_units(context, [shared.claim])[group]
    assert (alone.kind, alone.text) == (HitKind.CLAIM, "Wren 1 is safe.")
    critiques.write_critique(
        context, claim=CLAIM, text=CritiqueText("**Perhaps.**", ask_the_lab="- Why?")
    )
    _, critique = index_units.claim_units(context, [shared.claim])[group]
    assert (critique.kind, critique.text) == (HitKind.CRITIQUE, "Perhaps.\n\nWhy?")
    assert critique.facts == alone.facts
    assert alone.facts.stances == ("supports",)
    [public] = index_units.public_claim_units(context, [shared.claim])[group]
    assert public == alone


def test_readers_units_keep_what_was_frozen_when_claims_and_links_change(
    shared, context
):
    before = index_units.public_claim_units(context, [shared.claim])
    shown = index_units.public_passage_units(context, [shared.number])
    facts = claims.get_claim(context, CLAIM).facts
    claims.edit_claim(
        context, CLAIM, replace(facts, text="A secret.", category="chem-bio", models=())
    )
    link(context, CLAIM, shared.number, stance="undercuts")
    labs.edit_model(
        context,
        "wren-1",
        ModelFacts(
            name="Secret",
            most_powerful=False,
            released="2030",
            training_dates="2030",
            deployment_dates="2030",
        ),
    )
    assert index_units.public_claim_units(context, [shared.claim]) == before
    assert index_units.public_passage_units(context, [shared.number]) == shown
    [unit] = shown[f"passage:{shared.number}"]
    assert (unit.text, unit.page) == (NUMBER, 1)
    assert (unit.facts.categories, unit.facts.stances) == (("cyber",), ("supports",))
    [drafted] = index_units.passage_units(context, [shared.number]).popitem()[1]
    assert drafted.facts.stances == ("supports", "undercuts")
    assert drafted.facts.categories == ("chem-bio",)


def test_what_is_taken_back_at_the_desk_is_no_unit_there(shared, context):
    draft = mark(context, "card", "Then it rained.")
    assert index_units.passage_units(context, [draft])[f"passage:{draft}"]
    marking.withdraw_passage(context, draft)
    context.session.flush()
    assert index_units.passage_units(context, [draft]) == {f"passage:{draft}": []}
    assert index_units.public_passage_units(context, [draft]) == {
        f"passage:{draft}": []
    }


def test_a_quote_that_is_withheld_from_readers_is_no_unit_of_theirs(shared, context):
    group = f"passage:{shared.kept}"
    [quoted] = index_units.public_passage_units(context, [shared.kept])[group]
    assert quoted.text == KEPT
    sha256 = index_units.public_quotes(context, [shared.kept])[shared.kept][0].revision
    broken = Check(shared.kept, sha256, 1, KEPT, SealOutcome.DIFFERS, "It says else.")
    seals.keep(context, [broken])
    assert index_units.public_passage_units(context, [shared.kept]) == {group: []}
    assert index_units.passage_units(context, [shared.kept])[group]


def test_what_is_withdrawn_is_no_unit_of_readers(shared, context):
    both = [shared.number, shared.kept]
    report_publication.withdraw_report(context, "card")
    empty = {f"passage:{number}": [] for number in both}
    assert index_units.public_passage_units(context, both) == empty
    publication.withdraw_claim(context, CLAIM)
    group = f"claim:{shared.claim}"
    assert index_units.public_claim_units(context, [shared.claim]) == {group: []}
    assert len(index_units.claim_units(context, [shared.claim])[group]) == 1


def test_a_figure_is_found_by_what_is_said_of_it(shared, context):
    sha256 = reports.get_revision(context, reports.get_report(context, "card")).sha256

    def units(description):
        figure = regions.mark_region(
            context,
            sha256=sha256,
            page=1,
            box=(60.0, 60.0, 300.0, 200.0),
            description=description,
            picture="0" * 16,
        )
        return index_units.passage_units(context, [figure.id])[f"passage:{figure.id}"]

    assert units(" ") == []
    [unit] = units("Uplift by group.")
    assert (unit.text, unit.page, unit.start, unit.end) == ("Uplift by group.", 1, 0, 0)


def test_a_passage_is_found_by_the_words_of_the_newest_file_once_they_are_accepted(
    desk,
):
    card = _publish(desk)
    now = NUMBER.replace("12", "21")
    desk.take_in(text_pdf(["Front."], [now, "Nothing else."]), report="card")

    def units(number):
        with desk.look() as context:
            [found] = index_units.passage_units(context, [number]).values()
            [public] = index_units.public_passage_units(context, [number]).values()
        return [(unit.text, unit.page) for unit in (*found, *public)]

    assert units(card.number) == [(NUMBER, 1), (NUMBER, 1)]
    assert units(card.kept) == [(KEPT, 1), (KEPT, 1)]
    with desk.sit_down() as context:
        _, waiting = review_queue.queue(context)
        [edited] = [
            each.placement.id for each in waiting if each.placement.page_from == 2
        ]
        review_queue.accept(context, edited)
    assert units(card.number) == [(now, 2), (NUMBER, 1)]

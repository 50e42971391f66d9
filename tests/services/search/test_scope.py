"""A search reads drafts for those who may see them, and for readers what is published."""

from collections import namedtuple

import pytest
from pdfs import text_pdf
from wren_claims import cite, state

from annotator.domain.claims import ClaimFacts, CritiqueText
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import SealOutcome
from annotator.search.query.parser import parse
from annotator.services.claims import capture, claims, critiques
from annotator.services.publishing import publication, report_publication, seals
from annotator.services.publishing.seals import Check
from annotator.services.search.scope import DraftScope, PublicScope, scope_of

SOLVED = "Wren 1 solved 12 of the 40 long tasks."
OKAPI, TAPIR = "An okapi was seen.", "A tapir was seen."
QUOKKA, NUMBAT = "A quokka slept.", "A numbat slept."
DRAFT, SHOWN, TAKEN, WITHHELD = "A draft.", "One shown.", "One taken down.", "Another."

Sample = namedtuple("Sample", "desk claims passages")


@pytest.fixture(scope="module")
def sample(desk_in, tmp_path_factory):
    """A draft, a published and a withdrawn one of each: claim, passage and file."""
    with desk_in(tmp_path_factory.mktemp("scope")) as desk:
        desk.take_in(text_pdf([SOLVED, OKAPI]), report="shown")
        desk.take_in(text_pdf([QUOKKA]), report="draft")
        desk.take_in(text_pdf([NUMBAT]), report="taken")
        numbers, passages = {}, {}
        rests_on = {
            DRAFT: ("draft", QUOKKA),
            SHOWN: ("shown", SOLVED),
            TAKEN: ("shown", OKAPI),
            WITHHELD: ("taken", NUMBAT),
        }
        with desk.sit_down() as context:
            for text, (report, quote) in rests_on.items():
                slug = state(context, text)
                numbers[text] = claims.get_claim(context, slug).id
                passages[text] = cite(context, slug, report, quote)
        for slug in ("one-shown", "one-taken-down", "another"):
            desk.publish_claim(slug)
        with desk.sit_down() as context:
            publication.withdraw_claim(context, "one-taken-down")
            report_publication.withdraw_report(context, "taken")
        desk.take_in(text_pdf(["Front."], [SOLVED, TAPIR]), report="shown")
        yield Sample(desk, numbers, passages)


@pytest.fixture
def searched(sample):
    """Ask what is searched by somebody of a role."""

    def ask(role, question):
        with sample.desk.look(role) as context:
            return question(scope_of(context))

    return ask


@pytest.mark.parametrize("role", Role)
def test_drafts_are_searched_by_all_who_may_see_them_and_by_nobody_else(searched, role):
    wanted = PublicScope if role is Role.READER else DraftScope
    assert type(searched(role, lambda scope: scope)) is wanted


@pytest.mark.parametrize(
    ("role", "words"),
    [(Role.ANALYST, {"tapir", "quokka", "numbat"}), (Role.READER, {"okapi"})],
)
def test_each_has_indexes_of_their_own_newest_files(searched, role, words):
    every = {"okapi", "tapir", "quokka", "numbat"}

    def found(scope):
        hits = {
            word: scope.words.search(parse(f"{word} kind:sentence"), limit=9)
            for word in every
        }
        return {word for word in every if hits[word].total}

    assert searched(role, found) == words


@pytest.mark.parametrize(("role", "files"), [(Role.ANALYST, 4), (Role.READER, 1)])
def test_quotes_are_looked_for_in_the_files_one_may_see(searched, role, files):
    assert len(searched(role, lambda scope: scope.quotes.versions())) == files


@pytest.mark.parametrize(
    ("role", "texts"),
    [(Role.ANALYST, {DRAFT, SHOWN, TAKEN, WITHHELD}), (Role.READER, {SHOWN, WITHHELD})],
)
def test_claims_that_were_not_published_or_were_taken_down_are_kept_from_readers(
    sample, searched, role, texts
):
    ids = list(sample.claims.values())
    found = searched(role, lambda scope: scope.claim_texts(ids))
    assert {number: each.statement for number, each in found.items()} == {
        sample.claims[text]: text for text in texts
    }


@pytest.mark.parametrize(
    ("role", "texts"),
    [(Role.ANALYST, {DRAFT, SHOWN, TAKEN, WITHHELD}), (Role.READER, {SHOWN})],
)
def test_passages_of_drafts_and_of_withdrawn_files_are_kept_from_readers(
    sample, searched, role, texts
):
    ids = list(sample.passages.values())
    wanted = {sample.passages[text] for text in texts}
    assert searched(role, lambda scope: scope.passage_texts(ids)).keys() == wanted
    assert searched(role, lambda scope: scope.placements(ids)).keys() == wanted


@pytest.mark.parametrize(("role", "page"), [(Role.ANALYST, 2), (Role.READER, 1)])
def test_a_passage_stands_for_readers_where_it_is_quoted_from(
    sample, searched, role, page
):
    number = sample.passages[SHOWN]
    found = searched(role, lambda scope: scope.placements([number]))
    assert found[number].page_from == page


def test_readers_search_the_words_that_were_frozen(sample):
    number = sample.claims[SHOWN]
    with sample.desk.rehearse() as context:
        claims.edit_claim(
            context, "one-shown", ClaimFacts("One reworded.", "cyber", "wren-labs")
        )
        critiques.write_critique(
            context, claim="one-shown", text=CritiqueText("A **new** critique.")
        )
        drafts = DraftScope(context).claim_texts([number])[number]
        public = PublicScope(context).claim_texts([number])[number]
    assert (drafts.statement, drafts.critique) == ("One reworded.", "A new critique.")
    assert (public.statement, public.critique) == (SHOWN, "")


def test_a_mark_that_is_taken_back_is_searched_by_readers_until_that_is_published(
    sample,
):
    number = sample.passages[SHOWN]
    with sample.desk.rehearse() as context:
        capture.withdraw_mark(context, number)
        context.session.flush()
        assert DraftScope(context).passage_texts([number]) == {}
        assert PublicScope(context).passage_texts([number]) == {number: SOLVED}


def test_a_quote_whose_seal_is_broken_is_not_searched_by_readers(sample):
    number = sample.passages[SHOWN]
    with sample.desk.rehearse() as context:
        [quoted] = PublicScope(context).placements([number]).values()
        sha256 = quoted.revision.sha256
        broken = Check(number, sha256, 1, SOLVED, SealOutcome.DIFFERS, "It says 21.")
        seals.keep(context, [broken])
        assert PublicScope(context).passage_texts([number]) == {}
        assert PublicScope(context).placements([number]) == {}


def test_the_readers_index_is_known_to_be_ahead_until_what_was_taken_down_is_out_of_it(
    desk,
):
    desk.take_in(text_pdf([SOLVED]), report="shown")
    desk.publish_file("shown")
    with desk.sit_down() as context:
        assert not PublicScope(context).is_ahead()
        report_publication.withdraw_report(context, "shown")
    with desk.look() as context:
        assert PublicScope(context).is_ahead()
        assert not DraftScope(context).is_ahead()
    desk.do_jobs()
    with desk.look() as context:
        assert not PublicScope(context).is_ahead()

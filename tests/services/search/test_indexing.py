"""The indexes hold what the database has, follow its changes, and can be made again."""

import shutil
from collections import namedtuple
from dataclasses import replace

import pytest
from pdfs import text_pdf
from wren_claims import cite, describe, mark, state

from annotator.domain.vocabulary import HitKind
from annotator.search.query.parser import parse
from annotator.search.words.protocol import IndexUnit
from annotator.services.claims import claims
from annotator.services.intake import removal
from annotator.services.publishing import publication, report_publication
from annotator.services.search import indexing

QUOTE = "Wren 1 solved 0.5 % of the quokka tasks."
PAGES = (["A card about Wren 1.", QUOTE], ["A wombat was tested at length."])
CLAIM = "wren-1-lacks-quokka-skill"

Card = namedtuple("Card", "desk sha256 passage")


def _fill(desk):
    sha256 = desk.take_in(text_pdf(*PAGES), report="wren-card")
    with desk.sit_down() as context:
        describe(context, "wren-card")
        state(context, "Wren 1 lacks quokka skill.")
        passage = cite(context, CLAIM, "wren-card", QUOTE)
    desk.do_jobs()
    return Card(desk, sha256, passage)


@pytest.fixture(scope="module")
def shared(desk_in, tmp_path_factory):
    """A report with a passage that a claim rests on, for tests that mend what they break."""
    with desk_in(tmp_path_factory.mktemp("indexing")) as desk:
        yield _fill(desk)


@pytest.fixture
def card(desk):
    return _fill(desk)


def _check(desk):
    with desk.look() as context:
        return indexing.check(context)


def _found(index, typed):
    hits = index.search(parse(typed), limit=20).hits
    return {(hit.kind.value, hit.number) for hit in hits}


def test_an_index_that_grew_with_its_installation_is_in_line(shared):
    assert _check(shared.desk) == []
    with shared.desk.look() as context:
        assert not indexing.is_behind(context)


@pytest.mark.parametrize("lost", ["desk", "public"])
def test_an_index_that_was_lost_is_made_again(card, desk_in, lost):
    card.desk.publish_claim(CLAIM)
    shutil.rmtree(card.desk.stores.data / "index" / lost)
    with desk_in(card.desk.stores.data) as again:
        with again.look() as context:
            assert indexing.is_behind(context)
            indexing.rebuild(context)
            assert not indexing.is_behind(context)
        assert _check(again) == []


def test_what_is_missing_too_much_or_stale_is_told_and_mended(shared):
    stores = shared.desk.stores
    stores.desk_index.replace({"report:wren-card": [], f"passage:{shared.passage}": []})
    stray = {"claim:999": [IndexUnit(HitKind.CLAIM, 999, "A stray.")]}
    stores.public_index.replace(stray)
    stale = [IndexUnit(HitKind.SENTENCE, 1, "Stale.", report=1, page=1)]
    stores.desk_index.replace({"text:wren-card": stale})
    assert set(_check(shared.desk)) == {
        "desk: report:wren-card is missing",
        f"desk: passage:{shared.passage} is missing",
        "desk: text:wren-card is not up to date",
        "readers: claim:999 should not be there",
    }
    told = []
    with shared.desk.look() as context:
        assert indexing.rebuild(context, lambda *done: told.append(done)) == 1
    assert told == [(0, 1), (1, 1)]
    assert _check(shared.desk) == []


def test_a_draft_in_the_readers_index_is_a_fault(shared):
    stores, group = shared.desk.stores, "report:wren-card"
    draft = [IndexUnit(HitKind.REPORT, 1, "Wren card", 1)]
    stores.public_index.replace({group: draft})
    assert _check(shared.desk) == [f"readers: {group} should not be there"]
    with shared.desk.look() as context:
        indexing.index_report(context, "wren-card")
    assert _check(shared.desk) == []


def test_what_is_withdrawn_leaves_the_readers_index_with_all_it_has_shown(card):
    desk, public = card.desk, card.desk.stores.public_index
    desk.publish_claim(CLAIM)
    desk.do_jobs()
    shown = _found(public, "quokka")
    assert {kind for kind, _ in shown} == {"passage", "claim"}, "not the sentence too"
    with desk.sit_down() as context:
        publication.withdraw_claim(context, CLAIM)
    desk.do_jobs()
    assert {kind for kind, _ in _found(public, "quokka")} == {"sentence"}
    with desk.sit_down() as context:
        report_publication.withdraw_report(context, "wren-card")
    desk.do_jobs()
    assert _found(public, "quokka") == set()
    assert _check(desk) == []


def test_a_claim_that_changes_its_category_takes_its_passages_along(card):
    desk, index = card.desk, card.desk.stores.desk_index
    before = _found(index, "category:cyber")
    assert ("passage", card.passage) in before
    with desk.sit_down() as context:
        facts = claims.get_claim(context, CLAIM).facts
        claims.edit_claim(context, CLAIM, replace(facts, category="chem-bio"))
    desk.do_jobs()
    assert _found(index, "category:cyber") == set()
    assert _found(index, "category:chem-bio") == before


def test_a_report_that_was_removed_is_in_no_index(desk):
    desk.take_in(text_pdf(*PAGES), report="wren-card")
    with desk.sit_down() as context:
        removal.remove_report(context, "wren-card")
    desk.do_jobs()
    assert desk.stores.desk_index.held() == {}
    assert desk.stores.desk_quotes.versions() == {}
    assert _check(desk) == []


def test_more_passages_than_are_made_ready_at_once_are_all_checked(shared, monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 1)
    with shared.desk.rehearse() as context:
        other = mark(context, "wren-card", "A wombat was tested at length.")
        assert indexing.check(context) == [f"desk: passage:{other} is missing"]

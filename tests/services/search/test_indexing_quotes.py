"""The quote indexes hold the text of every file that is here, as its last reader made it."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.permissions import Role
from annotator.services.intake import removal
from annotator.services.publishing import report_publication
from annotator.services.search import indexing_quotes, quotes
from annotator.storage.library import reports, revisions

OLD, NEW = "Wren 1 solved 12 of the 40 long tasks.", "Wren 1 solved 21 of the 40 tasks."


@pytest.fixture
def card(desk):
    """The hashes of a report's two files, of which readers see the first."""
    first = desk.take_in(text_pdf([OLD]), report="card")
    desk.publish_file("card")
    return first, desk.take_in(text_pdf([NEW]), report="card")


@pytest.fixture
def held(desk):
    """The hashes of the files in the desk's and in the readers' index."""

    def held():
        stores = desk.stores
        with desk.look() as context:
            return [
                {
                    revisions.find_by_id(context.session, number).sha256
                    for number in index.versions()
                }
                for index in (stores.desk_quotes, stores.public_quotes)
            ]

    return held


def _faults(desk):
    with desk.look() as context:
        return indexing_quotes.check_quotes(context)


def _said(desk, quote, role=Role.ANALYST):
    with desk.look(role) as context:
        [places] = quotes.find_quotes(context, [quote], every_file=True)
    return [place.exact for place in places if place.score == 1.0]


def test_every_file_is_held_for_the_desk_and_for_readers_those_they_see(
    desk, card, held
):
    assert held() == [{*card}, {card[0]}]
    desk.publish_file("card")
    assert held() == [{*card}, {*card}]
    with desk.sit_down() as context:
        report_publication.withdraw_file(context, "card", card[0])
    desk.do_jobs()
    assert held() == [{*card}, {card[1]}]
    assert _faults(desk) == []


def test_a_file_that_was_removed_is_held_no_longer_and_can_come_back(desk, card, held):
    with desk.sit_down() as context:
        removal.remove_file(context, card[1])
    desk.do_jobs()
    assert held() == [{card[0]}, {card[0]}]
    with desk.sit_down() as context:
        removal.restore_file(context, card[1])
    desk.do_jobs()
    assert held() == [{*card}, {card[0]}]


def test_indexes_that_were_lost_are_made_again(desk, card):
    told = []
    for index in (desk.stores.desk_quotes, desk.stores.public_quotes):
        index.remove(list(index.versions()))
    assert len(_faults(desk)) == 3
    assert _said(desk, OLD) == []
    with desk.look() as context:
        assert indexing_quotes.quotes_are_behind(context)
        found = indexing_quotes.rebuild_quotes(context, lambda *done: told.append(done))
        assert not indexing_quotes.quotes_are_behind(context)
    assert (found, told) == (2, [(0, 2), (1, 2), (2, 2)])
    assert _faults(desk) == []
    assert _said(desk, OLD) == [OLD]
    assert _said(desk, NEW, Role.READER) == []


def test_a_text_that_readers_may_not_see_is_a_fault_of_their_index(desk, card):
    stores = desk.stores
    [draft] = stores.desk_quotes.versions().keys() - stores.public_quotes.versions()
    stores.public_quotes.put([*stores.desk_quotes.texts({draft})])
    assert _faults(desk) == [
        f"readers, quotes: the text of file {draft} should not be there."
    ]
    assert _said(desk, NEW, Role.READER) == []


def test_a_text_of_an_earlier_reader_is_told_and_replaced(desk):
    desk.take_in(text_pdf([OLD]), report="card")
    index = desk.stores.desk_quotes
    [number] = index.versions()
    [text] = index.texts({number})
    index.put([replace(text, version="an earlier one", symbols=b"nothing")])
    assert _faults(desk) == [
        f"desk, quotes: the text of file {number} is of an earlier reader."
    ]
    assert _said(desk, OLD) == []
    with desk.look() as context:
        report = reports.by_slug(context.session, "card")
        indexing_quotes.index_quotes(context, report)
    assert _faults(desk) == []
    assert _said(desk, OLD) == [OLD]

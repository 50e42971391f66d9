"""An edition is shown among what was public with it, and compared as readers see it."""

import hashlib
from dataclasses import replace

import pytest
from wren_editions import CARD, CLAIM, FIRST, SECOND, reword, tell

from annotator.domain.errors import AddressError, WithheldError
from annotator.services.context import READER
from annotator.services.publishing import edition_pages, publication, report_publication


@pytest.fixture(scope="module")
def beginning(begun):
    return begun(tell)


@pytest.fixture(scope="module")
def told(desk_in, beginning, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("editions"), beginning) as desk:
        yield desk


@pytest.fixture
def context(told):
    with told.rehearse(days=30) as context:
        yield context


@pytest.fixture
def reader(context):
    """A reader who sees what the test has done so far."""
    return replace(context, actor=READER)


def test_a_claim_is_shown_as_it_was(reader):
    first = edition_pages.claim_edition(reader, CLAIM, 1)
    assert first.page.claim.text == FIRST
    assert first.page.claim.verdict.shown == "partly shown"
    assert [link.quote.exact for link in first.page.claim.evidence] == [FIRST]
    assert first.page.edition.is_open
    assert (first.place.after.number, first.place.newest.number) == (2, 3)


def test_a_scorecard_has_the_claims_that_stood_when_it_was_published(context, reader):
    def texts(number):
        page = edition_pages.scorecard_edition(reader, "wren-1", number).page
        return [claim.text for card in page.cards for claim in card.claims]

    assert texts(1) == [FIRST]
    assert texts(2) == ["Wren 1 solved a single task."]
    publication.withdraw_claim(context, CLAIM)
    assert texts(1) == texts(2) == []


def test_contents_are_the_bytes_of_which_the_hash_was_taken(reader):
    page = edition_pages.claim_edition(reader, CLAIM, 2).page
    content = edition_pages.contents(reader, "claim", CLAIM, 2)
    assert hashlib.sha256(content).hexdigest() == page.edition.sha256


def test_contents_with_quotes_of_a_withdrawn_file_are_withheld(context, reader):
    report_publication.withdraw_report(context, CARD)
    with pytest.raises(WithheldError, match="include something that is not public"):
        edition_pages.contents(reader, "claim", CLAIM, 1)
    shown = edition_pages.claim_edition(reader, CLAIM, 1)
    assert not shown.page.edition.is_open
    assert [link.quote.exact for link in shown.page.claim.evidence] == ["[withheld]"]
    compared = edition_pages.compare(reader, "claim", CLAIM, 1, 2)
    assert compared.is_partial
    assert SECOND not in repr(compared)


def test_a_report_s_edition_names_the_files_that_readers_see(reader):
    found = edition_pages.report_edition(reader, CARD, 1)
    assert len(found.report.files) == 1
    assert found.edition.is_open


def test_editions_are_compared_from_the_older_to_the_newer(reader):
    compared = edition_pages.compare(reader, "claim", CLAIM, 2, 1)
    assert compared == edition_pages.compare(reader, "claim", CLAIM, 1, 2)
    assert (compared.older.number, compared.newer.number) == (1, 2)
    assert [(part.how, part.title) for part in compared.moves.parts] == [
        ("added", SECOND)
    ]
    card = edition_pages.compare(reader, "scorecard", "wren-1", 1, 2)
    assert [field.name for field in card.moves.fields] == ["Cyber: we say"]
    with pytest.raises(AddressError, match="same edition"):
        edition_pages.compare(reader, "claim", CLAIM, 2, 2)


def test_a_draft_is_in_no_edition(context, reader):
    reword(context, "A canary.")
    shown = edition_pages.claim_edition(reader, CLAIM, 3)
    assert "canary" not in repr(shown)

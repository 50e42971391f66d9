"""Any edition of a page can be read as it was published, cited, and compared."""

import hashlib
import json
import re
from html import unescape

import pytest
from pdfs import text_pdf
from sqlalchemy import event
from wren_claims import cite, describe, state
from wren_editions import CARD, CLAIM, CORRECTED, FIRST, SECOND, reword, tell

from annotator.app import create_app
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    RelationFacts,
    ResultFacts,
)
from annotator.domain.vocabulary import ResultState
from annotator.services.claims import (
    evaluations,
    relations,
    results,
)
from annotator.services.publishing import publication, report_publication
from annotator.settings import Settings

PAGE = f"/claims/{CLAIM}"
ADDRESSES = [PAGE, "/models/wren-1", f"/reports/{CARD}"]


@pytest.fixture(scope="module")
def beginning(begun):
    """Each test begins with the story told, and may go on with it."""
    return begun(tell)


@pytest.fixture
def memory(desk):
    return desk


@pytest.fixture
def site(desk):
    settings = Settings(
        data=desk.stores.data,
        reports_pdf=desk.stores.reports_pdf,
        public_url="https://cards.example.org",
    )
    app = create_app(settings, desk.stores)
    app.testing = True
    return app


@pytest.fixture
def reader(site):
    return site.test_client()


def _words(answer):
    main = answer.text.partition("<body")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", "", main)).split())


# One edition


def test_each_edition_stays_as_it_was_published(memory, reader):
    told = [_words(reader.get(f"{PAGE}/editions/{number}")) for number in (1, 2, 3)]
    for number, texts in enumerate(
        [
            (FIRST, "It is partly shown."),
            (FIRST, "It is not shown.", SECOND),
            ("Wren 1 solved a single task.", "It is not shown.", SECOND),
        ]
    ):
        for text in texts:
            assert text in told[number], (number, text)
    assert SECOND not in told[0]
    assert "It is partly shown." not in told[1]
    assert "single task" not in told[1]


def test_an_edition_says_which_it_is_and_what_superseded_it(memory, reader):
    first = reader.get(f"{PAGE}/editions/1")
    assert "Edition 1, 1 January 2030, published by An editor." in _words(first)
    assert "superseded on 11 January 2030 by edition 2" in _words(first)
    assert "the newest is edition 3" in _words(first)
    assert f'href="{PAGE}/editions/2"' in first.text
    second = _words(reader.get(f"{PAGE}/editions/2"))
    assert "Correction: We had read the wrong row." in second
    third = _words(reader.get(f"{PAGE}/editions/3"))
    assert "Edition 3, 21 January 2030" in third
    assert "It is the newest." in third
    assert "superseded" not in third
    assert "It is the newest" not in _words(reader.get(PAGE))


def test_a_scorecard_s_edition_has_its_claims_as_they_stood_then(memory, reader):
    first = _words(reader.get("/models/wren-1/editions/1"))
    assert "Some." in first
    assert FIRST in first
    assert "partly shown" in first
    assert "single task" not in first
    second = _words(reader.get("/models/wren-1/editions/2"))
    assert "Few." in second
    assert "single task" in second


def test_a_claim_s_parts_stand_in_an_edition_as_they_did_then(memory, reader):
    with memory.sit_down(days=30) as context:
        part = state(context, "A part.", models=("wren-1",), parent=CLAIM)
        cite(context, part, CARD, "A card.")
        late = state(context, "A late part.", models=("wren-1",), parent=CLAIM)
        cite(context, late, CARD, "A card.")
    memory.publish_claim(part, days=30)
    with memory.sit_down(days=40) as context:
        reword(context, "Wren 1 solved but one task.")
    memory.publish_claim(CLAIM, days=40)
    memory.publish_claim(late, days=50)
    assert "A part." not in _words(reader.get(f"{PAGE}/editions/3"))
    fourth = _words(reader.get(f"{PAGE}/editions/4"))
    assert "A part." in fourth
    assert "A late part." not in fourth
    with memory.sit_down(days=60) as context:
        publication.withdraw_claim(context, part)
    assert "A part." not in _words(reader.get(f"{PAGE}/editions/4"))


def test_the_editions_are_listed_on_the_page_and_all_of_them_on_one_of_their_own(
    memory, reader
):
    page = reader.get(PAGE)
    listed = page.text.partition('id="editions"')[2]
    numbers = re.findall(rf'href="{PAGE}/editions/(\d)"', listed)
    assert numbers == ["3", "2", "1"]
    assert "11 January 2030, by An editor: correction. We had read" in _words(page)
    whole = reader.get(f"{PAGE}/editions")
    assert re.findall(rf'href="{PAGE}/editions/(\d)"', whole.text) == numbers
    for address in ADDRESSES[1:]:
        assert reader.get(f"{address}/editions").status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("number", [0, 9, 99999999999999999999])
def test_an_edition_that_is_not_there_is_not_found(memory, reader, address, number):
    for rest in ("", ".json", "/against/1"):
        answer = reader.get(f"{address}/editions/{number}{rest}")
        assert answer.status_code == 404, rest


# Its contents, and how it is cited


@pytest.mark.parametrize(
    ("address", "number"), [(PAGE, 1), (PAGE, 3), ("/models/wren-1", 2)]
)
def test_the_hash_that_is_printed_is_that_of_the_file_that_readers_get(
    memory, reader, address, number
):
    there = f"{address}/editions/{number}"
    page = reader.get(there)
    file = reader.get(f"{there}.json")
    assert file.mimetype == "application/json"
    seal = hashlib.sha256(file.data).hexdigest()
    assert f"SHA-256 {seal[:16]}" in _words(page)
    assert f"sha256sum of the download prints {seal}" in _words(page)
    assert f'href="{there}.json"' in page.text
    assert json.loads(file.data)["slug"] == address.rpartition("/")[2]


def test_a_report_s_edition_has_its_facts_its_hash_and_its_files(memory, reader):
    there = f"/reports/{CARD}/editions/1"
    page, file = reader.get(there), reader.get(f"{there}.json")
    assert "Wren card" in _words(page)
    assert hashlib.sha256(file.data).hexdigest() in _words(page)
    assert hashlib.sha256(file.data).hexdigest() in _words(
        reader.get(f"/reports/{CARD}")
    )


def test_a_citation_names_the_edition_s_own_address_and_date(memory, reader):
    for address in (PAGE, f"{PAGE}/editions/3"):
        words = _words(reader.get(address))
        assert (
            "Annotator, “Wren 1 solved a single task.”, edition 3, 21 January 2030, "
            f"https://cards.example.org{PAGE}/editions/3 (SHA-256 " in words
        )


def test_contents_that_name_a_draft_are_not_given_out(memory, reader):
    with memory.sit_down(days=30) as context:
        draft = state(context, "A canary of a draft.", models=("wren-1",))
        part = state(context, "A part of it.", models=("wren-1",), parent=draft)
        cite(context, part, CARD, "A card.")
    memory.publish_claim(part, days=30)
    there = f"/claims/{part}/editions/1"
    page, file = reader.get(there), reader.get(f"{there}.json")
    assert file.status_code == 410
    assert b"canary" not in page.data + file.data
    assert "SHA-256" not in page.text.partition('id="cite"')[2]
    assert "cannot be had as a file" in _words(page)
    with memory.sit_down(days=31) as context:
        cite(context, draft, CARD, FIRST)
    memory.publish_claim(draft, days=31)
    assert reader.get(f"{there}.json").status_code == 200


def test_contents_whose_evaluations_are_related_to_drafts_are_not_given_out(
    memory, reader
):
    memory.take_in(text_pdf(["Another card."]), report="canary-card")
    with memory.sit_down(days=30) as context:
        test = evaluations.add_evaluation(
            context, EvaluationFacts("Long tasks", "cyber"), lab="wren-labs"
        ).slug
        results.add_result(
            context,
            test,
            ResultFacts("wren-1", ResultState.NOT_RUN, no_source="told by the lab"),
        )
        relations.add_relation(
            context, test, RelationFacts("moved", "canary-card", sentence="canarymoved")
        )
    memory.publish_scorecard("wren-1", days=30)
    there = "/models/wren-1/editions/3"
    assert b"canary" not in reader.get(there).data
    assert reader.get(f"{there}.json").status_code == 410
    against = reader.get(f"{there}/against/2")
    assert against.status_code == 200
    assert b"canary" not in against.data
    memory.publish_file("canary-card")
    assert reader.get(f"{there}.json").status_code == 200


def test_quotes_of_a_file_that_was_withdrawn_are_in_no_edition(memory, reader):
    with memory.look() as context:
        first = report_publication.report_status(context, CARD).shown.newest.sha256
    memory.take_in(text_pdf(["Another file of it."]), report=CARD, days=25)
    memory.publish_file(CARD)
    with memory.sit_down(days=30) as context:
        report_publication.withdraw_file(context, CARD, first)
    for number in (1, 2, 3):
        page = reader.get(f"{PAGE}/editions/{number}")
        assert page.status_code == 200
        quotes = re.findall(r"<blockquote.*?</blockquote>", page.text, re.S)
        assert SECOND not in " ".join(quotes)
        assert FIRST not in " ".join(quotes)
        assert "withdrawn" in _words(page)
        assert reader.get(f"{PAGE}/editions/{number}.json").status_code == 410
    compared = _words(reader.get(f"{PAGE}/editions/2/against/1"))
    assert SECOND not in compared
    assert "Quotes that are withheld today are left out of both." in compared
    for number in (1, 2):
        there = f"/reports/{CARD}/editions/{number}"
        assert first[:12] not in reader.get(there).text
        assert "was withdrawn on 31 January 2030" in _words(reader.get(there))
        assert reader.get(f"{there}.json").status_code == 410
    assert first[:12] not in reader.get(f"/reports/{CARD}/editions/2/against/1").text


# Withdrawn


def _addresses(address, number=1, other=2):
    there = f"{address}/editions"
    return [
        there,
        f"{there}/{number}",
        f"{there}/{number}.json",
        f"{there}/{number}/against/{other}",
        f"{address}?at=2030-01-05",
        f"{address}?at=2020-01-05",
    ]


def test_of_a_withdrawn_page_there_is_a_dated_note_and_nothing_else(memory, reader):
    memory.publish_file(CARD)
    with memory.sit_down(days=30) as context:
        publication.withdraw_claim(context, CLAIM)
        publication.withdraw_scorecard(context, "wren-1")
        report_publication.withdraw_report(context, CARD)
    for address in [*ADDRESSES, *(x for page in ADDRESSES for x in _addresses(page))]:
        answer = reader.get(address)
        assert answer.status_code == 410, address
        words = _words(answer)
        assert "was withdrawn on 31 January 2030" in words, address
        for told in ("solved", "Wren card", "Some.", "wrong row", "edition 1"):
            assert told not in words, (address, told)


def test_what_was_withdrawn_stays_so_when_the_page_is_published_again(memory, reader):
    with memory.sit_down(days=30) as context:
        publication.withdraw_claim(context, CLAIM)
    memory.publish_claim(CLAIM, days=40)
    assert reader.get(f"{PAGE}/editions/4").status_code == 200
    for number in (1, 2, 3):
        for rest in ("", ".json", "/against/4"):
            answer = reader.get(f"{PAGE}/editions/{number}{rest}")
            assert answer.status_code == 410, (number, rest)
            assert "was withdrawn on 31 January 2030" in _words(answer)
    listed = reader.get(f"{PAGE}/editions").text
    assert re.findall(rf'href="{PAGE}/editions/(\d)"', listed) == ["4"]
    # A scorecard of that time does not bring it back.
    assert "solved" not in _words(reader.get("/models/wren-1/editions/1"))
    assert (
        reader.get(f"{PAGE}?at=2030-01-05").headers["Location"] == f"{PAGE}/editions/1"
    )
    assert reader.get(f"{PAGE}?at=2030-02-05").status_code == 410
    assert reader.get(f"{PAGE}?at=2030-02-15").status_code == 302


# For machines


@pytest.mark.parametrize("address", ADDRESSES[:2])
def test_machines_are_led_from_an_edition_to_the_page_as_it_is(memory, reader, address):
    edition = reader.get(f"{address}/editions/1").text
    current = f"https://cards.example.org{address}"
    assert f'<link rel="canonical" href="{current}">' in edition
    for told in ("og:image", "ld+json", "take-away", "oembed", "text/csv"):
        assert told not in edition, told
    assert "og:title" in edition


# As of a date


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("2030-01-01", 1),
        ("2030-01-10", 1),
        ("2030-01-11", 2),  # at the end of the day
        ("2030-01-11T11:59:59", 1),
        ("2030-01-11T12:00:00Z", 2),
        ("2030-01-11T14:00:00%2B02:00", 2),
        ("2030-01-11T13:59:00+02:00", 1),  # as people type it
        ("2099-12-31", 3),
    ],
)
def test_a_date_leads_to_the_edition_that_stood_then(memory, reader, asked, number):
    answer = reader.get(f"{PAGE}?at={asked}")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{PAGE}/editions/{number}"


def test_scorecards_and_reports_are_asked_likewise(memory, reader):
    for address in ADDRESSES[1:]:
        answer = reader.get(f"{address}?at=2030-01-02")
        assert answer.headers["Location"] == f"{address}/editions/1"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_date_before_the_first_edition_is_told_which_that_is(memory, reader, address):
    answer = reader.get(f"{address}?at=2029-12-31")
    assert answer.status_code == 404
    words = _words(answer)
    assert "was not public on 31 December 2029." in words
    assert "Its first edition is of 1 January 2030: edition 1." in words


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "asked", ["spring", "2030", "2030-02-30", "2030-13-01", "9" * 99]
)
def test_what_is_no_date_is_refused_with_the_name_of_the_field(
    memory, reader, address, asked
):
    answer = reader.get(f"{address}?at={asked}")
    assert answer.status_code == 400
    assert f"at: “{asked[:40]}” is not a date" in _words(answer)


# Side by side


def test_two_editions_side_by_side_say_what_moved(memory, reader):
    page = reader.get(f"{PAGE}/editions/2/against/1")
    words = _words(page)
    assert "From edition 1, 1 January 2030, to edition 2, 11 January 2030" in words
    assert "correction. We had read the wrong row." in words
    assert "partly shown → not shown" in words
    assert f"passage {SECOND}" in words.partition("Added")[2]
    assert "Why we judge so" in words
    assert re.search(r"<del[^>]*>partly\s*</del>", page.text)
    assert _words(reader.get(f"{PAGE}/editions/1/against/2")) == words


def test_a_scorecard_s_and_a_report_s_editions_are_compared_too(memory, reader):
    words = _words(reader.get("/models/wren-1/editions/2/against/1"))
    assert "Cyber: we say" in words
    with memory.sit_down(days=30) as context:
        describe(context, CARD, title="Wren card, amended")
        report_publication.publish_facts(context, CARD, CORRECTED)
    words = _words(reader.get(f"/reports/{CARD}/editions/2/against/1"))
    assert "Title Wren card, amended" in words


def test_an_edition_is_not_compared_with_itself(memory, reader):
    answer = reader.get(f"{PAGE}/editions/1/against/1")
    assert answer.status_code == 400
    assert "names the same edition" in _words(answer)


# At length


def test_two_hundred_editions_take_no_more_queries_than_three(memory, reader):
    pages = [PAGE, f"{PAGE}/editions", f"{PAGE}/editions/2", f"{PAGE}/editions/3"]
    pages += [f"{PAGE}/editions/3/against/1", "/changes", "/", "/changes.atom"]
    pages += ["/models/wren-1/editions/2", f"{PAGE}/changes.atom"]
    before = {page: _queries(memory, reader, page) for page in pages}
    for number in range(197):
        with memory.sit_down(days=30 + number) as context:
            reword(context, f"Wren 1 solved one task, {number}.")
        if not number:
            with memory.look() as context:
                checks = publication.check_claim(context, CLAIM)
        with memory.sit_down(days=30 + number) as context:
            publication.publish_claim(context, CLAIM, checks)
    assert reader.get(f"{PAGE}/editions/200").status_code == 200
    listed = reader.get(f"{PAGE}/editions").text
    assert len(re.findall(rf'href="{PAGE}/editions/\d+"', listed)) == 100
    assert "Next page" in listed
    after = {page: _queries(memory, reader, page) for page in pages}
    assert {page: count for page, count in after.items() if count > before[page]} == {}


def _queries(desk, reader, address):
    queries = []

    def note(_connection, _cursor, statement, *_):
        queries.append(statement)

    reader.get(address)
    event.listen(desk.stores.database.engine, "before_cursor_execute", note)
    assert reader.get(address).status_code == 200, address
    event.remove(desk.stores.database.engine, "before_cursor_execute", note)
    return len(queries)

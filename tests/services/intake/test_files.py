"""A file is read whole or not at all, and its passages never point into another text."""

import shutil
from collections import Counter, namedtuple
from dataclasses import replace
from pathlib import Path

import pdfs
import pymupdf
import pytest
from sqlalchemy import text as sql
from wren_claims import cite, describe, state

from annotator.domain.errors import InvalidError, PdfProblem, UnreadablePdfError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import PlacementState
from annotator.services.claims import absences
from annotator.services.intake import files
from annotator.services.intake.files import Origin
from annotator.services.library import reports
from annotator.services.passages import marking, placing
from annotator.services.publishing import report_pages, seals
from annotator.services.search import quotes, words
from annotator.storage.work import jobs

CARD, CLAIM = "wren-card", "wren-1-is-safe"
NUMBER = "Wren 1 solved 12 of the 40 long tasks."
KEPT = "The red team wrote to us before the release."
OLD = pdfs.text_pdf(
    ["Wren 1 System Card", "", KEPT],
    ["Results", "", NUMBER],
    outline=[(1, "Card", 1), (1, "Results", 2)],
)
ORIGIN = Origin("card.pdf", "https://wren.example/card.pdf", "2030-02")


def _quietly(_done, _all):
    pass


def _read(desk, content):
    return files.read_file(desk.stores, desk.stores.staging.put(content), _quietly)


# Reading


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (pdfs.scan(), PdfProblem.NO_TEXT),
        (pdfs.encrypted("x"), PdfProblem.ENCRYPTED),
        (pdfs.drawing(), PdfProblem.DRAWING),
        (pdfs.xfa_form(), PdfProblem.FORM),
        (pdfs.text_pdf(["a b c"] * 30, ["second"])[:-40], PdfProblem.CUT_OFF),
        (pdfs.text_pdf(["a b c"] * 30, ["second"])[:900], PdfProblem.CUT_OFF),
        (pdfs.damaged(), PdfProblem.DAMAGED),
        (pdfs.zero_pages(), PdfProblem.NO_PAGES),
    ],
    ids=[
        *("scan", "encrypted", "drawing", "form"),
        *("cut off at its end", "cut off early", "damaged", "no pages"),
    ],
)
def test_a_file_that_cannot_be_quoted_is_refused_with_what_to_do(
    shared, content, problem
):
    with pytest.raises(UnreadablePdfError) as refused:
        _read(shared.desk, content)
    assert refused.value.problem is problem


def _with_bad_page():
    """A page of text, and one so large that its reader refuses it."""
    with pymupdf.open("pdf", pdfs.text_pdf([NUMBER], [KEPT])) as pdf:
        pdf.insert_page(1, width=20_000, height=20_000)
        return pdfs.save(pdf)


def test_one_page_that_cannot_be_read_is_left_out_by_its_number(desk):
    read = _read(desk, _with_bad_page())
    assert [page.is_read for page in read.raw_pages] == [True, False, True]
    assert [len(page.words) > 0 for page in read.pages] == [True, False, True]


def test_what_is_wrong_with_its_pages_is_kept_and_told_on_the_page_of_a_report(desk):
    with pymupdf.open("pdf", _with_bad_page()) as pdf:
        pdf[0].insert_text((72, 400), "Secret", color=(1, 1, 1))
        content = pdfs.save(pdf)
    desk.take_in(content, report="odd-card")
    desk.publish_file("odd-card")
    with desk.look(Role.READER) as context:
        shown = report_pages.report_page(context, "odd-card")
    assert [fault.split(";")[0] for fault in shown.faults] == [
        "Page 2 could not be read",
        "Page 1 has text that a reader of the page cannot see",
    ]


def test_words_that_a_page_does_not_show_can_be_neither_found_nor_quoted(desk):
    with pymupdf.open("pdf", pdfs.text_pdf([NUMBER])) as pdf:
        pdf[0].insert_text((72, 400), "A secret nobody sees", color=(1, 1, 1))
        content = pdfs.save(pdf)
    sha256 = desk.take_in(content, report="white-card")
    with desk.look() as context:
        assert words.search(context, "secret").total == 0
        [found] = quotes.find_quotes(context, ["A secret nobody sees"])
        assert not found
        start = len(reports.get_page(context, _file(context, sha256), 1).text) - 12
    with desk.sit_down() as context, pytest.raises(InvalidError):
        marking.mark_quote(context, sha256=sha256, start=start, end=start + 6)


def test_notes_that_somebody_put_on_a_file_are_in_no_pdf_that_anybody_gets(desk):
    with pymupdf.open(
        "pdf", pdfs.text_pdf(["The model solved 41 % of the tasks."])
    ) as pdf:
        pdf[0].add_freetext_annot((100, 300, 400, 320), "Legal: this is false")
        noted = pdfs.save(pdf)
    sha256 = desk.take_in(noted, report="noted-card")
    desk.publish_file("noted-card")
    for role in (Role.ANALYST, Role.READER):
        with desk.look(role) as context:
            given = reports.given_pdf(context, "noted-card", sha256).path.read_bytes()
            assert (
                given
                == reports.given_pdf(context, "noted-card", sha256).path.read_bytes()
            )
        with pymupdf.open("pdf", given) as pdf:
            assert "41 %" in pdf[0].get_text()
            assert "false" not in pdf[0].get_text()
            assert pdf[0].first_annot is None


def test_a_damaged_copy_without_notes_is_made_again(desk):
    with pymupdf.open("pdf", pdfs.text_pdf(["The model solved 41 %."])) as pdf:
        pdf[0].add_freetext_annot((100, 300, 400, 320), "Legal: this is false")
        sha256 = desk.take_in(pdfs.save(pdf), report="noted-card")

    def given():
        with desk.look() as context:
            return reports.given_pdf(context, "noted-card", sha256).path

    for damage in (
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        Path.unlink,
        lambda _: shutil.rmtree(desk.stores.data / "cache"),
    ):
        damage(given())
        with pymupdf.open(given()) as pdf:
            assert not pdf.is_repaired
            assert "41 %" in pdf[0].get_text()
        assert given() == given()


def _file(context, sha256):
    return reports.get_revision(
        context, reports.get_report(context, "white-card"), sha256
    )


def test_how_far_the_reading_is_is_told_page_by_page(shared):
    told = []
    sha256 = shared.desk.stores.staging.put(pdfs.text_pdf(["One."], [], ["Three."]))
    read = files.read_file(shared.desk.stores, sha256, lambda *done: told.append(done))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert [page.text.strip() for page in read.pages] == ["One.", "", "Three."]


# Keeping


Shared = namedtuple("Shared", "desk sha256")


@pytest.fixture(scope="module")
def shared(desk_in, tmp_path_factory):
    """A report with two passages, and an absence; tests drop what they change."""
    with desk_in(tmp_path_factory.mktemp("files")) as desk:
        yield Shared(desk, _fill(desk))


def _fill(desk):
    sha256 = desk.take_in(OLD, report=CARD)
    with desk.sit_down() as context:
        describe(context, CARD)
        state(context, "Wren 1 is safe.")
        for quote in (NUMBER, KEPT):
            cite(context, CLAIM, CARD, quote)
        absences.keep_absence(
            context, report=CARD, statement="No interval.", queries="interval"
        )
    desk.publish_claim(CLAIM)
    desk.do_jobs()
    return sha256


def test_a_file_is_kept_with_all_that_was_read_of_it(shared):
    content = pdfs.rotated(["An odd page."], 90)
    read = _read(shared.desk, content)
    with shared.desk.rehearse(days=3) as context:
        report = reports.get_report(context, CARD)
        added = files.add(context, report, read, ORIGIN)
        revision = reports.get_revision(context, report)
        assert revision.id == added.id
        [page] = reports.list_pages(context, revision)
        assert reports.get_page(context, revision, 1).text == read.pages[0].text
    assert (revision.bytes, revision.page_count) == (len(content), 1)
    assert revision.length == len(read.pages[0].text)
    assert (revision.fetched_at.day, revision.published) == (4, "2030-02")
    assert revision.fetched_from == "https://wren.example/card.pdf"
    assert page.rotation == 90


def test_its_outline_and_what_is_active_in_it_are_kept(shared):
    with shared.desk.look() as context:
        revision = reports.get_revision(context, reports.get_report(context, CARD))
    assert revision.outline == [[1, "Card", 1], [1, "Results", 2]]
    assert revision.active_content == []
    read = _read(shared.desk, pdfs.text_pdf(["A page."]))
    read = replace(read, facts=replace(read.facts, active=("JavaScript",)))
    with shared.desk.rehearse() as context:
        report = reports.get_report(context, CARD)
        assert files.add(context, report, read, ORIGIN).active_content == ["JavaScript"]


def test_a_new_file_is_indexed_and_searched_for_all_that_is_known_of_its_report(shared):
    read = _read(shared.desk, pdfs.text_pdf(["A new file."]))
    with shared.desk.rehearse() as context:
        context = replace(context, stores=replace(context.stores, draws_ahead=True))
        report = reports.get_report(context, CARD)
        files.add(context, report, read, ORIGIN)
        _, queued = jobs.next_in_line(context.session, 99)
    assert Counter(job.kind for job in queued) == {
        "place": 1,
        "index": 1,
        "twins": 1,
        "absences": 1,
        "draw": 1,
    }


# Reading anew


def _states(desk):
    with desk.look() as context:
        rows = placing.placements_on(context, CARD)
        return {row.passage.exact: row.state for row in rows}


def test_only_a_text_that_another_reader_made_is_queued_to_be_read_anew_and_once(
    shared,
):
    with shared.desk.rehearse() as context:
        files.reread_later(context)
        assert jobs.unfinished(context.session, "reread") == []
        context.session.execute(sql("UPDATE revision SET extractor_version = '0+0'"))
        files.reread_later(context)
        files.reread_later(context)
        [job] = jobs.unfinished(context.session, "reread")
    assert job.payload == {"sha256": shared.sha256}


def test_a_text_that_another_reader_made_is_read_anew_and_passages_follow(desk):
    _fill(desk)
    before = _states(desk)
    with desk.stores.database.writing.begin() as session:
        session.execute(sql("UPDATE revision SET extractor_version = '0+0'"))
        session.execute(sql("UPDATE page SET text = 'X' || text, start = start + 1"))
    with desk.sit_down() as context:
        files.reread_later(context)
    desk.do_jobs()
    assert _states(desk) == before
    with desk.look(Role.ADMIN) as context:
        report = reports.get_report(context, CARD)
        assert reports.get_revision(context, report).extractor_version != "0+0"
        checks = seals.check_all(context, _quietly)
        assert [check for check in checks if not check.holds] == []


def test_a_passage_that_is_marked_while_a_text_is_read_anew_is_not_lost(desk):
    sha256 = _fill(desk)
    found = files.read_file(desk.stores, sha256, _quietly)
    with desk.look() as context:
        followed = files.follow_passages(context, found)
    with desk.sit_down() as context:
        words = marking.mark_quote(context, sha256=sha256, start=0, end=8)
    with desk.sit_down() as context:
        assert files.replace_text(context, found, followed) is None
    with desk.look() as context:
        followed = files.follow_passages(context, found)
    with desk.sit_down() as context:
        assert files.replace_text(context, found, followed) is not None
    assert _states(desk)[words.exact] is PlacementState.EXACT

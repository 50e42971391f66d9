"""An import gathers what is wrong, and gives each part of the file the row it describes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfs import text_pdf
from wren_file import CARD, FILE

from annotator.domain.errors import ConflictError, InvalidError, InvalidFileError
from annotator.services.library import labs, reports
from annotator.services.scorecard_files.import_run import ImportRun, pair
from annotator.services.scorecard_files.preparation import Preparation
from annotator.services.scorecard_files.schema import QuotePart
from annotator.services.scorecard_files.yaml_file import parse

# Pairing


def _same(part, row):
    return part == row


def _alike(part, row):
    return part.casefold() == row.casefold()


@pytest.mark.parametrize(
    ("parts", "rows", "found"),
    [
        ("ab", "ab", ["a", "b"]),
        ("ba", "ab", ["b", "a"]),
        ("aA", "Aa", ["a", "A"]),  # the same before the alike, whatever stands first
        ("ab", "B", [None, "B"]),
        ("aa", "a", ["a", None]),
        ("aa", "Aa", ["a", "A"]),
        ("", "ab", []),
        ("ab", "", [None, None]),
    ],
)
def test_each_part_is_given_the_row_it_describes(parts, rows, found):
    assert pair(list(parts), list(rows), _same, _alike) == found


@given(st.lists(st.sampled_from("abAB")), st.lists(st.sampled_from("abAB")))
def test_no_row_is_given_twice_and_none_is_left_that_a_part_could_have(parts, rows):
    numbered = list(enumerate(rows))
    found = pair(
        parts, numbered, *[lambda p, r, f=f: f(p, r[1]) for f in (_same, _alike)]
    )
    given_away = [row for row in found if row]
    assert len(given_away) == len({*given_away})
    left = [row for number, row in numbered if (number, row) not in given_away]
    for part, row in zip(parts, found, strict=True):
        assert row is None or _alike(part, row[1])
        assert row or not any(_alike(part, other) for other in left)


# Mistakes


@pytest.fixture(scope="module")
def shared(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("run")) as desk:
        desk.take_in(CARD, report="wren-card")
        desk.take_in(text_pdf(["Another report."]), report="other")
        yield desk


@pytest.fixture
def work(shared):
    with shared.rehearse() as context:
        work = ImportRun(context, parse("wren.yaml", FILE), Preparation())
        work.lab = labs.find_or_add_lab(context, "wren-labs")
        yield work


def _told(work):
    with pytest.raises(InvalidFileError) as refused:
        work.refuse_mistakes()
    return list(refused.value.mistakes)


def test_what_use_cases_refuse_is_gathered_and_told_in_the_order_of_the_file(work):
    with work.at("claims", 0):
        raise InvalidError("text", "is too long.")
    with work.at("reports", 0, "sha256"):
        reports.get_report(work.context, "nothing")
    first, second = _told(work)
    assert first.endswith("reports.0.sha256: There is no report “nothing”.")
    assert second.endswith("claims.0: text: is too long.")


def test_nothing_is_refused_while_there_is_no_mistake(work):
    with work.at("claims", 0):
        pass
    work.refuse_mistakes()


def test_trouble_that_is_no_mistake_of_the_file_is_not_swallowed(work):
    with pytest.raises(ConflictError), work.at("claims", 0):
        raise ConflictError("Somebody else was first.")
    assert work.mistakes == []


def test_a_name_of_another_lab_is_a_mistake_where_it_stands(work):
    assert work.is_ours(work.lab.id, "claims", 0, "slug")
    assert not work.is_ours(work.lab.id + 1, "claims", 0, "slug")
    [mistake] = _told(work)
    assert mistake.endswith("claims.0.slug: another lab has this name; choose another")


def test_a_quote_is_from_the_file_it_names_or_from_that_of_its_report(work):
    report = reports.get_report(work.context, "wren-card")
    newest = work.revisions["wren-card"] = reports.get_revision(work.context, report)
    plain = QuotePart(quote="So.", report="wren-card")
    named = plain.model_copy(update={"sha256": newest.sha256})
    assert work.revision((), plain) is work.revision((), named) is newest


def test_a_file_that_is_not_the_reports_is_a_mistake_and_a_report_that_is_amiss_is_not(
    work,
):
    other = reports.get_report(work.context, "other")
    strange = reports.get_revision(work.context, other).sha256
    report = reports.get_report(work.context, "wren-card")
    work.revisions["wren-card"] = reports.get_revision(work.context, report)
    quote = QuotePart(quote="So.", report="wren-card", sha256=strange)
    path = ("claims", 0, "assertion")
    assert work.revision(path, QuotePart(quote="So.", report="amiss")) is None
    assert work.mistakes == []  # it was told of where the report stands
    assert work.revision(path, quote) is None
    [mistake] = _told(work)
    assert "claims.0.assertion: There is no file of the report" in mistake

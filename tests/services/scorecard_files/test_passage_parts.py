"""A passage is written so that an import finds it again: in its file, at its place."""

from collections import namedtuple

import pytest
from pdfs import text_pdf
from wren_claims import mark

from annotator.services.claims import capture
from annotator.services.claims.capture import Region
from annotator.services.library import reports
from annotator.services.library.texts import document
from annotator.services.passages import marking
from annotator.services.scorecard_files.passage_parts import PassageParts

ONCE, TWICE, OFTEN = "The line was set first.", "We print what we find.", "It rained."
GONE = "Nobody was asked before."
BOX = (60.0, 300.0, 300.0, 400.0)
OLD = text_pdf([ONCE, GONE, f"{TWICE} {OFTEN} {TWICE}"], ["Another page.", OFTEN])
NEW = text_pdf(["In front."], [ONCE, f"{TWICE} {OFTEN} {TWICE}"], ["A page.", OFTEN])

Marked = namedtuple("Marked", "desk old new numbers")


@pytest.fixture(scope="module")
def marked(desk_in, tmp_path_factory):
    """Passages of a file that has been replaced, each where it stands now, or is gone."""
    with desk_in(tmp_path_factory.mktemp("parts")) as desk:
        old = desk.take_in(OLD, report="card")
        place = Region(old, 2, BOX, "A figure.")
        with desk.look() as context:
            seen = capture.look_ahead(context, place)
            text = document(context, _newest(context))
        with desk.sit_down() as context:
            numbers = {quote: mark(context, "card", quote) for quote in (ONCE, GONE)}
            for name, span in zip(
                ("first", "second"), text.occurrences(TWICE), strict=True
            ):
                numbers[name] = marking.mark_quote(
                    context, sha256=old, start=span.start, end=span.end
                ).id
            *_, last = text.occurrences(OFTEN)
            numbers["overleaf"] = marking.mark_quote(
                context, sha256=old, start=last.start, end=last.end
            ).id
            numbers["figure"] = capture.capture(context, seen).passage.id
        new = desk.take_in(NEW, report="card")
        yield Marked(desk, old, new, numbers)


def _newest(context, sha256=""):
    return reports.get_revision(context, reports.get_report(context, "card"), sha256)


@pytest.fixture
def part(marked):
    """Return how a passage is written."""

    def part(name, how=PassageParts.quote):
        with marked.desk.look() as context:
            parts = PassageParts(context, marked.numbers.values())
            return how(parts, marked.numbers[name])

    return part


def test_a_quote_is_written_with_its_page_in_the_newest_file(part):
    found = part(ONCE)
    assert (found.quote, found.report, found.page) == (ONCE, "card", 2)
    assert (found.prefix, found.suffix, found.sha256) == ("", "", "")


def test_words_that_stand_on_another_page_as_well_need_no_more_than_their_page(part):
    found = part("overleaf")
    assert (found.page, found.prefix, found.suffix) == (3, "", "")


def test_words_that_stand_twice_on_a_page_are_written_with_those_around_them(
    marked, part
):
    first, second = part("first"), part("second")
    assert (first.quote, second.quote) == (TWICE, TWICE)
    assert (first.prefix, first.suffix) != (second.prefix, second.suffix)
    with marked.desk.rehearse() as context:
        for name, found in (("first", first), ("second", second)):
            again = marking.mark_found(
                context,
                revision=_newest(context),
                quote=found.quote,
                page=found.page,
                prefix=found.prefix,
                suffix=found.suffix,
            )
            assert again.id == marked.numbers[name]


def test_a_quote_that_the_newest_file_lacks_is_written_with_the_file_it_was_marked_in(
    marked, part
):
    found = part(GONE)
    assert (found.quote, found.page, found.sha256) == (GONE, 1, marked.old)
    with marked.desk.rehearse() as context:
        again = marking.mark_found(
            context,
            revision=_newest(context, found.sha256),
            quote=found.quote,
            page=found.page,
            prefix=found.prefix,
            suffix=found.suffix,
        )
        assert again.id == marked.numbers[GONE]


def test_a_figure_that_is_not_sure_to_stand_is_written_as_it_was_marked(marked, part):
    found = part("figure", PassageParts.region)
    assert (found.page, found.box, found.sha256) == (2, BOX, marked.old)
    assert found.description == "A figure."


def test_a_passage_is_written_as_what_it_is(part):
    assert part("figure") is None
    assert part(ONCE, PassageParts.region) is None


def test_nothing_is_written_for_no_passage(marked):
    with marked.desk.look() as context:
        parts = PassageParts(context, [])
        assert parts.report_slugs == set()
        assert (parts.quote(None), parts.quote(marked.numbers[ONCE])) == (None, None)
        assert PassageParts(context, [marked.numbers[ONCE]]).report_slugs == {"card"}

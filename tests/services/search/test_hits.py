"""What was found is shown in the words of the database, and only to who may see it."""

from collections import namedtuple
from dataclasses import replace

import pytest
from pdfs import text_pdf
from wren_claims import cite, describe, state

from annotator.domain.claims import CritiqueText
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import HitKind
from annotator.search.query.parser import parse
from annotator.search.words.protocol import Hit, Hits
from annotator.services.claims import capture, critiques
from annotator.services.library import reports
from annotator.services.search.hits import show
from annotator.services.search.scope import PublicScope, scope_of

QUOTE = "The quokka solved 12 of the 40 long tasks."
CLAIM = "the-quokka-is-safe"
PAGES = (
    [
        "A card about quokkas.",
        QUOTE,
        "It was thor-",
        "oughly tested by the wombat of a",
    ],
    ["zoo in the north, which took three weeks. That is all."],
)

Sample = namedtuple("Sample", "desk passage")


@pytest.fixture(scope="module")
def sample(desk_in, tmp_path_factory):
    """A draft of each kind of thing that says "quokka"."""
    with desk_in(tmp_path_factory.mktemp("hits")) as desk:
        desk.take_in(text_pdf(*PAGES), report="card")
        with desk.sit_down() as context:
            describe(context, "card", title="All about the quokka")
            state(context, "The quokka is safe.")
            passage = cite(context, CLAIM, "card", QUOTE)
            critiques.write_critique(
                context, claim=CLAIM, text=CritiqueText("No quokka is.")
            )
        desk.do_jobs()
        yield Sample(desk, passage)


def _found(context, typed):
    return scope_of(context).words.search(parse(typed), limit=20)


def _shown(context, hits, phrases=()):
    return list(show(context, scope_of(context), hits, phrases))


def test_each_kind_of_hit_is_shown_in_the_order_it_was_found_in(sample):
    with sample.desk.look() as context:
        hits = _found(context, "quokka")
        shown = _shown(context, hits)
        turned = _shown(context, replace(hits, hits=hits.hits[::-1]))
    assert {each.kind for each in shown} == set(HitKind)
    assert [each.kind for each in shown] == [hit.kind for hit in hits.hits]
    assert turned == shown[::-1]


def test_hits_of_drafts_are_not_shown_to_readers_even_if_an_index_gives_them_away(
    sample,
):
    with sample.desk.look() as context:
        hits = _found(context, "quokka")
    with sample.desk.look(Role.READER) as context:
        assert list(show(context, PublicScope(context), hits, ())) == []


def test_what_the_database_does_not_have_is_left_out(sample):
    lost = [Hit(kind, 999, 999, 1, 0, 9, 1.0) for kind in HitKind]
    lost += [Hit(HitKind.PASSAGE, 999, 1, 1, 0, 9, 1.0)]
    lost += [Hit(HitKind.SENTENCE, 1, 1, 1, 90_000, 90_009, 1.0)]
    with sample.desk.look() as context:
        hits = _found(context, "wombat")
        more = replace(hits, hits=(*lost, *hits.hits))
        assert _shown(context, more) == _shown(context, hits)


def test_a_sentence_is_read_over_hyphens_and_pages_and_its_place_is_that_of_the_hit(
    sample,
):
    with sample.desk.look() as context:
        hits = _found(context, '"thoroughly tested"')
        [found] = _shown(context, hits, [("thoroughly", "tested")])
        report = reports.get_report(context, "card")
        page = reports.get_page(context, reports.get_revision(context, report), 1)
    said = "It was thoroughly tested by the wombat of a zoo in the north, which took three weeks."
    assert found.snippet.text == said
    assert found.place.page == 1
    start, end = (
        at - page.start for at in (found.place.span.start, found.place.span.end)
    )
    assert page.text[start:end] == "thor-\noughly tested"


def test_a_passage_that_the_newest_file_does_not_say_is_shown_without_a_place(desk):
    desk.take_in(text_pdf(*PAGES), report="card")
    with desk.sit_down() as context:
        state(context, "The quokka is safe.")
        passage = cite(context, CLAIM, "card", QUOTE)
    newest = desk.take_in(text_pdf(["Nothing of it."]), report="card")
    with desk.look() as context:
        hits = _found(context, "quokka kind:passage")
        [found] = _shown(context, hits)
    assert (found.passage, found.snippet.text) == (passage, QUOTE)
    assert (found.place, found.revision) == (None, newest)


def test_a_title_without_a_hit_is_shown_from_its_beginning(sample):
    with sample.desk.look() as context:
        number = reports.get_report(context, "card").id
        hit = Hit(HitKind.REPORT, number, number, 0, 0, 0, 1.0)
        [found] = _shown(context, Hits(1, (hit,)))
    assert (found.snippet.text, found.snippet.marks) == ("All about the quokka", ())


def test_a_mark_that_was_taken_back_is_not_shown_though_the_index_has_it_still(sample):
    with sample.desk.rehearse() as context:
        hits = _found(context, "quokka kind:passage")
        assert len(_shown(context, hits)) == 1
        capture.withdraw_mark(context, sample.passage)
        context.session.flush()
        assert _shown(context, hits) == []

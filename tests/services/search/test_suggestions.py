"""While somebody types, the places that they may mean are offered, the likeliest first."""

import pytest
from pdfs import text_pdf

from annotator.domain.errors import NotFoundError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.library import reports
from annotator.services.search import suggestions
from annotator.services.search.suggestions import BESIDE

PROTOCOL = "The zebra protocol was repeated by nine people in May."
CONTENTS = "The zebra protocol . . . . . . . . . . . . . . . . . . . . . . . . 7"
SLEEP = "Nobody was told (not even the zebra), and it slept."
LONG = " ".join(
    ["It was", *["ever"] * 60, "an okapi that came", *["again"] * 60, "home."]
)
OVERLEAF = ("The okapi was seen by the", "keepers of three zoos.")


def _lines(text):
    """Cut a text into lines of whole words."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > 80:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("suggestions")) as desk:
        desk.take_in(text_pdf(["A giraffe of the first file."]), report="card")
        card = text_pdf(
            ["Contents", "", CONTENTS, "", "Turn over."],
            [PROTOCOL, SLEEP, *_lines(LONG), OVERLEAF[0]],
            [OVERLEAF[1], *[f"The gnu was fed {n} times." for n in range(12)]],
        )
        desk.take_in(card, report="card")
        desk.take_in(
            text_pdf(["First.", PROTOCOL.replace("nine", "ten")]), report="two"
        )
        yield desk


@pytest.fixture
def offered(desk):
    def ask(typed, report="card", **wanted):
        with desk.look(Role.ANALYST) as context:
            return suggestions.suggest(context, typed, report=report, **wanted)

    return ask


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("zebra prot", "zebra protocol"),
        ("repeated by nine peo", "repeated by nine people"),
        ("ze", "zebra"),
        ("in   May", "in May"),
        ("even the zebra), a", "even the zebra), and"),
        ("seen by the keep", "seen by the keepers"),
    ],
)
def test_what_was_half_typed_is_offered_as_whole_words_that_can_be_marked(
    offered, desk, typed, words
):
    found = next(each for each in offered(typed) if each.page > 1)
    assert (found.exact, found.is_exact) == (words, True)
    with desk.look() as context:
        revision = reports.get_revision(context, found.report, found.revision)
        page = reports.get_page(context, revision, found.page)
    start = found.span.start - page.start
    assert page.text[start:].startswith(words.partition(" ")[0])
    assert found.sentence.start <= found.span.start < found.span.end
    assert found.span.end <= found.sentence.end


def test_the_middle_of_a_word_is_not_what_somebody_begins_to_type(offered):
    assert offered("ebra") == []
    assert offered("kapi") == []


def test_a_sentence_comes_before_its_line_in_the_table_of_contents(offered):
    found = offered("zebra protocol")
    assert [each.page for each in found] == [2, 1]
    assert found[1].after.startswith(" ……")


def test_a_long_sentence_is_shown_around_the_words_and_cut_between_words(offered):
    [found] = [each for each in offered("okapi that came") if each.is_exact]
    assert found.before.startswith("… ever")
    assert found.after.endswith("again …")
    assert max(len(found.before), len(found.after)) <= BESIDE + len(" … ")


def test_each_sentence_is_offered_once_and_no_more_than_were_asked_for(offered):
    every = offered("the gnu was fed")
    starts = [(each.revision, each.sentence.start) for each in every]
    assert len(every) == suggestions.OFFERED == len(set(starts))
    assert len(offered("the gnu was fed", limit=3)) == 3


def test_who_says_it_exactly_comes_before_who_nearly_does(offered):
    found = offered(PROTOCOL.replace("nine", "ten"), report="")
    assert [(each.report.slug, each.is_exact) for each in found[:2]] == [
        ("two", True),
        ("card", False),
    ]


def test_words_in_another_order_are_offered_as_the_sentence_that_has_them(offered):
    found = offered("people protocol zeb")[0]
    assert (found.exact, found.is_exact) == (PROTOCOL, False)


def test_only_the_newest_file_of_a_report_is_looked_through(offered):
    assert offered("giraffe") == []
    assert offered("giraffe of the first file", report="") == []


def test_one_letter_is_too_little_and_nothing_is_looked_for(offered):
    assert offered(" z ") == []
    assert offered("") == []


def test_a_report_that_is_not_here_is_refused_by_name_and_readers_to_sign_in(
    offered, desk
):
    with pytest.raises(NotFoundError, match="nowhere"):
        offered("zebra", report="nowhere")
    with desk.look(Role.READER) as context, pytest.raises(SignInNeededError):
        suggestions.suggest(context, "zebra")


@pytest.mark.parametrize("page", [1, 2, 3])
def test_places_on_the_page_that_is_read_come_first(offered, page):
    pages = [candidate.page for candidate in offered("the", page=page)]
    away = [abs(there - page) for there in pages if there != 1]  # 1 has the contents
    assert away == sorted(away)
    assert pages[0] == page or page == 1

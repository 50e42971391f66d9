"""The text of a file is loaded once, whole, or only as much of it as is needed."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.errors import NotFoundError
from annotator.domain.text.keys import keyed
from annotator.search.quotes.segment import Stretch
from annotator.services.context import Cache
from annotator.services.library import reports, texts

SAID = "Wren 1 solved 12 of the 40 long tasks."
FILLER = [f"Every task of set {number} was run three times." for number in range(20)]


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("texts")) as desk:
        pdf = text_pdf([*FILLER[:9], SAID, *FILLER], ["In the end:", *FILLER[:3]])
        desk.take_in(pdf, report="card")
        yield desk


@pytest.fixture
def file(context):
    return reports.get_revision(context, reports.get_report(context, "card"))


@pytest.fixture
def context(context):
    """With no text in memory."""
    caches = {"documents": Cache(2), "windows": Cache(2)}
    return replace(context, stores=replace(context.stores, **caches))


def test_a_text_is_loaded_once_until_the_file_is_read_anew(context, file):
    assert texts.known_document(context, file) is None
    loaded = texts.document(context, file)
    assert texts.document(context, file) is loaded
    file.extractor_version = "a better reader"
    assert texts.known_document(context, file) is None
    assert texts.document(context, file) is not loaded


def test_a_page_is_the_same_from_memory_and_from_the_database(context, file):
    alone = texts.page_of(context, file, 2)
    whole = texts.document(context, file)
    assert texts.page_of(context, file, 2) is whole.pages[1]
    assert alone == whole.pages[1]
    for number in (0, 3):
        with pytest.raises(NotFoundError):
            texts.page_of(context, file, number)


def test_a_window_holds_the_pages_that_there_are_of_those_asked_for(context, file):
    window = texts.window(context, file, [2, 3])
    assert [page.number for page in window.pages] == [2]
    assert texts.window(context, file, [2, 3]) is window
    both = texts.window(context, file, [1, 2])
    assert both.pages == texts.document(context, file).pages


def test_an_excerpt_is_the_words_around_a_key_that_its_page_has_once(context, file):
    [span] = texts.document(context, file).occurrences(SAID)
    [excerpt] = texts.excerpts(context, [_stretch(file, SAID)])
    assert list(excerpt.occurrences(SAID)) == [span]
    assert len(SAID) < excerpt.length < file.length / 2


def test_an_excerpt_is_the_whole_page_if_the_key_stands_there_twice_or_not_at_all(
    context, file
):
    for key in (FILLER[0], "never said"):
        [excerpt] = texts.excerpts(context, [_stretch(file, key)])
        assert excerpt.length == len(texts.page_of(context, file, 1).text)


def _stretch(file, quote):
    return Stretch(file.id, pages=(1,), likeness=1.0, symbols=keyed(quote).symbols)

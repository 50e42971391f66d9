"""What stands around words is told before they are marked, and of the mark afterwards."""

import pytest
from pdfs import text_pdf

from annotator.domain.errors import InvalidError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.library import reports
from annotator.services.passages import marking, quote_contexts, quote_views

SAID, BUT = "It was right in 17/33 runs.", "However, nobody looked."
LAST = "Nobody was paid."


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A card of three pages whose second begins with "However"."""
    with desk_in(tmp_path_factory.mktemp("contexts")) as desk:
        desk.take_in(text_pdf([SAID], [BUT], [LAST]), report="card")
        yield desk


def _file(context):
    return reports.get_revision(context, reports.get_report(context, "card"))


def test_words_are_told_with_the_sentence_overleaf_and_their_results(context):
    found = quote_contexts.of_words(context, _file(context), 0, len(SAID))
    assert found.guard.after.words == ["however"]
    assert [str(measure) for measure in found.measures] == ["17 of 33"]


@pytest.mark.parametrize("span", [(5, 5), (9, 3), (0, 30_000), (27, 28)])
def test_a_span_without_words_is_refused(context, span):
    with pytest.raises(InvalidError, match="start and end"):
        quote_contexts.of_words(context, _file(context), *span)


def test_a_reader_without_an_account_is_told_nothing(context, desk):
    revision = _file(context)
    with desk.look(Role.READER) as reader, pytest.raises(SignInNeededError):
        quote_contexts.of_words(reader, revision, 0, 5)


def test_a_mark_is_told_as_its_words_were_and_the_list_of_evidence_warns_of_it(context):
    revision = _file(context)
    marks = [
        marking.mark_found(context, revision=revision, quote=quote, page=None)
        for quote in (SAID, LAST)
    ]
    told = quote_contexts.of_passages(context, marks, revision)
    before = quote_contexts.of_words(context, revision, 0, len(SAID))
    assert told[marks[0].id] == before
    warned = quote_views.warnings(context, [mark.id for mark in marks])
    assert {n: found.after.words for n, found in warned.items()} == {
        marks[0].id: ["however"],
        marks[1].id: [],
    }

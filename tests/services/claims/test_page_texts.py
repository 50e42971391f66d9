"""A page reads as text: its parts in order, with the marks in them."""

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.text.blocks import BlockKind
from annotator.services.claims import claims, evidence, highlights, page_texts
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking

LINES = [
    "2.1 What was tested",
    "Wren 1 solved 12 of the 40 long tasks.",
    "• It gave no answer",
    "• It asked for help",
]


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A page with two marks, one inside the other."""
    with desk_in(tmp_path_factory.mktemp("page-texts")) as desk:
        desk.take_in(text_pdf(LINES), report="card")
        with desk.sit_down() as context:
            revision = _revision(context)
            claims.add_claim(context, ClaimFacts("It is safe.", "cyber", "wren-labs"))
            for quote in (LINES[1], "of the 40"):
                marking.mark_found(context, revision=revision, quote=quote, page=None)
            evidence.link_evidence(
                context,
                claim="it-is-safe",
                target=Target(passage=1),
                weight=Weight(stance="supports"),
            )
        yield desk


def _revision(context):
    return reports.get_revision(context, reports.get_report(context, "card"))


def _parts(context, *, outline=()):
    revision = _revision(context)
    page = reports.get_page(context, revision, 1)
    return page_texts.page_parts(
        page, outline, highlights.marks_on(context, revision, 1, 1)
    )


def _text(cell):
    return "".join(piece for run in cell for _, _, piece in run.words)


def test_a_page_has_headings_paragraphs_and_lists(context):
    parts = _parts(context)
    assert [(part.kind, part.level) for part in parts] == [
        (BlockKind.HEADING, 2),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.ITEM, 0),
    ]
    assert [[_text(cell) for cell in item] for item in parts[2].items] == [
        [LINES[2]],
        [LINES[3]],
    ]


def test_words_in_several_marks_have_all_of_them(context):
    [[cell]] = _parts(context)[1].items
    assert [
        ("".join(piece for *_, piece in run.words), [m.passage for m in run.marks])
        for run in cell
    ] == [
        ("Wren 1 solved 12 ", [1]),
        ("of the 40 ", [1, 2]),
        ("long tasks.", [1]),
    ]
    assert [stance for run in cell for stance in run.marks[0].stances] == [
        "supports"
    ] * 3


def test_each_word_is_given_with_its_place_in_the_report(context):
    revision = _revision(context)
    page = reports.get_page(context, revision, 1)
    for part in _parts(context):
        for item in part.items:
            for start, end, piece in (w for c in item for run in c for w in run.words):
                at = slice(start - page.start, end - page.start)
                assert page.text[at] == piece.strip()

"""A copy of the PDF goes out with the desk's marks, and what comes back is known."""

import noted_pdfs
import pdfs
import pymupdf
import pytest

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.claims import capture, marked_copies
from annotator.services.claims.capture import Region
from annotator.services.claims.evidence import Weight
from annotator.services.library import reports
from annotator.services.library.texts import document
from annotator.services.passages import marking, note_decisions, pdf_notes, regions
from annotator.write_lock import SlowWorkError

SAID = "Wren 1 solved 12 of the 40 long tasks."
CONTENT = pdfs.text_pdf(["Results", "", SAID, "Wren 1 was tested for a week."])
BOX = (100.0, 300.0, 300.0, 400.0)
CLAIM = ClaimFacts("Wren 1 is safe.", "cyber", "wren-labs")


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A card with a linked quote, one that is only marked, and a figure."""
    with desk_in(tmp_path_factory.mktemp("copies")) as desk:
        sha256 = desk.take_in(CONTENT, report="card")
        with desk.look() as context:
            picture = regions.region_picture(context, sha256=sha256, page=1, box=BOX)
        with desk.sit_down() as context:
            revision = _file(context)
            quote = marking.mark_found(context, revision=revision, quote=SAID, page=1)
            weight = Weight("undercuts", note="It solved a third.")
            capture.capture(context, quote.id, claim=CLAIM, weight=weight)
            marking.mark_found(context, revision=revision, quote="for a week", page=1)
            capture.capture(context, Region(sha256, 1, BOX, picture=picture))
        yield desk


def _file(context):
    return reports.get_revision(context, reports.get_report(context, "card"))


def _address(mark, page):
    return f"https://desk.example/p{page}#passage-{mark.passage}"


def copy_of(desk, role=Role.ANALYST):
    with desk.look(role) as context:
        copy = marked_copies.marked_copy(context, _file(context), _address)
    content = b"".join(copy.chunks())
    assert len(content) == copy.size
    return content


def test_a_copy_has_the_marks_with_claim_stance_note_and_address(desk):
    copy = copy_of(desk)
    assert copy.startswith(CONTENT)
    with pymupdf.open("pdf", copy) as pdf:
        found = {note.info["content"].split("\n")[0]: note for note in pdf[0].annots()}
        linked = found["Undercuts: Wren 1 is safe."]
        assert linked.info["content"].endswith(
            "It solved a third.\n\nhttps://desk.example/p1#passage-1"
        )
        assert linked.info["creationDate"] == "D:20300101120000Z"
        kinds = sorted(note.type[1] for note in pdf[0].annots())
        assert kinds == ["Highlight", "Highlight", "Square"]


def test_each_line_of_a_mark_has_its_place_in_the_copy(desk):
    with desk.look() as context:
        marks = marked_copies.copied_marks(context, _file(context), _address)
        pages = document(context, _file(context)).pages
    [word] = [word for word in pages[0].words if word.text == "solved"]
    [quote] = [mark for mark in marks if "Undercuts" in mark.text]
    [box] = quote.boxes
    assert box[0] < word.box[0]
    assert box[2] > word.box[2]
    assert box[1] == pytest.approx(word.box[1], abs=0.1)


def test_the_stored_file_is_not_changed(desk):
    with desk.look() as context:
        sha256 = _file(context).sha256
        copy_of(desk)
        assert context.stores.files.get(sha256) == CONTENT


def test_a_copy_that_comes_back_offers_nothing_of_ours(desk):
    copy = copy_of(desk)
    with pymupdf.open("pdf", copy) as pdf:
        page = pdf[0]
        noted_pdfs.highlight(page, "tested", content="By whom?")
        desk.take_in(pdfs.save(pdf), report="back", days=1)
    with desk.look() as context:
        revision = reports.get_revision(context, reports.get_report(context, "back"))
        found = pdf_notes.list_notes(context, revision)
        chosen = note_decisions.look_ahead(
            context, revision, [note.key for note in found.offered]
        )
    assert [note.words for note in found.offered] == ["tested"]
    assert sorted(own.passage for own in found.own) == [1, 2, 3]
    assert all(own.stands for own in found.own)
    assert len(chosen.notes) == 1


def test_marks_of_another_installation_are_offered_as_anybodys(desk, desk_in, tmp_path):
    with desk_in(tmp_path / "other") as other:
        other.take_in(copy_of(desk), report="card")
        with other.look() as context:
            found = pdf_notes.list_notes(context, _file(context))
    assert found.own == ()
    assert len(found.offered) == 3


def test_a_copy_is_not_written_while_a_write_transaction_is_open(desk):
    with desk.sit_down() as context:
        revision = _file(context)
        context.session.flush()
        with pytest.raises(SlowWorkError):
            marked_copies.marked_copy(context, revision, _address)


def test_a_stranger_gets_no_copy(desk):
    with desk.look() as context:
        revision = _file(context)
    with desk.look(Role.READER) as context, pytest.raises(SignInNeededError):
        marked_copies.marked_copy(context, revision, _address)

"""The links of a PDF lead where its readers expect: to the web, or to a place in it."""

import pdfs
import pymupdf
import pytest

from annotator.domain.errors import NotFoundError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.library import page_links, reports

WEB, INSIDE = pymupdf.Rect(72, 60, 200, 80), pymupdf.Rect(72, 100, 200, 120)


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A card whose first page leads to the web, to page 2, and out of the file."""
    with desk_in(tmp_path_factory.mktemp("links")) as desk:
        content = pdfs.text_pdf(["One"], ["Two"], ["Three"])
        with pymupdf.open("pdf", content) as pdf:
            page = pdf[0]
            web = {"kind": pymupdf.LINK_URI, "from": WEB, "uri": "https://example.org/"}
            inside = {
                "kind": pymupdf.LINK_GOTO,
                "from": INSIDE,
                "page": 1,
                "to": pymupdf.Point(72, 300),
            }
            for link in (web, inside):
                page.insert_link(link)
            desk.take_in(pdfs.save(pdf), report="card")
        yield desk


def _links(desk, number=1, role=Role.ANALYST):
    with desk.look(role) as context:
        revision = reports.get_revision(context, reports.get_report(context, "card"))
        return page_links.list_links(context, revision, number)


def test_a_link_to_the_web_and_one_to_another_page_are_told_apart(desk):
    found = _links(desk)
    [(box, address)] = found.web
    assert address == "https://example.org/"
    assert box == pytest.approx(tuple(WEB), abs=1)
    [jump] = found.jumps
    assert (jump.page, jump.top) == (2, pytest.approx(300, abs=1))
    assert jump.box == pytest.approx(tuple(INSIDE), abs=1)


def test_a_page_without_links_has_none(desk):
    assert _links(desk, 2) == page_links.PageLinks([], [])


def test_links_are_found_once_and_again_if_what_was_kept_is_lost(desk):
    first = _links(desk)
    [folder] = [path for path in desk.stores.pictures.iterdir() if path.is_dir()]
    kept = folder / "jumps-1-1.json"
    assert kept.exists()
    kept.unlink()
    assert _links(desk) == first


def test_a_page_that_is_not_there_has_no_links(desk):
    with pytest.raises(NotFoundError):
        _links(desk, 9)


def test_a_stranger_sees_no_links(desk):
    with pytest.raises(SignInNeededError):
        _links(desk, role=Role.READER)

"""A claim to take away proves itself with Python alone, on a machine without the tool."""

import io
import json
import re
import shutil
from urllib.parse import urlsplit

import bundles
import pytest
from wren_public import CARD, FILE, QUOTE, put_out, reader_of

from annotator.services.publishing import report_publication


@pytest.fixture
def slug(desk):
    return put_out(desk, "Wren 1 solved <b>one</b> task of two.")


def _get(desk, slug):
    answer = reader_of(desk).get(f"/claims/{slug}/bundle.zip")
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    return answer.data


def _unpacked(desk, slug, tmp_path):
    return bundles.unpack(io.BytesIO(_get(desk, slug)), tmp_path / "out")


def test_the_bundle_holds_on_a_machine_without_the_tool(desk, slug, tmp_path):
    folder = _unpacked(desk, slug, tmp_path)
    (tmp_path / "card.pdf").write_bytes(FILE)
    status, said = bundles.verify(folder, tmp_path / "card.pdf")
    assert (status, said.splitlines()[-1]) == (0, "All of it holds.")
    assert "the same bytes: Wren card" in said
    page = reader_of(desk).get(f"/claims/{slug}").text
    [seal] = re.findall("The seal is ([0-9a-f]{64})", said)
    assert seal[:16] in page


def test_a_quote_that_somebody_changed_is_told(desk, slug, tmp_path):
    folder = _unpacked(desk, slug, tmp_path)
    for name in ("claim.json", "about.json", "annotations.jsonld"):
        path = folder / name
        before = path.read_text()
        assert QUOTE in before
        path.write_text(before.replace("0.5 %", "5 %"))
        status, said = bundles.verify(folder)
        assert status == 1
        assert f"changed: {name}" in said
        path.write_text(before)
    assert bundles.verify(folder)[0] == 0


def test_its_page_needs_no_network_and_shows_the_pictures(
    desk, slug, tmp_path, read_page
):
    folder = _unpacked(desk, slug, tmp_path)
    page = read_page((folder / "index.html").read_text())
    loaded = [x["src"] for x in page.all("img", "script", "iframe")]
    loaded += [x["href"] for x in page.all("link")]
    assert len(loaded) == 2
    for name in loaded:
        assert not urlsplit(name).scheme
        assert not name.startswith("/")
        assert (folder / name).is_file()
    assert "<b>one</b>" in page.one("h1").words
    assert QUOTE in page.words
    for link in page.all("a"):
        assert link["href"].startswith("http")
    assert "url(" not in (folder / "style.css").read_text()


def test_the_same_edition_is_the_same_bytes(desk, slug):
    first = _get(desk, slug)
    shutil.rmtree(desk.stores.pictures / "bundles")
    assert _get(desk, slug) == first


def test_it_has_nothing_that_is_not_public(desk, slug, tmp_path):
    folder = _unpacked(desk, slug, tmp_path)
    assert sorted(p.name for p in folder.iterdir()) == [
        "SHA256SUMS", "about.json", "annotations.jsonld", "claim.json", "index.html",
        "pictures", "style.css", "verify.py",
    ]  # fmt: skip
    told = json.loads((folder / "about.json").read_text())
    assert told["address"] == f"http://localhost/claims/{slug}"


def test_words_that_are_withheld_cannot_be_taken_away(desk, slug):
    with desk.sit_down() as context:
        report_publication.withdraw_report(context, CARD)
    reader = reader_of(desk)
    assert reader.get(f"/claims/{slug}/bundle.zip").status_code == 409
    assert "bundle.zip" not in reader.get(f"/claims/{slug}").text
    assert reader.get("/claims/no-such-claim/bundle.zip").status_code == 404

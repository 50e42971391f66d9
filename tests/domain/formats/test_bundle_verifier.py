"""The program in a bundle tells a sound one from one that was changed, with Python alone."""

import hashlib
import io
import json
from zipfile import ZipFile

import bundles
import pytest

from annotator import paths
from annotator.domain.formats.bundle import as_json, packed

PDF = b"%PDF-1.4 words"
SHA = hashlib.sha256(PDF).hexdigest()
BODY = json.dumps({"evidence": [{"quote": {"passage": 1, "exact": "It is “safe”."}}]})
VERIFIER = paths.PACKAGE / "domain" / "formats" / "bundle_verifier.py"


@pytest.fixture
def folder(tmp_path):
    """A bundle, unpacked."""
    quote = {"passage": 1, "exact": "It is “safe”.", "pdf": SHA, "page": 6}
    selectors = [{"type": "FragmentSelector"}, {"exact": quote["exact"]}]
    told = {
        "address": "https://a.example/claims/safe",
        "seal": hashlib.sha256(BODY.encode()).hexdigest(),
        "pdfs": {SHA: {"title": "Heron Card"}},
        "quotes": [quote],
    }
    items = [{"target": {"selector": selectors}}]
    files = {
        "claim.json": BODY.encode(),
        "about.json": as_json(told),
        "annotations.jsonld": as_json({"first": {"items": items}}),
        "verify.py": VERIFIER.read_bytes(),
        "pictures/a.png": b"png",
    }
    ZipFile(io.BytesIO(packed(files, "safe"))).extractall(tmp_path)
    return tmp_path / "safe"


@pytest.fixture
def pdf(tmp_path):
    (tmp_path / "card.pdf").write_bytes(PDF)
    return tmp_path / "card.pdf"


def _change(folder, name, before, after, *, sums=False):
    """Change a file, and cover it up in the list of hashes if ``sums``."""
    old = (folder / name).read_bytes()
    assert before.encode() in old
    new = old.replace(before.encode(), after.encode())
    (folder / name).write_bytes(new)
    if sums:
        listed = (folder / "SHA256SUMS").read_text()
        old_sum, new_sum = (hashlib.sha256(x).hexdigest() for x in (old, new))
        (folder / "SHA256SUMS").write_text(listed.replace(old_sum, new_sum))


def test_it_is_short():
    code = VERIFIER.read_text().partition("HERE =")[2]
    lines = [line for line in code.splitlines() if line.strip() and '"""' not in line]
    assert len(lines) <= 30


def test_a_sound_bundle_holds_with_its_pdf_and_without(folder, pdf):
    status, said = bundles.verify(folder)
    assert (status, said.splitlines()[-1]) == (0, "All of it holds.")
    assert f"not given: Heron Card {SHA}" in said
    assert "compare it with https://a.example/claims/safe" in said
    status, said = bundles.verify(folder, pdf)
    assert status == 0
    assert f"the same bytes: Heron Card {SHA}" in said


def test_another_pdf_is_told_from_the_one_that_is_quoted(folder, pdf):
    pdf.write_bytes(PDF + b" ")
    assert bundles.verify(folder, pdf)[0] == 1
    assert bundles.verify(folder, pdf.with_name("no-such.pdf"))[0] == 1


@pytest.mark.parametrize(
    ("name", "before", "after", "told"),
    [
        ("claim.json", "safe", "sure", "changed: what was sealed"),
        ("about.json", "“safe”", "“sure”", "not in the claim: It is “sure”."),
        ("annotations.jsonld", "“safe”", "“sure”", "not in the claim: It is “sure”."),
    ],
)
def test_changed_words_are_told_even_if_the_list_was_changed_too(
    folder, name, before, after, told
):
    if name == "claim.json":  # json.dumps writes “ as \u201c there
        before, after = "safe", "sure"
    _change(folder, name, before, after, sums=True)
    status, said = bundles.verify(folder)
    assert status == 1
    assert told in said
    assert f"changed: {name}" not in said


@pytest.mark.parametrize("name", ["pictures/a.png", "verify.py", "claim.json"])
def test_a_file_that_was_changed_or_lost_is_named(folder, name):
    (folder / name).write_bytes((folder / name).read_bytes() + b" \n")
    status, said = bundles.verify(folder)
    assert status == 1
    assert f"changed: {name}" in said
    if name != "verify.py" and name.endswith("png"):
        (folder / name).unlink()
        assert f"changed: {name}" in bundles.verify(folder)[1]

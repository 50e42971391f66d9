"""A bundle's bytes depend on its files alone, and its facts on what is sealed."""

import hashlib
import io
import time
from dataclasses import replace
from datetime import UTC, datetime
from zipfile import ZIP_STORED, ZipFile

import pytest
from claim_views import a_claim, a_claim_page, a_link, a_quote

from annotator.domain.formats.bundle import about, packed
from annotator.domain.views.contents import LabView
from annotator.domain.views.pages import Edition
from annotator.domain.views.reports import PublicReportView, ReportFactsView
from annotator.domain.vocabulary import ReportKind

FILES = {"index.html": b"<p>x", "pictures/a.png": b"png", "claim.json": b"{}"}
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def test_the_same_files_are_the_same_bytes_in_any_order_and_at_any_time(monkeypatch):
    first = packed(FILES, "x")
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert packed(dict(reversed(FILES.items())), "x") == first


def test_every_file_is_listed_with_its_sha256_and_pictures_are_not_packed_twice():
    with ZipFile(io.BytesIO(packed(FILES, "x"))) as archive:
        names = archive.namelist()
        sums = archive.read("x/SHA256SUMS").decode()
        assert archive.getinfo("x/pictures/a.png").compress_type == ZIP_STORED
        assert archive.testzip() is None
    assert names == sorted(names)
    assert {name.removeprefix("x/") for name in names} == {*FILES, "SHA256SUMS"}
    for name, content in FILES.items():
        assert f"{hashlib.sha256(content).hexdigest()}  {name}\n" in sums


def test_the_seal_and_the_pdfs_are_named():
    facts = ReportFactsView(
        "heron-card", "Heron Card", ReportKind.SYSTEM_CARD, "2030",
        "https://lab.example/c.pdf", LabView("wren", "Wren"), (),
    )  # fmt: skip
    quote = a_quote()
    page = a_claim_page(a_claim("safe", a_link(1, quote=quote)))
    edition = Edition(2, NOW, "Ed", "f" * 64)
    told = about(
        replace(page, edition=edition),
        [quote, quote],
        {"heron-card": PublicReportView(facts, ())},
        "https://a.example/claims/safe",
    )
    assert (told["seal"], told["edition"]) == ("f" * 64, 2)
    assert told["pdfs"]["a" * 64]["address"] == "https://lab.example/c.pdf"
    assert len(told["quotes"]) == 1
    with pytest.raises(ValueError, match="preview"):
        about(page, [], {}, "")

"""A claim to take away: files in a ZIP whose bytes depend on nothing but the files."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from annotator.domain.views.contents import QuoteView
from annotator.domain.views.pages import ClaimPage
from annotator.domain.views.reports import PublicReportView

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can name
_READABLE = 0o644 << 16
_PACKED = (".png",)  # what is compressed already


def about(
    page: ClaimPage,
    quotes: Iterable[QuoteView],
    reports: Mapping[str, PublicReportView],
    address: str,
) -> dict[str, Any]:
    """Return what the verifier goes by: the seal, the quotes, and their PDFs by SHA-256."""
    if page.edition is None:
        raise ValueError("a preview cannot be taken away")
    shown = {quote.passage: quote for quote in quotes}
    pdfs = {
        quote.revision: {
            "title": reports[quote.report].facts.title,
            "lab": reports[quote.report].facts.lab.name,
            "address": reports[quote.report].facts.source_url,
        }
        for quote in shown.values()
        if quote.report in reports
    }
    return {
        "claim": page.claim.text,
        "address": address,
        "edition": page.edition.number,
        "published": page.edition.at.isoformat(timespec="seconds"),
        "seal": page.edition.sha256,
        "pdfs": dict(sorted(pdfs.items())),
        "quotes": [
            {
                "passage": quote.passage,
                "exact": quote.exact,
                "pdf": quote.revision,
                "page": quote.page,
            }
            for quote in shown.values()
        ],
    }


def as_json(value: object) -> bytes:
    """Return a value as JSON for people to read."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def packed(files: Mapping[str, bytes], folder: str) -> bytes:
    """Return files, by name, in a folder of a ZIP, with the list of their SHA-256."""
    sums = "".join(
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)
    )
    whole = {**files, "SHA256SUMS": sums.encode()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in sorted(whole):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _DAY)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = _READABLE
            is_packed = name.endswith(_PACKED)
            entry.compress_type = (
                zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            )
            archive.writestr(entry, whole[name], compresslevel=9)
    return written.getvalue()

"""Write the sample reports of the fictional lab Northfield as PDFs.

    python docs/sample/write_reports.py            # into reports_pdf/northfield/
    python docs/sample/write_reports.py --to DIR   # elsewhere

The same sources and the same version of typst give the same bytes: fonts of the
machine are not looked at, and the time of writing is the day of publication.
"""

import argparse
from pathlib import Path

import typst

SOURCES = Path(__file__).resolve().parent
REPORTS = ("heron-2-system-card", "heron-2-safeguards-report")
DESTINATION = SOURCES.parents[1] / "reports_pdf" / "northfield"
PUBLISHED = 1_776_124_800  # 14 April 2026, 00:00 UTC, in seconds since 1970


def report_pdf(name: str) -> bytes:
    """Return the PDF that is typeset from ``<name>.typ`` beside this script."""
    pdf = typst.compile(
        str(SOURCES / f"{name}.typ"),
        root=str(SOURCES),
        format="pdf",
        ignore_system_fonts=True,
        timestamp=PUBLISHED,
        pdf_tags=False,  # tags double the size, and the tool does not read them
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst returned no single PDF for {name}")
    return pdf


def write_reports(destination: Path) -> list[Path]:
    """Write every report into the folder ``destination`` and return the files."""
    destination.mkdir(parents=True, exist_ok=True)
    written = []
    for name in REPORTS:
        file = destination / f"{name}.pdf"
        file.write_bytes(report_pdf(name))
        written.append(file)
    return written


def main() -> None:
    """Read the command line, write the reports, and say what was written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--to", type=Path, default=DESTINATION, metavar="DIR")
    for file in write_reports(parser.parse_args().to):
        print(f"wrote {file} ({file.stat().st_size / 1000:.0f} kB)")


if __name__ == "__main__":
    main()

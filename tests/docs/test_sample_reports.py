"""The sample reports: written again byte for byte, and as awkward as they claim."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pymupdf
import pypdf
import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "docs" / "sample" / "write_reports.py"
FOLDER = ROOT / "reports_pdf" / "northfield"
CARD = FOLDER / "heron-2-system-card.pdf"
SAFEGUARDS = FOLDER / "heron-2-safeguards-report.pdf"
BOTH = pytest.mark.parametrize("file", [CARD, SAFEGUARDS], ids=lambda f: f.stem)

SOFT_HYPHEN = "\u00ad"
TWO_COLUMN_PAGES = (8, 9)  # counted from 0


def lines(file: Path, *pages: int) -> list[str]:
    """Return the printed lines of the given pages (from 0), of all where none is given."""
    with pymupdf.open(file) as pdf:
        chosen = pages or range(pdf.page_count)
        return [
            line.rstrip()
            for number in chosen
            for line in pdf[number].get_text().splitlines()
        ]


def reading_text(file: Path, *pages: int) -> str:
    """Return the text with words rejoined, ligatures opened and white space single."""
    joined = "\n".join(lines(file, *pages)).replace(f"{SOFT_HYPHEN}\n", "")
    return " ".join(unicodedata.normalize("NFKC", joined).split())


def test_the_script_writes_the_committed_reports_byte_for_byte(tmp_path):
    said = subprocess.run(
        [sys.executable, str(SCRIPT), "--to", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert written == {file.name: file.read_bytes() for file in FOLDER.glob("*.pdf")}
    assert all(name in said for name in written)


@BOTH
def test_a_report_is_small_and_says_what_it_is(file):
    with pymupdf.open(file) as pdf:
        facts = pdf.metadata
        outline = pdf.get_toc()
    assert file.stat().st_size < 250_000
    assert facts["title"].lower().replace(" ", "-") == file.stem
    assert facts["author"] == "Northfield"
    assert facts["creationDate"].startswith("D:20260414")
    assert len(outline) > 5


def test_the_card_has_thirteen_pages_and_the_safeguards_report_six():
    counts = [len(pypdf.PdfReader(file).pages) for file in (CARD, SAFEGUARDS)]
    assert counts == [13, 6]


@BOTH
def test_page_labels_differ_from_page_numbers(file):
    # pypdf, because PyMuPDF takes the "/Type /PageLabel" of a label for a prefix.
    labels = pypdf.PdfReader(file).page_labels
    assert labels == ["i", "ii", *map(str, range(1, len(labels) - 1))]


@BOTH
def test_running_head_and_page_number_are_on_every_page_of_the_body(file):
    with pymupdf.open(file) as pdf:
        title = pdf.metadata["title"]
        for number in range(2, pdf.page_count):
            page_lines = lines(file, number)
            assert page_lines[0] == title
            assert page_lines[-1] == str(number - 1)


def test_one_page_lies_on_its_side_with_the_table_of_all_evaluations():
    with pymupdf.open(CARD) as pdf:
        lying = [p.number for p in pdf if p.rect.width > p.rect.height]
    assert lying == [11]
    assert {"CB-1", "0.635", "MP-2"} <= set(lines(CARD, 11))


@pytest.mark.parametrize("number", TWO_COLUMN_PAGES)
def test_two_pages_are_set_in_two_columns(number):
    with pymupdf.open(CARD) as pdf:
        page = pdf[number]
        middle = page.rect.width / 2
        body = [b for b in page.get_text("blocks") if b[3] - b[1] > 30]
    left = [b for b in body if b[2] < middle + 5]
    right = [b for b in body if b[0] > middle]
    assert len(left) > 3
    assert len(right) > 3
    assert len(left) + len(right) == len(body)


def test_words_are_broken_at_line_ends_by_soft_and_by_hard_hyphens():
    columns = lines(CARD, *TWO_COLUMN_PAGES)
    soft = [line for line in columns if line.endswith(SOFT_HYPHEN)]
    hard = [line for line in columns if line.endswith("-")]
    assert len(soft) >= 20
    assert [line.split()[-1] for line in hard] == ["red-", "rule-"]
    assert "A red-\nteam of four people" in "\n".join(columns)
    assert "We ran two evaluations and regard neither as suffi" + SOFT_HYPHEN in soft


@pytest.mark.parametrize("ligature", ["ﬀ", "ﬁ", "ﬂ", "ﬃ"])
def test_the_safeguards_report_holds_ligatures_as_characters(ligature):
    assert ligature in "\n".join(lines(SAFEGUARDS))


def test_a_sentence_runs_over_a_page_break_with_a_footnote_in_between():
    before, after = lines(CARD, 4), lines(CARD, 5)
    broken = before.index(
        "tory task over two days: one with Heron 2, one with Heron 2 Mini, "
        "and a control group with an"
    )
    assert before[broken + 1].startswith("3Mean and standard error")
    assert before[-2:] == ["Northfield", "3"]
    assert after[2].startswith("ordinary search engine. Plans written")


def test_footnote_marks_are_small_and_glued_to_the_sentence():
    with pymupdf.open(CARD) as pdf:
        spans = [
            span
            for page in pdf
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", [])
            for span in line["spans"]
        ]
    marks = [
        s["text"].strip() for s in spans if s["flags"] & pymupdf.TEXT_FONT_SUPERSCRIPT
    ]
    assert [m for m in marks if m.isdigit()] == list("123456")
    assert "would concern us.4 Both" in reading_text(CARD, 5)


@pytest.mark.parametrize(
    ("file", "number"),
    [
        (CARD, "1.70×"),
        (CARD, "2.8×"),
        (CARD, "≥ 50 %"),
        (CARD, "<0.5 %"),
        (CARD, "0.635"),
        (CARD, "36 ± 4 %"),
        (CARD, "p = 0.28"),
        (CARD, "p= 0.03"),  # a formula: its letter is U+1D45D, its spaces are gaps
        (SAFEGUARDS, "<0.5 %"),
    ],
)
def test_numbers_with_signs_are_in_the_text(file, number):
    assert number in reading_text(file)


def test_text_holds_what_folding_could_spoil():
    raw = "\n".join(lines(CARD))
    assert "10⁻³" in raw  # NFKC makes it 10-3
    assert "\U0001d45d" in raw  # beyond 16 bits
    assert "☺" in raw
    assert {"“", "”", "’", "–", "—", "\u00a0"} <= set(raw)


def test_one_sentence_stands_in_two_places_and_one_in_both_reports():
    twice = "No evaluation in this section was run with the safeguards switched on."
    shared = (
        "Heron 2 may have reached the amber line in chemistry and biology, "
        "and we have applied Tier 2 safeguards to it."
    )
    assert reading_text(CARD).count(twice) == 2
    assert reading_text(CARD).count(shared) == 1
    assert reading_text(SAFEGUARDS).count(shared) == 1


def test_a_later_section_is_at_odds_with_an_earlier_one():
    assert (
        "We did not change the weights of Heron 2 after the evaluations in this card "
        "were run." in reading_text(CARD, 2)
    )
    assert (
        "Following the audit, Heron 2 received nine further days of preference training"
        in reading_text(CARD, 9)
    )


@BOTH
def test_links_lead_only_to_addresses_reserved_for_examples(file):
    with pymupdf.open(file) as pdf:
        links = [k["uri"] for page in pdf for k in page.get_links() if "uri" in k]
    assert links
    assert all(re.match(r"https://northfield\.example/", link) for link in links)

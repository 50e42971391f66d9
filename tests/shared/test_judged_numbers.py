"""Numbers of the shared reports are typed as people who looked at them would.

Both lists were drawn by a seed from the evaluations sections and judged before anybody saw
what the parser proposes; numbers in figures and in transcripts were passed over. The first
was then looked at to mend the parser, the second was not.
"""

import hashlib
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from shared.judged_numbers import RIGHT, UNTYPED, WRONG, judged, rows, told

from annotator.domain.text.canonical_text import PageText, compose
from annotator.pdf.sandbox import PdfReader

HERE = Path(__file__).parent
FIRST, HELD_OUT = HERE / "judged_numbers.tsv", HERE / "held_out_numbers.tsv"

pytestmark = [pytest.mark.shared, pytest.mark.sandbox, pytest.mark.slow]


Pages = dict[int, PageText]


def _read(file: Path, numbers: set[int]) -> Pages:
    """Return the pages that were judged; all of a file take three times as long."""
    with PdfReader(file.read_bytes()) as reader:
        raw = [reader.page(number) for number in sorted(numbers)]
        return {page.number: page for page in compose(raw)}


@pytest.fixture(scope="module")
def texts(shared):
    wanted = defaultdict(set)
    for row in [*rows(FIRST), *rows(HELD_OUT)]:
        wanted[row["file"]].add(int(row["page"]))
    files = [*(shared / "reports").glob("*.pdf"), *(shared / "wild").glob("*.pdf")]
    by_hash = {hashlib.sha256(file.read_bytes()).hexdigest(): file for file in files}
    missing = wanted.keys() - by_hash.keys()
    if missing:
        pytest.skip(f"{len(missing)} of the judged reports are not in {shared}")
    with ThreadPoolExecutor(2) as pool:
        read = pool.map(_read, [by_hash[file] for file in wanted], wanted.values())
        return dict(zip(wanted, read, strict=True))


@pytest.mark.parametrize(("file", "size"), [(FIRST, 200), (HELD_OUT, 100)])
def test_judged_numbers_are_typed_right_or_left_to_their_words(texts, file, size):
    outcomes = list(judged(texts, rows(file)))
    counts = [outcome for outcome, _, _ in outcomes]
    assert len(counts) == size
    assert set(counts) <= {RIGHT, WRONG, UNTYPED}
    assert counts.count(RIGHT) >= 0.95 * size, told(outcomes)
    assert counts.count(WRONG) <= 0.01 * size, told(outcomes)


def test_each_judged_number_stands_where_the_list_says(texts):
    for row in [*rows(FIRST), *rows(HELD_OUT)]:
        text = texts[row["file"]][int(row["page"])].text
        assert text.startswith(row["printed"], int(row["offset"]))

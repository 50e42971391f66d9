"""Mutations of good PDFs are read or refused: nothing else comes of one.

The readers are confined as the program's own are, but forked from one that is loaded. A
second of work is one of the reader's own processor time, so that a busy machine fails no
test.
"""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from mutated_pdfs import LARGEST_SEED, mutation
from soak import figure
from warm_reader import Nursery

from annotator.domain.errors import UnreadablePdfError
from annotator.pdf import limits
from annotator.pdf.sandbox import LAYERS, PdfReader

pytestmark = [pytest.mark.soak, pytest.mark.slow, pytest.mark.sandbox]

COUNT = figure(ci=1_000, soak=50_000)
LARGEST = figure(ci=LARGEST_SEED, soak=2_000_000)
SEED = int(os.environ.get("ANNOTATOR_SEED", "17"))
READERS = 2
PAGES = 2  # of each that are read, and the first is drawn
MOST_SECONDS = 30.0


class Reading:
    """What came of reading mutations."""

    def __init__(self, start):
        self.start = start
        self.outcomes: Counter[str] = Counter()
        self.slowest = (0.0, -1)  # seconds of work, and which it was

    def read(self, number):
        """Read a mutation; whatever is raised but a problem with the file fails."""
        content, seconds = mutation(number, SEED, LARGEST), 0.0
        try:
            with PdfReader(content, start=self.start) as reader:
                assert reader.layers == LAYERS
                try:
                    self._read(reader)
                finally:
                    seconds = reader.seconds
            said = "read"
        except UnreadablePdfError as error:
            said = error.problem.name
            assert said != "NO_READER"
        except Exception as error:
            raise AssertionError(f"mutation {number} of seed {SEED}") from error
        return said, seconds, number

    def _read(self, reader):
        reader.facts()
        for page in range(1, min(PAGES, reader.page_count) + 1):
            reader.page(page)
        reader.sheet(1, width=144)

    def keep(self, said, seconds, number):
        self.outcomes[said] += 1
        self.slowest = max(self.slowest, (seconds, number))
        if (number + 1) % 1_000 == 0:
            print(f"{number + 1} of {COUNT}; the slowest took {self.slowest[0]:.1f} s")


def test_mutations_of_good_pdfs_are_read_or_refused():
    with Nursery() as nursery, ThreadPoolExecutor(READERS) as readers:
        reading = Reading(nursery.start)
        for outcome in readers.map(reading.read, range(COUNT)):
            reading.keep(*outcome)
    seconds, number = reading.slowest
    print(
        f"\n{COUNT} mutations of good PDFs (seed {SEED}): "
        f"{dict(reading.outcomes.most_common())}; the slowest, {number}, took "
        f"{seconds:.1f} s of work"
    )
    assert sum(reading.outcomes.values()) == COUNT
    assert reading.outcomes["read"] > COUNT / 10, "the mutations reach what is read"
    assert seconds <= MOST_SECONDS >= limits.REQUEST_SECONDS

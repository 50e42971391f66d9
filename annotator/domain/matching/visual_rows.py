"""Whether a quote is printed on a page in another order than the page is read in.

The reading order may tear what a person reads across, such as the row of a table. Then
the nearest wording in the reading order is not an edited quote, but another text.
"""

from collections.abc import Iterator, Sequence

from annotator.domain.text.canonical_text import PageText, Word
from annotator.domain.text.folding import fold
from annotator.domain.text.layout.lines import PRECEDENCE

SAME_ROW = 0.5  # of a word's height; words that share more stand in one row (chosen)
LEAST = (
    12  # code points without spaces; shorter quotes stand in any row by chance (chosen)
)


class VisualRows:
    """The rows of the pages of a document, folded when they are first looked at."""

    def __init__(self) -> None:
        self._rows: dict[int, str] = {}  # by page number

    def say(self, quote: str, pages: Sequence[PageText]) -> bool:
        """Whether ``quote`` runs across the rows of one of ``pages``, from left to right."""
        wanted = fold(quote).text.strip()
        return len(wanted) >= LEAST and any(wanted in self._of(page) for page in pages)

    def _of(self, page: PageText) -> str:
        if page.number not in self._rows:
            self._rows[page.number] = fold(" ".join(_across(page))).text
        return self._rows[page.number]


def _across(page: PageText) -> Iterator[str]:
    """Yield the words that a page shows, row by row."""
    shown = [word for word in page.words if word.flow in PRECEDENCE]
    row: list[Word] = []
    for word in sorted(shown, key=lambda word: word.box[1] + word.box[3]):
        if row and not _beside(row[0], word):
            yield from _in_row(row)
            row = []
        row.append(word)
    yield from _in_row(row)


def _in_row(row: list[Word]) -> Iterator[str]:
    yield from (word.text for word in sorted(row, key=lambda word: word.box[0]))


def _beside(first: Word, word: Word) -> bool:
    shared = min(first.box[3], word.box[3]) - max(first.box[1], word.box[1])
    return shared > SAME_ROW * min(
        first.box[3] - first.box[1], word.box[3] - word.box[1]
    )

"""What is wrong with the pages of a file, so far as its text goes."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from annotator.domain.text.pages import RawPage

UNREADABLE_SHARE = 0.05  # of a page's characters; a few odd signs do no harm (chosen)


class PageFault(StrEnum):
    """Why a page cannot be quoted or found as it is shown."""

    NOT_READ = "could not be read"
    NO_TEXT = "pictures without text"
    BY_MACHINE = "read by machine"
    NO_LETTERS = "pictures in which nothing was read"
    UNREADABLE = "unreadable characters"
    HIDDEN = "hidden text"
    NOTES = "notes by others"


PageFaults = Mapping[str, Sequence[int]]  # page numbers (from 1) by the kind of fault

_MEANINGS = {
    PageFault.NOT_READ: "could not be read; nothing on {them} can be quoted or found.",
    PageFault.NO_TEXT: "{have} pictures and no text; nothing on {them} can be quoted or "
    "found.",
    PageFault.BY_MACHINE: "{have} no legible text; what can be quoted and found there "
    "was read by machine from the picture, and may be misread.",
    PageFault.NO_LETTERS: "{have} no legible text, and a machine found none in the picture.",
    PageFault.UNREADABLE: "{have} characters that the file gives no letters for; words "
    "on {them} may not be found.",
    PageFault.HIDDEN: "{have} text that a reader of the page cannot see; it is kept "
    "apart and cannot be quoted.",
    PageFault.NOTES: "{have} notes that somebody put on the file; they are left out.",
}


def page_faults(pages: Sequence[RawPage]) -> dict[str, list[int]]:
    """Return the numbers of the pages with each kind of fault; kinds without are left out."""
    found: dict[str, list[int]] = {}
    for page in pages:
        for fault in _faults_of(page):
            found.setdefault(fault.value, []).append(page.number)
    return found


def of_page(faults: PageFaults, number: int) -> dict[str, list[int]]:
    """Return those of a file's faults that one page (from 1) has."""
    return {kind: [number] for kind, pages in faults.items() if number in pages}


def in_sentences(faults: PageFaults) -> list[str]:
    """Return what to tell a person of a file's faults, a sentence for each kind."""
    return [_sentence(fault, faults[fault]) for fault in PageFault if faults.get(fault)]


def unreadable_share(page: RawPage) -> float:
    """Return the share of a page's characters that the file gives no letters for."""
    text = "".join(word.text for line in page.lines for word in line.words)
    unknown = sum(c == "\ufffd" or unicodedata.category(c) == "Co" for c in text)
    return unknown / max(1, len(text))


def _faults_of(page: RawPage) -> Iterator[PageFault]:
    words = [word for line in page.lines for word in line.words]
    if not page.is_read:
        yield PageFault.NOT_READ
    elif page.read_by:
        yield PageFault.BY_MACHINE if words else PageFault.NO_LETTERS
    elif page.has_picture and not words:
        yield PageFault.NO_TEXT
    if unreadable_share(page) > UNREADABLE_SHARE:
        yield PageFault.UNREADABLE
    if page.leaves_out or any(word.hidden for word in words):
        yield PageFault.HIDDEN
    if page.notes:
        yield PageFault.NOTES


def _sentence(fault: PageFault, numbers: Sequence[int]) -> str:
    many = len(numbers) > 1
    meaning = _MEANINGS[fault].format(
        have="have" if many else "has", them="them" if many else "it"
    )
    return f"{'Pages' if many else 'Page'} {_ranges(numbers)} {meaning}"


def _ranges(numbers: Sequence[int]) -> str:
    """Return page numbers as people write them: 2, 4–6 and 9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    *most, last = (f"{r[0]}–{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
    return f"{', '.join(most)} and {last}" if most else last

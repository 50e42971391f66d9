"""Know a note again in another file of the same report."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from annotator.domain.text.keys import key
from annotator.domain.text.pages import PdfNote


def note_keys(notes: Sequence[tuple[PdfNote, str]]) -> list[str]:
    """Return a key for each note of a file, given in order with the words it is on.

    It is made of what the note is, says and is on, and not of where it is: a newer file
    has other pages, and programs that save a file again change dates and names. Notes
    that are the same in all of this are numbered.
    """
    digests = [_digest(note, words) for note, words in notes]
    seen: Counter[str] = Counter()
    keys = []
    for digest in digests:
        seen[digest] += 1
        keys.append(f"{digest}-{seen[digest]}")
    return keys


def _digest(note: PdfNote, words: str) -> str:
    about = key(words).hex() or note.name or [note.page, *map(round, note.boxes[0])]
    told = [note.kind, note.author, note.text, about]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]

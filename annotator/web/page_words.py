"""The words of a page as the viewer's scripts get them: columns of small numbers.

Words as columns, with what grows told as steps, take half the bytes that rows took
(3.8 kB a page compressed instead of 7.1, on 50 pages of a system card). Lengths are in
tenths of a point, which is what letters are kept to as well.
"""

from collections.abc import Sequence
from typing import Any

from annotator.domain.text.blocks import RULES as BLOCK_RULES
from annotator.domain.text.blocks import Block, page_blocks
from annotator.domain.text.canonical_text import PageText, Word
from annotator.domain.text.layout.lines import PRECEDENCE
from annotator.domain.text.sentences import RULES as SENTENCE_RULES
from annotator.domain.text.sentences import sentence_ends
from annotator.services.library.reports import Revision

_FORM = 2  # raise it whenever the form changes, as browsers keep words


def words_version(revision: Revision) -> str:
    """Return what the words and blocks of a file's pages depend on, for their address."""
    return f"{revision.extractor_version}-{SENTENCE_RULES}-{BLOCK_RULES}-{_FORM}"


def page_words(
    page: PageText,
    overleaf: PageText | None,
    outline: Sequence[tuple[int, str, int]] = (),
) -> dict[str, Any]:
    """Return the words that a page shows, in reading order, and the blocks they make.

    Each column of ``words`` has an entry per word. ``left``, ``top``, ``start`` and
    ``line`` are steps: from the right side, the top, the end and the line of the word
    before. ``flow`` is a rank, ``ends`` whether a sentence ends with the word, ``steps``
    those from letter to letter. A block is [kind, level of a heading, how many words each
    of its cells has].
    """
    ends = sentence_ends(page, overleaf)
    shown = [
        (word, end)
        for word, end in zip(page.words, ends, strict=True)
        if word.flow in PRECEDENCE
    ]
    words = _columns([word for word, _ in shown])
    words["ends"] = [int(end) for _, end in shown]
    blocks = page_blocks(page, outline)
    return {"words": words, "blocks": [_shape(block) for block in blocks]}


def _columns(words: Sequence[Word]) -> dict[str, list[Any]]:
    sides = [[round(10 * side) for side in word.box] for word in words]
    return {
        "text": [word.text for word in words],
        "left": _steps([side[0] for side in sides], [side[2] for side in sides]),
        "top": _steps([side[1] for side in sides]),
        "width": [right - left for left, _, right, _ in sides],
        "height": [bottom - top for _, top, _, bottom in sides],
        "start": _steps(
            [word.start for word in words],
            [word.end for word in words],
        ),
        "line": _steps([word.line for word in words]),
        "after": [word.after for word in words],
        "flow": [PRECEDENCE.index(word.flow) for word in words],
        "hyphen": [word.hyphen for word in words],
        "turn": [word.turn for word in words],
        "steps": [word.steps for word in words],
    }


def _steps(numbers: Sequence[int], since: Sequence[int] | None = None) -> list[int]:
    """Return each number as the step from the one before, or from that in ``since``."""
    before = [0, *(numbers if since is None else since)]
    return [
        number - last
        for number, last in zip(numbers, before[: len(numbers)], strict=True)
    ]


def _shape(block: Block) -> list[object]:
    return [block.kind, block.level, [len(cell) for cell in block.cells]]

"""Draw the picture that stands beside a shared link; this runs in the worker.

It is drawn here because MuPDF has letters of nearly every script, and sets them, and
because the part of a report that it shows is drawn from the file.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

import pymupdf

WIDTH, HEIGHT = 1200, 630  # pixels

_EDGE = 56
_PAPER, _INK, _QUIET = (1, 1, 1), "#1a1a1a", "#595959"
_RULE = (0.78, 0.78, 0.78)
_SIZES = (
    80,
    72,
    64,
    56,
    50,
    44,
    40,
    36,
)  # pixels, of the headline; the largest that fits
_CROP_HEIGHT = 190
_LONG_WORD = re.compile(
    r"[^\W\d_]{20}(?=[^\W\d_])"
)  # more letters than a line may have
_LARGEST_SCALE = 3.0  # pixels of the picture for a point of the report

_CSS = f"""
* {{ margin: 0; padding: 0; font-family: sans-serif; color: {_INK}; line-height: 1.2; }}
p {{ margin: 0; }}
.quiet {{ color: {_QUIET}; }}
.mark {{ font-size: 1.25em; }}
"""


def draw(said: dict[str, Any], crop: pymupdf.Pixmap | None = None) -> pymupdf.Pixmap:
    """Return the picture of what is ``said``, above a part of a page if there is one.

    ``said`` is a ``domain.formats.share_card.ShareCard``.
    """
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=WIDTH, height=HEIGHT)
        page.draw_rect(page.rect, color=_PAPER, fill=_PAPER)
        bottom = _add_crop(page, crop) if crop else HEIGHT - _EDGE - 44
        _put(page, (_EDGE, 40, WIDTH - _EDGE, 84), _line(said["kicker"], 32, "quiet"))
        verdicts = "".join(_verdicts(said["verdicts"]))
        if verdicts:
            box = (_EDGE, bottom - 74, WIDTH - _EDGE, bottom - 8)
            _put(page, box, f'<p style="font-size:38px"><b>{verdicts}</b></p>')
            bottom -= 74
        if lines := "".join(_line(words, 30, "") for words in said["lines"]):
            above = bottom - 44 * len(said["lines"])
            _put(page, (_EDGE, above, WIDTH - _EDGE, bottom - 8), lines)
            bottom = above
        box = (_EDGE, 92, WIDTH - _EDGE, bottom - 12)
        _put_headline(page, pymupdf.Rect(box), said["headline"])
        foot = (_EDGE, HEIGHT - 52, WIDTH - _EDGE, HEIGHT - 14)
        _put(page, foot, _line(said["foot"], 26, "quiet"))
        picture: pymupdf.Pixmap = page.get_pixmap(alpha=False)
        return picture


def _line(words: str, size: int, name: str) -> str:
    return f'<p class="{name}" style="font-size:{size}px">{escape(words)}</p>'


def _verdicts(verdicts: Sequence[Sequence[str]]) -> Iterator[str]:
    for mark, words in verdicts:
        # Of several, none is broken into two lines.
        kept = words.replace(" ", "\u00a0") if len(verdicts) > 1 else words
        yield f'<span class="mark">{escape(mark)}</span>&#160;{escape(kept)}&#160; '


def _put(page: pymupdf.Page, box: Sequence[float], html: str) -> None:
    """Set one line or so, made smaller if it does not fit."""
    page.insert_htmlbox(pymupdf.Rect(box), html, css=_CSS, scale_low=0)


def _put_headline(page: pymupdf.Page, box: pymupdf.Rect, words: str) -> None:
    """Set words as large as they fit; too many are cut, and end with an ellipsis."""
    words = _LONG_WORD.sub("\\g<0>\u200b", words)  # where a line may be broken
    for size in _SIZES:
        if _fits(box, words, size):
            break
    else:
        words = _cut(box, words, _SIZES[-1])
        size = _SIZES[-1]
    html = _headline(words, size)
    page.insert_htmlbox(box, html, css=_CSS, scale_low=0)


def _headline(words: str, size: int) -> str:
    return f'<p style="font-size:{size}px"><b>{escape(words)}</b></p>'


def _fits(box: pymupdf.Rect, words: str, size: int) -> bool:
    story = pymupdf.Story(_headline(words, size), user_css=_CSS)
    more, _ = story.place(pymupdf.Rect(0, 0, box.width, box.height))
    return not more


def _cut(box: pymupdf.Rect, words: str, size: int) -> str:
    """Return as many of the words as fit, with an ellipsis."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high)
            if _fits(box, _ended(words, middle), size)
            else (low, middle - 1)
        )
    return _ended(words, low)


def _ended(words: str, length: int) -> str:
    kept = words[:length]
    if length < len(words) and not words[length].isspace() and " " in kept:
        kept = kept[: kept.rindex(" ")]
    return f"{kept.rstrip(' ,;:–—-')}…"


def _add_crop(page: pymupdf.Page, crop: pymupdf.Pixmap) -> float:
    """Put a part of a report at the bottom, and return the y above it."""
    top = HEIGHT - 66 - _CROP_HEIGHT
    frame = pymupdf.Rect(_EDGE, top, WIDTH - _EDGE, top + _CROP_HEIGHT)
    width = min(frame.width, crop.width)
    height = min(frame.height, crop.height)
    box = pymupdf.Rect(0, 0, width, height) + (frame.x0, frame.y0) * 2
    page.insert_image(box, pixmap=crop)
    page.draw_rect(box, color=_RULE, width=1.5)
    return top - 12


def crop_scale(clip: pymupdf.Rect) -> tuple[float, pymupdf.Rect]:
    """Return the scale at which a part of a page is shown, and how much of it is.

    It begins at its top; what does not fit at the bottom is left out.
    """
    scale = min(_LARGEST_SCALE, (WIDTH - 2 * _EDGE) / clip.width)
    most = _CROP_HEIGHT / scale
    return scale, pymupdf.Rect(clip.x0, clip.y0, clip.x1, min(clip.y1, clip.y0 + most))

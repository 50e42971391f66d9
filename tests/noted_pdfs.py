"""PDFs on which somebody has put notes, as Acrobat, Preview, Zotero and others write them."""

from collections.abc import Sequence
from typing import Any

import pdfs
import pymupdf

LINES = [
    "Wren 1 solved 0.5 % of the tasks, and nobody knows why.",
    "It was tested for a week by four people in two rooms.",
    "No other report says how many of the tasks were hard.",
    "The tasks were chosen by people who had seen none of them.",
]
FIGURE = (100.0, 400.0, 300.0, 520.0)


def told(note: pymupdf.Annot, **said: str) -> pymupdf.Annot:
    """Say who wrote a note, what it says, and when it was made."""
    note.set_info(
        **{"title": "Ann Reader", "creationDate": "D:20300102101500Z", **said}
    )
    note.update()
    return note


def named(note: pymupdf.Annot, name: str) -> pymupdf.Annot:
    note.parent.parent.xref_set_key(note.xref, "NM", f"({name})")
    return note


def highlight(page: pymupdf.Page, words: str, **said: str) -> pymupdf.Annot:
    """Highlight the words wherever the page has them, line by line."""
    return told(page.add_highlight_annot(page.search_for(words, quads=True)), **said)


def answer(page: pymupdf.Page, note: pymupdf.Annot, **said: str) -> pymupdf.Annot:
    reply = told(page.add_text_annot((10, 10), ""), **said)
    reply.set_irt_xref(note.xref)
    return reply


def every_kind() -> bytes:
    """A page with a note of every kind, and a figure that is drawn and has no words."""
    with pymupdf.open() as pdf:
        page = pdfs.new_page(pdf)
        pdfs.write(page, LINES)
        page.draw_rect(FIGURE, fill=(0.2, 0.4, 0.6))
        first = highlight(page, "0.5 % of the tasks", content="Of which tasks?")
        first.set_colors(stroke=(1, 0, 0))
        first.update()
        answer(page, first, content="The hard ones.", title="Bob")
        told(page.add_underline_annot(page.search_for("four people", quads=True)))
        told(page.add_strikeout_annot(page.search_for("No other report", quads=True)))
        told(page.add_squiggly_annot(page.search_for("how many", quads=True)))
        told(page.add_text_annot((500, 700), ""), content="Read this again.")
        told(page.add_freetext_annot((350, 600, 500, 640), "In the margin"))
        told(page.add_rect_annot(FIGURE), content="Which axis is this?")
        told(page.add_ink_annot([[(100, 560), (200, 561)]]), content="Compare.")
        return pdfs.save(pdf)


def highlighted(
    *words: str, lines: Sequence[str] = LINES, before: int = 0, **said: str
) -> bytes:
    """A page with a highlight on each of these words, after so many other pages."""
    with pymupdf.open() as pdf:
        for number in range(before):
            pdfs.write(pdfs.new_page(pdf), [f"Something else, {number + 1}."])
        page = pdfs.new_page(pdf)
        pdfs.write(page, lines)
        for wanted in words:
            highlight(page, wanted, **said)
        return pdfs.save(pdf)


def framed(text: str) -> bytes:
    """A page with a figure, around which somebody drew a frame without a name."""
    with pymupdf.open() as pdf:
        page = pdfs.new_page(pdf)
        pdfs.write(page, LINES)
        page.draw_rect(FIGURE, fill=(0.2, 0.4, 0.6))
        named(told(page.add_rect_annot(FIGURE), content=text), "")
        return pdfs.save(pdf)


def turned(degrees: int, *, words: str = "0.5 % of the tasks") -> bytes:
    """The same on a page with a margin cut off, turned clockwise."""
    with pymupdf.open() as pdf:
        page = pdfs.new_page(pdf)
        pdfs.write(page, LINES)
        page.set_cropbox(pymupdf.Rect(30, 20, 480, 500))
        page.set_rotation(degrees)
        highlight(page, words)
        return pdfs.save(pdf)


def crowded(count: int) -> bytes:
    """A page with so many sticky notes."""
    places = [(20 + n % 500, 200 + n // 20) for n in range(count)]
    notes = [
        a_note("Text", Rect=f"[{x} {y} {x + 9} {y + 9}]", Contents=f"({n})")
        for n, (x, y) in enumerate(places)
    ]
    return by_hand(*notes)


def by_hand(*notes: bytes) -> bytes:
    """A page with these annotations, whatever they are."""
    content = pdfs.stream(b"BT /F 12 Tf 72 700 Td (Words of the page) Tj ET")
    references = b" ".join(b"%d 0 R" % (6 + at) for at in range(len(notes)))
    return pdfs.build(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> /Annots [%s] >>" % references,
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *notes,
    )


def a_note(subtype: str, **entries: Any) -> bytes:
    given = "".join(f"/{key} {value} " for key, value in entries.items())
    return f"<< /Type /Annot /Subtype /{subtype} {given}>>".encode()


RECT = "[70 690 120 715]"
HOSTILE = [
    a_note("Highlight", Rect=RECT, QuadPoints="[1 2 3]"),
    a_note("Highlight", Rect=RECT, QuadPoints="[]"),
    a_note("Highlight", Rect=RECT, QuadPoints="(none)"),
    a_note("Highlight", Rect=RECT, QuadPoints="[70 700 70 700 70 700 70 700]"),
    a_note("Highlight", Rect=RECT, QuadPoints="[1e30 2e30 3e30 4e38 1 2 3 4]"),
    a_note("Highlight", Rect=RECT, QuadPoints="[/a (b) null 9 0 R 1 2 3 4]"),
    a_note("Highlight"),
    a_note("Underline", Rect="[nothing]", C="[2 -1 1e9]"),
    a_note("Text", Rect=RECT, Contents="<< /a 1 >>", T="[1 2]", C="[1 2]"),
    a_note("Text", Rect=RECT, Contents="<feff202e0041202c0007000a0042>", NM="17"),
    a_note("Text", Rect=RECT, Contents="(reply)", IRT="15 0 R"),  # itself is 16
    a_note("Text", Rect=RECT, Contents="(reply)", IRT="(nobody)"),
    a_note("Ink", Rect=RECT, InkList="[[1] 2 (x)]"),
    a_note("Square", Rect="[1 1 1 1]", BS="<< /W 1e20 >>", RD="[9 9 9 9]"),
    a_note("Popup", Rect=RECT),
    a_note("Nonsense", Rect=RECT),
]

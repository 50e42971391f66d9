"""PDFs made in a few lines, so that a test shows what it reads.

``Page`` is a list of lines of text, set from the top in 11 points. The plain makers come
first, then those with odd text, then the hostile ones. Each returns the bytes of a file.
"""

import zlib
from collections.abc import Sequence

import pymupdf

Page = Sequence[str]

WIDTH, HEIGHT = 595.0, 842.0  # A4, in points
LEFT, TOP, LEADING, SIZE = 72.0, 90.0, 15.0, 11.0
AES_256 = 5  # PyMuPDF's number for it


# Plain


def text_pdf(
    *pages: Page,
    title: str = "",
    author: str = "",
    outline: Sequence[tuple[int, str, int]] = (),
) -> bytes:
    """One page per list of lines; an outline is of (level from 1, title, page)."""
    with pymupdf.open() as pdf:
        for lines in pages:
            write(new_page(pdf), lines)
        pdf.set_metadata({"title": title, "author": author})
        if outline:
            pdf.set_toc([list(entry) for entry in outline])
        return save(pdf)


def save(pdf: pymupdf.Document, **options: object) -> bytes:
    """The bytes of a file; the same each time that it is made."""
    return bytes(pdf.tobytes(**{"no_new_id": True, **options}))


def new_page(pdf: pymupdf.Document) -> pymupdf.Page:
    return pdf.new_page(width=WIDTH, height=HEIGHT)


def write(
    page: pymupdf.Page,
    lines: Page,
    *,
    x: float = LEFT,
    y: float = TOP,
    size: float = SIZE,
) -> None:
    """Set lines below one another, the first on the baseline ``y``.

    A font is embedded, so that any character it knows can be set (also ligatures).
    """
    writer = pymupdf.TextWriter(page.rect)
    for number, line in enumerate(lines):
        if line:
            place = (x, y + number * LEADING)
            writer.append(place, line, font=pymupdf.Font("helv"), fontsize=size)
    writer.write_text(page)


def two_columns(left: Page, right: Page, heading: str = "") -> bytes:
    """Two columns, the right one written to the file first."""
    with pymupdf.open() as pdf:
        page = new_page(pdf)
        write(page, right, x=320)
        write(page, left)
        if heading:
            write(page, [heading], y=TOP - 2 * LEADING, size=16)
        return save(pdf)


def rotated(lines: Page, degrees: int) -> bytes:
    """A landscape page with a margin cut off, turned clockwise by 90, 180 or 270."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=500, height=300)
        write(page, lines)
        page.insert_text((400, 200), "upwards", fontsize=SIZE, rotate=90)
        add_link(page, pymupdf.Rect(72, 80, 150, 95), "https://example.org/")
        page.set_cropbox(pymupdf.Rect(30, 20, 480, 290))
        page.set_rotation(degrees)
        return save(pdf)


def add_link(page: pymupdf.Page, box: pymupdf.Rect, address: str) -> None:
    page.insert_link({"kind": pymupdf.LINK_URI, "from": box, "uri": address})


def linked(*addresses: str) -> bytes:
    """A page with a link to each address, below one another."""
    with pymupdf.open() as pdf:
        page = new_page(pdf)
        write(page, addresses)
        for number, address in enumerate(addresses):
            top = TOP - SIZE + number * LEADING
            add_link(page, pymupdf.Rect(LEFT, top, 300, top + SIZE), address)
        return save(pdf)


def labelled(count: int) -> bytes:
    """Pages i, ii, then 1, 2, …"""
    with pymupdf.open() as pdf:
        for number in range(count):
            write(new_page(pdf), [f"Page {number}"])
        pdf.set_page_labels(
            [
                {"startpage": 0, "style": "r", "firstpagenum": 1},
                {"startpage": 2, "style": "D", "firstpagenum": 1},
            ]
        )
        return save(pdf)


def outlined(*entries: tuple[int, str, int]) -> bytes:
    """Pages with an outline of (level from 1, title, page)."""
    with pymupdf.open() as pdf:
        for _ in range(max(page for _, _, page in entries)):
            new_page(pdf)
        pdf.set_toc([list(entry) for entry in entries])
        return save(pdf)


# Odd text


def footnote_mark() -> bytes:
    """A raised 3 glued to "evaluation," and a footnote that begins with a raised 3."""
    with pymupdf.open() as pdf:
        page = new_page(pdf)
        _write_marked(page, "evaluation,", "3", " which we trust", y=TOP)
        _write_marked(page, "", "3", " Parrish, A., et al. (2021)", y=700, size=9)
        return save(pdf)


def _write_marked(
    page: pymupdf.Page,
    before: str,
    mark: str,
    after: str,
    *,
    y: float,
    size: float = 11,
) -> None:
    font = pymupdf.Font("helv")
    writer = pymupdf.TextWriter(page.rect)
    _, end = writer.append((LEFT, y), before or " ", font=font, fontsize=size)
    raised = (end.x, y - 0.35 * size)
    _, end = writer.append(raised, mark, font=font, fontsize=0.6 * size)
    writer.append((end.x, y), after, font=font, fontsize=size)
    writer.write_text(page)


def scripts(parts: Sequence[tuple[str, int]], y: float = TOP) -> bytes:
    """A line of texts, each level (0), raised (1) or lowered (-1); spaces part words."""
    font, size, x = pymupdf.Font("helv"), SIZE, LEFT
    with pymupdf.open() as pdf:
        writer = pymupdf.TextWriter(new_page(pdf).rect)
        for text, shift in parts:
            small = 0.65 * size if shift else size
            place = (x, y - 0.35 * size * shift)
            _, end = writer.append(place, text, font=font, fontsize=small)
            x = end.x
        writer.write_text(pdf[0])
        return save(pdf)


def form_field(value: str) -> bytes:
    """A page with nothing but a form field that is filled in."""
    return form([], {value: (72, 72, 300, 92)})


def form(lines: Page, fields: dict[str, tuple[float, float, float, float]]) -> bytes:
    """Lines of text, and form fields at places of their own, by what is filled in."""
    with pymupdf.open() as pdf:
        page = new_page(pdf)
        write(page, lines)
        for number, (value, box) in enumerate(fields.items()):
            field = pymupdf.Widget()
            field.field_type = pymupdf.PDF_WIDGET_TYPE_TEXT  # type: ignore[attr-defined]
            field.field_name, field.field_value = f"answer {number}", value
            field.rect, field.text_fontsize = pymupdf.Rect(box), int(SIZE)
            page.add_widget(field)
        return save(pdf)


def drop_capital() -> bytes:
    """A line that begins with a large letter on a lower baseline; nothing is raised."""
    with pymupdf.open() as pdf:
        page = new_page(pdf)
        writer = pymupdf.TextWriter(page.rect)
        font = pymupdf.Font("helv")
        writer.append((LEFT, TOP + 6), "O", font=font, fontsize=20)
        writer.append((LEFT + 16, TOP), "nce upon a time", font=font, fontsize=SIZE)
        writer.write_text(page)
        return save(pdf)


def ligatures() -> bytes:
    """ "ﬁne ﬂow", each with the ligature as one glyph."""
    return text_pdf(["ﬁne ﬂow"])


def soft_hyphens() -> bytes:
    """A word broken at a line's end by a soft hyphen (U+00AD)."""
    return text_pdf(["evalu\u00ad", "ation"])


def emoji() -> bytes:
    """ "x😀y", by a map from code to character, as a browser prints it."""
    return mapped("xAy", A="D83DDE00")


def forbidden_characters() -> bytes:
    """ "xABCDy", of which a map says: a control, a lone surrogate, a noncharacter, NUL."""
    return mapped("xABCDy", A="0001", B="D800", C="FFFF", D="0000")


def mapped(text: str, **characters: str) -> bytes:
    """``text``, of which some letters stand for other characters (UTF-16 in hex)."""
    pairs = [f"<{ord(key):02X}> <{value}>" for key, value in characters.items()]
    mapping = f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
        /CMapName /X def /CMapType 2 def 1 begincodespacerange <00> <FF>
        endcodespacerange {len(pairs)} beginbfchar {" ".join(pairs)} endbfchar
        endcmap end end"""
    return raw_pdf(
        stream(b"BT /F 20 Tf 72 700 Td (%s) Tj ET" % text.encode()),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        stream(mapping.encode()),
        resources=b"/Font << /F 5 0 R >>",
    )


# Refused, or dangerous


def encrypted(password: str) -> bytes:
    """Opened only with ``password``; with "" anybody may open it."""
    with pymupdf.open() as pdf:
        write(new_page(pdf), ["A secret"])
        return save(pdf, encryption=AES_256, user_pw=password, owner_pw="owner")


def scan(*pages: Page, dpi: int = 72) -> bytes:
    """Pages that are pictures of text."""
    with (
        pymupdf.open("pdf", text_pdf(*pages or [["Printed long ago"]])) as source,
        pymupdf.open() as pdf,
    ):
        for page in source:
            picture = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
            new_page(pdf).insert_image((0, 0, WIDTH, HEIGHT), pixmap=picture)
        return save(pdf)


def joined(*files: bytes) -> bytes:
    """The pages of several files, one after the other."""
    with pymupdf.open() as pdf:
        for content in files:
            with pymupdf.open("pdf", content) as part:
                pdf.insert_pdf(part)
        return save(pdf)


def drawing() -> bytes:
    """A page of lines and boxes, and no text."""
    with pymupdf.open() as pdf:
        new_page(pdf).draw_rect((50, 50, 300, 300), fill=(0, 0, 0))
        return save(pdf)


def xfa_form() -> bytes:
    """What a form made with Adobe's LiveCycle shows to every other program."""
    with pymupdf.open() as pdf:
        write(new_page(pdf), ["Please wait...", "If this message is not replaced"])
        catalog = pdf.pdf_catalog()
        pdf.xref_set_key(catalog, "AcroForm", "<< /Fields [] /XFA (x) >>")
        return save(pdf)


def zero_pages() -> bytes:
    """Well-formed, but its page tree is empty."""
    return build(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"
    )


def many_pages(count: int) -> bytes:
    """So many empty pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    return build(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"] * count,
    )


def damaged() -> bytes:
    """The right beginning, and nothing after it that makes sense."""
    return b"%PDF-1.7\n" + bytes(range(256)) * 20


def html_named_pdf() -> bytes:
    """A web page, as a broken download leaves it."""
    return b"<!DOCTYPE html><html><body><h1>Not found</h1></body></html>"


def html_that_says_pdf() -> bytes:
    """A web page that PyMuPDF would open as one, with the mark of a PDF in a comment."""
    return b"<html><!-- %PDF-1.7 --><body><h1>Not found</h1></body></html>"


def with_actions() -> bytes:
    """Runs JavaScript when opened, launches a program, and carries a file."""
    return raw_pdf(
        stream(b""),
        b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"<< /S /Launch /F (calc.exe) >>",
        b"<< /Type /Filespec /F (x) /EF << /F 8 0 R >> >>",
        stream(b"carried", b"/Type /EmbeddedFile"),
        catalog=b"/OpenAction 5 0 R /AA << /WC 6 0 R >>",
    )


def media_box(side: float) -> bytes:
    """An empty square page whose sides are ``side`` points."""
    return raw_pdf(stream(b""), box=b"0 0 %f %f" % (side, side))


def slow_to_draw(gigabytes: int = 4) -> bytes:
    """A kilobyte or so that opens to as much of spaces: about 4 s of reading each."""
    return raw_pdf(_packed(b" ", gigabytes))


def greedy_to_draw() -> bytes:
    """A kilobyte that opens to one path of a billion points."""
    return raw_pdf(_packed(b"1 2 l 3 4 l 5 6 l 7 8 l 9 0 l 3 2 l\n"))


def _packed(repeated: bytes, gigabytes: int = 4) -> bytes:
    """A stream, packed three times, of ``repeated`` over so many GiB."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"q 1 1 m ") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(repeated * (2**24 // len(repeated)))
    block += packer.flush(zlib.Z_FULL_FLUSH)  # after which the next block is the same
    content = zlib.compress(zlib.compress(start + block * 64 * gigabytes, 9), 9)
    flate = b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"
    return stream(content, flate)


def deep_outline(depth: int) -> bytes:
    """An outline in which each line is below the one before."""
    first = 6
    items = [
        b"<< /Title (%d) /Parent %d 0 R /Dest [3 0 R /Fit] /First %d 0 R /Last %d 0 R >>"
        % (number, first + number - 1, first + number + 1, first + number + 1)
        for number in range(depth)
    ]
    outlines = b"<< /Type /Outlines /First 6 0 R /Last 6 0 R /Count 1 >>"
    return raw_pdf(stream(b""), outlines, *items, catalog=b"/Outlines 5 0 R")


def cyclic_page_tree() -> bytes:
    """Two pages are promised; the second is the tree itself."""
    return build(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    )


# By hand


def raw_pdf(
    content: bytes,
    *objects: bytes,
    resources: bytes = b"",
    box: bytes = b"0 0 595 842",
    catalog: bytes = b"",
) -> bytes:
    """A file of one page whose ``content`` is a stream, and objects numbered from 5."""
    return build(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R "
        b"/Resources << %s >> >>" % (box, resources),
        content,
        *objects,
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object with its dictionary."""
    head = b"<< /Length %d %s >>\nstream\n" % (len(content), entries)
    return head + content + b"\nendstream"


def build(*objects: bytes) -> bytes:
    """A file of these objects, numbered from 1, the first of which is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)

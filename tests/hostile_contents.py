"""PDFs whose contents are hostile: what is drawn, written, linked and carried.

Each maker returns the bytes of a file. ``hostile_pdfs`` names them all.
"""

from random import Random

from hostile_structure import bomb, packed, with_text
from pdfs import mapped, raw_pdf, stream

NOISE = Random(17).randbytes(4_000)
NOTE = b"/Subtype /Text /Contents (a)"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "


def drawn(content: bytes, *objects: bytes, resources: bytes = b"") -> bytes:
    """A page on which this is drawn; objects are numbered from 5."""
    return raw_pdf(packed(content), *objects, resources=resources)


# Much to do


def laughing_forms(depth: int, times: int) -> bytes:
    """A form that draws another so many times, which does so as well."""
    forms = []
    for number in range(6, 6 + depth):
        again = b"/Resources << /XObject << /X %d 0 R >> >>" % number
        forms.append(stream(b"/X Do " * times, FORM + again))
    last = stream(b"0 0 1 1 re f", FORM)
    return drawn(b"/X Do", *forms, last, resources=b"/XObject << /X 5 0 R >>")


def form_in_itself() -> bytes:
    """A form that draws itself."""
    again = FORM + b"/Resources << /XObject << /X 5 0 R >> >>"
    return drawn(
        b"/X Do", stream(b"/X Do", again), resources=b"/XObject << /X 5 0 R >>"
    )


def paths(count: int, path: bytes = b"0 0 m 500 800 l S\n") -> bytes:
    """So many lines."""
    return drawn(path * count)


def dashes(length: bytes) -> bytes:
    """A long line of tiny dashes."""
    return drawn(b"[%s] 0 d 0 0 m 100000 100000 l 5 5 1000 1000 re S" % length)


def saved_states(count: int) -> bytes:
    """The state of drawing is kept so many times, and never restored."""
    return drawn(b"q " * count)


def clips(count: int) -> bytes:
    """A clip within a clip, so many times."""
    return drawn(b"0 0 500 500 re W n 1 0 0 1 .001 0 cm " * count + b"0 0 9 9 re f")


def letters(count: int, size: bytes = b"11") -> bytes:
    """A line of so many letters."""
    font = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    said = b"BT /F %s Tf 9 700 Td (%s) Tj ET" % (size, b"word " * (count // 5))
    return drawn(said, resources=font)


def tiny_words(count: int) -> bytes:
    """So many words, each set by itself."""
    font = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    said = b" ".join(
        b"1 0 0 1 %d %d Tm (w) Tj" % (n % 500, n % 800) for n in range(count)
    )
    return drawn(b"BT /F 3 Tf " + said + b" ET", resources=font)


# Pictures


def picture(entries: bytes, content: bytes) -> bytes:
    """A page with a picture of this content."""
    head = b"/Type /XObject /Subtype /Image " + entries
    shown = b"q 400 0 0 400 50 50 cm /I Do Q"
    return drawn(shown, stream(content, head), resources=b"/XObject << /I 5 0 R >>")


def noise_as(filter_: bytes) -> bytes:
    """Noise that is said to be a picture of some format."""
    size = b"/Width 200 /Height 200 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return picture(size + b" /Filter /" + filter_, NOISE)


def huge_picture(side: int, mebibytes: int) -> bytes:
    """A picture of so many pixels on a side, in few bytes."""
    head = b"/Type /XObject /Subtype /Image /Width %d /Height %d " % (side, side)
    grey = head + b"/ColorSpace /DeviceGray /BitsPerComponent 8"
    shown = b"q 400 0 0 400 50 50 cm /I Do Q"
    return drawn(shown, bomb(mebibytes, grey), resources=b"/XObject << /I 5 0 R >>")


def many_filters(count: int) -> bytes:
    """A stream behind so many filters."""
    filters = b"/Filter [%s]" % (b"/ASCIIHexDecode " * count)
    return raw_pdf(stream(b"30>" * 2_000, filters))


# Fonts and characters


def font_file(content: bytes) -> bytes:
    """Text in an embedded font of this content."""
    font = (
        b"<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 65 /LastChar 66 "
        b"/Widths [500 500] /FontDescriptor 6 0 R >>"
    )
    told = b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 7 0 R >>"
    said = b"BT /F 20 Tf 72 700 Td (ABAB) Tj ET"
    return drawn(said, font, told, content, resources=b"/Font << /F 5 0 R >>")


def letter_that_draws_itself() -> bytes:
    """A Type 3 font whose letter is written in the font itself."""
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] "
        b"/CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 "
        b"/LastChar 97 /Widths [9] /Resources << /Font << /F 5 0 R >> >> >>"
    )
    letter = stream(b"9 0 d0 BT /F 1 Tf (aaaa) Tj ET")
    said = b"BT /F 20 Tf 72 700 Td (aaaa) Tj ET"
    return drawn(said, font, letter, resources=b"/Font << /F 5 0 R >>")


def lone_surrogates() -> bytes:
    """Letters that stand for halves of characters, controls and noncharacters."""
    return mapped("xABCDEy", A="D800", B="DC00", C="FFFE", D="0000", E="202E")


def letters_that_are_books(length: int) -> bytes:
    """A letter that stands for very many."""
    return mapped("A" * 400, A="0041" * length)


def titled(title: bytes) -> bytes:
    """A legible page with this title."""
    content = with_text(b"<< /Title %s /Author %s >>" % (title, title))
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Info 5 0 R")


def actual_text(length: int) -> bytes:
    """Text that is said to read as something much longer."""
    font = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    said = b"/Span << /ActualText (%s) >> BDC " % (b"a" * length)
    return drawn(said + b"BT /F 9 Tf 9 9 Td (b) Tj ET EMC", resources=font)


# Links, notes and what is carried


def annotated(count: int, entries: bytes) -> bytes:
    """A page with so many annotations."""
    notes = b"<< /Type /Annot /Rect [10 10 90 90] %s >> " % entries * count
    content = with_text(b"[%s]" % notes)
    return content.replace(b"/Contents 4 0 R", b"/Contents 4 0 R /Annots 5 0 R")


def link_to(action: bytes) -> bytes:
    """A page with a link that does this."""
    return annotated(1, b"/Subtype /Link /A << %s >>" % action)


def carries(name: bytes) -> bytes:
    """A page that carries a file with this name."""
    names = b"<< /EmbeddedFiles << /Names [(x) 6 0 R] >> >>"
    told = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F 7 0 R >> >>" % (name, name)
    file = stream(b"* * * * * root true", b"/Type /EmbeddedFile")
    return with_text(names, told, file, catalog=b"/Names 5 0 R")


def fields_in_a_circle() -> bytes:
    """A form field that is its own parent."""
    field = b"<< /FT /Tx /T (a) /Parent 6 0 R /Kids [6 0 R] /Subtype /Widget >>"
    form = b"<< /Fields [6 0 R] /NeedAppearances true >>"
    content = with_text(form, field, catalog=b"/AcroForm 5 0 R")
    return content.replace(b"/Contents 4 0 R", b"/Contents 4 0 R /Annots [6 0 R]")


def xfa(length: int) -> bytes:
    """A form of Adobe's, of so many elements within one another."""
    form = b"<< /Fields [] /XFA 6 0 R >>"
    content = packed(b"<a>" * length)
    return with_text(form, content, catalog=b"/AcroForm 5 0 R /NeedsRendering true")


# Patterns, shadings, masks and groups


def tiles(step: bytes, said: bytes = b"") -> bytes:
    """A page that is filled with tiles of this size, with some words on it."""
    tile = (
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] "
        b"/XStep %s /YStep %s /Resources << >>" % (step, step)
    )
    content = b"/Pattern cs /P scn 0 0 595 842 re f"
    words = b" 0 g BT /F 20 Tf 72 700 Td (%s) Tj ET" % said
    square = stream(b"0 0 5 5 re f", tile)
    font = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    resources = b"/Pattern << /P 5 0 R >> " + font
    return drawn(content + words, square, resources=resources)


def pattern_in_itself() -> bytes:
    """A tile that is filled with itself."""
    tile = (
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] "
        b"/XStep 9 /YStep 9 /Resources << /Pattern << /P 5 0 R >> >>"
    )
    content = b"/Pattern cs /P scn 0 0 595 842 re f"
    return drawn(content, stream(content, tile), resources=b"/Pattern << /P 5 0 R >>")


def shading(kind: int, entries: bytes, data: bytes = b"") -> bytes:
    """A page that is shaded in one of PDF's seven ways."""
    head = b"/ShadingType %d /ColorSpace /DeviceRGB %s" % (kind, entries)
    shade = stream(data, head) if data else b"<< %s >>" % head
    return drawn(b"/S sh", shade, resources=b"/Shading << /S 5 0 R >>")


def endless_function() -> bytes:
    """A shading by a program of very many steps."""
    steps = b"{ pop pop %s 1 1 1 }" % (b"1 2 add pop " * 200_000)
    function = stream(steps, b"/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]")
    shade = b"<< /ShadingType 1 /ColorSpace /DeviceRGB /Function 6 0 R >>"
    return drawn(
        b"600 0 0 800 0 0 cm /S sh",
        shade,
        function,
        resources=b"/Shading << /S 5 0 R >>",
    )


def function_in_itself() -> bytes:
    """A function that is put together from itself."""
    shade = b"<< /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 9 9] /Function 6 0 R >>"
    function = (
        b"<< /FunctionType 3 /Domain [0 1] /Functions [6 0 R 6 0 R] /Bounds [.5] "
        b"/Encode [0 1 0 1] >>"
    )
    return drawn(b"/S sh", shade, function, resources=b"/Shading << /S 5 0 R >>")


def mask_of_itself() -> bytes:
    """A soft mask whose group is drawn with the very mask."""
    group = FORM + (
        b"/Group << /S /Transparency /CS /DeviceGray >> "
        b"/Resources << /ExtGState << /G 5 0 R >> >>"
    )
    state = b"<< /SMask << /S /Luminosity /G 6 0 R >> >>"
    form = stream(b"/G gs 0 0 500 500 re f", group)
    content = b"/G gs 0 0 500 500 re f"
    return drawn(content, state, form, resources=b"/ExtGState << /G 5 0 R >>")


def groups(depth: int) -> bytes:
    """So many groups within one another, each blended with what is below."""
    forms = []
    for number in range(6, 6 + depth):
        more = (
            b"/Group << /S /Transparency /I true /K true >> /Resources << /XObject "
            b"<< /X %d 0 R >> /ExtGState << /G << /BM /Luminosity /ca .5 >> >> >>"
            % number
        )
        forms.append(stream(b"/G gs 0 0 500 500 re f /X Do", FORM + more))
    last = stream(b"0 0 1 1 re f", FORM)
    return drawn(b"/X Do", *forms, last, resources=b"/XObject << /X 5 0 R >>")


def colour_space(depth: int) -> bytes:
    """A colour space of colour spaces."""
    space = b"/DeviceGray"
    for _ in range(depth):
        space = b"[/Indexed %s 1 <0011>]" % space
    return drawn(
        b"/C cs 1 sc 0 0 99 99 re f", resources=b"/ColorSpace << /C %s >>" % space
    )


def profile(content: bytes) -> bytes:
    """A colour by a profile of this content."""
    space = b"/ColorSpace << /C [/ICCBased 5 0 R] >>"
    return drawn(b"/C cs 1 0 0 sc 0 0 99 99 re f", content, resources=space)

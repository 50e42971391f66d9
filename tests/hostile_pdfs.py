"""Every kind of hostile PDF that this repository makes, by what is wrong with it.

``KINDS`` are uploaded by ``make test``; ``make soak`` adds ``MORE_KINDS``, which are larger,
or so like one of the others that they are seldom answered otherwise.
"""

import io
import zipfile
from collections.abc import Callable

import hostile_contents as contents
import hostile_structure as structure
import pdfs
import pymupdf

Maker = Callable[[], bytes]
SHADED = (
    b"/BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 /Decode [0 9 0 9 0 1]"
)


def _zip() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.png", bytes(10_000_000))
    return kept.getvalue()


def _png() -> bytes:
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 9, 9), False)
    return bytes(picture.tobytes("png"))


KINDS: dict[str, Maker] = {
    # Counts and trees of pages
    "no pages": pdfs.zero_pages,
    "a catalog without pages": structure.no_pages_at_all,
    "two billion pages": lambda: structure.counts(2_000_000_000),
    "minus one page": lambda: structure.counts(-1),
    "5,001 pages": lambda: pdfs.many_pages(5_001),
    "one page 100,000 times": lambda: structure.one_page_often(100_000),
    "a page tree in a circle": pdfs.cyclic_page_tree,
    "a page tree 20,000 deep": lambda: structure.deep_pages(20_000),
    "parents in a circle": structure.parents_in_a_circle,
    "pages that are numbers": structure.kids_are_numbers,
    # Sizes
    "a page of 200 inches": lambda: pdfs.media_box(14_400),
    "a page of a million points": lambda: pdfs.media_box(1e6),
    "a page without a side": lambda: structure.page_box(b"/MediaBox [0 0 0 0]"),
    "a unit of a thousand": lambda: structure.page_box(
        b"/MediaBox [0 0 600 800] /UserUnit 1000"
    ),
    # Trees beside the pages
    "an outline in a circle": structure.outline_circle,
    "an outline 20,000 deep": lambda: pdfs.deep_outline(20_000),
    "an outline of 50,000 lines": lambda: structure.wide_outline(50_000),
    "names in a circle": lambda: structure.tree_circle(b"/Names << /Dests 5 0 R >>"),
    "labels in a circle": lambda: structure.tree_circle(b"/PageLabels 5 0 R"),
    # Depth and length
    "an array 100,000 deep": lambda: structure.nested(b"[", b"]", 100_000),
    "a dictionary 100,000 deep": lambda: structure.nested(b"<</A ", b">>", 100_000),
    "a name of a million letters": lambda: structure.long_thing(b"/" + b"a" * 10**6),
    # Cross-references
    "a table that is elsewhere": lambda: structure.start_elsewhere(999_999_999),
    "a table with wrong places": structure.wrong_places,
    "a table in a circle": structure.table_circle,
    "a table in streams in a circle": structure.table_in_streams_circle,
    "a table of 16 million rows": lambda: structure.huge_table(64),
    "an object stream in itself": structure.stream_in_itself,
    "references in a circle": structure.references_in_a_circle,
    # Encryption
    "an unknown password": lambda: pdfs.encrypted("secret"),
    "an unknown cipher": lambda: structure.locked_by(b"/Filter /Standard /V 99 /R 99"),
    "an unknown way to lock": lambda: structure.locked_by(b"/Filter /Nobody /V 4"),
    # Bombs
    "a picture of a gigapixel": lambda: contents.huge_picture(32_768, 1_024),
    "100,000 forms": lambda: contents.laughing_forms(5, 10),
    "a form in itself": contents.form_in_itself,
    "200,000 lines": lambda: contents.paths(200_000),
    "a line of tiny dashes": lambda: contents.dashes(b".001"),
    "a state kept a million times": lambda: contents.saved_states(1_000_000),
    "200,000 words": lambda: contents.tiny_words(200_000),
    # Characters
    "a title of two million letters": lambda: contents.titled(
        b"(%s)" % (b"a" * 2_000_000)
    ),
    "a title of NUL and surrogates": lambda: contents.titled(
        b"<FEFF00000041D800FFFFDC00FFFE202E0042>"
    ),
    "letters that are lone surrogates": contents.lone_surrogates,
    "a letter that is 5,000 letters": lambda: contents.letters_that_are_books(5_000),
    # Links and what is carried
    "a link to a script": lambda: contents.link_to(
        b"/S /URI /URI (javascript:alert\\(1\\))"
    ),
    "a link that launches": lambda: contents.link_to(b"/S /Launch /F (/bin/sh)"),
    "actions when it is opened": pdfs.with_actions,
    "a file named ../../etc/passwd": lambda: contents.carries(b"../../etc/passwd"),
    "2,000 notes": lambda: contents.annotated(2_000, contents.NOTE),
    "an XFA form": pdfs.xfa_form,
    "a form field in a circle": contents.fields_in_a_circle,
    # Other kinds of file
    "HTML before a PDF": lambda: structure.after(b"<html><script>alert(1)</script>"),
    "a ZIP after a PDF": lambda: structure.GOOD + _zip(),
    "a ZIP named pdf": _zip,
    "HTML that says it is a PDF": pdfs.html_that_says_pdf,
    "a picture named pdf": _png,
    "half a file": lambda: structure.cut_at(0.5),
    "a file without its end": lambda: structure.cut_at(0.97),
    # Garbage within, and patterns
    "a font of noise": lambda: contents.font_file(pdfs.stream(contents.NOISE)),
    "JBIG2 of noise": lambda: contents.noise_as(b"JBIG2Decode"),
    "JPEG 2000 of noise": lambda: contents.noise_as(b"JPXDecode"),
    "small tiles": lambda: contents.tiles(b".2"),
    "a pattern in itself": contents.pattern_in_itself,
    "a mask of itself": contents.mask_of_itself,
    # Last, as they are tried again, before those that come after
    "a path of a billion points": pdfs.greedy_to_draw,
    "a kilobyte that opens to 8 GiB": lambda: pdfs.slow_to_draw(8),
}

MORE_KINDS: dict[str, Maker] = {
    "minus two billion pages": lambda: structure.counts(-2_000_000_000),
    "a page tree 300,000 deep": lambda: structure.deep_pages(300_000),
    "an outline 300,000 deep": lambda: pdfs.deep_outline(300_000),
    "structure in a circle": lambda: structure.tree_circle(b"/StructTreeRoot 5 0 R"),
    "layers in a circle": lambda: structure.tree_circle(
        b"/OCProperties << /D 5 0 R /OCGs [5 0 R] >>"
    ),
    "a page of 1e30 points": lambda: structure.page_box(b"/MediaBox [0 0 1e30 1e30]"),
    "a page turned by 45 degrees": lambda: structure.page_box(
        b"/MediaBox [0 0 600 800] /Rotate 45"
    ),
    "a page cut beside itself": lambda: structure.page_box(
        b"/MediaBox [0 0 600 800] /CropBox [900 900 999 999]"
    ),
    "a page from right to left": lambda: structure.page_box(b"/MediaBox [600 800 0 0]"),
    "a tiny unit": lambda: structure.page_box(
        b"/MediaBox [0 0 600 800] /UserUnit .0000001"
    ),
    "brackets a million deep": lambda: structure.nested(b"(", b")", 1_000_000),
    "a number of a million digits": lambda: structure.long_thing(b"9" * 10**6),
    "a dictionary of 200,000 entries": lambda: structure.dictionary_of(200_000),
    "a table before the file": lambda: structure.start_elsewhere(-1),
    "an object stream that extends itself": lambda: structure.stream_in_itself(
        b"/Extends 5 0 R "
    ),
    "a length of itself": structure.length_of_itself,
    "numbers too large": structure.large_numbers,
    "locked by a certificate": lambda: structure.locked_by(
        b"/Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s5 /Recipients [<00>]"
    ),
    "locked, with an empty password": lambda: pdfs.encrypted(""),
    "a kilobyte that opens to 64 GiB": lambda: pdfs.slow_to_draw(64),
    "two million lines": lambda: contents.paths(2_000_000),
    "20,000 notes": lambda: contents.annotated(20_000, contents.NOTE),
    "tiny tiles": lambda: contents.tiles(b".02"),
    "a thousand million forms": lambda: contents.laughing_forms(9, 10),
    "five thousand million forms": lambda: contents.laughing_forms(20, 50),
    "forms 20,000 deep": lambda: contents.laughing_forms(20_000, 1),
    "a million clips": lambda: contents.clips(1_000_000),
    "a line of a million letters": lambda: contents.letters(1_000_000),
    "letters of a billion points": lambda: contents.letters(100, b"1000000000"),
    "letters without a size": lambda: contents.letters(100, b"0"),
    "a hundred filters": lambda: contents.many_filters(100),
    "a letter that draws itself": contents.letter_that_draws_itself,
    "a title that is a script": lambda: contents.titled(
        b"(<script>alert\\(1\\)</script>)"
    ),
    "words that read as a million": lambda: contents.actual_text(1_000_000),
    "a link of 100,000 letters": lambda: contents.link_to(
        b"/S /URI /URI (https://example.org/%s)" % (b"a" * 100_000)
    ),
    "a link to another file": lambda: contents.link_to(
        b"/S /GoToR /F (../../etc/passwd) /D [0 /Fit]"
    ),
    "100,000 links": lambda: contents.annotated(
        100_000, b"/Subtype /Link /A << /S /URI /URI (https://example.org/) >>"
    ),
    "a file named by NUL": lambda: contents.carries(b"a\\000b"),
    "an XFA form a million deep": lambda: contents.xfa(1_000_000),
    "a GIF before a PDF": lambda: structure.after(b"GIF89a" + bytes(20)),
    "SVG named pdf": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "nothing": lambda: b"",
    "two files in one": structure.two_in_one,
    "a tenth of a file": lambda: structure.cut_at(0.1),
    "a file that lost a block": structure.zeros_inside,
    "no end of objects": lambda: structure.without(b"endobj"),
    "a profile of noise": lambda: contents.profile(
        pdfs.stream(contents.NOISE, b"/N 3")
    ),
    "a font of a gigabyte": lambda: contents.font_file(structure.bomb(1_024)),
    "a profile of a gigabyte": lambda: contents.profile(structure.bomb(1_024, b"/N 3")),
    "JPEG of noise": lambda: contents.noise_as(b"DCTDecode"),
    "fax of noise": lambda: contents.noise_as(b"CCITTFaxDecode"),
    "LZW of noise": lambda: contents.noise_as(b"LZWDecode"),
    "a mesh of noise": lambda: contents.shading(7, SHADED, contents.NOISE),
    "triangles of noise": lambda: contents.shading(4, SHADED, contents.NOISE),
    "a program of a million steps": contents.endless_function,
    "a function in itself": contents.function_in_itself,
    "1,000 groups": lambda: contents.groups(1_000),
    "colours of 10,000 colours": lambda: contents.colour_space(10_000),
}

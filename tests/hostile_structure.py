"""PDFs whose structure is hostile: cross-references, trees, dictionaries, encryption.

Each maker returns the bytes of a file. ``hostile_pdfs`` names them all.
"""

import zlib

from pdfs import build, joined, raw_pdf, stream, text_pdf

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
HEADLINE = [["A page that can be read", "and a second line of it"]]
GOOD = text_pdf(*HEADLINE * 3, title="Good")
MARK = b"%PDF-1.7\n"


def packed(content: bytes, times: int = 1, entries: bytes = b"") -> bytes:
    """A stream that is compressed so many times."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b"/FlateDecode " * times
    return stream(content, b"/Filter [%s] %s" % (filters, entries))


def bomb(mebibytes: int, entries: bytes = b"", letter: bytes = b" ") -> bytes:
    """A stream that opens to so many MiB of one letter."""
    packer = zlib.compressobj(9)
    start = packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(letter * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    content = zlib.compress(start + block * mebibytes, 9)
    return stream(content, b"/Filter [/FlateDecode /FlateDecode] " + entries)


def with_text(*objects: bytes, catalog: bytes = b"", resources: bytes = b"") -> bytes:
    """A page of legible text, so that only what is hostile can be refused."""
    font = b"/Font << /H << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> "
    said = b"BT /H 11 Tf 72 700 Td (It solved 12 of the 40 tasks.) Tj ET"
    return raw_pdf(stream(said), *objects, catalog=catalog, resources=font + resources)


# Counts and trees of pages


def counts(number: int) -> bytes:
    """One page, and a count that promises another number of them."""
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % number
    return build(CATALOG, tree, PAGE)


def one_page_often(times: int) -> bytes:
    """The very same page, so many times."""
    kids = b"3 0 R " * times
    return build(
        CATALOG, b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, times), PAGE
    )


def deep_pages(depth: int) -> bytes:
    """A page below so many nodes."""
    nodes = [
        b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (n + 1, n - 1)
        for n in range(2, depth + 2)
    ]
    leaf = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 200 200] >>" % (depth + 1)
    return build(CATALOG, *nodes, leaf)


def parents_in_a_circle() -> bytes:
    """A page that has to look among its parents for its size, for ever."""
    return build(
        CATALOG,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 4 0 R >>",
        b"<< /Type /Page /Parent 2 0 R >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
    )


def no_pages_at_all() -> bytes:
    """A catalog that leads nowhere."""
    return build(b"<< /Type /Catalog /Pages null >>")


def kids_are_numbers() -> bytes:
    """A page tree of numbers and strings."""
    return build(CATALOG, b"<< /Type /Pages /Kids [1 (two) /Three] /Count 3 >>")


def page_box(entries: bytes) -> bytes:
    """A page with text and these entries of its own."""
    page = b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R >>" % entries
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return build(CATALOG, tree, page, stream(b"0 0 100 100 re f"))


# Outlines, names and labels


def outline_circle() -> bytes:
    """An outline whose only line follows itself."""
    line = b"<< /Title (x) /Parent 5 0 R /Next 6 0 R /First 6 0 R /Dest [3 0 R /Fit] >>"
    outline = b"<< /Type /Outlines /First 6 0 R /Last 6 0 R /Count 1 >>"
    return with_text(outline, line, catalog=b"/Outlines 5 0 R")


def wide_outline(count: int) -> bytes:
    """An outline of so many lines below one another."""
    lines = [
        b"<< /Title (%d) /Parent 5 0 R /Next %d 0 R /Dest [3 0 R /Fit] >>" % (n, n + 7)
        for n in range(count)
    ]
    outline = b"<< /Type /Outlines /First 6 0 R /Last 6 0 R /Count %d >>" % count
    return with_text(outline, *lines, catalog=b"/Outlines 5 0 R")


def tree_circle(entry: bytes) -> bytes:
    """A tree of names, labels or structure that is below itself."""
    tree = b"<< /Kids [5 0 R] /K [5 0 R] /Limits [(a) (z)] /Nums [0 << /S /D >>] >>"
    return with_text(tree, catalog=entry)


# Depth and length


def nested(start: bytes, end: bytes, depth: int) -> bytes:
    """An object within an object, so many times."""
    return with_text(start * depth + b"0" + end * depth, catalog=b"/Metadata 5 0 R")


def long_thing(content: bytes) -> bytes:
    """One token of great length, which the catalog names."""
    return with_text(content, catalog=b"/Extra 5 0 R")


def dictionary_of(count: int) -> bytes:
    """A dictionary of so many entries."""
    return long_thing(
        b"<< %s >>" % b" ".join(b"/K%d %d" % (n, n) for n in range(count))
    )


# Cross-references


def start_elsewhere(place: int) -> bytes:
    """The last line leads somewhere else than to the table."""
    head, _, _ = GOOD.rpartition(b"startxref")
    return head + b"startxref\n%d\n%%%%EOF\n" % place


def wrong_places() -> bytes:
    """Every object is said to stand a little further on than it does."""
    content = with_text()
    for digit in b"123456789":
        content = content.replace(b"\n0000000%c" % digit, b"\n0000007%c" % digit)
    return content


def table_circle() -> bytes:
    """A table that names itself as the one before it."""
    content = with_text()
    place = content.rindex(b"xref\n0")
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % place)


def table_in_streams_circle() -> bytes:
    """A cross-reference stream that names itself as the one before it."""
    body = MARK + b"1 0 obj\n%s\nendobj\n2 0 obj\n%s\nendobj\n" % (
        CATALOG,
        b"<< /Type /Pages /Kids [] /Count 0 >>",
    )
    place = len(body)
    rows = bytes([0, 0, 0, 0, 1, 0, 9, 0, 1, 0, 50, 0])
    head = b"/Type /XRef /W [1 2 1] /Size 3 /Root 1 0 R /Prev %d" % place
    table = b"3 0 obj\n%s\nendobj\n" % packed(rows, entries=head)
    return body + table + b"startxref\n%d\n%%%%EOF\n" % place


def huge_table(mebibytes: int) -> bytes:
    """A cross-reference stream that opens to very many rows."""
    body = MARK + b"1 0 obj\n%s\nendobj\n" % CATALOG
    head = b"/Type /XRef /W [1 2 1] /Size 268435456 /Root 1 0 R"
    table = b"3 0 obj\n%s\nendobj\n" % bomb(mebibytes, head, b"\1")
    return body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)


def stream_in_itself(extends: bytes = b"") -> bytes:
    """An object stream that is said to hold itself, and so holds every object."""
    body = MARK
    inside = b"1 0 2 40 3 90 5 140 " + CATALOG + b" " * 100
    place = len(body)
    head = b"/Type /ObjStm /N 4 /First 20 " + extends
    body += b"5 0 obj\n%s\nendobj\n" % packed(inside, entries=head)
    rows = b"".join(bytes([2, 0, 5, n]) for n in range(6))
    table_at = len(body)
    head = b"/Type /XRef /W [1 2 1] /Size 6 /Root 1 0 R"
    body += b"6 0 obj\n%s\nendobj\n" % packed(rows, entries=head)
    assert place
    return body + b"startxref\n%d\n%%%%EOF\n" % table_at


def length_of_itself() -> bytes:
    """A stream whose length is said by the stream."""
    odd = b"<< /Length 5 0 R >>\nstream\nq Q\nendstream"
    return with_text(odd, catalog=b"/Metadata 5 0 R")


def references_in_a_circle() -> bytes:
    """The contents of a page are a reference to a reference to itself."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    tree = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return build(CATALOG, tree, page, b"5 0 R", b"4 0 R")


def large_numbers() -> bytes:
    """Objects with numbers and generations that no table can have."""
    odd = b"\n4294967295 99999 obj\n<< >>\nendobj\n8388607 0 obj\n<< >>\nendobj\n"
    return GOOD.replace(b"\nxref\n", odd + b"xref\n", 1)


# Encryption


def locked_by(entries: bytes) -> bytes:
    """Encrypted in a way that nobody knows."""
    content = with_text(b"<< %s >>" % entries)
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 5 0 R /ID [<00><00>]")


# Incomplete, or of another kind


def cut_at(share: float) -> bytes:
    """The beginning of a good file."""
    return GOOD[: int(len(GOOD) * share)]


def without(part: bytes) -> bytes:
    """A good file from which these bytes are gone."""
    return GOOD.replace(part, b"")


def after(beginning: bytes) -> bytes:
    """A good file after the beginning of another kind of file."""
    return beginning + GOOD


def two_in_one() -> bytes:
    """Two good files, one after the other."""
    return joined(GOOD) + GOOD


def zeros_inside() -> bytes:
    """A good file of which a disk has lost a block."""
    middle = len(GOOD) // 2
    return GOOD[:middle] + bytes(512) + GOOD[middle + 512 :]

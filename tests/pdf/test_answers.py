"""The parent believes nothing: whatever is not exactly right is nonsense."""

import contextlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from annotator.domain.errors import PdfProblem, UnreadablePdfError
from annotator.pdf import answers, limits

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
PAGE_KEYS = (
    *("number", "label", "width", "height", "rotation"),
    *("lines", "links", "notes", "has_picture", "leaves_out"),
)


def nonsense():
    return pytest.raises(UnreadablePdfError, match=PdfProblem.NONSENSE)


def a_png(width: int = 3, height: int = 2) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "PNG")
    return out.getvalue()


def test_an_honest_page_is_believed(honest_page):
    page = answers.to_page(json.dumps(honest_page).encode(), 1)
    assert page.lines[0].words[0].text == "word"
    assert page.links[0].address == "https://example.org/"


A_WORD = ["word", 1.0, 2.0, 3.0, 4.0, 11.0, 0, False, []]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("number", 2),
        ("label", "x" * (limits.LABEL_CODE_POINTS + 1)),
        ("label", "\x00"),
        ("width", float("nan")),
        ("width", 0),
        ("width", True),
        ("height", 14_401),
        ("height", 10**400),
        ("rotation", 45),
        ("lines", None),
        ("lines", [[0, 0, []]]),
        ("lines", [[0, 5, [A_WORD]]]),
        ("lines", [[-1, 0, [A_WORD]]]),
        ("lines", [[0, 0, [["two words", *A_WORD[1:]]]]]),
        ("lines", [[0, 0, [["", *A_WORD[1:]]]]]),
        ("lines", [[0, 0, [["\ud800", *A_WORD[1:]]]]]),
        ("lines", [[0, 0, [["x", 3.0, 2.0, 1.0, 4.0, 11.0, 0, False, []]]]]),
        ("lines", [[0, 0, [["x", 1.0, 2.0, 3.0, float("inf"), 11.0, 0, False, []]]]]),
        ("lines", [[0, 0, [["x", 1.0, 2.0, 3.0, 4.0, 11.0, 0, 0, []]]]]),
        ("lines", [[0, 0, [["x", 1.0, 2.0, 3.0, 4.0, 11.0, 2, False, []]]]]),
        ("lines", [[0, 0, [["xy", 1.0, 2.0, 3.0, 4.0, 11.0, 0, False, [1, 2]]]]]),
        ("lines", [[0, 0, [["xy", 1.0, 2.0, 3.0, 4.0, 11.0, 0, False, [-1]]]]]),
        ("lines", [[0, 0, [["x" * 150_000, *A_WORD[1:]]]]] * 2),
        ("lines", [[0, 0, [A_WORD]]] * (limits.PAGE_LINES + 1)),
        ("notes", -1),
        ("notes", True),
        ("has_picture", 1),
        ("links", [[1, 2, 3, 4, "javascript:alert(1)"]]),
        ("links", [[1, 2, 3, 4, "https://" + "x" * 2_000]]),
        ("links", [[1, 2, 3, 4, "https://x/"]] * (limits.PAGE_LINKS + 1)),
    ],
)
def test_a_page_with_one_thing_wrong_is_nonsense(honest_page, key, value):
    honest_page[key] = value
    with nonsense():
        answers.to_page(json.dumps(honest_page).encode(), 1)


@given(st.sampled_from(PAGE_KEYS), ANY_JSON)
def test_whatever_a_part_of_a_page_is_nothing_else_is_raised(key, value):
    page = dict.fromkeys(PAGE_KEYS, 1) | {"label": "1", "lines": [], "links": []}
    page |= {"rotation": 0, "has_picture": False}
    page[key] = value
    with contextlib.suppress(UnreadablePdfError):
        answers.to_page(json.dumps(page).encode(), 1)


@given(st.binary() | ANY_JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_a_worker_says_nothing_else_is_raised(untrusted):
    for read in (
        lambda: answers.to_page(untrusted, 1),
        lambda: answers.to_facts(untrusted, 1),
        lambda: answers.to_page_count(untrusted),
        lambda: answers.to_layers(untrusted),
        lambda: answers.to_png(untrusted),
        lambda: answers.to_characters(untrusted, 1),
        lambda: answers.to_thumbnail(untrusted),
    ):
        with contextlib.suppress(UnreadablePdfError):
            read()
    assert answers.to_problem(untrusted) in PdfProblem


@pytest.mark.parametrize("count", [0, -1, 5_001, 1.0, True, "1", None])
def test_a_page_count_out_of_bounds_is_nonsense(count):
    with nonsense():
        answers.to_page_count(json.dumps({"page_count": count}).encode())


def test_json_nested_too_deeply_is_nonsense():
    with nonsense():
        answers.to_page(b"[" * 100_000, 1)


def test_an_outline_that_leads_out_of_the_document_is_nonsense():
    said = {"page_count": 2, "title": "", "author": "", "created": "", "active": []}
    with nonsense():
        answers.to_facts(json.dumps({**said, "outline": [[1, "x", 3]]}).encode(), 2)


@pytest.mark.parametrize("name", ["NO_READER", "TOO_SLOW", "", "words of a PDF", "é"])
def test_a_worker_may_only_say_what_it_can_know(name):
    assert answers.to_problem(name.encode()) is PdfProblem.NONSENSE


def some_characters(**spoiled: object) -> bytes:
    said = {"number": 1, "text": "x😀", "boxes": [[1, 2, 3, 4], [3.5, 2, 5, 4]]}
    return json.dumps(said | spoiled).encode()


def test_honest_characters_are_believed():
    smile = answers.to_characters(some_characters(), 1)[1]
    assert (smile.text, smile.box) == ("😀", (3.5, 2.0, 5.0, 4.0))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("number", 2),
        ("text", None),
        ("text", "x"),
        ("text", "xyz"),
        ("text", "x\n"),
        ("text", "x\ud83d"),
        ("text", ["x", "y"]),
        ("boxes", None),
        ("boxes", [[1, 2, 3, 4]]),
        ("boxes", [[1, 2, 3, 4], [5, 2, 3, 4]]),
        ("boxes", [[1, 2, 3, 4], [1, 2, 3]]),
        ("boxes", [[1, 2, 3, 4], [1, 2, 3, float("nan")]]),
        ("boxes", [[1, 2, 3, 4], [1, 2, 3, 1e9]]),
    ],
)
def test_characters_with_one_thing_wrong_are_nonsense(key, value):
    with nonsense():
        answers.to_characters(some_characters(**{key: value}), 1)


def test_more_characters_than_a_page_may_hold_are_nonsense():
    count = limits.PAGE_CODE_POINTS + 1
    with nonsense():
        answers.to_characters(
            some_characters(text="x" * count, boxes=[[1, 2, 3, 4]] * count), 1
        )


@pytest.mark.parametrize("length", [0, 1023, 1025])
def test_a_thumbnail_of_another_size_is_nonsense(length):
    with nonsense():
        answers.to_thumbnail(bytes(length))


def test_an_honest_png_is_believed():
    assert answers.to_png(a_png()) == a_png()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda png: b"GIF89a" + png,
        lambda png: png[:20],
        lambda png: png[:-4],
        lambda png: png + b"<script>",
        lambda png: png.replace(b"IDAT", b"tEXt"),
        lambda png: png[:16] + b"\x00\x01\x00\x00\x00\x01\x00\x00" + png[24:],
        lambda png: png[:16] + b"\x00\x00\x00\x00" + png[20:],
        lambda png: png[:45] + bytes([png[45] ^ 1]) + png[46:],
    ],
)
def test_a_png_with_one_thing_wrong_is_nonsense(spoil):
    with nonsense():
        answers.to_png(spoil(a_png()))

"""A file's report names the pages that cannot be quoted or found as they are shown."""

from dataclasses import replace

import pytest
from pages_of_text import a_line, a_page

from annotator.domain.text.page_faults import in_sentences, of_page, page_faults


def _hidden(line):
    return replace(line, words=tuple(replace(w, hidden=True) for w in line.words))


GOOD = a_page("Words that anybody can read.")


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (replace(a_page(), has_picture=True), "pictures without text"),
        (replace(GOOD, read_by="A reader 1"), "read by machine"),
        (
            replace(a_page(), read_by="A reader 1"),
            "pictures in which nothing was read",
        ),
        (replace(a_page(), is_read=False), "could not be read"),
        (a_page("\ue001\ue002\ue003 in private use"), "unreadable characters"),
        (a_page("\ufffd\ufffd\ufffd unknown"), "unreadable characters"),
        (a_page("Seen.", _hidden(a_line("not seen"))), "hidden text"),
        (replace(GOOD, leaves_out=True), "hidden text"),
        (replace(GOOD, notes=2), "notes by others"),
    ],
)
def test_each_kind_of_fault_names_its_pages(page, fault):
    assert page_faults([GOOD, replace(page, number=2)]) == {fault: [2]}


def test_a_page_that_is_empty_on_purpose_has_no_fault():
    assert page_faults([a_page(), GOOD]) == {}


def test_one_odd_sign_in_a_page_of_text_is_no_fault():
    assert (
        page_faults([a_page("\ue001 before a paragraph " + "of many words " * 9)]) == {}
    )


def test_faults_are_told_in_sentences():
    assert in_sentences(
        {"hidden text": [3], "pictures without text": [2, 4, 5, 6, 9]}
    ) == [
        "Pages 2, 4–6 and 9 have pictures and no text; nothing on them can be quoted or "
        "found.",
        "Page 3 has text that a reader of the page cannot see; it is kept apart and "
        "cannot be quoted.",
    ]


def test_a_file_without_faults_has_nothing_to_tell():
    assert in_sentences({}) == []


def test_a_page_has_its_own_faults_alone():
    faults = {"hidden text": [3, 4], "notes by others": [1]}
    assert of_page(faults, 4) == {"hidden text": [4]}
    assert of_page(faults, 2) == {}

"""What users of other annotation tools complain about, and the test that it is not so here.

The complaints are the 25 most frequent in the issues of Hypothesis, Zotero, INCEpTION,
DocumentCloud, pdf.js and others. This module only sees to it that each has its tests.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
VIEWER = "browser/test_viewer.py"
ROOM = "browser/test_reading_room.py"
LOSES_NOTHING = "browser/test_the_viewer_loses_nothing.py"
PLACING = "services/passages/test_placing.py"
REPLACED = "browser/test_a_report_is_replaced.py"

COMPLAINTS = {
    "a selection ends with its page": [
        (VIEWER, "test_a_sentence_over_a_page_break_is_dragged_linked_and_kept"),
        (ROOM, "test_the_caret_goes_on_overleaf_while_its_words_are_on_their_way"),
    ],
    "notes lose their place in a file that has not changed": [
        (
            "services/intake/test_files.py",
            "test_a_text_that_another_reader_made_is_read_anew_and_passages_follow",
        ),
        (PLACING, "test_every_passage_is_found_again_or_said_to_be_gone"),
    ],
    "a note is neither in its place nor listed as lost": [
        (
            "services/claims/test_highlights.py",
            "test_marks_are_in_reading_order_and_one_without_a_place_is_the_last",
        ),
    ],
    "a highlight is drawn beside its words": [
        (VIEWER, "test_a_mark_lies_over_its_words"),
        (
            "browser/test_dragged_spans.py",
            "test_dragged_spans_are_marked_to_the_letter",
        ),
    ],
    "the same text in another form has other anchors": [
        (ROOM, "test_on_a_phone_a_page_is_read_and_marked_as_text"),
    ],
    "a new version of a document loses its notes": [
        (PLACING, "test_the_places_in_an_earlier_file_stay_as_they_were"),
        (
            REPLACED,
            "test_the_reader_sees_a_banner_the_editor_decides_and_the_banner_goes",
        ),
    ],
    "a lost note cannot be attached again": [
        (
            "services/passages/test_review_queue.py",
            "test_what_is_gone_is_attached_elsewhere_or_said_to_be_gone_and_not_accepted",
        ),
    ],
    "notes are written on an outdated version": [
        (VIEWER, "test_an_earlier_file_can_be_read_but_not_marked"),
    ],
    "a document with notes cannot be read again": [
        (
            "services/intake/test_files.py",
            "test_a_passage_that_is_marked_while_a_text_is_read_anew_is_not_lost",
        ),
    ],
    "notes vanish when a file is moved or replaced": [
        (REPLACED, "test_what_changed_is_coded_without_leaving_the_page"),
        (
            "domain/matching/test_anchoring.py",
            "test_a_quote_broken_across_a_page_is_found",
        ),
    ],
    "a drag jumps to another column or to the end of the page": [
        (VIEWER, "test_a_drag_in_a_column_stays_in_it"),
        (VIEWER, "test_a_drag_into_white_space_does_not_jump"),
    ],
    "broken words are neither found nor copied whole": [
        (
            "domain/text/test_canonical_text.py",
            "test_a_word_broken_by_the_typesetter_is_quoted_whole",
        ),
        (VIEWER, "test_what_is_copied_reads_on_over_lines_and_pages"),
    ],
    "ligatures are missing or cut": [
        (VIEWER, "test_a_ligature_is_taken_as_a_whole"),
    ],
    "spaces are missing in what was captured": [
        (VIEWER, "test_what_is_copied_reads_on_over_lines_and_pages"),
    ],
    "turned pages and other scripts": [
        (VIEWER, "test_a_turned_page_is_selected_as_it_is_shown"),
        (VIEWER, "test_lines_that_a_pdf_writes_backwards_are_read_in_order"),
        (ROOM, "test_words_are_selected_on_a_turned_page_as_on_another"),
    ],
    "the last letter, or words under a link, cannot be selected": [
        (
            "browser/test_finding_ones_way.py",
            "test_a_link_of_the_pdf_is_followed_by_a_click_and_not_by_a_drag",
        ),
        (VIEWER, "test_a_point_a_little_beyond_a_word_belongs_to_it"),
    ],
    "of overlapping highlights only one is reached": [
        (VIEWER, "test_marks_over_one_another_can_all_be_reached"),
    ],
    "scanned pages": [
        (PLACING, "test_nobody_says_that_words_are_gone_that_may_be_on_a_scanned_page"),
    ],
    "long files with many notes are slow": [
        (
            "browser/test_finding_ones_way.py",
            "test_few_pages_are_in_the_document_at_a_time",
        ),
        (
            "web/test_viewer.py",
            "test_only_the_marks_of_the_pages_asked_for_are_sent",
        ),
    ],
    "search ignores signs and phrases": [
        (
            "search/words/test_every_index.py",
            "test_punctuation_in_a_phrase_does_not_matter_but_digits_and_signs_do",
        ),
    ],
    "a highlight has no address that lasts": [
        (VIEWER, "test_a_mark_has_an_address"),
        ("browser/test_finding_ones_way.py", "test_a_reload_stays_at_the_very_place"),
    ],
    "notes cannot be taken away in the PDF": [
        (
            "services/claims/test_marked_copies.py",
            "test_a_copy_has_the_marks_with_claim_stance_note_and_address",
        ),
    ],
    "highlights that are in the PDF cannot be used": [
        (
            "services/passages/test_pdf_notes.py",
            "test_marks_on_words_are_offered_with_them",
        ),
    ],
    "nothing shows where two people disagree": [
        (
            "web/test_viewer.py",
            "test_a_link_that_somebody_else_changed_meanwhile_shows_both_wordings",
        ),
    ],
    "no keyboard, no undo, and work that is lost": [
        (ROOM, "test_the_story_of_marking_and_linking_needs_no_pointer"),
        (LOSES_NOTHING, "test_undo_and_redo_reach_back_across_a_reload"),
        (
            LOSES_NOTHING,
            "test_a_note_is_there_again_after_the_page_has_gone",
        ),
    ],
}


@cache
def _tests_of(path: str) -> set[str]:
    tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_all_25_complaints_are_here():
    assert len(COMPLAINTS) == 25


@pytest.mark.parametrize("complaint", COMPLAINTS)
def test_a_complaint_about_other_tools_is_answered_by_a_test(complaint):
    missing = [
        (path, name)
        for path, name in COMPLAINTS[complaint]
        if name not in _tests_of(path)
    ]
    assert missing == []

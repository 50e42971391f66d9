"""Any quote is found in any file, exactly or nearly, and the index outlives a kill."""

import multiprocessing
import os
import random
import signal
import time

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_of_text import DOCUMENTS, a_document

from annotator.domain.errors import IndexBusyError, IndexUnreadableError
from annotator.domain.matching.anchoring import Document
from annotator.domain.text.canonical_text import compose
from annotator.domain.text.keys import key
from annotator.search.quotes import index as quote_index
from annotator.search.quotes import manifest
from annotator.search.quotes.index import QuoteIndex
from annotator.search.quotes.manifest import Manifest
from annotator.search.quotes.runs import RUN, SHORTEST, Runs
from annotator.search.quotes.segment import KeyedText, QuoteSegment, keyed_text, write

SAID = "The harness gave the model 12 hours and three tries on each of the long tasks."
LETTERS = "abcdefghij"


def _text(revision, *pages, version="1"):
    return keyed_text(revision, version, Document(compose(a_document(*pages))))


def _noise(size, seed=0):
    """Return lines of words that nobody says."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(LETTERS, k=6)) for _ in range(400)]
    return [" ".join(chance.choices(words, k=12)) for _ in range(size)]


def _pages(size, seed=0):
    lines = _noise(size, seed)
    return [lines[at : at + 40] for at in range(0, size, 40)]


@pytest.fixture
def index(tmp_path):
    return QuoteIndex(tmp_path / "quotes")


def _found(index, quote, **wanted):
    return [each.revision for each in index.find(quote, limit=50, **wanted).best]


# What is found


def test_a_quote_is_found_on_its_page(index):
    index.put([_text(7, ["Nothing here."], [SAID], ["Nor here."])])
    [stretch] = index.find("gave the model 12 hours", limit=5).best
    assert (stretch.revision, stretch.pages) == (7, (2,))


def test_a_quote_broken_across_a_page_is_found_on_both(index):
    index.put([_text(1, [SAID[:40]], [SAID[40:]])])
    assert index.find(SAID, limit=5).best[0].pages == (1, 2)


def test_every_place_that_says_it_is_counted_and_the_newest_file_comes_first(index):
    index.put([_text(1, [SAID, "More.", SAID]), _text(2, [SAID])])
    found = index.find(SAID, limit=2)
    assert (found.total, found.is_same) == (3, True)
    assert [each.revision for each in found.best] == [2, 1]


@pytest.mark.parametrize(
    ("quote", "total"),
    [
        ("The long trial number", 120),
        ("The long trial number 1", 31),  # 1, 10 to 19, 100 to 119
        ("The long trial number 7 was run twice", 1),
        ("The long trial number 7 was run thrice", 0),
        ("was run twice. The long trial number 4", 11),
    ],
)
def test_of_many_places_that_begin_alike_those_that_go_on_alike_are_counted(
    index, quote, total
):
    lines = [f"The long trial number {n} was run twice." for n in range(120)]
    index.put([_text(1, *(lines[at : at + 40] for at in range(0, 120, 40)))])
    found = index.find(quote, limit=5)
    assert found.total == total or not found.is_same
    assert found.is_same is bool(total)
    assert len(found.best) == min(5, found.total)


def test_only_the_files_that_are_asked_for_are_searched(index):
    index.put([_text(1, [SAID]), _text(2, [SAID])])
    assert _found(index, SAID, within=[1]) == [1]
    assert _found(index, SAID.replace("three", "four"), within=[1]) == [1]
    assert _found(index, SAID, within=[]) == []


@pytest.mark.parametrize("quote", ["12 hours", "hours", "12"])
def test_a_quote_of_a_word_or_two_is_found(index, quote):
    index.put([_text(1, _noise(40)), _text(2, [SAID])])
    assert _found(index, quote) == [2]


@pytest.mark.parametrize(
    "quote",
    [
        SAID.replace("three tries", "two tries"),
        SAID.replace("the model ", ""),
        SAID.replace("long", "very long and hard"),
        SAID.replace("harness", "hrness").replace("tasks", "taks"),
    ],
)
def test_a_quote_that_is_not_quite_right_is_found(index, quote):
    index.put([_text(1, *_pages(300)), _text(2, [SAID]), _text(3, *_pages(300, 1))])
    found = index.find(quote, limit=3)
    assert not found.is_same
    assert found.best[0].revision == 2
    assert found.best[0].likeness > 0.8


def test_what_nobody_says_is_not_found(index):
    index.put([_text(1, *_pages(300))])
    assert index.find("Quite another matter altogether, it was.", limit=5).total == 0


def test_a_quote_without_letters_and_digits_is_not_found(index):
    index.put([_text(1, ["What ?! Well … ***"])])
    assert index.find("?! … ***", limit=5).best == ()


def test_words_of_two_files_are_not_one_quote(index):
    index.put([_text(1, ["It ends with these words"]), _text(2, ["and begins anew."])])
    assert not index.find("with these words and begins", limit=5).is_same


@given(DOCUMENTS, st.data())
@settings(max_examples=60)
def test_any_stretch_of_a_text_is_found_in_it(tmp_path_factory, pages, data):
    text = _text(3, *pages)
    symbols = text.symbols
    folder = tmp_path_factory.mktemp("segment")
    write(folder / "one", [KeyedText(2, "1", b"before" * 5, text.breaks[:1]), text])
    segment = QuoteSegment(folder / "one")
    start = data.draw(st.integers(0, max(0, len(symbols) - 1)))
    end = data.draw(st.integers(start + 1, max(start + 1, len(symbols))))
    wanted = Runs(symbols[start:end])
    if wanted.symbols:
        assert start + 30 in segment.same(wanted)


@given(st.binary(min_size=SHORTEST, max_size=60), st.binary(max_size=40))
@settings(max_examples=60)
def test_a_stretch_is_found_whatever_stands_around_it(tmp_path_factory, said, around):
    path = tmp_path_factory.mktemp("segment") / "one"
    none = _text(1, []).breaks
    write(path, [KeyedText(1, "1", around + said + around, none)])
    assert len(around) in QuoteSegment(path).same(Runs(said))


def test_runs_are_no_longer_than_what_is_guaranteed_to_be_found():
    assert RUN < SHORTEST <= len(key("12 characters")) + 1


# What is kept


def test_a_new_text_of_a_file_takes_the_place_of_the_old_one(index):
    index.put([_text(1, [SAID])])
    index.put([_text(1, ["Something else was read this time."], version="2")])
    assert index.versions() == {1: "2"}
    assert not index.find(SAID, limit=1).is_same


def test_a_file_that_is_removed_is_not_found(index):
    index.put([_text(1, [SAID]), _text(2, [SAID])])
    index.remove([1])
    assert _found(index, SAID) == [2]
    index.remove([1, 2])
    assert index.versions() == {}


def test_another_process_sees_a_change_at_once(index, tmp_path):
    other = QuoteIndex(tmp_path / "quotes")
    assert _found(other, SAID) == []
    index.put([_text(1, [SAID])])
    assert _found(other, SAID) == [1]


def test_many_small_additions_leave_few_files(index, tmp_path):
    for revision in range(40):
        index.put(
            [_text(revision, _noise(3, revision), [f"{SAID} Number {revision}."])]
        )
    assert len(list((tmp_path / "quotes").glob("*.quotes"))) <= 6
    assert len(index.versions()) == 40
    assert _found(index, "long tasks. Number 17.") == [17]


def test_large_files_are_left_alone_when_small_ones_come(index, tmp_path, monkeypatch):
    monkeypatch.setattr(quote_index, "MERGED", 3_000)
    index.put([_text(1, *_pages(60))])
    large = set((tmp_path / "quotes").glob("*.quotes"))
    for revision in range(2, 12):
        index.put([_text(revision, [SAID])])
    assert large < set((tmp_path / "quotes").glob("*.quotes"))
    assert _found(index, SAID) == list(range(11, 1, -1))


def test_made_anew_it_holds_what_it_is_given_and_nothing_else(index, monkeypatch):
    monkeypatch.setattr(quote_index, "REBUILT", 100)
    index.put([_text(9, [SAID])])
    index.rebuild(iter([_text(1, [SAID]), _text(2, [SAID])]))
    assert index.versions() == {1: "1", 2: "1"}
    assert _found(index, SAID) == [2, 1]
    assert [text.revision for text in index.texts({1})] == [1]


# What may go wrong


@pytest.mark.parametrize("damage", ["cut", "gone", "other"])
def test_a_damaged_file_is_told_and_made_anew(index, tmp_path, damage):
    index.put([_text(1, [SAID])])
    [path] = (tmp_path / "quotes").glob("*.quotes")
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(content[:200] if damage == "cut" else b"x" + content[1:])
    again = QuoteIndex(tmp_path / "quotes")
    assert again.versions() == {}
    [problem] = again.damage()
    assert path.name in problem
    again.put([_text(2, [SAID])])  # which brings back nothing of what was lost
    with pytest.raises(IndexUnreadableError):
        again.find(SAID, limit=1)
    again.rebuild([_text(1, [SAID]), _text(2, [SAID])])
    assert again.damage() == []
    assert sorted(_found(again, SAID)) == [1, 2]


def test_a_byte_that_turned_over_is_told(index, tmp_path):
    index.put([_text(1, _noise(30))])
    [path] = (tmp_path / "quotes").glob("*.quotes")
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(content)
    assert len(index.damage()) == 1


def test_a_damaged_manifest_is_an_index_that_was_lost(index, tmp_path):
    index.put([_text(1, [SAID])])
    path = tmp_path / "quotes" / manifest.NAME
    whole = path.read_bytes()
    flipped = (
        whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :]
        for at in range(len(whole))
    )
    for damaged in (*flipped, whole[:-1], b"", b'{"format": 1, "parts": []}'):
        path.write_bytes(damaged)
        assert manifest.read(path.parent) == Manifest(is_whole=False)
    lost = QuoteIndex(tmp_path / "quotes")
    assert lost.versions() == {}
    assert len(lost.damage()) == 1
    with pytest.raises(IndexUnreadableError):
        lost.find(SAID, limit=1)
    path.write_bytes(whole)
    assert [*QuoteIndex(tmp_path / "quotes").versions()] == [1]


def test_who_waits_too_long_to_write_is_told(tmp_path):
    index = QuoteIndex(tmp_path / "quotes", patience=0.05)
    with (
        FileLock(tmp_path / "quotes" / "write.lock"),
        pytest.raises(IndexBusyError, match="being written"),
    ):
        index.put([_text(1, [SAID])])


def _keep_writing(folder):
    index = QuoteIndex(folder)
    for revision in range(10_000):
        index.put([_text(revision % 50, _noise(2, revision), [SAID])])


def test_whoever_opens_an_index_while_others_write_finds_it_whole(tmp_path):
    folder = tmp_path / "quotes"
    QuoteIndex(folder).put([_text(0, [SAID])])
    writer = multiprocessing.get_context("spawn").Process(
        target=_keep_writing, args=(folder,)
    )
    writer.start()
    try:
        seen = set()
        while len(seen) < 100:  # versions of the manifest
            seen.add((folder / manifest.NAME).stat().st_mtime_ns)
            assert QuoteIndex(folder).find(SAID, limit=1).total
    finally:
        writer.kill()
        writer.join()


def test_a_kill_at_any_moment_leaves_a_whole_index(tmp_path):
    folder = tmp_path / "quotes"
    chance = random.Random(4)
    for _ in range(12):
        writer = multiprocessing.get_context("spawn").Process(
            target=_keep_writing, args=(folder,)
        )
        writer.start()
        while not (folder / manifest.NAME).exists():
            time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 0.15))
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        index = QuoteIndex(folder)
        assert index.damage() == []
        assert sorted(_found(index, SAID)) == sorted(index.versions())
    index.put([_text(99, [SAID])])
    held = manifest.read(folder)
    left = {path.name for path in folder.glob("segment-*")}
    assert left == {part.file for part in held.parts}

"""What any search engine must do here; each engine is a subclass of ``EveryIndex``."""

import errno
import gc
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.tokens import tokens
from annotator.search.index import (
    Entry,
    Hits,
    IndexBusyError,
    IndexUnreadableError,
    Query,
    SearchIndex,
)
from annotator.search.query import parse
from annotator.search.whoosh_index import WhooshIndex

CARD = [
    "Sonnet 4 is below the CBRN-3 threshold. Uplift was 1.70× at most,\nand the lab says "
    "that this rules\nout serious risk.",
    "The harness gave 170× more time. In all, ≥ 50 % of 10,000 runs passed.",
    "Efficient ﬁne-tuning of the model’s oﬃcial checkpoints; in Hebrew: שלום עולם.",
]
PIECES = st.sampled_from(
    [
        *("the", "The", "model’s", "ﬁnal", "STRASSE", "straße", "naïve", "nai\u0308ve"),
        *("1.70", "170", "1.70×", "10,000", ".05", "1e-5", "10²", "½", "CO₂", "50%"),
        *("≥", "<", "%", "−5", "-5", "ASL-3", "rule-out", "so\u00adft", "e.g.", "U.S."),
        *("שלום", "सुरक्षा", "模型"),
    ]
)
GAPS = st.sampled_from([" ", "\n", "\n\n", ", ", " (", "; ", " — ", ". "])

# What fails to open a torn file leaves it to the garbage collector to close it.
damages_files = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")


def entries(report: str, texts: list[str], **facts) -> list[Entry]:
    facts = {"lab": "anthropic", "models": ("sonnet-4", "opus-4"), **facts}
    return [
        Entry(f"{report}:{page}", report, text=text, **facts)
        for page, text in enumerate(texts, 1)
    ]


def keys(hits: Hits) -> list[str]:
    return [hit.key for hit in hits.hits]


class EveryIndex:
    """The contract; a subclass says how its engine is opened in a folder."""

    def open(self, folder: Path) -> SearchIndex:
        raise NotImplementedError

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return tmp_path / "index"

    @pytest.fixture
    def index(self, folder: Path) -> SearchIndex:
        index = self.open(folder)
        index.replace("card", entries("card", CARD))
        return index

    @pytest.fixture
    def find(self, index: SearchIndex) -> Callable[[str], list[str]]:
        return lambda typed: keys(index.search(parse(typed), limit=10))

    # What is found

    def test_a_word_is_found_in_any_case_and_by_its_page(self, find):
        assert find("THRESHOLD") == ["card:1"]
        assert find("sonnet harness") == []

    def test_a_phrase_is_found_over_a_line_break(self, find):
        assert find('"that this rules out serious risk"') == ["card:1"]
        assert find('"rules serious"') == []

    def test_words_of_a_phrase_must_stand_in_its_order(self, find):
        assert find('"threshold CBRN"') == []
        assert find("threshold CBRN") == ["card:1"]

    def test_punctuation_in_a_phrase_does_not_matter_but_digits_and_signs_do(
        self, find
    ):
        assert find('"the CBRN 3 threshold; uplift was"') == ["card:1"]
        assert find("CBRN-3") == ["card:1"]
        assert find("CBRN-4") == []
        assert find('"≥ 50 % of 10,000 runs"') == ["card:2"]
        assert find('"< 50 % of 10,000 runs"') == []
        assert find('"10 000 runs"') == find("10000") == []

    @pytest.mark.parametrize(
        ("typed", "page"),
        [
            ("1.70×", "card:1"),
            ('"1.70×"', "card:1"),
            ("170×", "card:2"),
            ("170", "card:2"),
        ],
    )
    def test_1_70_is_never_taken_for_170(self, find, typed, page):
        assert find(typed) == [page]

    @pytest.mark.parametrize(
        "typed",
        [
            "fine-tuning",
            "ﬁne tuning",
            '"model\'s official"',
            "model’s",
            "ofﬁcial",
            "שלום",
        ],
    )
    def test_ligatures_apostrophes_and_other_scripts_are_found_as_typed(
        self, find, typed
    ):
        assert find(typed) == ["card:3"]

    def test_what_is_excluded_is_not_found(self, index, find):
        index.replace("other", entries("other", ["the lab rules it in", "rules out"]))
        assert sorted(find("rules")) == ["card:1", "other:1", "other:2"]
        assert sorted(find('rules -"rules out"')) == ["other:1"]
        assert find("rules -lab -missing") == ["other:2"]

    def test_filters_narrow_by_lab_model_and_report(self, index, find):
        index.replace("x", entries("x", ["a threshold"], lab="openai", models=("o3",)))
        assert sorted(find("threshold")) == ["card:1", "x:1"]
        assert find("threshold lab:openai") == ["x:1"]
        assert find("threshold model:opus-4") == ["card:1"]
        assert find("threshold model:opus") == []
        assert find("threshold report:x model:o3") == ["x:1"]
        assert find("threshold report:x model:opus-4") == []

    def test_filters_do_not_change_the_scores(self, index):
        plain = index.search(parse("threshold"), limit=1)
        assert index.search(parse("threshold lab:anthropic"), limit=1) == plain

    def test_nothing_is_found_in_an_empty_index(self, folder):
        index = self.open(folder)
        assert index.search(Query(terms=("a",)), limit=5) == Hits(0, ())
        assert index.search(parse('"a b" -c lab:d'), limit=5) == Hits(0, ())
        assert index.reports() == set()
        index.remove("card")

    @pytest.mark.parametrize(
        "typed",
        [
            "thr*",
            "thres?old",
            "[a TO z]",
            "threshold AND",
            "sonet~",
            "/thr.*/",
            "\\",
            "^",
        ],
    )
    def test_other_query_languages_mean_nothing(self, index, typed):
        query = Query(terms=(typed,), phrases=((typed, "threshold"),))
        assert index.search(query, limit=5).total == 0
        assert index.search(Query(terms=(typed.lower(),)), limit=5).total == 0

    # In which order

    def test_the_page_that_says_it_most_comes_first_and_scores_fall(self, index):
        filler = "something else is said here at some length"
        texts = [f"risk {filler}", f"risk risk risk {filler}", f"risk risk {filler}"]
        index.replace("r", entries("r", texts))
        hits = index.search(parse("risk report:r"), limit=10)
        assert keys(hits) == ["r:2", "r:3", "r:1"]
        assert sorted((h.score for h in hits.hits), reverse=True) == [
            hit.score for hit in hits.hits
        ]

    def test_pages_of_hits_make_up_the_whole_list(self, index):
        index.replace("r", entries("r", [f"common word{n}" for n in range(25)]))
        whole = index.search(parse("common"), limit=100)
        parts = [
            index.search(parse("common"), limit=10, offset=at) for at in (0, 10, 20)
        ]
        assert [part.total for part in parts] == [25, 25, 25] == [whole.total] * 3
        assert [key for part in parts for key in keys(part)] == keys(whole)
        assert len(set(keys(whole))) == 25
        assert keys(index.search(parse("common"), limit=10, offset=30)) == []

    # What is held

    def test_replacing_a_report_forgets_what_it_said(self, index, find):
        index.replace("card", entries("card", ["It says something new."]))
        assert find("threshold") == find("harness") == []
        assert find("new") == ["card:1"]

    def test_replacing_twice_is_like_replacing_once(self, index, find):
        for _ in range(3):
            index.replace("card", entries("card", CARD))
        assert find("threshold") == ["card:1"]
        assert index.search(parse("the"), limit=10).total == 3

    def test_two_entries_of_one_key_count_once(self, index, find):
        old, new = Entry("k", "r", "l", (), "stale"), Entry("k", "r", "l", (), "fresh")
        index.replace("r", [old, new])
        assert find("fresh") == ["k"]
        assert find("stale") == []

    def test_an_entry_of_another_report_is_refused_and_nothing_changes(
        self, index, find
    ):
        with pytest.raises(ValueError, match="does not belong"):
            index.replace("card", entries("other", ["stray"]))
        assert find("threshold") == ["card:1"]

    def test_a_change_that_fails_half_way_changes_nothing(self, index, find):
        bad = [*entries("card", ["half"]), Entry("k", "card", "l", (), text=b"\xff")]
        with pytest.raises((TypeError, ValueError)):
            index.replace("card", bad)
        assert find("threshold") == ["card:1"]
        assert find("half") == []
        assert not index.needs_rebuild or index.reports() == {"card"}

    def test_a_removed_report_is_not_found_and_others_are(self, index, find):
        index.replace("other", entries("other", ["a threshold"]))
        index.remove("card")
        assert find("threshold") == ["other:1"]
        assert index.reports() == {"other"}

    def test_a_report_without_pages_is_not_held(self, index):
        index.replace("card", [])
        assert index.reports() == set()

    def test_another_instance_sees_each_change_at_once(self, index, folder):
        other = self.open(folder)
        assert keys(other.search(parse("threshold"), limit=5)) == ["card:1"]
        index.replace("card", entries("card", ["changed"]))
        assert other.search(parse("threshold"), limit=5).total == 0
        assert keys(other.search(parse("changed"), limit=5)) == ["card:1"]
        other.remove("card")
        assert index.reports() == set()

    # Many at once

    def test_threads_that_write_lose_nothing_and_readers_see_whole_reports(
        self, folder
    ):
        one, two = self.open(folder), self.open(folder)
        one.replace("even", entries("even", ["x"] * 4))

        def write(index: SearchIndex, name: str) -> None:
            for number in range(4):
                index.replace(f"{name}{number}", entries(f"{name}{number}", ["y"]))
                index.replace("even", entries("even", ["x"] * 4))

        def read() -> set[int]:
            query = Query(terms=("x",))
            return {one.search(query, limit=9).total for _ in range(60)}

        with ThreadPoolExecutor() as pool:
            written = [pool.submit(write, one, "a"), pool.submit(write, two, "b")]
            seen = [pool.submit(read), pool.submit(read)]
        assert [future.result() for future in written] == [None, None]
        assert [future.result() for future in seen] == [{4}, {4}]
        names = {f"{name}{number}" for name in "ab" for number in range(4)}
        assert self.open(folder).reports() == {"even", *names}

    # When the folder is damaged

    def test_a_new_index_asks_to_be_filled_until_somebody_has(self, folder):
        index = self.open(folder)
        asks = [index.needs_rebuild, self.open(folder).needs_rebuild]
        index.rebuilt()
        asks += [index.needs_rebuild, self.open(folder).needs_rebuild]
        assert asks == [True, True, False, False]

    @damages_files
    @pytest.mark.parametrize("kept", [0, 0.5, 0.97])
    def test_any_torn_file_leaves_an_index_that_works(
        self, index, folder, kept, tmp_path
    ):
        index.rebuilt()
        for file in _each_in_a_copy(folder, tmp_path):
            data = file.read_bytes()
            file.write_bytes(data[: int(len(data) * kept)])
            self._works_or_was_begun_anew(file)

    @damages_files
    def test_any_lost_file_leaves_an_index_that_works(self, index, folder, tmp_path):
        index.rebuilt()
        for file in _each_in_a_copy(folder, tmp_path):
            file.unlink()
            self._works_or_was_begun_anew(file)

    def _works_or_was_begun_anew(self, damaged: Path) -> None:
        index = self.open(
            next(p for p in damaged.parents if p.name.startswith("copy-"))
        )
        whole = False
        with suppress(IndexUnreadableError):
            whole = index.search(parse("threshold"), limit=5).total == 1
        assert whole or index.needs_rebuild
        index.replace("card", entries("card", CARD))
        assert keys(index.search(parse('"serious risk"'), limit=5)) == ["card:1"]
        assert index.reports() == {"card"}
        gc.collect()

    # In general

    @pytest.fixture(scope="class")
    @classmethod
    def shared(cls, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
        return cls().open(tmp_path_factory.mktemp("shared"))

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(st.data())
    def test_any_three_words_of_a_page_or_more_find_that_page(self, shared, data):
        pieces = data.draw(st.lists(st.tuples(PIECES, GAPS), min_size=3, max_size=40))
        text = "".join(piece + gap for piece, gap in pieces)
        found = tokens(text)
        first = data.draw(st.integers(0, len(found) - 3))
        last = data.draw(st.integers(first + 2, len(found) - 1))
        shared.replace("page", entries("page", ["nothing here", text]))
        typed = text[found[first].start : found[last].end]
        assert keys(shared.search(parse(f'"{typed}"'), limit=5)) == ["page:2"]

    @settings(max_examples=40, deadline=None)
    @given(
        pages=st.lists(st.lists(st.sampled_from("abc"), max_size=12), max_size=8),
        phrase=st.lists(st.sampled_from("abc"), min_size=1, max_size=4),
        excluded=st.lists(st.sampled_from("abc"), max_size=2),
    )
    def test_what_is_found_is_what_reading_every_page_finds(
        self, shared, pages, phrase, excluded
    ):
        texts = [f"z {' '.join(words)} z" for words in pages]
        shared.replace("page", entries("page", texts))
        said, not_said = f" {' '.join(phrase)} ", f" {' '.join(excluded)} "
        query = Query(
            phrases=(tuple(phrase),), excluded=(tuple(excluded),) * bool(excluded)
        )
        wanted = {
            f"page:{number}"
            for number, text in enumerate(texts, 1)
            if said in text and not (excluded and not_said in text)
        }
        assert set(keys(shared.search(query, limit=20))) == wanted


def _each_in_a_copy(folder: Path, beside: Path) -> Iterator[Path]:
    """Yield each file of ``folder``, every one in a copy of the folder of its own."""
    names = [file.relative_to(folder) for file in folder.rglob("*") if file.is_file()]
    for number, name in enumerate(names):
        copy = beside / f"copy-{number}"
        shutil.copytree(folder, copy)
        yield copy / name


def _blanked(folder: Path, copy: Path, part: int) -> Path:
    """Return a copy of an index with a twentieth of its largest file made zeros."""
    shutil.copytree(folder, copy)
    largest = max(copy.rglob("*.*"), key=lambda file: file.stat().st_size)
    data = bytearray(largest.read_bytes())
    size = len(data) // 20
    data[part * size : (part + 1) * size] = bytes(size)
    largest.write_bytes(data)
    return copy


class TestWhoosh(EveryIndex):
    """Whoosh keeps the contract, and a few promises of its own."""

    def open(self, folder: Path) -> WhooshIndex:
        return WhooshIndex(folder)

    @damages_files
    def test_what_cannot_be_read_is_set_aside_and_not_thrown_away(self, index, folder):
        next(folder.rglob("*.toc")).write_bytes(b"torn")
        assert self.open(folder).needs_rebuild
        assert next((folder / "set-aside").glob("*.toc")).read_bytes() == b"torn"
        gc.collect()

    def test_an_index_that_this_program_did_not_make_is_never_loaded(
        self, index, folder
    ):
        next(folder.rglob("made-by-annotator")).unlink()
        foreign = self.open(folder)
        assert foreign.needs_rebuild
        assert foreign.reports() == set()

    @damages_files
    def test_an_open_index_notices_that_it_was_begun_anew(self, index, folder):
        assert index.reports() == {"card"}
        next(folder.rglob("*.toc")).write_bytes(b"torn")
        other = self.open(folder)
        other.replace("fresh", entries("fresh", ["a threshold"]))
        assert index.reports() == {"fresh"}
        assert keys(index.search(parse("threshold"), limit=5)) == ["fresh:1"]
        gc.collect()

    def test_no_text_of_a_page_is_kept_in_readable_form(self, index, folder):
        kept = b"".join(
            file.read_bytes() for file in folder.rglob("*") if file.is_file()
        )
        assert b"below the CBRN" not in kept
        assert b"lab says" not in kept

    def test_who_waits_too_long_to_write_is_told_so_and_may_still_read(
        self, index, folder
    ):
        hurried = WhooshIndex(folder, patience=0.1)
        with index._alone():
            with pytest.raises(IndexBusyError, match="Try again when"):
                hurried.remove("card")
            assert keys(hurried.search(parse("threshold"), limit=5)) == ["card:1"]
        hurried.remove("card")
        assert index.reports() == set()

    @damages_files
    def test_damage_that_only_reading_shows_is_told_and_the_index_begun_anew(
        self, index, folder, tmp_path
    ):
        index.rebuilt()
        told = 0
        for part in range(20):
            damaged = self.open(_blanked(folder, tmp_path / f"copy-{part}", part))
            asked_before = damaged.needs_rebuild
            with suppress(IndexUnreadableError):
                damaged.search(parse("threshold"), limit=5)
                continue
            assert not asked_before
            assert damaged.needs_rebuild
            assert damaged.reports() == set()
            told += 1
        assert told
        gc.collect()

    def test_names_of_files_never_come_twice_whatever_seeds_chance(self, index, folder):
        for report in ("a", "b", "c"):
            random.seed(7)
            index.replace(report, entries(report, ["x"]))
        assert index.reports() == {"a", "b", "c", "card"}

    def test_after_the_disk_was_full_writing_works_again(self, index, monkeypatch):
        def no_space(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as full:
            full.setattr("whoosh.index.TOC.write", no_space)
            with pytest.raises(OSError, match="No space left"):
                index.replace("card", [])
        assert index.reports() == {"card"}
        index.replace("other", entries("other", ["a threshold"]))
        assert index.reports() == {"card", "other"}

    def test_two_processes_write_and_each_sees_what_the_other_wrote(
        self, index, folder
    ):
        program = (
            "import sys; from pathlib import Path;"
            "from annotator.search.index import Entry;"
            "from annotator.search.whoosh_index import WhooshIndex;"
            "index = WhooshIndex(Path(sys.argv[1]));"
            "[index.replace(r, [Entry(r, r, 'lab', (), 'elsewhere')])"
            " for r in ('e1', 'e2', 'e3')];"
            "assert {'card', 'e1', 'e2', 'e3'} <= index.reports()"
        )
        child = subprocess.Popen([sys.executable, "-c", program, str(folder)])
        for number in range(3):
            index.replace(
                f"h{number}", [Entry(f"h{number}", f"h{number}", "l", (), "here")]
            )
        assert child.wait(timeout=60) == 0
        assert index.search(parse("elsewhere"), limit=9).total == 3
        assert index.search(parse("here"), limit=9).total == 3
        assert index.reports() == {"card", "e1", "e2", "e3", "h0", "h1", "h2"}

    def test_many_who_begin_an_index_at_once_begin_the_same(self, folder):
        with ThreadPoolExecutor(6) as pool:
            opened = list(pool.map(self.open, [folder] * 6))
        opened[0].replace("card", entries("card", CARD))
        assert [index.reports() for index in opened] == [{"card"}] * 6
        assert not (folder / "set-aside").exists()

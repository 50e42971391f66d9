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
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import IndexBusyError, IndexUnreadableError
from annotator.domain.text.tokens import tokens
from annotator.domain.vocabulary import HitKind
from annotator.search.query.parser import parse
from annotator.search.query.tree import All, Not, Phrase, Query, QueryWord
from annotator.search.words.protocol import Facts, Hits, IndexUnit, SearchIndex
from annotator.search.words.whoosh_index import WhooshIndex

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


NUMBERS: dict[str, int] = {}  # of the reports of these tests, by their slugs


def number_of(report: str) -> int:
    return NUMBERS.setdefault(report, len(NUMBERS) + 1)


def entries(report: str, texts: list[str], **facts) -> dict[str, list[IndexUnit]]:
    """A report with a sentence on each page."""
    told = {"lab": "anthropic", "models": ("sonnet-4", "opus-4"), **facts}
    number = number_of(report)
    known = Facts(report=report, **told)
    return {
        f"report:{report}": [
            IndexUnit(HitKind.REPORT, number, "", report=number, facts=known)
        ],
        f"text:{report}": [
            IndexUnit(
                HitKind.SENTENCE,
                number,
                text,
                report=number,
                file=number,
                page=page,
                start=1000 * page,
                end=1000 * page + len(text),
            )
            for page, text in enumerate(texts, 1)
        ],
    }


def gone(report: str) -> dict[str, list[IndexUnit]]:
    """What takes a report out of an index."""
    return {f"report:{report}": [], f"text:{report}": []}


def keys(hits: Hits) -> list[str]:
    """Each hit as the report and the page it is on."""
    names = {number: name for name, number in NUMBERS.items()}
    return [f"{names[hit.report]}:{hit.page}" for hit in hits.hits]


def held(index: SearchIndex) -> set[str]:
    """The reports that an index holds texts of."""
    groups = (name.split(":") for name in index.held())
    return {report for kind, report in groups if kind == "text"}


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
        index.replace(entries("card", CARD))
        return index

    @pytest.fixture
    def find(self, index: SearchIndex) -> Callable[[str], list[str]]:
        return lambda typed: keys(index.search(parse(typed), limit=10))

    # What is found

    def test_a_word_is_found_in_any_case_and_by_its_page(self, find):
        assert find("THRESHOLD") == ["card:1"]
        assert find("sonnet AND harness") == []
        assert set(find("sonnet harness")) == {"card:1", "card:2"}

    def test_common_words_find_nothing_but_decide_between_what_is_found(
        self, find, index
    ):
        index.replace(entries("other", ["Zebra okapi.", "The zebra of an okapi."]))
        assert find("the zebra of an okapi") == ["other:2", "other:1"]
        assert find("zebra okapi") == ["other:1", "other:2"]
        assert index.search(parse("the zebra"), limit=5).words == {"zebra"}

    def test_a_phrase_is_found_over_a_line_break(self, find):
        assert find('"that this rules out serious risk"') == ["card:1"]
        assert find('"rules serious"') == []

    def test_a_phrase_that_runs_on_is_found_where_it_begins(self, find, index):
        assert find('"serious risk. The harness gave"') == ["card:1"]
        assert find('"serious risk. The harness took"') == []
        index.replace(entries("next", ["The next report begins here."]))
        assert find('"שלום עולם. The next report"') == []
        index.replace(entries("card", [CARD[1]]))
        assert find('"serious risk. The harness gave"') == []

    def test_words_of_a_phrase_must_stand_in_its_order(self, find):
        assert find('"threshold CBRN"') == []
        assert find("threshold CBRN") == ["card:1"]

    def test_punctuation_in_a_phrase_does_not_matter_but_digits_and_signs_do(
        self, find
    ):
        assert find('"the CBRN 3 threshold; uplift was"') == ["card:1"]
        assert find("CBRN-3") == ["card:1"]
        assert find('"CBRN-4"') == []
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
        index.replace(entries("other", ["the lab rules it in", "rules out"]))
        assert sorted(find("rules")) == ["card:1", "other:1", "other:2"]
        assert sorted(find('rules -"rules out"')) == ["other:1"]
        assert find("rules -lab -missing") == ["other:2"]

    def test_filters_narrow_by_lab_model_and_report(self, index, find):
        index.replace(entries("x", ["a threshold"], lab="openai", models=("o3",)))
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
        for typed in ("a", '"a b" -c lab:d', "a* OR b~"):
            found = index.search(parse(typed), limit=5)
            assert (found.total, found.hits) == (0, ())
        assert held(index) == set()
        index.replace(gone("card"))

    @pytest.mark.parametrize(
        ("typed", "pages"),
        [
            ("thresh*", {"card:1"}),
            ("harnes~", {"card:2"}),
            ("hrness~", {"card:2"}),
            ("threshold OR harness", {"card:1", "card:2"}),
            ("threshold AND harness", set()),
            ("(threshold OR harness) AND runs", {"card:2"}),
            ("threshold OR (harness -runs)", {"card:1"}),
            ("(lab OR runs) NOT passed", {"card:1"}),
            ("tuned", {"card:3"}),
            ('"tuned"', set()),
        ],
    )
    def test_operators_prefixes_and_words_spelled_nearly_so(self, index, typed, pages):
        assert set(keys(index.search(parse(typed), limit=10))) == pages

    def test_who_has_all_words_comes_before_who_has_most(self, index):
        texts = ["red team wrote", "a red team of nine wrote it down", "nine wrote"]
        index.replace(entries("r", texts))
        found = index.search(parse("red team nine wrote report:r"), limit=10)
        assert keys(found)[:2] == ["r:2", "r:1"]
        assert found.nearly

    def test_the_very_form_of_a_word_comes_before_others_of_its_stem(self, index):
        texts = ["it evaluates this", "an evaluation of it", "they evaluated this"]
        index.replace(entries("r", texts))
        found = index.search(parse("evaluated report:r"), limit=10)
        assert keys(found)[0] == "r:3"
        assert found.total == 3

    def test_a_word_that_nobody_says_is_mended_by_one_that_is_said(self, index):
        found = index.search(parse("treshold"), limit=10)
        assert found.total == 0
        assert found.instead == {"treshold": "threshold"}

    def test_what_is_found_is_counted_by_its_facts(self, index):
        index.replace(entries("x", ["a threshold"], lab="openai", models=("o3",)))
        index.replace(
            {
                "claim:1": [
                    IndexUnit(
                        HitKind.CLAIM,
                        1,
                        "below the threshold",
                        facts=Facts(lab="openai", categories=("cyber",)),
                    )
                ]
            }
        )
        counts = index.search(parse("threshold"), limit=1).counts
        assert counts["what"] == {"sentence": 2, "claim": 1}
        assert counts["lab"] == {"anthropic": 1, "openai": 2}
        assert counts["category"] == {"cyber": 1}

    def test_each_thing_is_found_as_what_it_is(self, index):
        said = "the amber line was not crossed"
        index.replace(
            {f"{kind}:9": [IndexUnit(kind, 9, said)] for kind in HitKind},
        )
        found = index.search(parse('"amber line"'), limit=9)
        assert {hit.kind for hit in found.hits} == set(HitKind)
        only = index.search(parse('"amber line" kind:critique'), limit=9)
        assert [hit.kind for hit in only.hits] == [HitKind.CRITIQUE]

    def test_reports_are_narrowed_by_kind_and_date_and_put_in_order_by_it(self, index):
        for name, day in (("old", "2024-03-01"), ("new", "2025-05-22"), ("none", "?")):
            told = {"kind": "system card", "published": day}
            index.replace(entries(name, ["an amber line"], **told))
        by_date = index.search(parse("amber"), limit=9, by_date=True)
        assert keys(by_date)[:2] == ["new:1", "old:1"]
        for typed, names in {
            "amber after:2025": ["new:1"],
            "amber before:2025": ["old:1"],
            "amber after:2025-05-23": [],
            "amber kind:framework": [],
        }.items():
            assert keys(index.search(parse(typed), limit=9)) == names

    def test_sentences_with_a_passage_are_told_from_those_without(self, index):
        marked = IndexUnit(
            HitKind.PASSAGE,
            5,
            "the CBRN-3 threshold",
            report=number_of("card"),
            file=number_of("card"),
            page=1,
            start=1010,
            end=1030,
            facts=Facts(stances=("supports",)),
        )
        index.replace({"passage:5": [marked]})
        found = index.search(parse("threshold has:passage"), limit=9)
        assert {hit.kind for hit in found.hits} == {HitKind.SENTENCE, HitKind.PASSAGE}
        assert index.search(parse("harness has:passage"), limit=9).total == 0
        supports = index.search(parse("threshold stance:supports"), limit=9)
        assert [hit.kind for hit in supports.hits] == [HitKind.PASSAGE]

    @pytest.mark.parametrize(
        ("file", "start", "end", "kinds"),
        [
            (1, 1000, 1040, {HitKind.PASSAGE}),  # the whole sentence
            (1, 1000, 1022, {HitKind.PASSAGE}),  # more than half of it
            (1, 990, 1100, {HitKind.PASSAGE}),  # more than it
            (1, 1030, 1040, {HitKind.PASSAGE, HitKind.SENTENCE}),
            (2, 1000, 1040, {HitKind.PASSAGE, HitKind.SENTENCE}),  # in another file
        ],
    )
    def test_a_sentence_that_is_marked_is_found_once(
        self, index, file, start, end, kinds
    ):
        number = number_of("r")
        said = IndexUnit(
            *(HitKind.SENTENCE, 1, "the quokka stays below the threshold of the card"),
            report=number,
            file=1,
            page=1,
            start=1000,
            end=1040,
        )
        mark = IndexUnit(
            *(HitKind.PASSAGE, 5, "the quokka stays below the threshold"),
            report=number,
            file=file,
            page=1,
            start=start,
            end=end,
        )
        index.replace({"text:r": [said], "passage:5": [mark]})
        found = index.search(parse("quokka"), limit=9)
        assert {hit.kind for hit in found.hits} == kinds
        assert found.total == len(kinds)
        alone = index.search(parse("quokka kind:sentence"), limit=9)
        assert {hit.kind for hit in alone.hits} == {HitKind.SENTENCE}

    # In which order

    def test_the_page_that_says_it_most_comes_first_and_scores_fall(self, index):
        filler = "something else is said here at some length"
        texts = [f"risk {filler}", f"risk risk risk {filler}", f"risk risk {filler}"]
        index.replace(entries("r", texts))
        hits = index.search(parse("risk report:r"), limit=10)
        assert keys(hits) == ["r:2", "r:3", "r:1"]
        assert sorted((h.score for h in hits.hits), reverse=True) == [
            hit.score for hit in hits.hits
        ]

    def test_pages_of_hits_make_up_the_whole_list(self, index):
        index.replace(entries("r", [f"common word{n}" for n in range(25)]))
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
        index.replace(entries("card", ["It says something new."]))
        assert find("threshold") == find("harness") == []
        assert find("new") == ["card:1"]

    def test_replacing_twice_is_like_replacing_once(self, index, find):
        for _ in range(3):
            index.replace(entries("card", CARD))
        assert find("threshold") == ["card:1"]
        assert index.search(parse("the"), limit=10).total == 3

    def test_a_change_that_fails_half_way_changes_nothing(self, index, find):
        half = entries("card", ["half"])
        [sentence] = half["text:card"]
        bad = {**half, "text:card": [sentence, replace(sentence, text=b"\xff")]}
        with pytest.raises((TypeError, ValueError)):
            index.replace(bad)
        assert find("threshold") == ["card:1"]
        assert find("half") == []
        assert not index.needs_rebuild or held(index) == {"card"}

    def test_a_removed_report_is_not_found_and_others_are(self, index, find):
        index.replace(entries("other", ["a threshold"]))
        index.replace(gone("card"))
        assert find("threshold") == ["other:1"]
        assert held(index) == {"other"}

    def test_a_report_without_pages_is_not_held(self, index):
        index.replace({"text:card": []})
        assert held(index) == set()

    def test_another_instance_sees_each_change_at_once(self, index, folder):
        other = self.open(folder)
        assert keys(other.search(parse("threshold"), limit=5)) == ["card:1"]
        index.replace(entries("card", ["changed"]))
        assert other.search(parse("threshold"), limit=5).total == 0
        assert keys(other.search(parse("changed"), limit=5)) == ["card:1"]
        other.replace(gone("card"))
        assert held(index) == set()

    # Many at once

    def test_threads_that_write_lose_nothing_and_readers_see_whole_reports(
        self, folder
    ):
        one, two = self.open(folder), self.open(folder)
        one.replace(entries("even", ["x"] * 4))

        def write(index: SearchIndex, name: str) -> None:
            for number in range(4):
                index.replace(entries(f"{name}{number}", ["y"]))
                index.replace(entries("even", ["x"] * 4))

        def read() -> set[int]:
            query = Query(QueryWord("x"))
            return {one.search(query, limit=9).total for _ in range(60)}

        with ThreadPoolExecutor() as pool:
            written = [pool.submit(write, one, "a"), pool.submit(write, two, "b")]
            seen = [pool.submit(read), pool.submit(read)]
        assert [future.result() for future in written] == [None, None]
        assert [future.result() for future in seen] == [{4}, {4}]
        names = {f"{name}{number}" for name in "ab" for number in range(4)}
        assert held(self.open(folder)) == {"even", *names}

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
        index.replace(entries("card", CARD))
        assert keys(index.search(parse('"serious risk"'), limit=5)) == ["card:1"]
        assert held(index) == {"card"}
        gc.collect()

    # In general

    @pytest.fixture(scope="class")
    @classmethod
    def shared(cls, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
        return cls().open(tmp_path_factory.mktemp("shared"))

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data())
    def test_any_three_words_of_a_page_or_more_find_that_page(self, shared, data):
        pieces = data.draw(st.lists(st.tuples(PIECES, GAPS), min_size=3, max_size=40))
        text = "".join(piece + gap for piece, gap in pieces)
        found = tokens(text)
        first = data.draw(st.integers(0, len(found) - 3))
        last = data.draw(st.integers(first + 2, len(found) - 1))
        shared.replace(entries("page", ["nothing here", text]))
        typed = text[found[first].start : found[last].end]
        assert keys(shared.search(parse(f'"{typed}"'), limit=5)) == ["page:2"]

    @settings(max_examples=40)
    @given(
        pages=st.lists(st.lists(st.sampled_from("abc"), max_size=12), max_size=8),
        phrase=st.lists(st.sampled_from("abc"), min_size=1, max_size=4),
        excluded=st.lists(st.sampled_from("abc"), max_size=2),
    )
    def test_what_is_found_is_what_reading_every_page_finds(
        self, shared, pages, phrase, excluded
    ):
        texts = [" ".join(words) for words in pages]
        shared.replace(entries("page", texts))
        without = (Not(Phrase(tuple(excluded))),) * bool(excluded)
        query = Query(All((Phrase(tuple(phrase)), *without)))
        wanted = {
            f"page:{number}"
            for number in range(1, len(pages) + 1)
            if _begins(pages, number, phrase)
            and not (excluded and _begins(pages, number, excluded))
        }
        assert set(keys(shared.search(query, limit=20))) == wanted


def _begins(pages: list[list[str]], number: int, phrase: list[str]) -> bool:
    """Whether ``phrase`` begins on page ``number``; it may run on overleaf."""
    on = pages[number - 1]
    text = [word for page in pages[number - 1 :] for word in page]
    return any(text[at : at + len(phrase)] == phrase for at in range(len(on)))


def _each_in_a_copy(folder: Path, beside: Path) -> Iterator[Path]:
    """Yield each file of ``folder``, every one in a copy of the folder of its own."""
    names = [file.relative_to(folder) for file in folder.rglob("*") if file.is_file()]
    for number, name in enumerate(names):
        copy = beside / f"copy-{number}"
        shutil.copytree(folder, copy)
        yield copy / name


def _blank(folder: Path, part: int) -> None:
    """Make zeros of a twentieth of an index's largest file."""
    largest = max(folder.rglob("*.*"), key=lambda file: file.stat().st_size)
    data = bytearray(largest.read_bytes())
    size = len(data) // 20
    data[part * size : (part + 1) * size] = bytes(size)
    largest.write_bytes(data)


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
        assert held(foreign) == set()

    def test_a_rebuilt_index_removes_what_an_earlier_version_of_the_program_left(
        self, folder
    ):
        earlier = folder / "whoosh-of-earlier"
        earlier.mkdir(parents=True)
        (earlier / "segment").touch()
        index = self.open(folder)
        assert earlier.exists(), "who goes back to that version needs it until then"
        index.rebuilt()
        assert not earlier.exists()
        index.replace(entries("card", CARD))
        assert held(self.open(folder)) == {"card"}

    @damages_files
    def test_an_open_index_notices_that_it_was_begun_anew(self, index, folder):
        assert held(index) == {"card"}
        next(folder.rglob("*.toc")).write_bytes(b"torn")
        other = self.open(folder)
        other.replace(entries("fresh", ["a threshold"]))
        assert held(index) == {"fresh"}
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
                hurried.replace(gone("card"))
            assert keys(hurried.search(parse("threshold"), limit=5)) == ["card:1"]
        hurried.replace(gone("card"))
        assert held(index) == set()

    @damages_files
    def test_a_flipped_bit_anywhere_is_found_when_an_index_is_opened(
        self, index, folder, tmp_path
    ):
        index.replace(entries("other", ["A threshold."]))
        index.rebuilt()
        for file in [*folder.rglob("*.seg"), *folder.rglob("*.toc")]:
            whole = file.read_bytes()
            for at in {*range(0, len(whole), 61), len(whole) - 1}:
                flipped = bytearray(whole)
                flipped[at] ^= 1 << at % 8
                copy = tmp_path / f"{file.suffix}-{file.stem}-{at}"
                shutil.copytree(folder, copy)
                (copy / file.relative_to(folder)).write_bytes(flipped)
                assert self.open(copy).needs_rebuild, (file, at)
        gc.collect()

    @damages_files
    def test_damage_to_an_open_index_is_told_when_it_is_met_and_the_index_begun_anew(
        self, index, folder, tmp_path
    ):
        index.rebuilt()
        told = 0
        for part in range(20):
            copy = tmp_path / f"copy-{part}"
            shutil.copytree(folder, copy)
            damaged = self.open(copy)
            _blank(copy, part)
            with suppress(IndexUnreadableError):
                damaged.search(parse("threshold"), limit=5)
                continue
            assert damaged.needs_rebuild
            assert held(damaged) == set()
            told += 1
        assert told
        gc.collect()

    @damages_files
    def test_what_was_damaged_while_it_was_open_is_not_written_into_a_new_file(
        self, index, folder
    ):
        index.rebuilt()
        _blank(folder, 3)
        index.replace(entries("other", ["A threshold."]))
        assert index.needs_rebuild
        assert held(index) == {"other"}
        gc.collect()

    def test_to_forget_what_is_not_held_changes_nothing(self, index, folder):
        before = sorted(folder.rglob("*"))
        index.replace({})
        index.replace(gone("nobody"))
        assert sorted(folder.rglob("*")) == before

    def test_names_of_files_never_come_twice_whatever_seeds_chance(self, index, folder):
        for report in ("a", "b", "c"):
            random.seed(7)
            index.replace(entries(report, ["x"]))
        assert held(index) == {"a", "b", "c", "card"}

    def test_after_the_disk_was_full_writing_works_again(self, index, monkeypatch):
        def no_space(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as full:
            full.setattr("whoosh.index.TOC.write", no_space)
            with pytest.raises(OSError, match="No space left"):
                index.replace(gone("card"))
        assert held(index) == {"card"}
        index.replace(entries("other", ["a threshold"]))
        assert held(index) == {"card", "other"}

    def test_two_processes_write_and_each_sees_what_the_other_wrote(
        self, index, folder
    ):
        program = (
            "import sys; from pathlib import Path;"
            "from annotator.domain.vocabulary import HitKind;"
            "from annotator.search.words.protocol import IndexUnit;"
            "from annotator.search.words.whoosh_index import WhooshIndex;"
            "index = WhooshIndex(Path(sys.argv[1]));"
            "[index.replace({f'text:e{n}': [IndexUnit(HitKind.SENTENCE, n, 'elsewhere')]})"
            " for n in (1, 2, 3)];"
            "assert {'text:card', 'text:e1', 'text:e2', 'text:e3'} <= {*index.held()}"
        )
        child = subprocess.Popen([sys.executable, "-c", program, str(folder)])
        for number in range(3):
            index.replace(entries(f"h{number}", ["here"]))
        assert child.wait(timeout=300) == 0
        assert index.search(parse("elsewhere"), limit=9).total == 3
        assert index.search(parse("here"), limit=9).total == 3
        assert held(index) == {"card", "e1", "e2", "e3", "h0", "h1", "h2"}

    def test_many_who_begin_an_index_at_once_begin_the_same(self, folder):
        with ThreadPoolExecutor(6) as pool:
            opened = list(pool.map(self.open, [folder] * 6))
        opened[0].replace(entries("card", CARD))
        assert [held(index) for index in opened] == [{"card"}] * 6
        assert not (folder / "set-aside").exists()

"""The benchmark of search runs, and compares engines on the same data each time."""

import json
import subprocess
import sys

import pytest

from annotator import paths

REPORTS = paths.REPORTS_PDF / "northfield"
CORPUS = """
import sys, hashlib
from pathlib import Path
from annotator.domain.text.canonical_text import reading_text
from benchmarks.corpora import make_corpus, page_texts, read_on, real_sentences
sentences = real_sentences(Path(sys.argv[1]))
corpus = make_corpus(Path(sys.argv[2]), sentences, 60, seed=int(sys.argv[3]))
texts, said = [], []
for source in corpus.documents():
    pages = page_texts(source)
    texts += [page.text for page in pages]
    end = pages[-1].start + len(pages[-1].text)
    said.append(reading_text(pages, 0, end) == read_on("".join(source.pages)))
print(len(texts), all(said), any("-\\n" in text for text in texts))
print(hashlib.sha256("".join(texts).encode()).hexdigest())
"""


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def corpus(tmp_path, name: str, seed: str) -> list[str]:
    return run("-c", CORPUS, str(REPORTS), str(tmp_path / name), seed).splitlines()


def test_the_same_seed_makes_the_same_pages_with_words_broken_at_line_ends(tmp_path):
    first = corpus(tmp_path, "a", "1")
    assert first[0] == "60 True True"
    assert corpus(tmp_path, "b", "1") == first
    assert corpus(tmp_path, "c", "2")[1] != first[1]


@pytest.mark.slow
def test_a_small_run_says_of_each_engine_what_it_found_and_of_each_aim_if_it_is_met(
    tmp_path,
):
    answers, plot = tmp_path / "answers.json", tmp_path / "growth.svg"
    said = run(
        *(
            "-m",
            "benchmarks.search",
            "--sizes",
            "30",
            "--questions",
            "3",
            "--added",
            "10",
        ),
        *("--engines", "annotator,annotator-quotes,fts5", "--reports", str(REPORTS)),
        *("--cache", str(tmp_path / "cache")),
        *("--json", str(answers), "--plot", str(plot)),
    )
    found = json.loads(answers.read_text())["results"]["30"]
    assert {"annotator", "annotator-quotes", "fts5"} <= set(found)
    assert found["annotator"]["ask"]["cells"]["word"]["right"] == [True, True, True]
    assert found["annotator"]["add"]["visible"]
    for engine in ("annotator-quotes", "fts5"):
        cells = found[engine]["ask"]["cells"]
        assert cells["25 words over a line"]["right"] == [True, True, True]
        assert found[engine]["add"]["visible"]
    assert "adding a report of 10 pages" in said
    assert "<svg" in plot.read_text()

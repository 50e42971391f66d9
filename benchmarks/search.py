"""Search beside other engines: how fast, how large, and what is found.

    python -m benchmarks.search [--sizes 1000,10000,100000] [--engines annotator,tantivy]
                                [--questions 100] [--seconds 2] [--seed 1] [--all]
                                [--reports ../shared/reports] [--json FILE] [--plot FILE]

Corpora are made of the real reports (benchmarks/corpora.py), and each engine answers the
same questions on them, in processes of its own (benchmarks/search_stages.py). Ratios are
what counts: machines differ and drift. Corpora and indexes stay in a folder under the
temporary one; a corpus that is there is not made again. Words through Whoosh, by this
tool or plainly, take long to build on more than 10,000 pages and are left out, unless
--all is given. On the
smallest size, peers are also handed the text as it is printed, to show what that costs.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.corpora import Corpus, make_corpus, real_sentences, reports_in
from benchmarks.growth import draw_growth
from benchmarks.questions import draw
from benchmarks.search_stages import ENGINES, RAW
from benchmarks.search_tables import print_size, print_targets
from benchmarks.search_targets import Results, targets

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "reports"
CACHE = Path(tempfile.gettempdir()) / "annotator-benchmark-search"
SIZES = (1_000, 10_000, 100_000)
SLOW = {
    "whoosh": 10_000,
    "annotator": 10_000,
}  # pages up to which an engine is run without --all
RAW_ENGINES = ("fts5", "fts5-trigram", "tantivy", "postgresql")


def main() -> None:
    """Run every engine on every size and print what came of it."""
    arguments = _arguments()
    sentences = real_sentences(arguments.reports)
    results: Results = {}
    for size in arguments.sizes:
        folder = arguments.cache / f"{size}-{arguments.seed}"
        corpus = make_corpus(folder / "corpus", sentences, size, arguments.seed)
        names = [name for name in arguments.engines if _is_run(name, size, arguments)]
        if size == min(arguments.sizes):
            names += [name + RAW for name in arguments.engines if name in RAW_ENGINES]
        results[str(size)] = dict(_measured(names, corpus, folder, arguments))
        print_size(size, results[str(size)])
    aims = targets(results)
    print_targets(aims)
    if arguments.plot:
        arguments.plot.write_text(draw_growth(results), encoding="utf-8")
    if arguments.json:
        arguments.json.write_text(json.dumps({"results": results, "targets": aims}))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=_numbers, default=list(SIZES))
    parser.add_argument("--engines", type=lambda s: s.split(","), default=list(ENGINES))
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=2.0, help="a cell, at most")
    parser.add_argument("--added", type=int, default=300, help="pages of a new report")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="the slowest ones as well")
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path)
    found = parser.parse_args()
    if unknown := set(found.engines) - set(ENGINES):
        parser.error(f"no engine is called {', '.join(unknown)}")
    if not reports_in(found.reports):
        sys.exit(f"There are no reports in {found.reports}; name a folder of PDFs.")
    return found


def _numbers(typed: str) -> list[int]:
    return [int(part.replace("_", "")) for part in typed.split(",")]


def _is_run(name: str, size: int, arguments: argparse.Namespace) -> bool:
    return size <= SLOW.get(name, size) or bool(arguments.all)


def _measured(
    names: Sequence[str], corpus: Corpus, folder: Path, arguments: argparse.Namespace
) -> Iterator[tuple[str, dict[str, Any]]]:
    asked = folder / "questions.json"
    drawn = draw(corpus, arguments.questions, arguments.seed)
    asked.write_text(json.dumps([asdict(question) for question in drawn]))
    for name in names:
        print(f"{folder.name}: {name} …", file=sys.stderr, flush=True)
        shutil.rmtree(folder / name, ignore_errors=True)
        run = partial(_run, name, corpus, folder / name, asked)
        run("prepare")
        found = {"build": run("build")}
        os.sync()  # what the build left to be written is no work of the questions
        found["cold"] = run("cold")
        found["ask"] = run("ask", str(arguments.seconds))
        if not name.endswith(RAW):
            found["add"] = run("add", str(arguments.added))
        yield name, found
        shutil.rmtree(folder / name, ignore_errors=True)


def _run(
    name: str, corpus: Corpus, folder: Path, asked: Path, stage: str, *rest: str
) -> dict[str, Any]:
    """Run a stage in a process of its own; what goes wrong in it ends the benchmark."""
    module = [sys.executable, "-m", "benchmarks.search_stages"]
    paths = [str(corpus.folder), str(folder), str(asked)]
    done = subprocess.run(
        [*module, stage, name, *paths, *rest], stdout=subprocess.PIPE, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


if __name__ == "__main__":
    main()

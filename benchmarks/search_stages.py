"""One stage of the search benchmark on one engine, in a process of its own.

    python -m benchmarks.search_stages STAGE ENGINE CORPUS FOLDER QUESTIONS [SECONDS | PAGES]

The answer is a line of JSON. A process of its own, because memory is measured, because a
start is cold only once, and because no engine shall suffer from what another left behind.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.corpora import Corpus, Source, mixed, read_on
from benchmarks.peers.engines import Engine
from benchmarks.questions import CELLS, LINES, WORD, Place, Question, is_right

ENGINES = {
    "annotator": "this_tool:AnnotatorWords",
    "annotator-quotes": "this_tool:AnnotatorQuotes",
    "tantivy": "tantivy_pages:Tantivy",
    "tantivy-fuzzy": "tantivy_pages:TantivyFuzzy",
    "fts5": "engines:Fts5",
    "fts5-trigram": "engines:Fts5Trigram",
    "postgresql": "postgres:PostgreSql",
    "whoosh": "whoosh_pages:PlainWhoosh",
}
RAW = "-raw"  # after an engine's name: the text as it is printed
FEWEST = 5  # questions that are asked of a slow engine all the same
ADDED_NUMBER = 99_999
NEW_WORD = "Zeugwartelin"  # that no report has; ends the one that is added

Answered = tuple[Question, Place | None]


def main() -> None:
    """Run the stage that was named."""
    stage, name, corpus, folder, questions, *rest = sys.argv[1:]
    engine = engine_named(name)
    asked = [Question(**row) for row in json.loads(Path(questions).read_text())]
    stages: dict[str, Callable[[], dict[str, Any]]] = {
        "build": lambda: _build(engine, Corpus(Path(corpus)), Path(folder)),
        "cold": lambda: _cold(engine, Path(folder), asked),
        "ask": lambda: _ask(
            engine, Corpus(Path(corpus)), Path(folder), asked, float(rest[0])
        ),
        "add": lambda: _add(engine, Corpus(Path(corpus)), Path(folder), int(rest[0])),
        "prepare": lambda: _prepare(engine, Corpus(Path(corpus)), Path(folder)),
    }
    print(json.dumps(stages[stage]()))


def engine_named(name: str) -> Engine:
    """Return the engine of that name; only its own module is imported."""
    module, kind = ENGINES[name.removesuffix(RAW)].split(":")
    made = getattr(import_module(f"benchmarks.peers.{module}"), kind)
    found: Engine = made(is_raw=True) if name.endswith(RAW) else made()
    return found


def _peak() -> int:
    """Return the most memory that this process has used so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _prepare(engine: Engine, corpus: Corpus, folder: Path) -> dict[str, Any]:
    began = time.perf_counter()
    engine.prepare(corpus.documents(), folder)
    return {"seconds": time.perf_counter() - began}


def _build(engine: Engine, corpus: Corpus, folder: Path) -> dict[str, Any]:
    seconds, characters = 0.0, 0
    began = time.perf_counter()
    engine.begin(folder)
    for source in corpus.documents():  # reading the corpus is nobody's work
        seconds += time.perf_counter() - began
        characters += sum(map(len, source.pages))
        began = time.perf_counter()
        engine.add(source)
    engine.finish()
    seconds += time.perf_counter() - began
    peak = _peak()
    size = engine.size(folder)
    engine.close()
    return {
        "seconds": seconds,
        "peak": peak,
        "bytes": size,
        "characters": characters,
        "notes": engine.notes,
    }


def _cold(
    engine: Engine, folder: Path, asked: Sequence[Question]
) -> dict[str, float | None]:
    cell = LINES if engine.can(LINES) else WORD
    question = next(q for q in asked if q.cell == cell)
    began = time.perf_counter()
    engine.open(folder)
    engine.ask(question, snippets=False)
    seconds = time.perf_counter() - began
    engine.close()
    return {"seconds": seconds}


def _ask(
    engine: Engine,
    corpus: Corpus,
    folder: Path,
    asked: Sequence[Question],
    budget: float,
) -> dict[str, Any]:
    """Return the milliseconds of each question and whether the first hit was right."""
    engine.open(folder)
    answers: dict[str, dict[str, list[Answered]]] = {}
    cells: dict[str, dict[str, Any]] = {}
    for cell in CELLS:
        its = [question for question in asked if question.cell == cell]
        if not its or not engine.can(cell):
            continue
        engine.ask(its[-1], snippets=True)  # warms what is warm in daily use
        plain, bare = _timed(engine, its, budget, snippets=False)
        longer, shown = _timed(engine, its, budget, snippets=True)
        cells[cell] = {"ms": plain, "ms with snippets": longer}
        answers[cell] = {"right": bare, "right with snippets": shown}
    engine.close()
    pages = _pages_of(corpus, answers)
    for cell, by_kind in answers.items():
        for kind, answered in by_kind.items():
            cells[cell][kind] = [_is_right(*each, pages) for each in answered]
    return {"cells": cells, "peak": _peak()}


def _is_right(
    question: Question, place: Place | None, pages: dict[tuple[int, int], str]
) -> bool:
    if place is None:
        return False
    return is_right(question, place, pages[place.document, place.page])


def _timed(
    engine: Engine, asked: Sequence[Question], budget: float, *, snippets: bool
) -> tuple[list[float], list[Answered]]:
    """Ask until there are no more questions, or ``budget`` seconds are over."""
    times, answers, spent = [], [], 0.0
    for question in asked:
        if spent > budget and len(times) >= FEWEST:
            break
        began = time.perf_counter()
        places = engine.ask(question, snippets=snippets)
        seconds = time.perf_counter() - began
        spent += seconds
        times.append(1000 * seconds)
        answers.append((question, places[0] if places else None))
    return times, answers


def _pages_of(
    corpus: Corpus, answers: dict[str, dict[str, list[Answered]]]
) -> dict[tuple[int, int], str]:
    """Return what the pages that were found say, each with what follows overleaf."""
    wanted = {
        (place.document, place.page)
        for by_kind in answers.values()
        for answered in by_kind.values()
        for _, place in answered
        if place is not None
    }
    found = {}
    for source in corpus.documents():
        for number in range(1, len(source.pages) + 1):
            if (source.number, number) in wanted:
                said = read_on("".join(source.pages[number - 1 : number + 1]))
                found[source.number, number] = said
    return found


def _add(engine: Engine, corpus: Corpus, folder: Path, added: int) -> dict[str, Any]:
    """Return how long it takes until a new report's last page is found, in seconds."""
    sentences = read_on("".join(next(corpus.documents()).pages)).split(". ")
    source = next(mixed(sentences, added, ADDED_NUMBER, (added, added)))
    *others, last = source.pages
    pages = (*others, f"{last.rstrip()} {NEW_WORD}.\f")
    source = replace(source, number=ADDED_NUMBER, pages=pages)
    question = _on_last_page(engine, source)
    engine.open(folder)
    engine.keep(source)
    began = time.perf_counter()
    engine.add(source)
    engine.finish()
    seconds = time.perf_counter() - began
    places = engine.ask(question, snippets=False)
    engine.close()
    is_found = (ADDED_NUMBER, added) in {(p.document, p.page) for p in places}
    return {"seconds": seconds, "visible": is_found, "pages": len(source.pages)}


def _on_last_page(engine: Engine, source: Source) -> Question:
    """Return a question that only the last page answers: a quote, or else a word."""
    cell, said = WORD, NEW_WORD
    if engine.can(LINES):
        cell, said = LINES, " ".join(read_on(source.pages[-1]).split()[20:45])
    return Question(cell, said, said, source.number, len(source.pages))


if __name__ == "__main__":
    main()

"""Whether what was meant comes first: judged queries over the real reports.

    python -m benchmarks.retrieval [--shared ../shared] [--json FILE] [--pool FILE]

Queries are the quotes that an analyst marked (kept beside the project, not in it), and
paraphrases and topics in our own words (judged/topics.json), each with the sentences that
answer it. A sentence is known there by its report, its page and a hash of its letters,
so that no text of a report is kept. Peers index the same sentences, and rank by BM25
those that say any of the words. This tool is asked as its search page is, which puts
what looks like a quote first; "its words" are its index of words alone.

MRR is the mean of 1 / rank of the first answer, 0 beyond the first 20. Recall@5 is the
share of the answers, at most five of them, that are among the first five.
"""

import argparse
import json
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from annotator.domain.matching.anchoring import Document, TextQuote
from annotator.domain.text.canonical_text import PageText
from benchmarks.corpora import read_report, reports_in
from benchmarks.peers.engines import HITS, plain_words
from benchmarks.peers.this_tool import Installation
from benchmarks.sentences import Sentence, sentences_of

SHARED = Path(__file__).resolve().parents[2] / "shared"
TOPICS = Path(__file__).parent / "judged" / "topics.json"
QUOTED = "claude-4-system-card"  # the report that the quotes are from
FIRST = 5

Reports = dict[str, list[PageText]]
Ranked = list[Sentence]
Search = Callable[[str], Ranked]


@dataclass(frozen=True)
class Judged:
    """A query, and the sentences that answer it."""

    kind: str
    query: str
    answers: tuple[Sentence, ...]


def main() -> None:
    """Ask every engine every query and print how well each did."""
    arguments = _arguments()
    reports: Reports = {
        path.stem: read_report(path)
        for path in reports_in(arguments.shared / "reports")
    }
    units = [s for name, pages in reports.items() for s in sentences_of(name, pages)]
    judged = [*_quotes(arguments.shared, reports, units), *_topics(units)]
    with tempfile.TemporaryDirectory() as folder:
        tool = Installation(Path(folder))
        tool.take_in(reports)
        engines: dict[str, Search] = {
            "annotator": lambda query: _in_units(tool.answer(query), units),
            "its words": lambda query: _in_units(tool.search(query), units),
            "Tantivy": _tantivy(units),
            "FTS5 porter": _fts5(units),
        }
        ranked = {name: [ask(j.query) for j in judged] for name, ask in engines.items()}
        tool.close()
    scores = _scores(judged, ranked)
    _print(judged, scores)
    if arguments.json:
        arguments.json.write_text(json.dumps(scores))
    if arguments.pool:
        arguments.pool.write_text("\n".join(_unjudged(judged, ranked)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--pool", type=Path, help="what was found and is not judged")
    found = parser.parse_args()
    if not (found.shared / "reports").is_dir():
        sys.exit(f"There are no reports in {found.shared}; name the shared folder.")
    return found


# Queries and answers


def _quotes(
    shared: Path, reports: Reports, units: Sequence[Sentence]
) -> Iterator[Judged]:
    """Yield each marked quote; all sentences that it stands in answer it."""
    document = Document(reports[QUOTED])
    for row in json.loads((shared / "claude4" / "quotes.json").read_text()):
        span = document.locate(TextQuote(row["quote"]), page=row["page"]).span
        if span is None:
            raise LookupError(f"the report does not say: {row['quote']}")
        answers = tuple(
            unit
            for unit in units
            if unit.report == QUOTED and unit.start < span.end and unit.end > span.start
        )
        yield Judged("quote", row["quote"], answers)


def _topics(units: Sequence[Sentence]) -> Iterator[Judged]:
    known = {(unit.report, unit.page, unit.mark): unit for unit in units}
    for row in json.loads(TOPICS.read_text(encoding="utf-8")):
        answers = tuple(
            known[each["report"], each["page"], each["sentence"]]
            for each in row["answers"]
        )
        yield Judged(row["kind"], row["query"], answers)


# Engines


def _in_units(
    places: Sequence[tuple[str, int, int]], units: Sequence[Sentence]
) -> Ranked:
    """Return the sentences that this tool found any part of, each once."""
    found: dict[Sentence, None] = {}
    for report, start, end in places:
        for unit in units:
            if unit.report == report and unit.start < end and start < unit.end:
                found.setdefault(unit)
    return list(found)


def _tantivy(units: Sequence[Sentence]) -> Search:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="en_stem")
    builder.add_integer_field("number", stored=True)
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for number, unit in enumerate(units):
        writer.add_document(tantivy.Document(text=unit.text, number=number))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> Ranked:
        parsed = index.parse_query(" ".join(plain_words(query)), ["text"])
        hits = searcher.search(parsed, HITS).hits
        return [units[searcher.doc(at).get_first("number")] for _, at in hits]

    return search


def _fts5(units: Sequence[Sentence]) -> Search:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE unit USING fts5(text, tokenize=porter)")
    rows = [(number, unit.text) for number, unit in enumerate(units)]
    database.executemany("INSERT INTO unit (rowid, text) VALUES (?, ?)", rows)

    def search(query: str) -> Ranked:
        words = " OR ".join(f'"{word}"' for word in plain_words(query))
        found = database.execute(
            f"SELECT rowid FROM unit WHERE unit MATCH ? ORDER BY rank LIMIT {HITS}",
            (words,),
        )
        return [units[number] for (number,) in found]

    return search


# Scores


def _scores(
    judged: Sequence[Judged], ranked: dict[str, list[Ranked]]
) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [
            {
                "kind": each.kind,
                "query": each.query if each.kind != "quote" else "",
                "sentences": _score(each.answers, found),
                "pages": _score(_leaves(each.answers), _leaves(found)),
            }
            for each, found in zip(judged, lists, strict=True)
        ]
        for name, lists in ranked.items()
    }


def _leaves(sentences: Sequence[Sentence]) -> list[tuple[str, int]]:
    return list(dict.fromkeys((each.report, each.page) for each in sentences))


def _score(answers: Sequence[Any], found: Sequence[Any]) -> tuple[float, float]:
    """Return the reciprocal rank of the first answer, and recall@5."""
    ranks = [rank for rank, each in enumerate(found, 1) if each in answers]
    early = sum(rank <= FIRST for rank in ranks)
    return 1 / ranks[0] if ranks else 0.0, early / min(FIRST, len(answers))


def _print(judged: Sequence[Judged], scores: dict[str, list[dict[str, Any]]]) -> None:
    kinds = list(dict.fromkeys(each.kind for each in judged))
    for grain in ("sentences", "pages"):
        print(f"\n{grain:<14}", end="")
        for name in scores:
            print(f"{name + ': MRR':>20}{'recall@5':>10}", end="")
        print()
        for kind in [*kinds, "all"]:
            _print_kind(kind, grain, scores)
    all_kinds = [*kinds, "all"]
    print()
    for grain in ("sentences", "pages"):
        for kind in all_kinds:
            _print_target(kind, grain, scores)


def _print_kind(kind: str, grain: str, scores: dict[str, list[dict[str, Any]]]) -> None:
    count = len(_of_kind(kind, grain, next(iter(scores.values()))))
    print(f"{kind:<11}{count:>3}", end="")
    for rows in scores.values():
        reciprocal, recall = _means(kind, grain, rows)
        print(f"{reciprocal:>20.3f}{recall:>10.1%}", end="")
    print()


def _print_target(
    kind: str, grain: str, scores: dict[str, list[dict[str, Any]]]
) -> None:
    ours, _, *theirs = (_means(kind, grain, rows) for rows in scores.values())
    is_met = all(o >= t for peer in theirs for o, t in zip(ours, peer, strict=True))
    said = "met    " if is_met else "NOT met"
    print(f"{said}  {kind}, {grain}: MRR and recall@5 not lower than the peers'")


def _means(kind: str, grain: str, rows: list[dict[str, Any]]) -> tuple[float, float]:
    pairs = _of_kind(kind, grain, rows)
    return statistics.mean(p[0] for p in pairs), statistics.mean(p[1] for p in pairs)


def _of_kind(
    kind: str, grain: str, rows: list[dict[str, Any]]
) -> list[tuple[float, float]]:
    return [row[grain] for row in rows if kind in {row["kind"], "all"}]


def _unjudged(
    judged: Sequence[Judged], ranked: dict[str, list[Ranked]]
) -> Iterator[str]:
    """Yield what stands among the first five and is no answer, to be judged by eye."""
    for number, each in enumerate(judged):
        if each.kind == "quote":
            continue
        yield f"\n{each.query}"
        found = {s: None for lists in ranked.values() for s in lists[number][:FIRST]}
        for unit in found:
            if unit not in each.answers:
                yield f"  {unit.report} {unit.page} {unit.mark}  {unit.text}"


if __name__ == "__main__":
    main()

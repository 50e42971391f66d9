"""How well quotes are found again, and how fast, beside the algorithms of peers.

    python -m benchmarks.anchoring [--shared ../shared] [--seed 1] [--per-cell 40]
                                   [--json FILE] [--failures FILE]

Quotes of 30 to 400 code points are taken from real reports with a seed. They are then
looked up as they are, with words or letters wrong, with and without their surroundings;
in a document that lacks them; with one number or negation changed; and, for the pair of
revisions, in the newer file, whose truth is known. A place is right if it overlaps what
was meant (intersection over union) by 0.9, wrong below 0.5.
"""

import argparse
import json
import math
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from annotator.domain.matching.anchoring import Document, Hint, TextQuote
from annotator.domain.text.canonical_text import PageText, compose
from annotator.domain.text.spans import Span
from annotator.domain.vocabulary import PlacementState
from annotator.pdf.sandbox import PdfReader
from benchmarks.edits import with_letters_wrong, with_words_wrong
from benchmarks.peers.placers import (
    Annotator,
    Answer,
    Cascade,
    Hypothesis,
    Placer,
    Plain,
)

SHARED = Path(__file__).resolve().parents[2] / "shared"
REPORTS = (
    "claude-4-system-card",
    "claude-haiku-4.5-system-card",
    "claude-opus-4.1-addendum",
)
NEWER = "claude-4-system-card.revision-2"
SHORTEST, LONGEST = 30, 400  # code points of a quote
AROUND = 32  # code points of context that peers keep
RATES = (0.0, 0.05, 0.1, 0.2)
RIGHT, WRONG = 0.9, 0.5
MANY = 1_000
NEGATIONS = ["not", "no", "only", "except", "unless"]


@dataclass(frozen=True)
class Case:
    """A quote to be found again, and where it stands (None: nowhere)."""

    cell: str
    ours: TextQuote  # as this tool describes it
    raw: TextQuote  # as peers keep it: the canonical text itself
    hint: Hint
    meant: tuple[Span, ...]  # any of these is right; none if it is gone
    is_edited: bool = False
    changes_meaning: bool = False
    recurs: bool = False


@dataclass(frozen=True)
class Outcome:
    """What one algorithm made of one case."""

    case: Case
    answer: Answer
    iou: float  # with the best of what was meant


def main() -> None:
    """Run every cell on every algorithm and print what came of it."""
    arguments = _arguments()
    texts = {name: _read(arguments.shared, name) for name in (*REPORTS, NEWER)}
    chance = random.Random(arguments.seed)
    node = Hypothesis(Path(tempfile.gettempdir()) / "annotator-benchmark-npm")
    placers: list[Placer] = [Annotator(), node, Cascade(), Plain()]
    outcomes: dict[str, list[Outcome]] = {placer.name: [] for placer in placers}
    for pages, cases in _all_cases(texts, arguments, chance):
        for placer in placers:
            placer.load(pages)
            outcomes[placer.name] += [_outcome(placer, case) for case in cases]
        print(f"{len(outcomes['annotator'])} cases …", file=sys.stderr)
    node.close()
    _print_table(outcomes)
    seconds = _many(texts, chance)
    targets = _targets(outcomes, seconds)
    for name, value, is_met in targets:
        print(f"{'met    ' if is_met else 'NOT met'}  {name}: {value}")
    _write(arguments, outcomes, targets)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-cell", type=int, default=40)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--failures", type=Path)
    found = parser.parse_args()
    if not (found.shared / "reports" / f"{NEWER}.pdf").exists():
        sys.exit(f"There are no reports in {found.shared}; name the shared folder.")
    return found


def _read(shared: Path, name: str) -> list[PageText]:
    with PdfReader((shared / "reports" / f"{name}.pdf").read_bytes()) as reader:
        count = reader.facts().page_count
        return compose([reader.page(number) for number in range(1, count + 1)])


# Cases


def _all_cases(
    texts: dict[str, list[PageText]],
    arguments: argparse.Namespace,
    chance: random.Random,
) -> Iterator[tuple[list[PageText], list[Case]]]:
    """Yield each document that is searched, with the cases that are looked up in it."""
    pages = {name: len(texts[name]) for name in REPORTS}
    for name in REPORTS:  # each by its length, so that every page counts the same
        share = math.ceil(arguments.per_cell * pages[name] / sum(pages.values()))
        document = Document(texts[name])
        cases = list(_sampled(document, share, chance))
        yield texts[name], [*cases, *_meaning_changed(document, share, chance)]
        yield _deleted(document, share, chance)
    truth = arguments.shared / "reports" / "revision-2.truth.json"
    yield (
        texts[NEWER],
        list(_pair(Document(texts[REPORTS[0]]), Document(texts[NEWER]), truth)),
    )


def _sampled(document: Document, share: int, chance: random.Random) -> Iterator[Case]:
    for rate in RATES:
        for unit in ("word", "letter") if rate else ("",):
            for has_context in (True, False):
                said = f"{rate:.0%} {unit}".strip()
                cell = f"{said}, {'with' if has_context else 'without'} context"
                for span in _spans(document, share, chance):
                    case = _case(document, span, cell, has_context=has_context)
                    yield _edited(case, rate, unit, chance) if rate else case


def _spans(document: Document, count: int, chance: random.Random) -> list[Span]:
    """Return spans of running text that begin and end with a word."""
    words = [word for page in document.pages for word in page.words if word.flow == 0]
    spans: list[Span] = []
    while len(spans) < count:
        first = chance.randrange(len(words))
        length = chance.randint(SHORTEST, LONGEST)
        last = first
        while last + 1 < len(words) and words[last].end - words[first].start < length:
            last += 1
        span = Span(words[first].start, words[last].end)
        if (
            len(document.read(span)) >= SHORTEST
            and span.end - span.start <= LONGEST + 40
        ):
            spans.append(span)
    return spans


def _case(document: Document, span: Span, cell: str, *, has_context: bool) -> Case:
    quote = document.describe(span)
    hint = document.hint(span, quote.exact)
    raw = TextQuote(
        document.slice(span.start, span.end),
        document.slice(max(0, span.start - AROUND), span.start),
        document.slice(span.end, min(document.length, span.end + AROUND)),
    )
    if not has_context:
        quote, raw, hint = TextQuote(quote.exact), TextQuote(raw.exact), Hint()
    recurs = len(list(document.occurrences(quote.exact))) > 1
    return Case(cell, quote, raw, hint, (span,), recurs=recurs)


def _edited(case: Case, rate: float, unit: str, chance: random.Random) -> Case:
    seed = chance.random()
    edit = with_words_wrong if unit == "word" else with_letters_wrong
    ours = edit(case.ours.exact, rate, random.Random(seed))
    raw = edit(case.raw.exact, rate, random.Random(seed))
    return replace(
        case,
        ours=replace(case.ours, exact=ours),
        raw=replace(case.raw, exact=raw),
        is_edited=True,
    )


def _meaning_changed(
    document: Document, share: int, chance: random.Random
) -> Iterator[Case]:
    """Yield quotes in which one digit, or one negation, is not as the document has it."""
    for kind in ("number", "negation"):
        made = 0
        while made < share:
            [span] = _spans(document, 1, chance)
            case = _case(document, span, f"one {kind} changed", has_context=True)
            change = _with_number if kind == "number" else _with_negation
            said = change(case.ours.exact, chance)
            if said is None:
                continue
            made += 1
            yield replace(
                case,
                ours=replace(case.ours, exact=said),
                raw=replace(case.raw, exact=said),
                is_edited=True,
                changes_meaning=True,
            )


def _with_number(text: str, chance: random.Random) -> str | None:
    places = [match.start() for match in re.finditer(r"\d", text)]
    if not places:
        return None
    at = chance.choice(places)
    digit = chance.choice([d for d in "0123456789" if d != text[at]])
    return text[:at] + digit + text[at + 1 :]


def _with_negation(text: str, chance: random.Random) -> str | None:
    words = text.split(" ")
    found = [i for i, word in enumerate(words) if word.lower() in NEGATIONS]
    if found:
        del words[chance.choice(found)]
    elif len(words) > 3:
        words.insert(chance.randrange(1, len(words) - 1), chance.choice(NEGATIONS))
    return " ".join(words) if len(words) > 2 else None


def _deleted(
    document: Document, share: int, chance: random.Random
) -> tuple[list[PageText], list[Case]]:
    """Return the document without some sentences, and the cases that look for them."""
    spans: list[Span] = []
    while len(spans) < share:
        [span] = _spans(document, 1, chance)
        once = len(list(document.occurrences(document.read(span)))) == 1
        if once and all(span.end < s.start or s.end < span.start for s in spans):
            spans.append(span)
    cases = [
        replace(_case(document, span, "deleted", has_context=True), meant=())
        for span in spans
    ]
    return list(_without(document.pages, spans)), cases


def _without(pages: Sequence[PageText], spans: Sequence[Span]) -> Iterator[PageText]:
    start = 0
    for page in pages:
        offset, words = start, []
        for word in page.words:
            if any(s.start <= word.start < s.end for s in spans):
                continue
            words.append(replace(word, start=offset))
            offset += len(word.text) + len(word.after)
        yield replace(page, start=start, words=tuple(words))
        start = offset


def _pair(old: Document, new: Document, truth: Path) -> Iterator[Case]:
    """Yield the marked passages of the old file, to be found in the new one."""
    for known in json.loads(truth.read_text()):
        found = old.locate(TextQuote(known["quote"]), page=known["page"])
        if found.span is None:
            continue
        meant = tuple(new.occurrences(known["now"])) if known["now"] else ()
        if known["now"] and not meant:
            continue
        case = _case(old, found.span, f"pair: {known['fate']}", has_context=True)
        is_edited = known["fate"] == "edited"
        yield replace(case, meant=meant, is_edited=is_edited)


# Outcomes


def _outcome(placer: Placer, case: Case) -> Outcome:
    quote = case.ours if isinstance(placer, Annotator) else case.raw
    answer = placer.place(quote, case.hint)
    span = answer.span
    return Outcome(
        case,
        answer,
        max((_iou(span, meant) for meant in case.meant if span), default=0.0),
    )


def _iou(one: Span, two: Span) -> float:
    both = min(one.end, two.end) - max(one.start, two.start)
    return max(0, both) / (max(one.end, two.end) - min(one.start, two.start))


def _is_right(outcome: Outcome) -> bool:
    if not outcome.case.meant:
        return outcome.answer.span is None
    return outcome.iou >= RIGHT


def _is_wrong(outcome: Outcome) -> bool:
    return outcome.answer.span is not None and outcome.iou < WRONG


def _print_table(outcomes: dict[str, list[Outcome]]) -> None:
    cells = list(dict.fromkeys(each.case.cell for each in outcomes["annotator"]))
    slow = {
        cell: _median(each for each in outcomes["Hypothesis"] if each.case.cell == cell)
        for cell in cells
    }
    print(f"{'cell':<34}{'':<12}{'n':>5}{'right':>8}{'wrong':>8}{'none':>7}", end="")
    print(f"{'median ms':>11}{'p95 ms':>9}{'× Hypothesis':>14}")
    for cell in cells:
        for name, found in outcomes.items():
            its = [each for each in found if each.case.cell == cell]
            right = sum(map(_is_right, its)) / len(its)
            wrong = sum(map(_is_wrong, its)) / len(its)
            none = sum(each.answer.span is None for each in its) / len(its)
            times = sorted(each.answer.ms for each in its)
            print(
                f"{cell:<34}{name:<12}{len(its):>5}{right:>8.1%}{wrong:>8.1%}"
                f"{none:>7.0%}{statistics.median(times):>11.2f}"
                f"{times[int(0.95 * (len(times) - 1))]:>9.1f}"
                f"{statistics.median(times) / slow[cell]:>14.3f}"
            )


def _median(outcomes: Iterator[Outcome]) -> float:
    return statistics.median(each.answer.ms for each in outcomes)


def _many(texts: dict[str, list[PageText]], chance: random.Random) -> float:
    """Return the seconds that 1,000 passages take on a new file of some 300 pages."""
    old = Document(texts[REPORTS[0]])
    spans = _spans(old, MANY, chance)
    quotes = [old.describe(span) for span in spans]
    hints = [old.hint(s, q.exact) for s, q in zip(spans, quotes, strict=True)]
    long = [*texts[NEWER], *texts[REPORTS[1]], *texts[REPORTS[2]], *texts[REPORTS[0]]]
    numbered = [replace(page, number=n) for n, page in enumerate(long[:300], 1)]
    pages = list(_without(numbered, ()))
    began = time.perf_counter()
    document = Document(pages)
    for quote, hint in zip(quotes, hints, strict=True):
        document.place(quote, hint)
    seconds = time.perf_counter() - began
    print(f"\n{MANY} passages on {len(pages)} pages: {seconds:.2f} s")
    return seconds


def _targets(
    outcomes: dict[str, list[Outcome]], seconds: float
) -> list[tuple[str, str, bool]]:
    """Return each aim: its name, what was reached, and whether that is enough."""
    ours = outcomes["annotator"]
    same = [o for o in ours if o.case.meant and not o.case.is_edited]
    exact = [o for o in same if o.iou == 1.0]
    excused = [o for o in same if _is_excused(o)]
    edited = [o for o in ours if o.case.is_edited and not _is_excused(o)]
    as_edited = [
        o for o in edited if o.iou >= RIGHT and o.answer.state is PlacementState.EDITED
    ]
    gone = [o for o in ours if not o.case.meant]
    kept = sum(o.answer.span is not None for o in gone) / len(gone)
    meaning = [o for o in ours if o.case.changes_meaning and o.answer.span]
    told = sum(bool(o.answer.changed) for o in meaning) / len(meaning)
    ratio = _median(iter(ours)) / _median(iter(outcomes["Hypothesis"]))
    as_exact = sum(o.answer.state is PlacementState.EXACT for o in edited)
    share = len(as_edited) / len(edited)
    wrong = sum(map(_is_wrong, same))
    return [
        (
            "unchanged on the exact span, repeats without context aside",
            f"{len(exact)} + {len(excused)} of {len(same)}",
            len(exact) + len(excused) == len(same),
        ),
        ("unchanged on a wrong span", str(wrong), wrong == 0),
        (
            "edited with IoU ≥ 0.9, as edited, repeats aside (≥ 98 %)",
            f"{share:.1%} of {len(edited)}",
            share >= 0.98,
        ),
        ("edited called exact", str(as_exact), as_exact == 0),
        ("removed placed anyway (≤ 2 %)", f"{kept:.1%}", kept <= 0.02),
        ("changed number or negation reported", f"{told:.1%}", told == 1),
        ("median time, × Hypothesis (≤ 0.2)", f"{ratio:.3f}", ratio <= 0.2),
        (f"{MANY} passages on 300 pages (< 3 s)", f"{seconds:.2f} s", seconds < 3),
    ]


def _write(
    arguments: argparse.Namespace,
    outcomes: dict[str, list[Outcome]],
    targets: list[tuple[str, str, bool]],
) -> None:
    if arguments.json:
        rows = [
            {"cell": o.case.cell, "by": name, "iou": o.iou, "ms": o.answer.ms}
            for name, found in outcomes.items()
            for o in found
        ]
        arguments.json.write_text(json.dumps({"targets": targets, "cases": rows}))
    if arguments.failures:
        failed = [asdict(o) for o in outcomes["annotator"] if _is_failure(o)]
        arguments.failures.write_text(
            json.dumps(failed, indent=1, ensure_ascii=False, default=str)
        )


def _is_excused(outcome: Outcome) -> bool:
    """Whether nothing says which of several likes is meant, and none was guessed."""
    case = outcome.case
    return case.recurs and not case.ours.prefix and outcome.answer.span is None


def _is_failure(outcome: Outcome) -> bool:
    case, answer = outcome.case, outcome.answer
    if not case.meant:
        return answer.span is not None
    if _is_excused(outcome):
        return False
    if case.is_edited:
        was_told = bool(answer.changed) or not case.changes_meaning
        edited = answer.state is PlacementState.EDITED
        return outcome.iou < RIGHT or not edited or not was_told
    return outcome.iou < 1


if __name__ == "__main__":
    main()

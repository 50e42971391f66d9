"""What the reader that looks is worth: false alarms, what it finds, and its peers.

    python -m benchmarks.eyes [--shared ../shared] [--quotes 1000] [--changes 200]

Three tables from one run. *Quotes*: random sentences of real reports, whose letters are
what the page shows; a *differs* is a false alarm. *Changes*: pages of our own on which a
font's map gives another digit, sign or raised figure than the page shows; found is what
differs, or what our text has as the page shows it. *Lines*: the digits of single lines as
RapidOCR and, where it is installed, Tesseract read them in the same pictures.
"""

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pymupdf

from annotator.domain.recognition.picture_check import Finding, compare
from annotator.domain.recognition.pictures import Picture
from annotator.domain.recognition.strips import Strip, strips_of
from annotator.domain.text.canonical_text import PageText, compose
from annotator.domain.text.layout.lines import Flow
from annotator.domain.text.scripts import LEVEL, RAISED
from annotator.domain.text.sentences import sentences
from annotator.domain.vocabulary import SealOutcome
from annotator.pdf.sandbox import OcrReader, PdfReader

SHARED = Path(__file__).resolve().parents[2] / "shared"
LEAST = 30  # code points of a sentence
SEED = 7
LINES = 300  # that the peers read
SENTENCES = (
    "Wren 1 solved 37 of 120 tasks, or 30.8 %, below the line of +2.5 points.",
    "In 2025 the model used 10 to 25 times as many tokens, a loss of +4.7 in total.",
    "We saw a rate of 0.635 in 46 runs, with p<0.05, and 17 of 33 were refused.",
)
OTHERS = {"+": "−", "<": ">", "%": "‰", ".": ","}


def main() -> None:
    """Print the three tables."""
    arguments = _arguments()
    files = [
        *arguments.shared.glob("reports/*.pdf"),
        *arguments.shared.glob("wild/*.pdf"),
    ]
    if not files:
        sys.exit(
            f"There is no PDF in {arguments.shared}; name the folder with --shared."
        )
    chance = random.Random(SEED)
    ocr = OcrReader(idle_seconds=600)
    lines = _quotes(sorted(files), arguments.quotes, chance, ocr)
    _changes(arguments.changes, chance, ocr)
    _peers(chance.sample(lines, min(LINES, len(lines))), ocr)
    ocr.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--quotes", type=int, default=1000)
    parser.add_argument("--changes", type=int, default=200)
    return parser.parse_args()


def _drawn(
    reader: PdfReader, pages: Sequence[PageText], start: int, end: int
) -> list[tuple[Strip, Picture]]:
    near = [p for p in pages if p.start < end and p.start + len(p.text) > start]
    return [
        (s, s.upright(reader.grey(s.page, scale=s.scale, clip=s.clip)))
        for s in strips_of(near, start, end)
    ]


def _quotes(
    files: Sequence[Path], count: int, chance: random.Random, ocr: OcrReader
) -> list[tuple[str, Picture]]:
    """Print how quotes of real reports fare; return lines of them with digits."""
    print(
        f"{'quotes of':<40}{'agree':>8}{'differ':>8}{'unsure':>8}{'s p50':>8}{'s p95':>8}"
    )
    total: Counter[str] = Counter()
    taken: list[float] = []
    lines: list[tuple[str, Picture]] = []
    for path in files:
        with PdfReader(path.read_bytes()) as reader:
            pages = compose([reader.page(n + 1) for n in range(reader.page_count)])
            spans = [sentence.span for sentence in sentences(pages, Flow.BODY)]
            long = [span for span in spans if span.end - span.start >= LEAST]
            seen: Counter[str] = Counter()
            seconds: list[float] = []
            for span in chance.sample(long, min(len(long), count // len(files))):
                began = time.perf_counter()
                drawn = _drawn(reader, pages, span.start, span.end)
                found = compare(drawn, ocr.lines)
                seconds.append(time.perf_counter() - began)
                seen[found.outcome] += 1
                _say(found)
                lines += [pair for pair in map(_line, drawn) if _digits(pair[0])]
        _row(path.name, seen, seconds)
        total, taken = total + seen, taken + seconds
    _row("all", total, taken)
    return lines


def _say(found: Finding) -> None:
    if found.outcome is not SealOutcome.AGREES:
        print(f"    {found.outcome}: {found.reason}")


def _row(name: str, seen: Counter[str], seconds: Sequence[float]) -> None:
    outcomes = SealOutcome.AGREES, SealOutcome.DIFFERS, SealOutcome.CANNOT_TELL
    counts = "".join(f"{seen[outcome]:>8}" for outcome in outcomes)
    p95 = sorted(seconds)[int(0.95 * len(seconds))]
    print(
        f"{name:<40}{counts}{statistics.median(seconds):>8.2f}{p95:>8.2f}", flush=True
    )


def _line(drawn: tuple[Strip, Picture]) -> tuple[str, Picture]:
    strip, picture = drawn
    return " ".join(word.text for word in strip.words), picture


# Changes


def _changes(count: int, chance: random.Random, ocr: OcrReader) -> None:
    kinds: dict[str, Callable[[random.Random], tuple[str, str, str]]] = {
        "another digit": _other_digit,
        "another sign": _other_sign,
        "raised in the file only": _raised_in_file,
        "raised on the page only": _raised_on_page,
    }
    print(f"\n{'changes':<40}{'made':>8}{'found':>8}")
    found: Counter[str] = Counter()
    for kind, change in kinds.items():
        for _ in range(count // len(kinds)):
            shown, letter, other = change(chance)
            found[kind] += _is_found(shown, letter, other, ocr)
        print(f"{kind:<40}{count // len(kinds):>8}{found[kind]:>8}", flush=True)
    print(f"{'all':<40}{len(kinds) * (count // len(kinds)):>8}{found.total():>8}")


def _other_digit(chance: random.Random) -> tuple[str, str, str]:
    line = chance.choice(SENTENCES)
    digit = chance.choice(sorted({c for c in line if c.isdecimal()}))
    return line, digit, chance.choice([d for d in "0123456789" if d != digit])


def _other_sign(chance: random.Random) -> tuple[str, str, str]:
    line = chance.choice(SENTENCES)
    sign = chance.choice([sign for sign in OTHERS if sign in line and sign != "."])
    return line, sign, OTHERS[sign]


def _raised_in_file(chance: random.Random) -> tuple[str, str, str]:
    line, digit, _ = _other_digit(chance)
    return line, digit, digit.translate(RAISED)


def _raised_on_page(chance: random.Random) -> tuple[str, str, str]:
    line = chance.choice(SENTENCES)
    digit = chance.choice("123")  # the font's own superscripts
    return (
        line.replace(" tasks", f" m{digit.translate(RAISED)} tasks").replace(
            " of ", f" of m{digit.translate(RAISED)}, "
        ),
        digit.translate(RAISED),
        digit,
    )


def _is_found(shown: str, letter: str, other: str, ocr: OcrReader) -> bool:
    """Whether a page that shows ``letter`` where the file says ``other`` is known as such."""
    with PdfReader(_lying_pdf(shown, letter, other)) as reader:
        pages = compose([reader.page(1)])
        text = pages[0].text.rstrip()
        if "".join(text.split()) == "".join(shown.split()):
            return True  # it was read as the page shows it
        drawn = _drawn(reader, pages, 0, len(text))
        found = compare(drawn, ocr.lines)
    if found.outcome is SealOutcome.DIFFERS:
        return True
    print(f"    missed: “{shown}” has {letter} and says {other}: {found.outcome}")
    return False


def _lying_pdf(shown: str, letter: str, other: str) -> bytes:
    """A page on which a font's map gives ``other`` for each ``letter`` that it shows."""
    code, value = letter.encode("cp1252")[0], ord(other)
    every = sorted({c.encode("cp1252")[0] for c in shown})
    pairs = [
        f"<{c:02X}> <{value if c == code else ord(bytes([c]).decode('cp1252')):04X}>"
        for c in every
    ]
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        "/CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange "
        f"{len(pairs)} beginbfchar {' '.join(pairs)} endbfchar endcmap end end"
    )
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((72, 100), shown, fontname="helv", fontsize=11)
        font, stream = page.get_fonts()[0][0], pdf.get_new_xref()
        pdf.update_object(stream, "<<>>")
        pdf.update_stream(stream, cmap.encode())
        pdf.xref_set_key(font, "ToUnicode", f"{stream} 0 R")
        return bytes(pdf.tobytes())


# Peers


def _peers(lines: Sequence[tuple[str, Picture]], ocr: OcrReader) -> None:
    print(f"\n{'digits of lines':<40}{'lines':>8}{'right':>8}{'s p50':>8}")
    for name, read in _engines(ocr):
        seconds, right = [], 0
        for text, picture in lines:
            began = time.perf_counter()
            right += _digits(read(picture)) == _digits(text)
            seconds.append(time.perf_counter() - began)
        print(f"{name:<40}{len(lines):>8}{right:>8}{statistics.median(seconds):>8.3f}")


def _engines(ocr: OcrReader) -> Iterator[tuple[str, Callable[[Picture], str]]]:
    yield ocr.name, lambda picture: ocr.lines([picture])[0].text
    try:
        import tesserocr
        from PIL import Image
    except ImportError:
        print("Tesseract is left out: install benchmarks/requirements.lock.")
        return
    models = Path(sys.prefix, "share", "tessdata")
    api = tesserocr.PyTessBaseAPI(
        path=f"{models}/", lang="eng", psm=tesserocr.PSM.SINGLE_BLOCK
    )

    def tesseract(picture: Picture) -> str:
        size = picture.width, picture.height
        image = Image.frombytes("L", size, picture.samples)
        padded = Image.new("L", (size[0] + 24, size[1] + 24), 255)
        padded.paste(image, (12, 12))
        api.SetImage(padded)
        api.SetSourceResolution(216)
        return str(api.GetUTF8Text())

    yield f"Tesseract {tesserocr.tesseract_version().split()[1]}", tesseract


def _digits(text: str) -> list[str]:
    return [c for c in text.translate(LEVEL) if c.isdecimal()]


if __name__ == "__main__":
    main()

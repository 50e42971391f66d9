"""Save passages in the viewer, and print how soon each is drawn and how large its answer is.

    python -m benchmarks.saves [--saves 20] [--marks 0 2000]

For each number of marks that the report has already: the milliseconds from Enter to the
mark's being on the page (median and 95th percentile), those until the server has
answered, and the bytes of its answer. There is no peer: no other tool saves a quote with
a claim.
"""

import argparse
import functools
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, Response, sync_playwright

from benchmarks.reader import CHROMIUM, SECONDS, joined, ours, window

PAGES = 60
WIDE = 200  # pixels; narrower lines are headings and page numbers

# Note when Enter is pressed, and when the next mark is drawn.
WATCH = """() => {
  globalThis.timed = { drawn: null };
  addEventListener("keydown", ({ key }) => key === "Enter" && (timed.at = performance.now()), true);
  new MutationObserver((changes) => {
    const isMark = (node) => node.nodeType === 1 && node.matches(".mark.pending");
    const isDrawn = changes.some(({ addedNodes }) => [...addedNodes].some(isMark));
    if (isDrawn && timed.drawn === null) requestAnimationFrame(() => (timed.drawn = performance.now() - timed.at));
  }).observe(document.querySelector("#sheets"), { subtree: true, childList: true });
}"""


def main() -> None:
    """Save passages in a report with few and with many marks."""
    arguments = _arguments()
    content = joined(PAGES)
    path = shutil.which("chromium") or sys.exit("Install Debian's chromium.")
    print("| marks | drawn ms, median | p95 | answered ms, median | p95 | answer kB |")
    print("|---|---|---|---|---|---|")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        launch = functools.partial(
            playwright.chromium.launch, executable_path=path, args=CHROMIUM
        )
        for marks in arguments.marks:
            with ours(Path(folder) / str(marks), content, marks) as (address, token):
                browser = launch()
                page = window(browser, address, token)
                page.set_default_timeout(1000 * SECONDS)
                _print(marks, _save_all(page, address, arguments.saves))
                browser.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--saves", type=int, default=20)
    parser.add_argument("--marks", type=int, nargs="+", default=[0, 2000])
    return parser.parse_args()


def _save_all(page: Page, address: str, count: int) -> list[tuple[float, float, int]]:
    """Return for each save when it was drawn and answered (ms), and its answer's bytes."""
    answers: list[Response] = []
    page.on(
        "response",
        lambda answer: answer.request.method == "POST" and answers.append(answer),
    )
    page.goto(f"{address}?page=2")
    page.locator("#page-2 .text .line").first.wait_for()
    page.evaluate(WATCH)
    return [_save(page, number, answers) for number in range(count)]


def _save(page: Page, number: int, answers: list[Response]) -> tuple[float, float, int]:
    """Select words of a line, state a claim on them, and press Enter."""
    found = [line.bounding_box() for line in page.locator("#page-2 .text .line").all()]
    boxes = [box for box in found if box and box["width"] > WIDE]
    box = boxes[number % len(boxes)]
    left = box["x"] + 4 + 7 * (number // len(boxes))
    middle = box["y"] + box["height"] / 2
    page.mouse.move(left, middle)
    page.mouse.down()
    page.mouse.move(left + box["width"] * 0.6, middle, steps=4)
    page.mouse.up()
    page.locator("#capture").wait_for()
    page.keyboard.press("1")
    page.keyboard.type(f"Claim saved as number {number}")
    page.locator("#option-new").wait_for()
    page.keyboard.press("Enter")
    page.locator("#category").select_option(index=1)
    page.evaluate("timed.drawn = null")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#note").press("Enter")
    page.wait_for_function("timed.drawn !== null")
    drawn, answered = page.evaluate("[timed.drawn, performance.now() - timed.at]")
    page.locator("#save-state[data-state=saved]").wait_for()
    return drawn, answered, len(answers[-1].body())


def _print(marks: int, saves: list[tuple[float, float, int]]) -> None:
    drawn, answered, sizes = zip(*saves, strict=True)
    cells = [f"{marks:,}"]
    for times in (drawn, answered):
        cells += [f"{statistics.median(times):.0f}", f"{_p95(times):.0f}"]
    print(f"| {' | '.join(cells)} | {max(sizes) / 1000:.1f} |")


def _p95(times: tuple[float, ...]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()

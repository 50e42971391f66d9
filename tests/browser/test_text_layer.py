"""The words that a browser can select stand over those in the picture of the page."""

import pdfs
import pymupdf
import pytest
from browser.test_viewer import open_report
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OFF = (
    1  # points: half of one that a word may be off, and half for how fonts are measured
)
TEXT = """
<h2>2.1 A heading in another font</h2>
<p style="text-align: justify">Wren 1 was tested for <b>a whole week</b> by three people, who
found that it helped with <i>four of the seventeen</i> tasks (24%, against 22.1&nbsp;% for experts)
and refused all others; an elaborately counterfactual characterisation is iiiiii or WWWWWW.</p>
<table><tr><td>Opus&nbsp;4</td><td>1.70×</td><td>63% ± 13%</td></tr></table>
"""
WORDS = """(width) => {
  const sheet = document.querySelector("#page-1");
  const { left, top, width: pixels } = sheet.getBoundingClientRect();
  const scale = width / pixels;
  const range = document.createRange();
  const found = [];
  for (const { firstChild: node } of sheet.querySelectorAll(".text [data-start]")) {
    for (const { 0: word, index } of node.data.matchAll(/\\S+/g)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const box = range.getBoundingClientRect();
      found.push([word, (box.left - left) * scale, (box.right - left) * scale]);
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def report(site) -> tuple[str, bytes]:
    """A page with justified text, several fonts and a table; and its file."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=595, height=842)
        page.insert_htmlbox(
            pymupdf.Rect(72, 72, 420, 700), TEXT, css="* {font-family: serif}"
        )
        content = pdfs.save(pdf)
    site.take_in(content, "text-layer")
    return "text-layer", content


def test_each_word_stands_where_it_is_in_the_picture(window: Page, report):
    name, content = report
    with pymupdf.open("pdf", content) as pdf:
        printed = sorted((w[4], w[0], w[2]) for w in pdf[0].get_text("words"))
    open_report(window, name)
    laid = sorted(map(tuple, window.evaluate(WORDS, 595)))
    assert [word for word, *_ in laid] == [word for word, *_ in printed]
    off = [
        (word, x0 - laid_x0, x1 - laid_x1)
        for (word, x0, x1), (_, laid_x0, laid_x1) in zip(printed, laid, strict=True)
    ]
    assert [found for found in off if max(map(abs, found[1:])) > OFF] == []
    runs = window.locator("#page-1 .text [data-start]").count()
    assert runs < len(printed), "words that follow one another are one element"

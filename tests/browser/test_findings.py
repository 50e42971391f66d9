"""An editor reads what is doubtful, follows it to where it is mended, or says why not."""

import pdfs
import pytest
from browser.accessibility import problems
from playwright.sync_api import expect
from wren_claims import cite, state

from annotator.domain.evaluations.facts import EvaluationFacts, ResultFacts
from annotator.domain.vocabulary import ResultState
from annotator.services.claims import evaluations, evidence, results
from annotator.services.claims.evidence import Target, Weight

pytestmark = pytest.mark.browser

SAID = "The panel met for four days."


@pytest.fixture
def claim(site) -> str:
    """A claim that fails without a result that was withheld."""
    site.take_in(pdfs.text_pdf([SAID]), "panel")
    with site.stores.database.writing.begin() as session:
        context = site.context(session)
        slug = state(context, "The panel found nothing.", models=("wren-1",))
        cite(context, slug, "panel", SAID)
        facts = EvaluationFacts("Expert panel", "cyber")
        test = evaluations.add_evaluation(context, facts, lab="wren-labs").slug
        withheld = ResultFacts("wren-1", ResultState.WITHHELD)
        result = results.add_result(context, test, withheld)
        evidence.link_evidence(
            context,
            claim=slug,
            target=Target(result=result.id),
            weight=Weight(stance="supports", load_bearing="lab says"),
        )
        return slug


def test_what_is_doubtful_is_looked_at_and_published_with_a_reason(windows, claim):
    window = windows(1280)
    window.goto(f"/desk/claims/{claim}")
    window.get_by_role("link", name="Publish …").click()
    found = window.locator("#publish")
    expect(found.get_by_role("listitem")).to_have_count(3)
    assert problems(window) == []
    found.get_by_role("link", name="It fails without the result").click()
    expect(window.locator("h1")).to_have_text("Expert panel")
    expect(window.locator("li:target")).to_contain_text("withheld")
    window.go_back()
    because = found.get_by_label("Reason for publishing anyway")
    because.fill(" ")
    found.get_by_role("button", name="Publish anyway").click()
    expect(found.locator(".error")).to_contain_text("say why it is published")
    because.fill("The lab will not say more.")
    found.get_by_role("button", name="Publish anyway").click()
    expect(window.locator("#published-over")).to_contain_text(
        "Published despite 3 findings"
    )
    expect(found).to_have_count(0)
    window.set_viewport_size({"width": 360, "height": 800})
    window.locator("#published-over summary").click()
    assert problems(window) == []
    assert window.evaluate("document.documentElement.scrollWidth") <= 360

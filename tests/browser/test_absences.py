"""Absences by keyboard, at every width, in the light and in the dark."""

import os
from pathlib import Path

import pdfs
import pytest
from playwright.sync_api import expect

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import absences, claims
from annotator.services.claims.evidence import Weight

pytestmark = pytest.mark.browser

STATEMENT = "The card gives no confidence interval for the uplift trial."
TRIAL = "In the uplift trial, 36 people took part in two rooms."
SHOTS = os.environ.get("ANNOTATOR_SHOTS")  # a folder, to look at the pages


def _fits(page) -> bool:
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


@pytest.fixture(scope="module")
def card(site):
    lines = ["Denied card", "", TRIAL, "The uplift trial took two weeks."]
    site.take_in(pdfs.text_pdf(lines), "denied")
    with site.stores.database.writing.begin() as session:
        facts = ClaimFacts("Uplift is small.", category="cyber", lab="wren-labs")
        return claims.add_claim(site.context(session), facts).slug


def test_a_search_is_kept_and_judged_by_keyboard(window, card):
    window.goto("/desk/absences/new?report=denied&q=uplift+trial")
    window.get_by_label("What it does not say").fill(STATEMENT)
    window.get_by_role("button", name="Search and save").click()
    expect(window.locator(".review-item")).to_have_count(2)
    for reason in ("It names the trial only.", "It gives the length."):
        window.wait_for_load_state("load")  # until then nothing listens to keys
        window.keyboard.press("r")
        window.keyboard.type(reason)
        window.keyboard.press("Enter")  # the first button: it does not say it
        expect(window.locator("main")).to_contain_text(reason)
    expect(window.locator("main header .tag.published")).to_have_text("holds")
    window.get_by_role("button", name="Use as evidence").click()
    expect(window.locator("#claims")).to_contain_text("Uplift is small.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_fit(windows, site, card, width, scheme):
    with site.stores.database.writing.begin() as session:
        kept = absences.keep_absence(
            site.context(session),
            report="denied",
            statement=f"The card gives no interval ({width}, {scheme}).",
            queries="uplift trial\n“confidence interval”",
        )
        number, context = kept.absence.id, site.context(session)
        absences.cite_absence(
            context, number, claim=card, weight=Weight(stance="undercuts")
        )
    window = windows(width=width, color_scheme=scheme)
    for name, address in {
        "list": "/desk/absences",
        "new": "/desk/absences/new?report=denied&q=uplift+trial",
        "show": f"/desk/absences/{number}",
        "claim": f"/desk/claims/{card}",
        "public": f"/claims/{card}?preview=1",
    }.items():
        window.goto(address)
        assert _fits(window), address
        if SHOTS:
            path = Path(SHOTS) / f"{name}-{width}-{scheme}.png"
            window.screenshot(path=path, full_page=True)

"""A passage is copied with its source: from its card, a claim at the desk, public pages."""

import html
import re

import pdfs
import pytest

from annotator.domain.claims import ClaimFacts
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import SealOutcome
from annotator.services.claims import capture
from annotator.services.claims.evidence import Weight
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.storage.published.seals import Seal

SAID = "Wren 1 solved 12 of the 40 {long} tasks."
CLAIM = "/claims/wren-1-is-safe"


@pytest.fixture
def passage(desk):
    """A quote that is evidence of a claim, which is a draft."""
    desk.take_in(pdfs.text_pdf([SAID]), report="card")
    with desk.sit_down(Role.ANALYST) as context:
        revision = reports.get_revision(context, reports.get_report(context, "card"))
        marked = marking.mark_found(context, revision=revision, quote=SAID, page=1)
        claim = ClaimFacts("Wren 1 is safe.", "cyber", "wren-labs")
        capture.capture(context, marked.id, claim=claim, weight=Weight("supports"))
        return marked.id


def formats(page: str) -> list[str]:
    found = re.findall(r'<pre class="citation"[^>]*>(.*?)</pre>', page, re.DOTALL)
    return [html.unescape(text) for text in found]


def test_the_desk_copies_a_draft_from_its_card_and_from_its_claim(
    desk, analyst, reader, passage
):
    address = f"/desk/passages/{passage}/citation"
    for page in (f"/desk/passages/{passage}", f"/desk{CLAIM}"):
        assert f'hx-get="{address}"' in analyst.get(page).text
    markdown, line, bibtex = formats(analyst.get(address).text)
    assert markdown.startswith("> Wren 1 solved 12 of the 40 {long} tasks.\n")
    assert line.startswith(f"“{SAID}”, card (Wren Labs, 2030), p. 1, SHA-256 ")
    assert bibtex.startswith("@techreport{wren-labs-")
    place = re.search(r"http://localhost(\S+)$", line)[1]
    assert place.endswith(f"#passage-{passage}")
    assert analyst.get(place).status_code == 200
    part = analyst.get(address, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div class="formats">')
    assert reader.get(address).status_code == 303


def test_readers_copy_a_published_quote_from_the_claim_and_the_page(
    desk, reader, analyst, passage
):
    preview = analyst.get(f"{CLAIM}?preview=1")
    assert preview.status_code == 200
    assert formats(preview.text) == [], "a draft has no address for readers"
    desk.publish_claim("wren-1-is-safe")
    _, line, _ = formats(reader.get(CLAIM).text)
    place = re.search(r"http://localhost(\S+)$", line)[1]
    shown = reader.get(place).text
    assert f'id="passage-{passage}"' in shown
    assert len(formats(shown)) == 3


def test_a_quote_that_is_withheld_is_not_to_be_copied(desk, reader, passage):
    desk.publish_claim("wren-1-is-safe")
    place = re.search(r"http://localhost(\S+)$", formats(reader.get(CLAIM).text)[1])[1]
    with desk.sit_down() as context:
        revision = reports.get_revision(context, reports.get_report(context, "card"))
        broken = Seal(
            passage_id=passage,
            revision_id=revision.id,
            page=1,
            outcome=SealOutcome.DIFFERS,
            reason="It says 14.",
            readers="two readers",
            checked_at=context.now,
        )
        context.session.add(broken)
    claim = reader.get(CLAIM).text
    assert "This quote is withheld" in claim
    assert formats(claim) == formats(reader.get(place).text) == []

"""The history of each thing and of each person, in the browser."""

import re
from html import unescape

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.services.claims import claims
from annotator.services.library import reports
from annotator.services.passages import marking

SAID = "It solved 12 of the 40 long tasks."
CLAIM = "/desk/history/claim/it-is-safe"


def text_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


@pytest.fixture
def wren(desk):
    desk.take_in(text_pdf([SAID]), report="card")
    with desk.sit_down() as context:
        claims.add_claim(context, ClaimFacts("It is safe.", "cyber", "wren-labs"))
        revision = reports.get_revision(context, reports.get_report(context, "card"))
        marking.mark_found(context, revision=revision, quote=SAID, page=1)


@pytest.mark.parametrize(
    ("page", "there"),
    [
        ("/desk/claims/it-is-safe", CLAIM),
        ("/desk/reports/card/facts", "/desk/history/report/card"),
        ("/desk/labs/wren-labs", "/desk/history/lab/wren-labs"),
    ],
)
def test_the_page_of_a_thing_leads_to_its_history(analyst, wren, page, there):
    assert f'href="{there}"' in analyst.get(page).text
    shown = analyst.get(there)
    assert shown.status_code == 200
    assert f'href="{page.removesuffix("/facts")}"' in shown.text


def test_a_mark_leads_to_the_history_of_its_passage(analyst, wren):
    assert "marked “It solved 12" in text_of(analyst.get("/desk/history/passage/1"))


def test_the_history_of_a_thing_unfolds_as_a_part(analyst, wren):
    part = analyst.get(CLAIM, headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<section class="acts')
    assert "<html" not in part.text


def test_a_person_has_a_page_to_which_their_name_leads(admin, analyst, wren):
    analyst.post("/desk/claims/it-is-safe/submit")
    page = analyst.get("/desk/history")
    there = re.search(r'href="(/desk/history/people/[^"]+)"', page.text)[1]
    shown = analyst.get(there)
    assert "submitted the claim “It is safe.” for review" in text_of(shown)
    assert "No matching history." in text_of(analyst.get(f"{there}?thing=absences"))
    assert f'href="{there}"' in admin.get("/desk/people/").text


@pytest.mark.parametrize(
    "address",
    ["/desk/history/claim/none", "/desk/history/x/1", "/desk/history/people/x"],
)
def test_what_is_not_there_is_not_found(analyst, address):
    assert analyst.get(address).status_code == 404


def test_readers_are_asked_to_sign_in(reader, wren):
    for address in (CLAIM, "/desk/history/people/ed"):
        assert "/sign-in" in reader.get(address).headers["Location"]

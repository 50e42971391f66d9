"""Search and type to anchor, where drafts are: readers never see one."""

import html
import re

import pdfs
import pytest

from annotator.domain.claims import ClaimFacts
from annotator.domain.permissions import Role
from annotator.services.claims import claims, evidence
from annotator.services.search import quotes

SENTENCE = "The zebra protocol was repeated by nine people in May."
LINES = [SENTENCE, "Nobody was told. The zebra sleeps."]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sha256(desk):
    """A report that no reader sees."""
    return desk.take_in(pdfs.text_pdf(LINES), report="wren-draft")


@pytest.fixture
def place(desk, sha256):
    with desk.sit_down() as context:
        [[found, *_]] = quotes.find_quotes(context, [SENTENCE])
        return found.place


@pytest.fixture
def claim(desk, sha256):
    with desk.sit_down() as context:
        facts = ClaimFacts(
            text="Wren 1 is safe.",
            category="cyber",
            lab="wren-labs",
            models=(),
            asserted_by="lab",
        )
        return claims.add_claim(context, facts).slug


def links_of(desk, claim: str) -> list[tuple[str, str]]:
    """Return the stance and words of what is linked to a claim."""
    with desk.sit_down() as context:
        found = evidence.list_evidence(context, [claims.get_claim(context, claim)])
        return [
            (link.stance.value, link.passage.exact) for link in found if link.passage
        ]


def test_a_draft_is_never_shown_to_readers(reader, analyst, place):
    at = f"/reports/wren-draft/revisions/{place.revision}/spans/{place.span.start}-{place.span.end}.png"
    assert analyst.get(at).status_code == 200
    assert reader.get(at).status_code == 404
    for typed in (SENTENCE, "zebra"):
        query = {"q": typed}
        assert 'class="hit-words"' in analyst.get("/search", query_string=query).text
        for headers in ({}, HTMX):
            said = reader.get("/search", query_string=query, headers=headers).text
            assert 'class="hit-words"' not in said
            assert "wren-draft" not in said


def test_a_span_of_another_report_is_not_answered_under_this_ones_name(
    analyst, desk, place
):
    desk.take_in(pdfs.text_pdf(["Another report."]), report="wren-other")
    at = f"/reports/wren-other/revisions/{place.revision}/spans/0-9.png"
    assert analyst.get(at).status_code == 404


@pytest.mark.parametrize("typed", ["ze", "zebra pro", "repeated by nine peo"])
def test_candidates_come_from_the_first_letters_on(analyst, sha256, typed):
    query = {"typed": typed}
    part = analyst.get(
        "/desk/reports/wren-draft/candidates", query_string=query, headers=HTMX
    ).text
    assert part.lstrip().startswith('<ol class="candidates')
    assert SENTENCE.split()[-1] in part
    assert f"revision={sha256}" in part


def test_a_word_that_is_half_typed_is_offered_whole(analyst, sha256):
    query = {"typed": "zebra prot"}
    part = analyst.get("/desk/reports/wren-draft/candidates", query_string=query).text
    assert "<mark>zebra protocol</mark>" in part


@pytest.mark.parametrize("at", ["/desk/reports/wren-draft", "/desk/claims/{claim}"])
def test_no_space_is_put_between_the_words_and_a_sign_beside_them(
    analyst, desk, sha256, claim, at
):
    desk.take_in(pdfs.text_pdf(["First."], ["Okapis (in May), slept."]), report="okapi")
    address = f"{at.format(claim=claim)}/candidates"
    for typed in ("in May", "okapis (in"):
        query = {"typed": typed, "everywhere": "1"}
        part = analyst.get(address, query_string=query).text
        said = html.unescape(re.sub("<[^>]+>", "", part))
        assert "Okapis (in May), slept." in said


def test_candidates_of_every_report_name_theirs(analyst, desk, sha256):
    desk.take_in(
        pdfs.text_pdf(["Nobody was told of a second one."]), report="wren-other"
    )
    query = {"typed": "Nobody was told", "everywhere": "1"}
    part = analyst.get("/desk/reports/wren-draft/candidates", query_string=query).text
    assert "wren-draft, p." in part
    assert "wren-other, p." in part


def test_what_is_not_said_is_told(analyst, sha256):
    query = {"typed": "giraffes"}
    part = analyst.get("/desk/reports/wren-draft/candidates", query_string=query).text
    assert "No match in this report." in part


def test_words_are_linked_to_a_claim_and_taken_back_without_a_script(
    analyst, desk, claim
):
    at = f"/desk/claims/{claim}/candidates"
    page = analyst.get(
        at, query_string={"typed": "repeated by nine", "stance": "undercuts"}
    )
    assert "<!DOCTYPE html>" in page.text
    words, whole = re.findall(r'name="place" value="([^"]+)"', page.text)[:2]
    answer = analyst.post(at, data={"place": whole, "stance": "undercuts"})
    assert answer.status_code == 303
    assert links_of(desk, claim) == [("undercuts", SENTENCE)]
    editor = analyst.get(answer.headers["Location"]).text
    undo = re.search(r'action="([^"]+/undo)"', editor)[1]
    assert analyst.post(undo).status_code == 303
    assert links_of(desk, claim) == []
    analyst.post(at, data={"place": words, "stance": "supports"})
    assert links_of(desk, claim) == [("supports", "repeated by nine")]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"place": "", "stance": "supports"}, "choose one from the list"),
        ({"place": "SHA:1:3", "stance": "praises"}, "must be one of"),
    ],
)
def test_what_cannot_be_linked_is_refused_with_what_to_do(
    analyst, desk, claim, sha256, form, said
):
    data = {**form, "place": form["place"].replace("SHA", sha256)}
    answer = analyst.post(f"/desk/claims/{claim}/candidates", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert links_of(desk, claim) == []


def test_the_viewer_is_told_what_to_capture_and_for_which_claim(analyst, claim, place):
    query = {
        "start": place.span.start,
        "end": place.span.end,
        "capture": "1",
        "claim": claim,
    }
    page = analyst.get("/desk/reports/wren-draft", query_string=query).text
    assert f'data-capture="{place.span.start}-{place.span.end}"' in page
    assert f'data-claim="{claim}"' in page


def test_an_editor_may_do_what_an_analyst_may(sign_in, claim):
    assert (
        sign_in(Role.EDITOR).get(f"/desk/claims/{claim}/candidates").status_code == 200
    )

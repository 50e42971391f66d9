"""A real report, the whole way: taken in, quoted, judged, published, read."""

import html
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from shared.claude4 import REPORT, claude_4
from shared.claude4_ready import claude_4_ready

from annotator.app import create_app
from annotator.domain.claims import ClaimFacts
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import PlacementState
from annotator.services.claims import claims, scorecards
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.services.publishing import drafts_as_pages, pages, plans
from annotator.services.scorecard_files import export_scorecard, import_scorecard
from annotator.settings import Settings

pytestmark = pytest.mark.shared

SCRIPT = Path(__file__).with_name("claude4.py")


@pytest.fixture(scope="module")
def quotes(shared):
    return json.loads((shared / "claude4" / "quotes.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tensions(shared):
    path = shared / "claude4" / "tensions.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def desk(desk_in, prepared, shared, tmp_path_factory):
    """An installation with the system card taken in and its scorecard imported."""
    ready = claude_4_ready(prepared, desk_in, shared)
    with desk_in(tmp_path_factory.mktemp("claude-4-data"), ready) as desk:
        yield desk


@pytest.fixture(scope="module")
def page(desk):
    """The published scorecard, as a reader gets it."""
    desk.publish_scorecard("claude-4")
    with desk.sit_down(Role.READER) as context:
        return pages.scorecard_page(context, "claude-4")


@pytest.fixture(scope="module")
def reader(desk, page):
    """Somebody's browser, without an account."""
    settings = Settings(data=desk.stores.data, reports_pdf=desk.stores.reports_pdf)
    return create_app(settings, desk.stores).test_client()


def test_the_script_writes_the_file(shared, tmp_path):
    output = tmp_path / "claude-4.yaml"
    command = [sys.executable, SCRIPT, "--shared", shared, "--output", output]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    assert output.read_text(encoding="utf-8") == claude_4(shared)


def _cards(page):
    return page.cards


def _quotes(page):
    return [
        (claim.category.name, link.quote)
        for each in _cards(page)
        for claim in each.claims
        for link in claim.evidence
        if link.quote
    ]


def test_every_quote_is_placed_on_the_page_it_was_said_to_be_on(page, quotes):
    placed = {(category, quote.page) for category, quote in _quotes(page)}
    assert len(quotes) == 63
    assert {(quote["category"], quote["page"]) for quote in quotes} <= placed


def test_each_quote_says_what_the_notes_say(page, quotes):
    wanted = sorted(_bare(quote["quote"]) for quote in quotes)
    shown = [_bare(quote.exact) for _, quote in _quotes(page)]
    assert [text for text in wanted if text not in shown] == []


def _bare(text):
    """Return the letters, digits and signs of a quote: what must not change."""
    return "".join(character for character in text if not character.isspace())


def test_every_placement_is_sure(desk):
    with desk.sit_down() as context:
        report = reports.get_report(context, REPORT)
        newest = reports.get_revision(context, report)
        found = marking.placed_on(context, newest)
    assert len(found) >= 63
    assert {placement.state for placement in found} == {PlacementState.EXACT}


def test_the_page_has_every_part_of_a_published_scorecard(page):
    large, small = page.scorecard.models
    assert (large.name, large.most_powerful) == ("Claude Opus 4", True)
    assert {large.released, small.released} == {"2025-05-22"}
    facts = {(m.training_dates, m.deployment_dates) for m in page.scorecard.models}
    assert facts == {("not reported", "not reported")}
    assert [report.published for report in page.scorecard.reports] == ["2025-05-22"]
    assert page.scorecard.overall_md
    assert [each.card.category.name for each in page.groups[0].cards] == [
        "Chem & bio",
        "Cyber",
        "AI R&D",
        "Scheming capabilities",
        "Misalignment propensity",
    ]
    assert [each.card.category.name for each in page.groups[1].cards] == [
        "Misuse (via API) prevention",
        "Scheming risk prevention",
        "Security",
    ]
    for each in _cards(page):
        assert each.card.lab_says
        assert each.card.we_say
        assert sum(len(claim.evidence) for claim in each.claims) >= 7


def test_every_evaluation_is_on_the_page(page):
    tests = [test for each in _cards(page) for test in each.card.evaluations]
    assert len(tests) == 37
    states = {result.state for test in tests for result in test.results}
    assert states == {"scored", "qualitative", "withheld", "not run"}


def test_every_tension_is_one_of_its_claim_and_supports_nothing(page, tensions, quotes):
    shown = [
        (tension, claim)
        for each in _cards(page)
        for claim in each.claims
        for tension in claim.tensions
    ]
    assert sorted(_said(tension) for tension, _ in shown) == sorted(
        (told["tension"], *_placed(told["a"]), *_placed(told["b"])) for told in tensions
    )
    assert len(tensions) == 7
    assert len(_quotes(page)) == len(quotes)
    assert {claim.parent for _, claim in shown} == {None}
    texts = [claim.text for each in _cards(page) for claim in each.claims]
    assert not [text for text in texts if text.startswith("Two passages do not go")]


def _said(tension):
    sides = [tension.quote, tension.other]
    return (tension.sentence, *(x for q in sides for x in (q.page, _bare(q.exact))))


def _placed(side):
    return side["page"], _bare(side["quote"])


def test_importing_what_was_exported_changes_nothing(desk, page):
    with desk.sit_down(days=1) as context:
        exported = export_scorecard(context, "claude-4")
        plan = _plan(context, "claude-4")
        import_scorecard(context, name="again.yaml", text=exported)
        assert export_scorecard(context, "claude-4") == exported
        assert _plan(context, "claude-4") == plan


# As it is served


class _Text(HTMLParser):
    """The words of a page, and whether some of it opens without a script."""

    def __init__(self):
        super().__init__()
        self.parts = []
        self.details = 0

    def handle_starttag(self, tag, attrs):
        self.details += tag == "details"

    def handle_data(self, data):
        self.parts.append(data)


def _read(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200, address
    text = _Text()
    text.feed(answer.get_data(as_text=True))
    return " ".join(" ".join(text.parts).split()), text.details


def test_a_reader_without_an_account_sees_it_all(reader, page, quotes):
    text, details = _read(reader, "/models/claude-4")
    for words in ("Anthropic", "Claude 4", "not reported", "CBRN-3 threshold"):
        assert words in text
    for each in _cards(page):
        assert each.card.category.name in text
        assert each.card.we_say in text
    assert details >= 8
    whole = [
        _read(reader, f"/models/claude-4/categories/{each.card.category.slug}")[0]
        for each in _cards(page)
    ]
    bare = _bare(" ".join([text, *whole]))
    assert [q["page"] for q in quotes if _bare(q["quote"]) not in bare] == []


SEED_WORDS = {  # what that page calls what ours calls otherwise
    "Company's most powerful model": "Anthropic's most powerful model",
    "Claude 4 evaluation categories": "Evaluation categories",
    "Claude 4 safety case categories": "Safety case categories",
}
MOST_OF_A_HEADING = 45  # characters; its sentences are longer


def test_it_has_the_parts_of_the_page_that_users_have_today_in_its_order(
    reader, page, shared
):
    lines = (shared / "seed-page.txt").read_text(encoding="utf-8").split("\n")
    parts = [line.strip() for line in lines if 0 < len(line) <= MOST_OF_A_HEADING]
    parts.remove("Claude 4")  # stands twice; ours is the heading
    released = next(line for line in parts if line.startswith("Released"))
    parts.remove(released)
    main = reader.get("/models/claude-4").text.partition("<main")[2]
    main = main.partition('<div class="column">')[2]  # without the list of contents
    text = " ".join(html.unescape(re.sub("<[^>]*>", " ", main)).split())
    told = ["Anthropic", *(SEED_WORDS.get(part, part) for part in parts[1:])]
    places = [text.find(part) for part in told]
    missing = [part for part, at in zip(told, places, strict=True) if at < 0]
    assert missing == []
    assert len(told) >= 12
    order = [
        "Company information",
        "Overall",
        *told[told.index("Evaluation categories") :],
    ]
    places = [text.find(f"{part} ") for part in order]
    assert places == sorted(places), order
    for words in ("22 May 2025", "dates not reported", "System Card"):
        assert words in text
    assert "How the lab means to keep risks low." in text, "introduction of a group"


def test_a_reader_sees_what_does_not_go_together(reader, page, tensions):
    text, _ = _read(reader, "/models/claude-4")
    report, _ = _read(reader, f"/reports/{REPORT}")
    for told in tensions:
        assert told["tension"] in text
        assert told["tension"] in report
        [claim] = [
            claim
            for each in _cards(page)
            for claim in each.claims
            if told["tension"] in {tension.sentence for tension in claim.tensions}
        ]
        own, _ = _read(reader, f"/claims/{claim.slug}")
        assert told["tension"] in own


def test_a_reader_sees_each_claim_on_a_page_of_its_own(reader, page):
    for each in _cards(page):
        for claim in each.claims:
            text, _ = _read(reader, f"/claims/{claim.slug}")
            assert claim.text in text


def test_nothing_in_draft_is_served(desk, reader, page):
    with desk.sit_down() as context:
        scorecards.edit_scorecard(
            context,
            "claude-4",
            title="Claude 4",
            models=["claude-opus-4", "claude-sonnet-4"],
            overall="Only a draft so far.",
        )
        facts = ClaimFacts("Also a draft.", "cyber", "anthropic", ("claude-opus-4",))
        draft = claims.add_claim(context, facts)
    text, _ = _read(reader, "/models/claude-4")
    assert "Only a draft so far." not in text
    assert "Also a draft." not in text
    assert reader.get(f"/claims/{draft.slug}").status_code == 404
    sent_away = reader.get("/models/claude-4?preview=1")
    assert (sent_away.status_code, "sign-in" in sent_away.location) == (303, True)


def _plan(context, slug):
    scorecard = scorecards.get_scorecard(context, slug)
    view = drafts_as_pages.scorecard_view(context, scorecard)
    return plans.plan_scorecard(context, scorecard, view)

"""Before publishing, an editor reads what is doubtful, mends it, or says why not."""

import re
from decimal import Decimal
from html import unescape

import pytest
from pdfs import text_pdf
from sqlalchemy import event
from wren_claims import cite, describe, mark, state

from annotator.domain.claims import GivenReason
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.evaluations.typed import TypedLine, TypedResult
from annotator.domain.vocabulary import Direction, Outcome, ResultState, ThresholdKind
from annotator.services.claims import (
    evaluations,
    evidence,
    results,
    scorecards,
    verdicts,
)
from annotator.services.claims.evidence import Target, Weight

CLAIM, CARD = "/desk/claims/wren-1-is-safe", "/desk/scorecards/wren-1"
TEST = "/desk/evaluations/long-tasks"
WHY = GivenReason("between-the-lines", "It is above the one and below the other.")
REASON = "The heron has been told, and stands by it."


@pytest.fixture
def doubtful(desk):
    """A claim of which everything is doubtful, on a scorecard."""
    for number, at in ((1, "0.50"), (2, "0.60")):
        said = [f"Wren {number} rules out below {at}.", "We set it aside."]
        desk.take_in(text_pdf(said), report=f"card-{number}")
    with desk.sit_down() as context:
        for number in (1, 2):
            describe(
                context,
                f"card-{number}",
                title=f"Card {number}",
                published=f"203{number}",
                models=[f"Wren {number}"],
            )
        facts = EvaluationFacts("Long tasks", "cyber", direction=Direction.HIGHER)
        test = evaluations.add_evaluation(context, facts, lab="wren-labs").slug
        for number, at in ((1, "0.50"), (2, "0.60")):
            line = _line(
                at,
                mark(context, f"card-{number}", f"Wren {number} rules out below {at}."),
            )
            evaluations.add_threshold(context, test, line)
        aside = mark(context, "card-1", "We set it aside.")
        scored = _scored("0.635", outcome=Outcome.BETWEEN)
        scored = ResultFacts(**{**vars(scored), "discount_passage": aside})
        first = results.add_result(context, test, scored)
        withheld = ResultFacts("wren-2", ResultState.WITHHELD)
        second = results.add_result(context, test, withheld)
        bare = evaluations.add_evaluation(
            context, EvaluationFacts("Short tasks", "cyber"), lab="wren-labs"
        ).slug
        third = results.add_result(context, bare, _scored("0.1", "wren-2"))
        claim = state(context, "Wren 1 is safe.", models=("wren-1",))
        verdicts.give_verdict(
            context,
            claim=claim,
            shown="not shown",
            credence="unclear",
            rationale="It is between the lines.",
            reasons=[WHY],
        )
        for result in (first, second, third):
            _link(context, claim, result.id, load_bearing="lab says")
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title="Wren 1"
        )
    with desk.sit_down(days=1) as context:
        cite(context, claim, "card-1", "We set it aside.")


def _line(number, passage=None):
    typed = TypedLine("<", Decimal(number), Decimal(number))
    return ThresholdFacts(ThresholdKind.RULE_OUT, f"< {number}", typed, passage)


def _scored(number, model="wren-1", **more):
    typed = TypedResult(Decimal(number), **more)
    return ResultFacts(
        model, ResultState.SCORED, number, typed=typed, no_source="told by the lab"
    )


def _link(context, claim, result, **weight):
    weight = Weight(**{"stance": "supports", **weight})
    evidence.link_evidence(
        context, claim=claim, target=Target(result=result), weight=weight
    )


def _list(page):
    """Return the part of a page that lists what was found."""
    found = re.search(r'<section class="panel stack findings".*?</section>', page, re.S)
    return found[0] if found else ""


def _words(page):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def _form(page, because=REASON):
    """Return what the form of the list would send."""
    seen = re.search(r'name="findings" value="([^"]*)"', page)
    return {"findings": seen[1] if seen else "", "because": because}


def _state(browser, address):
    return re.search(
        r'<span class="tag [\w-]+">([\w ]+)</span>', browser.get(address).text
    )[1]


def test_each_finding_is_a_sentence_that_leads_to_where_it_is_mended(editor, doubtful):
    said = _list(editor.get(CLAIM).text)
    assert "8 findings to review before publishing" in _words(said)
    links = re.findall(r'<a href="([^"]+)">(.*?)</a>', said, re.S)
    assert [_words(words)[:34] for _, words in links] == [
        "It rests on “0.635” of Wren 1 on “",
        "It rests on “Short tasks”, which h",
        "It fails without the result of Wre",
        "“Short tasks” covers none of the m",
        "A result of Wren 2 on “Long tasks”",
        "Its verdict, given on 1 January 20",
        "The lab’s line for “Long tasks” ha",
        "The lab set aside the result of Wr",
    ]
    for address, _ in links:
        path, _, anchor = unescape(address).partition("#")
        there = editor.get(path)
        assert there.status_code == 200, address
        assert not anchor or f'id="{anchor}"' in there.text, address


def test_a_claim_without_findings_is_published_with_one_button(editor, doubtful, desk):
    with desk.sit_down() as context:
        plain = state(context, "Wren 1 is small.", models=("wren-1",))
        cite(context, plain, "card-1", "We set it aside.")
    address = f"/desk/claims/{plain}"
    page = editor.get(address).text
    assert _list(page) == ""
    assert 'name="because"' not in page
    assert editor.post(f"{address}/publish").status_code == 303
    assert "Published despite" not in editor.get(address).text


@pytest.mark.parametrize("because", ["", " ", "x" * 1_001])
def test_without_a_reason_nothing_is_published_and_the_field_says_so(
    editor, reader, doubtful, because
):
    form = _form(editor.get(CLAIM).text, because)
    answer = editor.post(f"{CLAIM}/publish", data=form)
    assert answer.status_code == 422
    wrong = re.search(
        r'<textarea id="because".*?</textarea>(.*?)</section>', answer.text, re.S
    )
    assert "is required" in wrong[1] or "is longer than 1,000 characters" in wrong[1]
    assert because.strip()[:20] in answer.text
    assert reader.get("/claims/wren-1-is-safe").status_code == 404
    assert _state(editor, CLAIM) == "draft"


def test_with_a_reason_it_is_published_and_the_desk_tells_over_what_and_why(
    editor, reader, doubtful
):
    answer = editor.post(f"{CLAIM}/publish", data=_form(editor.get(CLAIM).text))
    assert answer.status_code == 303
    page = editor.get(CLAIM).text
    assert _list(page) == ""
    said = _words(page)
    assert "Published despite 8 findings on" in said
    assert f"by Editor. Reason: {REASON}" in said
    assert "which is between the lines." in said
    shown = reader.get("/claims/wren-1-is-safe")
    assert shown.status_code == 200
    assert REASON not in shown.text
    assert "It rests on" not in shown.text
    assert "to look at before publishing" not in shown.text


def test_the_history_tells_the_reason_and_the_sentences(editor, doubtful):
    editor.post(f"{CLAIM}/publish", data=_form(editor.get(CLAIM).text))
    page = editor.get("/desk/history").text
    assert f"despite findings; reason: “{REASON}”" in _words(page)
    act = re.search(r'href="(/desk/history/acts/\d+)', page)
    rows = _words(editor.get(act[1]).text)
    assert "It rests on “0.635” of Wren 1 on “Long tasks”" in rows


def test_what_came_since_the_page_was_opened_is_shown_as_new_and_nothing_is_published(
    editor, reader, doubtful, desk
):
    form = _form(editor.get(CLAIM).text)
    with desk.sit_down(days=2) as context:
        for line in list(evaluations.get_evaluation(context, "long-tasks").thresholds):
            evaluations.withdraw_threshold(context, "long-tasks", line.id)
    answer = editor.post(f"{CLAIM}/publish", data=form)
    assert answer.status_code == 422
    assert "there are new findings to review first" in answer.text
    new = re.findall(
        r"<li>\s*<strong[^>]*>new</strong>\s*<a[^>]*>(.*?)</a>", answer.text
    )
    assert new == ["It rests on “Long tasks”, which has no line recorded."]
    assert f">{REASON}</textarea>" in answer.text
    assert reader.get("/claims/wren-1-is-safe").status_code == 404
    assert editor.post(f"{CLAIM}/publish", data=_form(answer.text)).status_code == 303


def test_an_analyst_reads_the_list_and_may_not_publish_over_it(analyst, doubtful):
    said = _list(analyst.get(CLAIM).text)
    assert "8 findings to review before publishing" in _words(said)
    assert "<form" not in said
    form = {"because": REASON, "findings": ""}
    assert analyst.post(f"{CLAIM}/publish", data=form).status_code == 403
    assert analyst.post(f"{CLAIM}/submit").status_code == 303


def test_a_scorecard_lists_its_own_and_those_of_its_claims(editor, reader, doubtful):
    page = editor.get(CARD).text
    said = _list(page)
    assert "8 findings to review before publishing" in _words(said)
    assert f'<h3><a href="{CLAIM}">Wren 1 is safe.</a></h3>' in said
    refused = editor.post(f"{CARD}/publish", data=_form(page, ""))
    assert refused.status_code == 422
    assert "say why it is published anyway" in refused.text
    assert reader.get("/models/wren-1").status_code == 404
    assert editor.post(f"{CARD}/publish", data=_form(page)).status_code == 303
    assert reader.get("/models/wren-1").status_code == 200
    again = _words(editor.get(CARD).text)
    assert "Published despite 8 findings" in again
    assert "“Wren 1 is safe.”: It rests on “0.635”" in again
    assert "Published despite 6 findings" in _words(editor.get(CLAIM).text)


def test_very_many_findings_are_counted_and_the_first_are_named(
    editor, doubtful, desk, monkeypatch
):
    monkeypatch.setattr("annotator.web.findings.LISTED", 2)
    page = editor.get(CARD).text
    said = _list(page)
    assert "8 findings to review" in _words(said)
    assert "6 more findings on the claims’ own pages." in _words(said)
    assert len(re.findall("<li>", said)) == 2
    assert editor.post(f"{CARD}/publish", data=_form(page)).status_code == 303


def test_the_page_of_a_scorecard_asks_as_often_however_many_findings_there_are(
    editor, doubtful, desk, stores
):
    before = _queries(stores.database, editor)
    with desk.sit_down(days=2) as context:
        result = evaluations.get_evaluation(context, "long-tasks").results[0].id
        for number in range(12):
            claim = state(context, f"Wren 1 is number {number}.", models=("wren-1",))
            _link(context, claim, result)
            verdicts.give_verdict(
                context,
                claim=claim,
                shown="not shown",
                credence="unclear",
                rationale="It is between the lines.",
                reasons=[WHY],
            )
    assert "20 findings to review" in _words(editor.get(CARD).text)
    assert _queries(stores.database, editor) == before


def _queries(database, browser):
    asked = []

    def note(*args):
        asked.append(args[2])

    browser.get(CARD)
    event.listen(database.engine, "before_cursor_execute", note)
    browser.get(CARD)
    event.remove(database.engine, "before_cursor_execute", note)
    return len(asked)


def test_where_there_are_too_many_claims_to_compare_no_reason_is_asked_for_in_vain(
    editor, doubtful, monkeypatch
):
    page = editor.get(CARD).text
    assert "required" in _list(page)
    editor.post(f"{CARD}/publish", data=_form(page))
    editor.post(f"{CLAIM}/critique", data={"body": "It is."})
    monkeypatch.setattr("annotator.services.publishing.plans.SHOWN", 0)
    page = editor.get(CARD).text
    assert "At most 8 findings to review before publishing" in _words(page)
    assert "required" not in _list(page)
    assert editor.post(f"{CARD}/publish", data=_form(page, "")).status_code == 422

"""Whatever an analyst asks of the desk, no byte of what readers are answered changes."""

import hashlib
import io

import pytest
from crawl import crawl, search_for, without_token
from noted_pdfs import highlighted
from pdfs import text_pdf

from annotator.app import create_app
from annotator.domain.claims import ClaimFacts
from annotator.domain.permissions import Action, Role, may
from annotator.http.auth import declared
from annotator.services.claims import absences, claims, evidence, scorecards
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import (
    file_changes,
    marking,
    pdf_notes,
    regions,
    review_queue,
)
from annotator.settings import Settings

PASSWORD = "eleven quiet herons"
CARD = "wren-card"
KEPT = "Wren 1 was tried on forty long tasks."
NUMBER = "Wren 1 solved 12 of the 40 long tasks."
OTHER = "Nobody at the lab was told of it before."
FIRST = text_pdf(["A card about Wren 1.", KEPT, NUMBER, OTHER])
CHANGED = ["A card about Wren 1.", KEPT, NUMBER.replace("12", "14"), OTHER]
SECOND = highlighted("long tasks", lines=CHANGED, content="Which?")
THIRD = text_pdf(["A card about Wren 1.", KEPT, "Embargoed until Friday.", OTHER])
CLAIM = "wren-1-is-safe"
FACTS = ClaimFacts("Wren 1 is safe.", "cyber", "wren-labs", ("wren-1",))


class World:
    """An installation in which everything that can be acted on is there and public."""

    def __init__(self, desk):
        self.desk = desk
        desk.take_in(FIRST, report=CARD)
        with desk.sit_down() as context:
            reports.edit_report(
                context,
                CARD,
                title="Wren card",
                kind="system card",
                published="2030",
                source_url="",
                models=["Wren 1"],
            )
            claims.add_claim(context, FACTS)
            self.links = [self._cite(context, quote) for quote in (KEPT, NUMBER)]
            scorecards.add_scorecard(
                context, lab="wren-labs", models=["wren-1"], title="Wren 1"
            )
            kept = absences.keep_absence(
                context, report=CARD, statement="No interval.", queries='"interval"'
            )
            self.absence = kept.absence.id
            absences.cite_absence(
                context, self.absence, claim=CLAIM, weight=Weight(stance="undercuts")
            )
        desk.publish_scorecard("wren-1")
        desk.do_jobs()
        self._draft()

    def _cite(self, context, quote):
        revision = reports.get_revision(context, reports.get_report(context, CARD))
        passage = marking.mark_found(context, revision=revision, quote=quote, page=1)
        return evidence.link_evidence(
            context,
            claim=CLAIM,
            target=Target(passage=passage.id),
            weight=Weight(stance="supports"),
        ).id

    def _draft(self):
        """Have a new file of the public report come in, to be worked on at the desk."""
        self.second = self.desk.take_in(SECOND, report=CARD)
        with self.desk.sit_down() as context:
            _, [item] = review_queue.queue(context)
            self.waiting, self.passage = item.placement.id, item.placement.passage_id
            found = file_changes.changes_of(context, CARD)
            self.old, self.change = found.old.sha256, found.touching[0].text.key

    def acts(self):
        """What an analyst may post, and how: address, form, and endpoint are one act."""
        report, claim = f"/desk/reports/{CARD}", f"/desk/claims/{CLAIM}"
        link, other = self.links
        test = "/desk/evaluations/hidden-task"
        weight = {"stance": "undercuts", "aims_at": "claim", "load_bearing": "no",
                  "strength": "low", "note": "Seen."}  # fmt: skip
        facts = {"text": "Changed.", "category": "cyber", "lab": "wren-labs",
                 "models": ["wren-1"], "asserted_by": "lab"}  # fmt: skip
        words = {"revision": self.second, "start": "0", "end": "6"}
        new = {"claim": "new", "claim_text": "Quite new.", "category": "cyber",
               "asserted_by": "lab", "stance": "supports"}  # fmt: skip
        sent, marks = "/desk/intake/uploads/1", [str(self.passage)]
        undo = f"/desk/review/passages/{self.passage}/undo"
        return [
            (f"{report}/facts", {"title": "Changed", "kind": "framework",
                                  "published": "2031", "models": "Wren 1, Wren 2"}),
            (f"{report}/passages", words | new),
            (f"{report}/changes/{self.change}", {"old": self.old, "new": self.second,
                                                  "effect": "weakened"}),
            (f"/desk/review/{self.waiting}/accept", {}),
            (undo, {}),
            (lambda: f"/desk/review/{self._waiting()}/gone", {}),
            (undo, {}),
            (lambda: f"/desk/review/{self._waiting()}/reattach", words),
            (f"/desk/passages/links/{link}", {**weight, "claim": CLAIM}),
            (f"{report}/undo", {}),
            (f"{report}/redo", {}),
            (f"/desk/passages/{self.passage}/ends", {**words, "end": "12"}),
            (f"{report}/undo", {}),
            (f"/desk/passages/links/{link}/withdraw", {}),
            (f"{claim}/evidence/{link}/restore", {}),
            (f"{claim}/evidence/{link}/undo", {}),
            (f"{claim}/evidence/{other}", weight),
            (f"{claim}/evidence/{other}/withdraw", {}),
            (f"/desk/passages/{self.passage}/withdraw", {}),
            (f"/desk/passages/{self.passage}/restore", {}),
            (f"/desk/passages/{self.passage}/withdraw", {}),
            (lambda: f"/desk/passages/{self._figure()}/caption", {"description": "So"}),
            (f"{report}/notes", self._notes("dismiss")),
            (f"{report}/notes", self._notes("use")),
            ("/desk/passages/change", {"do": "tag", "passages": marks, "tag": "late"}),
            ("/desk/passages/change", {"do": "withdraw", "passages": marks}),
            ("/desk/passages/change", {"do": "restore", "passages": marks}),
            ("/desk/passages/undo", {"act": "of nobody"}),
            (claim, facts),
            ("/desk/claims", facts | {"text": "Another."}),
            ("/desk/claims/preview?field=body", {"body": "*hi*"}),
            (f"{claim}/critique", {"body": "Little."}),
            (f"{claim}/verdict", {"shown": "shown", "credence": "likely",
                                  "rationale": "So."}),
            (f"{claim}/verdict", {"shown": "not shown", "credence": "likely",
                                  "rationale": "No.", "reason-2": "single-test",
                                  "given-2": "yes", "sentence-2": "One.",
                                  "rests_on-2": f"evidence-{link}"}),
            (f"{claim}/evidence", {"source_url": "https://example.org/", **weight}),
            (f"{claim}/candidates", {"place": f"{self.second}:0:20",
                                     "stance": "supports"}),
            ("/desk/claims/another/submit", {}),
            ("/desk/absences", {"report": CARD, "statement": "No baseline.",
                                "queries": "baseline"}),
            (f"/desk/absences/{self.absence}/runs", {}),
            (f"/desk/absences/{self.absence}/runs", {"queries": "long"}),
            (f"/desk/absences/{self.absence}/judge", {"start": "0", "says": "yes",
                                                      "reason": "So."}),
            (f"/desk/absences/{self.absence}/evidence", {"claim": "another", **weight}),
            (f"/desk/absences/{self.absence}/withdraw", {}),
            (f"/desk/absences/{self.absence}/restore", {}),
            ("/desk/evaluations", {"lab": "wren-labs", "name": "Hidden task",
                                   "category": "cyber"}),
            (f"{test}", {"name": "Hidden task 2", "category": "cyber"}),
            (f"{test}/lines", {"kind": "rule-out", "statement": "below 0.50"}),
            (f"{test}/lines/1", {"kind": "rule-in", "statement": "below 0.50"}),
            (f"{test}/results", {"model": "wren-1", "state": "withheld"}),
            (f"{test}/results", {"model": "wren-1", "state": "scored", "value": "4"}),
            (f"{test}/results/1", {"model": "wren-1", "state": "not run"}),
            (f"{test}/results/2/confirm", {"outcome": "cannot be compared"}),
            (f"{test}/lines/1/withdraw", {}),
            (f"{test}/lines/1/restore", {}),
            ("/desk/evaluations", {"lab": "wren-labs", "name": "Second name",
                                   "category": "cyber"}),
            (f"{test}/relations", {"kind": "dropped", "report": CARD}),
            (f"{test}/relations/1", {"kind": "unchanged", "report": CARD}),
            (f"{test}/relations/1/withdraw", {}),
            (f"{test}/relations/1/restore", {}),
            (f"{test}/move", {"before": ""}),
            ("/desk/evaluations/second-name/merge", {"into": "hidden-task"}),
            (f"{test}/results/2/claims", {"claim": "another", "stance": "supports"}),
            (f"{test}/results/1/withdraw", {}),
            (f"{test}/results/1/restore", {}),
            (f"/desk/passages/{self.passage}/result", {
                "evaluation": "hidden-task", "model": "wren-1", "state": "qualitative",
                "value": "Few."}),
            ("/desk/claims/another/tensions", {
                "sentence": "They do not agree.", "passage": marks[0], "result": "2"}),
            ("/desk/claims/another/tensions/1", {
                "sentence": "They disagree.", "passage": marks[0], "result": "2"}),
            ("/desk/claims/another/tensions/1/withdraw", {}),
            ("/desk/claims/another/tensions/1/restore", {}),
            ("/desk/scorecards", {"lab": "wren-labs", "models": ["wren-1"],
                                  "title": "A second"}),
            ("/desk/scorecards/wren-1", {"title": "Changed", "models": ["wren-1"],
                                         "overall": "Changed."}),
            ("/desk/scorecards/wren-1/cards/cyber", {"lab_says": "A", "we_say": "B",
                                                     "analysis": "C"}),
            ("/desk/labs", {"name": "Gull Labs"}),
            ("/desk/labs/gull-labs/remove", {}),
            ("/desk/labs/wren-labs", {"name": "Wren and Sons", "url": "https://w.x"}),
            ("/desk/labs/wren-labs/models", {"name": "Wren 9"}),
            ("/desk/labs/wren-labs/models/wren-1", {"name": "Wren One",
                "released": "2031", "predecessor": "wren-9",
                "released_together": "wren-9"}),
            ("/desk/labs/wren-labs/models", {"name": "Wren 8"}),
            ("/desk/labs/wren-labs/models/wren-8/remove", {}),
            ("/desk/scorecards/a-second/submit", {}),
            ("/desk/intake/files", {"files": (io.BytesIO(THIRD), "third.pdf")}),
            (f"{sent}/again", {}),
            (f"{sent}/dismiss", {}),
            (f"{sent}/undo", {}),
            (sent, {"lab": "Wren Labs", "title": "T", "kind": "post",
                    "published": "2030", "report": CARD}),
            (f"/desk/revisions/{hashlib.sha256(THIRD).hexdigest()}/remove", {}),
            (f"/desk/revisions/{hashlib.sha256(THIRD).hexdigest()}/restore", {}),
            (f"{report}/remove", {}),
            (f"{report}/restore", {}),
            ("/desk/jobs/1/retry", {}),
            ("/desk/jobs/1/cancel", {}),
            ("/account/sessions/999/end", {}),
            ("/account/sessions/end-others", {}),
            ("/account/password", {"old": "wrong", "new": "another long password"}),
            ("/corrections", {"text": "It is not.", "token": "of nobody"}),
            ("/csp-reports", {"csp-report": "an analyst's"}),
            ("/sign-in", {"name": "analyst", "password": "wrong"}),
            ("/sign-out", {}),
        ]  # fmt: skip

    def _notes(self, do):
        with self.desk.look() as context:
            report = reports.get_report(context, CARD)
            revision = reports.get_revision(context, report)
            offered = pdf_notes.list_notes(context, revision).offered
        return {"do": do, "note": [note.key for note in offered]}

    def _figure(self):
        box = (72.0, 300.0, 300.0, 400.0)
        with self.desk.sit_down() as context:
            return regions.mark_region(
                context, sha256=self.second, page=1, box=box, picture="0"
            ).id

    def _waiting(self):
        with self.desk.sit_down() as context:
            return review_queue.item(context, self.passage).placement.id


@pytest.fixture
def world(desk):
    return World(desk)


@pytest.fixture
def app(world):
    stores = world.desk.stores
    app = create_app(Settings(data=stores.data, reports_pdf=stores.reports_pdf), stores)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def analyst(app, world):
    world.desk.add_person("analyst", "analyst", password=PASSWORD)
    browser = app.test_client()
    form = {"name": "analyst", "password": PASSWORD}
    assert browser.post("/sign-in", data=form).status_code == 303
    return browser


@pytest.mark.soak
def test_no_post_of_an_analyst_changes_what_readers_see(app, world, analyst):
    asked = [search_for(words) for words in ("Wren", '"12 of the 40 long tasks"', "14")]
    reader = app.test_client()
    whole = crawl(reader, *asked)
    light = crawl(reader, *asked, pictures=False)
    urls = app.url_map.bind("localhost")
    tried, done = set(), 0
    for address, form in world.acts():
        address = address() if callable(address) else address
        answer = analyst.post(address, data=form)
        assert answer.status_code < 500, (address, answer.get_data(as_text=True))
        world.desk.do_jobs()
        changed = [
            each for each, was in light.items() if crawl_one(reader, each) != was
        ]
        assert changed == [], (address, answer.status_code)
        tried.add(urls.match(address.partition("?")[0], method="POST")[0])
        done += answer.status_code < 400
    assert crawl(reader, *asked) == whole
    print(f"{len(tried)} routes posted to, {done} acts done, {len(whole)} answers same")
    assert done >= 30
    assert _may_post(app) - tried == set()


def crawl_one(reader, address):
    answer = reader.get(address)
    content = answer.status_code, without_token(answer.get_data())
    answer.close()
    return content


def _may_post(app):
    """The routes that change something and that an analyst may use."""
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods
        and may(Role.ANALYST, declared(app.view_functions[rule.endpoint]))
    }


def test_an_action_that_publishes_is_refused_to_analysts():
    assert not may(Role.ANALYST, Action.PUBLISH)

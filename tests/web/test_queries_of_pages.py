"""A page of the desk asks the database as often, however much work there is.

Two installations are the same but for how much is in them: 3 of each thing, or 30.
"""

import hashlib
import io
from dataclasses import dataclass, replace
from typing import Any

import pytest
import reader_letters
from flask.testing import FlaskClient
from pdfs import text_pdf
from sqlalchemy import event
from werkzeug.datastructures import FileStorage

from annotator.app import create_app
from annotator.domain.claims import ClaimFacts, CritiqueText, GivenReason, TensionFacts
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    RelationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.invitations import InvitationFacts
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import JobState, SealOutcome
from annotator.services import jobs
from annotator.services.accounts import accounts, passwords
from annotator.services.claims import (
    absences,
    categories,
    claims,
    critiques,
    evaluations,
    evidence,
    invitations,
    many_passages,
    reasons,
    relations,
    results,
    scorecards,
    tensions,
    verdicts,
)
from annotator.services.claims.categories import CategoryFacts
from annotator.services.claims.evidence import Target, Weight
from annotator.services.claims.many_passages import Chosen
from annotator.services.claims.reasons import ReasonFacts
from annotator.services.intake import removal, uploads
from annotator.services.library import labs, reports
from annotator.services.library.labs import ModelFacts
from annotator.services.passages import marking
from annotator.services.search import synonyms
from annotator.settings import Settings
from annotator.storage.passages import passages
from annotator.storage.passages.picture_checks import PictureCheck

FEW, MANY = 3, 30
IN_BOTH = text_pdf(["A file that is the same in both."])
# The viewer, its data, and what is asked for while typing.
NOT_OURS = ("viewer.", "marks.", "candidates.", "quote_contexts.")
SHOW_THINGS = {  # addresses beside those of the rules, which show the same otherwise
    "/desk/claims?q=wren&category=cyber&lab=wren-labs&model=wren-1&state=draft",
    "/desk/claims?sort=by+lab+and+category",
    "/desk/claims/wren-1-is-claim-1",
    "/desk/corrections?state=any",
    "/desk/scorecards/wren-1-number-1",
    "/desk/passages?q=wren&state=needs+review&tag=headline&stance=supports",
    "/desk/history?thing=passages&action=created&report=wren-card",
    "/desk/history/report/wren-card",
    "/desk/history/lab/wren-labs",
    "/desk/history/evaluation/test-0",
    "/desk/history/scorecard/wren-1-number-0",
    "/desk/history/people/ed?thing=claims",
}


@dataclass(frozen=True)
class Site:
    """An installation with so many of each thing, and an admin's browser."""

    desk: Any
    browser: FlaskClient

    def addresses(self) -> list[str]:
        """Return every address of the desk that shows a page."""
        app = self.browser.application
        rules = [
            rule
            for rule in app.url_map.iter_rules()
            if (rule.rule.startswith("/desk") or rule.rule == "/account")
            and "GET" in (rule.methods or ())
            and not rule.endpoint.startswith(NOT_OURS)
        ]
        with app.test_request_context():
            bound = app.url_map.bind("localhost")
            return [
                bound.build(rule.endpoint, {k: _named(rule)[k] for k in rule.arguments})
                for rule in rules
            ]

    def count(self, address: str) -> int:
        """Return how many queries an address takes, once things are warm."""
        engine = self.desk.stores.database.engine
        queries = []

        def note(_connection, _cursor, statement, *_):
            queries.append(statement)

        self.browser.get(address)
        event.listen(engine, "before_cursor_execute", note)
        answer = self.browser.get(address)
        event.remove(engine, "before_cursor_execute", note)
        assert answer.status_code in {200, 302}, (address, answer.status_code)
        return len(queries)


def _named(rule):
    slugs = {
        "claims": "wren-1-is-claim-0",
        "invitations": "wren-1-number-0"
        if "/scorecards/" in rule.rule
        else "wren-1-is-claim-1",
        "evaluations": "test-0",
        "result_claims": "test-0",
        "tensions": "wren-1-is-claim-0",
        "labs": "wren-labs",
        "scorecards": "wren-1-number-0",
    }
    return {
        "sha": hashlib.sha256(IN_BOTH).hexdigest(),
        "slug": slugs.get(rule.endpoint.split(".")[0], "wren-card"),
        "category": "cyber",
        "kind": "claim",
        "key": "wren-1-is-claim-0",
        "name": "ed",
        "number": 1,
        "job_id": 1,
        "evidence_id": 1,
        "save_id": "a-save-of-somebody",
    }


@pytest.fixture(scope="module")
def sites(desk_in, tmp_path_factory):
    """The two installations, by how many of each thing they have."""
    with (
        desk_in(tmp_path_factory.mktemp("few")) as few,
        desk_in(tmp_path_factory.mktemp("many")) as many,
    ):
        yield {FEW: _site(few, FEW), MANY: _site(many, MANY)}


def _site(desk, size):
    said = [f"Wren 1 solved {n} of the {n + 30} long tasks." for n in range(size)]
    desk.take_in(_card("A card about Wren 1.", said), report="wren-card")
    with desk.sit_down() as context:
        reports.edit_report(
            context,
            "wren-card",
            title="Wren card",
            kind="system card",
            published="2030",
            source_url="",
            models=["Wren 1"],
        )
    _add_people(desk, size)
    for number in range(size):
        _add_claim(desk, number, said)
    _cite_everything(desk, size)
    _tag_everything(desk, size)
    _add_evaluations(desk, size)
    for number in range(size):
        if number % 2:
            desk.publish_claim(f"wren-1-is-claim-{number}")
    desk.publish_scorecard("wren-1-number-1")
    for number in range(size):
        _add_other_things(desk, number)
    desk.do_jobs()
    # Another file says everything otherwise: all of it waits in the queue.
    changed = [line.replace("solved", "failed") for line in said]
    desk.take_in(_card("A later card.", changed), report="wren-card")
    desk.take_in(IN_BOTH, report="in-both")
    _doubt_pictures(desk)
    desk.do_jobs()
    _queue_jobs(desk, size)
    return Site(desk, _admin(desk))


def _card(title, said):
    pages = [said[first : first + 10] for first in range(0, len(said), 10)]
    return text_pdf([title], *pages)


def _add_people(desk, size):
    desk.add_person("ed", "admin")
    hashed = passwords.hash_password("eleven quiet herons", name="somebody")
    with desk.sit_down(Role.ADMIN) as context:
        for number in range(size):
            accounts.add_user(
                context,
                name=f"person{number}",
                display_name=f"Person {number}",
                role="analyst",
                password=hashed,
            )


def _add_claim(desk, number, said):
    with desk.sit_down() as context:
        facts = ClaimFacts(
            f"Wren 1 is claim {number}.", "cyber", "wren-labs", ("wren-1",)
        )
        slug = claims.add_claim(context, facts).slug
        report = reports.get_report(context, "wren-card")
        passage = marking.mark_found(
            context,
            revision=reports.get_revision(context, report),
            quote=said[number],
            page=2 + number // 10,
        )
        found = _link(context, slug, Target(passage=passage.id))
        critiques.write_critique(
            context, claim=slug, text=CritiqueText(body="One number.")
        )
        verdicts.give_verdict(
            context,
            claim=slug,
            shown="partly shown",
            credence="likely",
            rationale="One number.",
            reasons=[
                GivenReason(
                    reason.slug, "One test.", evidence=found.id if number % 2 else None
                )
                for number, reason in enumerate(reasons.list_reasons(context))
            ],
        )
        kept = absences.keep_absence(
            context,
            report="wren-card",
            statement=f"The card does not say {number}.",
            queries=f"“solved {number} of”",
        )
        for found in kept.hits:
            absences.judge_hit(
                context,
                kept.absence.id,
                start=found.hit.start,
                says=False,
                reason="It does not.",
            )
        _link(context, slug, Target(absence=kept.absence.id))
        scorecards.add_scorecard(
            context,
            lab="wren-labs",
            models=["wren-1"],
            title=f"Wren 1, number {number}",
        )


def _link(context, slug, target):
    return evidence.link_evidence(
        context, claim=slug, target=target, weight=Weight(stance="supports")
    )


def _cite_everything(desk, size):
    """Let one claim rest on all there is, and be made of all the others."""
    with desk.sit_down() as context:
        for number in range(1, size + 1):
            _link(context, "wren-1-is-claim-0", Target(passage=number))
            _link(context, "wren-1-is-claim-0", Target(absence=number))
        for number in range(2, size):
            claim = claims.get_claim(context, f"wren-1-is-claim-{number}")
            claim.parent = claims.get_claim(context, "wren-1-is-claim-0")


def _tag_everything(desk, size):
    """Give each passage two tags."""
    with desk.sit_down() as context:
        every = Chosen(ids=tuple(range(1, size + 1)))
        for tag in ("headline", "to discuss"):
            acting = replace(context, act=f"tagged {tag}")  # which is told once an act
            many_passages.tag_all(acting, every, tag)


def _add_evaluations(desk, size):
    """Add evaluations, the first with many lines and results; the claim rests on these."""
    with desk.sit_down() as context:
        for number in range(size):
            facts = EvaluationFacts(f"Test {number}", "cyber")
            evaluations.add_evaluation(context, facts, lab="wren-labs")
        for number in range(1, size):
            same = RelationFacts("same test", other=f"test-{number}")
            relations.add_relation(context, "test-0", same)
        for number in range(1, size + 1):
            line = ThresholdFacts("alert", f"line {number}", passage=number)
            evaluations.add_threshold(context, "test-0", line)
            result = ResultFacts("wren-1", "qualitative", "Few.", passage=number)
            row = results.add_result(context, "test-0", result)
            _link(context, "wren-1-is-claim-0", Target(result=row.id))
            for other in ({"other": number % size + 1}, {"result": row.id}):
                tensions.add_tension(
                    context,
                    "wren-1-is-claim-0",
                    TensionFacts(f"{number} against the rest.", number, **other),
                )


def _add_other_things(desk, number):
    for slug in (f"report-{number}", f"removed-{number}"):
        desk.bring_in(text_pdf([f"The report {slug}."]), report=slug)
    content = text_pdf([f"A file {number} that waits for its facts."])
    with desk.look() as context:
        sent = FileStorage(io.BytesIO(content), filename=f"{number}.pdf")
        received = uploads.receive_file(
            context, name=f"{number}.pdf", stream=sent.stream
        )
    with desk.sit_down() as context:
        uploads.add_upload(context, received)
        removal.remove_report(context, f"removed-{number}")
        reader_letters.put_in(context, "wren-1-is-claim-1", number=f"ABCD-EF{number}")
        day = f"2030-01-{number + 1:02}"
        facts = InvitationFacts(day, "2030-02-01")
        invitations.invite_to_all(context, "wren-1-number-0", facts)
        reasons.add_reason(context, ReasonFacts(f"reason {number}", "So it is."))
        synonyms.add_synonyms(context, text=f"short{number}, longer {number}")
        labs.add_lab(context, name=f"Lab {number}")
        for lab in ("wren-labs", f"lab-{number}"):
            earlier = (
                f"{lab}-model-{number - 1}" if number and lab == "wren-labs" else ""
            )
            facts = ModelFacts(f"{lab} model {number}", predecessor=earlier)
            labs.add_model(context, lab, facts)
        group = categories.add_group(context, name=f"Group {number}")
        for name in ("A", "B"):
            facts = CategoryFacts(f"{name} {number}", group.slug)
            categories.add_category(context, facts)


def _doubt_pictures(desk):
    """Note for every quote that its page shows otherwise, as a reader of pictures would."""
    with desk.sit_down() as context:
        report = reports.get_report(context, "wren-card")
        revision = reports.get_revision(context, report)
        context.session.add_all(
            PictureCheck(
                passage_id=passage.id,
                revision_id=revision.id,
                digest="-",
                outcome=SealOutcome.DIFFERS,
                reason="It shows something else.",
                reader="a reader",
                checked_at=context.now,
            )
            for passage in passages.of_report(context.session, report)
        )


def _queue_jobs(desk, size):
    with desk.sit_down(Role.ADMIN) as context:
        people = [user.id for user in accounts.list_users(context)]
    states = [JobState.WAITING, JobState.FAILED, JobState.DONE]
    for number in range(3 * size):
        with desk.sit_down() as context:
            job = jobs.put(context, kind="verify", title=f"Job {number}", payload={})
            job.state = states[number % 3]
            job.created_by_id = people[number // 3 % len(people)]


def _admin(desk):
    stores = desk.stores
    app = create_app(Settings(data=stores.data, reports_pdf=stores.reports_pdf), stores)
    app.testing = True
    browser = app.test_client()
    browser.set_cookie("annotator", desk.sign_in("ed"))
    return browser


def test_a_page_asks_as_often_with_thirty_things_as_with_three(sites):
    few, many = sites[FEW], sites[MANY]
    addresses = [*few.addresses(), *sorted(SHOW_THINGS)]
    assert len(addresses) > 25
    counts = {
        address: (few.count(address), many.count(address)) for address in addresses
    }
    grown = {address: pair for address, pair in counts.items() if pair[1] > pair[0]}
    assert grown == {}

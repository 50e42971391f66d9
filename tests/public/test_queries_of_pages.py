"""A page asks the database as often, however much it lists."""

import itertools

import pytest
from crawl import search_for
from pdfs import text_pdf
from sqlalchemy import event

from annotator.app import create_app
from annotator.domain.claims import ClaimFacts, GivenReason
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.permissions import Role
from annotator.services.claims import (
    absences,
    claims,
    evaluations,
    evidence,
    results,
    scorecards,
    verdicts,
)
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import reports
from annotator.services.passages import marking
from annotator.settings import Settings

SENTENCES = [f"Wren 1 solved {n} of the {n + 30} long tasks." for n in range(1, 9)]
CARD = text_pdf(["A card about Wren 1.", *SENTENCES])


@pytest.fixture
def site(desk):
    """An installation with one published claim."""
    desk.take_in(CARD, report="wren-card")
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
    _publish_claim(desk, 0)
    with desk.sit_down() as context:
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title="Wren 1"
        )
    desk.publish_scorecard("wren-1")
    desk.do_jobs()
    return desk


def _publish_claim(desk, number):
    with desk.sit_down() as context:
        facts = ClaimFacts(
            f"Wren 1 is claim {number}.", "cyber", "wren-labs", ("wren-1",)
        )
        slug = claims.add_claim(context, facts).slug
        report = reports.get_report(context, "wren-card")
        passage = marking.mark_found(
            context,
            revision=reports.get_revision(context, report),
            quote=SENTENCES[number],
            page=1,
        )
        link = evidence.link_evidence(
            context,
            claim=slug,
            target=Target(passage=passage.id),
            weight=Weight(stance="supports"),
        )
        verdicts.give_verdict(
            context,
            claim=slug,
            shown="not shown",
            credence="likely",
            rationale="One number.",
            reasons=[GivenReason("single-test", "One test.", evidence=link.id)],
        )
    desk.publish_claim(slug)
    return slug


@pytest.fixture
def count(site):
    """Count the queries that answering an address takes, once things are warm."""
    stores = site.stores
    app = create_app(Settings(data=stores.data, reports_pdf=stores.reports_pdf), stores)
    app.testing = True
    site.add_person("ed", "editor")
    signed_in = app.test_client()
    signed_in.set_cookie("annotator", site.sign_in("ed"))
    browsers = {Role.READER: app.test_client(), Role.EDITOR: signed_in}
    numbers = itertools.count()

    def count(address, role):
        queries = []

        def note(_connection, _cursor, statement, *_):
            queries.append(statement)

        browsers[role].get(address)
        # Else a reader would be sent the finished page, for which nothing is asked.
        anew = f"{address}{'&' if '?' in address else '?'}once={next(numbers)}"
        event.listen(stores.database.engine, "before_cursor_execute", note)
        answer = browsers[role].get(anew)
        event.remove(stores.database.engine, "before_cursor_execute", note)
        assert answer.status_code == 200, address
        return len(queries)

    return count


def _keep_absence(desk, number):
    """Keep a search that finds one sentence, and judge that."""
    with desk.sit_down() as context:
        kept = absences.keep_absence(
            context,
            report="wren-card",
            statement=f"The card does not say {number}.",
            queries=f"“solved {number} of”",
        )
        [found] = kept.hits
        absences.judge_hit(
            context,
            kept.absence.id,
            start=found.hit.start,
            says=False,
            reason="It does not.",
        )


DATA = [
    "/matrix.csv",
    "/claims.json",
    "/labs/wren-labs.csv",
    "/models/wren-1.csv",
    "/reports/wren-card.csv",
    "/reasons/single-test.json",
    "/claims/wren-1-is-claim-0/evidence.csv",
    "/claims/wren-1-is-claim-0/annotations.jsonld",
    "/reports/wren-card/annotations.jsonld",
    "/claims/wren-1-is-claim-0/embed",
    "/claims/wren-1-is-claim-0/changes.atom",
    "/labs/wren-labs/changes.atom",
    "/changes.atom",
    "/sitemap.xml",
    "/llms.txt",
]
PAGES = [
    ("/", Role.READER),
    ("/models/wren-1", Role.READER),
    ("/claims/wren-1-is-claim-0", Role.READER),
    ("/reasons/single-test", Role.READER),
    ("/reports/wren-card", Role.READER),
    ("/models/wren-1/categories/cyber", Role.READER),
    ("/models/wren-1/graph", Role.READER),
    ("/models/wren-1/editions/1", Role.READER),
    ("/models/wren-1/editions/1/categories/cyber", Role.READER),
    ("/labs/wren-labs", Role.READER),
    ("/changes", Role.READER),
    *((address, Role.READER) for address in DATA),
    (search_for("Wren"), Role.READER),
    (search_for('"of the long tasks"'), Role.READER),
    ("/desk", Role.EDITOR),
    ("/desk/claims", Role.EDITOR),
    ("/desk/claims/wren-1-is-claim-0", Role.EDITOR),
    ("/desk/reports/wren-card/publication", Role.EDITOR),
    ("/desk/reports/wren-card", Role.EDITOR),
    ("/desk/scorecards/wren-1", Role.EDITOR),
    ("/desk/jobs", Role.EDITOR),
    ("/desk/history", Role.EDITOR),
    (search_for("Wren"), Role.EDITOR),
]


def test_queries_do_not_grow_with_what_a_page_lists(site, count):
    before = {page: count(*page) for page in PAGES}
    for number in range(1, 6):
        _publish_claim(site, number)
    for number in range(3):
        site.take_in(text_pdf([f"Wren {number} again."]), report=f"other-{number}")
        site.publish_file(f"other-{number}")
    site.do_jobs()
    after = {page: count(*page) for page in PAGES}
    grown = {page: (before[page], after[page]) for page in PAGES}
    more = {page: pair for page, pair in grown.items() if pair[1] > pair[0]}
    assert more == {}


def test_queries_do_not_grow_with_the_absences_that_are_kept(site, count):
    pages = [page for page in PAGES if page[1] is Role.EDITOR]
    pages.append(("/desk/absences", Role.EDITOR))
    _keep_absence(site, 1)
    before = {page: count(*page) for page in pages}
    for number in range(2, 9):
        _keep_absence(site, number)
    assert {page: count(*page) for page in pages} == before


def test_queries_do_not_grow_with_evaluations_and_their_results(site, count):
    test = _add_evaluation(site, 1)
    pages = [
        ("/desk/evaluations", Role.EDITOR),
        (f"/desk/evaluations/{test}", Role.EDITOR),
    ]
    before = {page: count(*page) for page in pages}
    for number in range(2, 7):
        _add_evaluation(site, number)
        _add_result(site, test)
    assert {page: count(*page) for page in pages} == before


def _add_evaluation(desk, number):
    with desk.sit_down() as context:
        facts = EvaluationFacts(f"Test {number}", "cyber")
        slug = evaluations.add_evaluation(context, facts, lab="wren-labs").slug
    _add_result(desk, slug)
    return slug


def _add_result(desk, test):
    with desk.sit_down() as context:
        evaluations.add_threshold(context, test, ThresholdFacts("alert", "any"))
        results.add_result(context, test, ResultFacts("wren-1", "not run"))


def test_a_search_reads_nothing_of_kinds_that_it_does_not_find(site, count):
    every_kind = count(search_for("Wren"), Role.EDITOR)
    sentences = count(search_for("Wren kind:sentence"), Role.EDITOR)
    nothing = count(search_for("Wombat"), Role.EDITOR)
    assert nothing < sentences < every_kind

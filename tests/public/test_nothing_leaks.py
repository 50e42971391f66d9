"""Readers see what an editor has published, and nothing that anybody else has done.

Each draft field, file name and text of a file that is not public carries a word of its
own, a canary; readers' pages, pictures' addresses, search, suggestions, facets and
headers are looked through for all of them, before anything is published and after it
was taken down.
"""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime
from zipfile import ZipFile

import pymupdf
import pytest
from crawl import crawl, search_for
from pdfs import text_pdf

from annotator.app import create_app
from annotator.domain.claims import ClaimFacts, CritiqueText, GivenReason, TensionFacts
from annotator.domain.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    WithdrawnError,
)
from annotator.domain.evaluations.facts import (
    EvaluationFacts,
    RelationFacts,
    ResultFacts,
    ThresholdFacts,
)
from annotator.domain.formats import share_card
from annotator.domain.formats.site import Site
from annotator.domain.invitations import InvitationFacts
from annotator.domain.letters import About, LetterText
from annotator.domain.permissions import Action, Role
from annotator.domain.vocabulary import LetterAbout, ResultState, ThresholdKind
from annotator.http.auth import declared
from annotator.services.claims import (
    absences,
    categories,
    claims,
    critiques,
    evaluations,
    evidence,
    invitations,
    reasons,
    relations,
    results,
    scorecards,
    tensions,
    verdicts,
)
from annotator.services.claims.categories import CategoryFacts
from annotator.services.claims.evidence import Target, Weight
from annotator.services.claims.reasons import ReasonFacts
from annotator.services.context import Actor, Context
from annotator.services.library import labs, reports
from annotator.services.library.labs import ModelFacts
from annotator.services.passages import marking, review_queue
from annotator.services.published import gate
from annotator.services.published.editions import Told
from annotator.services.publishing import (
    findings,
    letter_desk,
    letters,
    pages,
    publication,
    report_publication,
)
from annotator.services.publishing.findings import Over
from annotator.settings import Settings
from annotator.site.copying import copy_site
from annotator.site.folder import SiteFolder

CARD = "wren-card"
CLAIM = "wren-1-solved-one-task-of-two"
QUOTE = "Wren 1 solved 0.5 % of the long tasks."
FIRST = text_pdf(["A card about Wren 1.", QUOTE, "That is all that it says."])
SECOND = text_pdf(
    ["A card about Wren 1.", "Wren 1 solved 0.7 % of the long tasks.", "A canaryfile."]
)
CANARIES = [
    "canarytitle", "canarysource", "canarymodel", "canaryfile", "canaryname",
    "canaryclaim", "canarynote", "canarycritique", "canarymind", "canaryask",
    "canaryrationale", "canarycard", "canarywesay", "canaryanalysis", "canaryoverall",
    "canaryscorecard", "canarystatement", "canaryquery", "canaryreason",
    "canaryrenamed", "canaryaddress", "canarycategory", "canarygroup", "canaryinvite",
    "canaryintroduction", "canarysuccessor",
    "canarydescription", "canarylab", "canaryreport", "canarytext", "canarytest",
    "canarymetric", "canaryline", "canaryrelation", "canaryresult", "canarywhy", "canarytension",
    "canarynamed", "canarymeaning", "canarysentence",
    "canaryletter", "canarysender", "canarymail", "canaryanswer", "canarycontact",
]  # fmt: skip
# Addresses for machines that no page links.
MACHINES = [
    "/robots.txt", "/sitemap.xml", "/sitemap-1.xml", "/llms.txt",
    f"/claims/{CLAIM}/card.png", "/models/wren-1/card.png", f"/claims/{CLAIM}/embed",
    f"/claims/{CLAIM}/bundle.zip", "/passages/1.jsonld", "/passages/2.jsonld",
    "/passages/1", "/passages/2", "/healthz", "/readyz",
    "/corrections/sent/ABCD-EFGH",
    f"/oembed?url=http://localhost/claims/{CLAIM}",
]  # fmt: skip
TEST = "long-tasks"
NOT_RUN = ResultFacts("wren-1", ResultState.NOT_RUN, no_source="told by the lab")
FACTS = ClaimFacts(
    text="Wren 1 solved one task of two.",
    category="cyber",
    lab="wren-labs",
    models=("wren-1",),
)


@pytest.fixture
def published(desk):
    """A claim, a scorecard and a report that readers see."""
    desk.take_in(FIRST, report=CARD)
    with desk.sit_down() as context:
        _edit_report(context, title="Wren card", source="", models=["Wren 1"])
        claims.add_claim(context, FACTS)
        invited = InvitationFacts("2030-01-02", "2030-02-01", "canarycontact")
        invitations.invite(context, CLAIM, invited)
        _cite(context, CLAIM, QUOTE, note="The number.")
        facts = EvaluationFacts("Long tasks", "cyber")
        evaluations.add_evaluation(context, facts, lab="wren-labs")
        results.add_result(context, TEST, NOT_RUN)
        critiques.write_critique(
            context, claim=CLAIM, text=CritiqueText("Half a per cent is little.")
        )
        _judge_claim(
            context, GivenReason("single-test", "One test."), shown="not shown"
        )
        scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1"], title="Wren 1"
        )
        scorecards.edit_card(
            context, "wren-1", category="cyber", lab_says="", we_say="Low.", analysis=""
        )
    desk.publish_scorecard("wren-1")
    desk.do_jobs()
    return desk


@pytest.fixture
def reader(desk):
    settings = Settings(data=desk.stores.data, reports_pdf=desk.stores.reports_pdf)
    app = create_app(settings, desk.stores)
    app.testing = True
    return app.test_client()


def _edit_report(context, *, title, source, models):
    reports.edit_report(
        context,
        CARD,
        title=title,
        kind="system card",
        published="2030",
        source_url=source,
        models=models,
    )


def _judge_claim(context, *given, shown, why="Half a per cent."):
    verdicts.give_verdict(
        context,
        claim=CLAIM,
        shown=shown,
        credence="likely",
        rationale=why,
        reasons=given,
    )


def _cite(context, claim, quote, *, note, report=CARD):
    revision = reports.get_revision(context, reports.get_report(context, report))
    passage = marking.mark_found(context, revision=revision, quote=quote, page=1)
    evidence.link_evidence(
        context,
        claim=claim,
        target=Target(passage=passage.id),
        weight=Weight(stance="supports", note=note),
    )


def _publish_again(desk):
    """Publish a second edition of everything that readers see."""
    with desk.sit_down() as context:
        _judge_claim(context, GivenReason("single-test", "One."), shown="partly shown")
        scorecards.edit_card(
            context, "wren-1", category="cyber", lab_says="", we_say="Lo.", analysis=""
        )
        _edit_report(context, title="A Wren card", source="", models=["Wren 1"])
        report_publication.publish_facts(context, CARD)
    desk.publish_scorecard("wren-1", told=Told(note="Judged anew."))


def _hide_canaries(desk):
    """Put a canary in each field that an analyst can write, beside what is public."""
    desk.take_in(SECOND, report=CARD)
    desk.take_in(text_pdf(["A canarytext."]), report="canaryreport", lab="canarylab")
    with desk.sit_down(Role.ANALYST) as context:
        _edit_report(
            context,
            title="canarytitle",
            source="https://canarysource.example/x.pdf",
            models=["Wren 1", "canarymodel"],
        )
        labs.edit_model(
            context,
            "wren-1",
            ModelFacts(
                name="canaryname",
                most_powerful=True,
                released="2031",
                training_dates="2031",
                deployment_dates="2031",
            ),
        )
        address = "https://canaryaddress.example/"
        labs.edit_lab(context, "wren-labs", name="canaryrenamed", url=address)
        later = ModelFacts("canarysuccessor", predecessor="wren-1")
        labs.add_model(context, "wren-labs", later)
        claims.edit_claim(
            context,
            CLAIM,
            ClaimFacts("canaryclaim", "cyber", "wren-labs", ("wren-1",)),
        )
        critiques.write_critique(
            context,
            claim=CLAIM,
            text=CritiqueText("canarycritique", "canarymind", "canaryask"),
        )
        _judge_claim(
            context,
            GivenReason("other-model", "canarysentence", evidence=1),
            shown="contradicted",
            why="canaryrationale",
        )
        _cite(
            context, CLAIM, "Wren 1 solved 0.7 % of the long tasks.", note="canarynote"
        )
        tensions.add_tension(context, CLAIM, TensionFacts("canarytension", 1, 2))
        told = evaluations.get_evaluation(context, TEST)
        evaluations.edit_evaluation(
            context, TEST, EvaluationFacts("canarytest", "cyber", metric="canarymetric")
        )
        evaluations.add_threshold(
            context, TEST, ThresholdFacts(ThresholdKind.ALERT, "canaryline")
        )
        results.edit_result(
            context,
            TEST,
            told.results[0].id,
            replace(NOT_RUN, note="canaryresult", no_source="canarywhy"),
        )
        relations.add_relation(
            context, TEST, RelationFacts("moved", CARD, sentence="canaryrelation")
        )
        scorecards.edit_card(
            context,
            "wren-1",
            category="cyber",
            lab_says="canarycard",
            we_say="canarywesay",
            analysis="canaryanalysis",
        )
        scorecards.edit_scorecard(
            context,
            "wren-1",
            title="canaryscorecard",
            models=["wren-1"],
            overall="canaryoverall",
        )
        kept = absences.keep_absence(
            context,
            report=CARD,
            statement="canarystatement",
            queries='"long tasks"\n"canaryquery"',
        )
        absences.judge_hit(
            context,
            kept.absence.id,
            start=kept.hits[0].hit.start,
            says=False,
            reason="canaryreason",
        )
    desk.do_jobs()


def _hide_canaries_of_editors(desk):
    """Change what readers see once a scorecard or a claim is published again.

    Letters are answered and not published; of an invitation, the contact is not shown.
    """
    with desk.sit_down(Role.READER) as context:
        written = LetterText("canaryletter", "canarysender", "a@canarymail.example")
        for kind, slug in (("claim", CLAIM), ("scorecard", "wren-1")):
            about = About(LetterAbout(kind), slug)
            letters.send_letter(
                context, letters.subject_of(context, about), written, sender="a"
            )
    with desk.sit_down(Role.EDITOR) as context:
        facts = CategoryFacts(
            *(
                "canarycategory",
                "evaluation",
                "canaryintroduction",
                True,
                "canaryinvite",
            )
        )
        categories.edit_category(context, "cyber", facts)
        letter_desk.answer_letter(context, 1, state="accepted", answer="canaryanswer")
        for slug in ("single-test", "other-model"):
            facts = ReasonFacts(f"canarynamed {slug}", "canarymeaning")
            reasons.edit_reason(context, slug, facts)
        categories.edit_group(
            context, "evaluation", name="canarygroup", introduction="canaryintroduction"
        )


def _surfaces(reader):
    """Every answer that a reader may get, searches for each canary among them."""
    asked = [search_for(each) for each in CANARIES]
    mistyped = [search_for(each[:-2] + each[-1] * 2) for each in CANARIES]
    quoted = [search_for(f'"{each} {each}"') for each in CANARIES]
    listed = ["/reports/canaryreport", "/models/canarymodel", "/labs/canarylab"]
    listed += ["/reasons/other-model", *MACHINES]
    narrowed = [
        f"{search_for('long tasks')}&{name}={word}"
        for name in ("lab", "model", "report", "category")
        for word in ("canarylab", "canarymodel", "canaryreport", "canary")
    ]
    return crawl(
        reader,
        search_for("long tasks"),
        *(*asked, *mistyped, *quoted, *listed, *narrowed),
    )


def _seen(answers, words):
    """Where which words are seen; what somebody has typed may be said back to them."""
    return [
        (address, word)
        for address, (_, content) in answers.items()
        for word in words
        if word.encode() in _without_question(address, content)
    ]


def _unpacked(content: bytes) -> bytes:
    """Return what is in a bundle; anything else, and the words of a PDF, as they are."""
    if content.startswith(b"PK"):
        with ZipFile(io.BytesIO(content)) as archive:
            return b"".join(
                _unpacked(archive.read(name)) for name in archive.namelist()
            )
    if content.startswith(b"%PDF"):
        with pymupdf.open("pdf", content) as pdf:
            return "".join(page.get_text() for page in pdf).encode()
    return content


def _without_question(address: str, content: bytes) -> bytes:
    content = _unpacked(content)
    for typed in re.findall(r"canary\w+", address):
        content = content.replace(typed.encode(), b"")
    return content


@pytest.mark.soak
def test_no_canary_is_seen_by_readers(published, reader):
    _publish_again(published)
    _hide_canaries(published)
    _hide_canaries_of_editors(published)
    answers = _surfaces(reader)
    print(f"{len(CANARIES)} canaries on {len(answers)} answers: 0 seen")
    assert _seen(answers, CANARIES) == []
    # … and they are there for those who may see them.
    with published.sit_down() as context:
        assert reports.get_report(context, CARD).title == "canarytitle"


def test_no_canary_is_drawn_into_a_picture(published):
    _hide_canaries(published)
    _hide_canaries_of_editors(published)
    site = Site("Annotator", "http://localhost/")
    with published.look(Role.READER) as context:
        claim = pages.claim_page(context, CLAIM)
        drawn = [
            share_card.of_claim(claim, site),
            share_card.of_scorecard(pages.scorecard_page(context, "wren-1"), site),
            share_card.deciding_quote(claim),
        ]
    assert "0.5 %" in repr(drawn)
    assert [word for word in CANARIES if word in repr(drawn)] == []


def test_nothing_changes_for_readers_while_analysts_write(published, reader):
    before = crawl(reader)
    _hide_canaries(published)
    _hide_canaries_of_editors(published)
    assert crawl(reader) == before


def test_readers_see_neither_over_what_a_page_was_published_nor_why(published, reader):
    with published.sit_down() as context:
        result = evaluations.get_evaluation(context, TEST).results[0]
        weight = Weight(stance="supports", load_bearing="lab says")
        evidence.link_evidence(
            context, claim=CLAIM, target=Target(result=result.id), weight=weight
        )
        found = publication.find_on_scorecard(context, "wren-1")
    over = Over(frozenset(found.keys), "canaryover")
    with published.look() as context:
        checks = publication.check_scorecard(context, "wren-1", over)
    with published.sit_down() as context:
        publication.publish_scorecard(context, "wren-1", checks, over)
    published.do_jobs()
    said = [finding.sentence for finding in found.found]
    assert len(said) == 3
    asked = [search_for("canaryover"), search_for("the lab says")]
    answers = crawl(reader, *asked)
    words = ["canaryover", "It fails without", "Published despite", *said]
    assert _seen(answers, words) == []
    with published.look() as context:
        [kept] = findings.published_over(context, "claim", CLAIM)
        assert (kept.because, kept.findings) == ("canaryover", said)


def test_what_was_taken_down_is_seen_nowhere(published, reader):
    with published.sit_down() as context:
        shown = gate.public_report(context, CARD).newest.sha256
    seen = crawl(reader, search_for("long tasks"))
    with published.sit_down() as context:
        publication.withdraw_claim(context, CLAIM)
        publication.withdraw_scorecard(context, "wren-1")
        report_publication.withdraw_report(context, CARD)
    words = ["0.5 %", "Half a per cent", "Wren card", FACTS.text, "Low."]
    for at_once in (True, False):  # before the indexes have followed, and after
        answers = crawl(
            reader, search_for("long tasks"), search_for("lonk tasks"), *seen
        )
        assert _seen(answers, words) == []
        if at_once:
            published.do_jobs()
    gone = [f"/claims/{CLAIM}", "/models/wren-1", f"/reports/{CARD}"]
    gone += [
        f"/reports/{CARD}/revisions/{shown}/pages/1",
        f"/reports/{CARD}/revisions/{shown}.pdf",
        f"/reports/{CARD}/revisions/{shown}/pages/1.webp?width=896",
    ]
    for address in gone:
        status, content = answers.get(address) or _ask(reader, address)
        assert status == 410, address
        assert b"was withdrawn on 1 January 2030" in content, address


def _ask(reader, address):
    answer = reader.get(address)
    return answer.status_code, answer.get_data()


def test_a_new_public_page_cannot_be_forgotten_here(published, reader):
    """Each route for readers is among what the canaries are looked for in."""
    _publish_again(published)
    app = reader.application
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        reached = {
            urls.match(address.partition("?")[0], method="GET")[0]
            for address, (status, _) in _surfaces(reader).items()
            if status == 200
        }
    for_readers = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
        and rule.endpoint != "static"
        and declared(app.view_functions[rule.endpoint]) is Action.READ_PUBLISHED
    }
    elsewhere = {  # of no report, or leading to what is looked at
        "auth.sign_in", "auth.who_is_here", "public.source_archive", "public.passage",
        "health.figures",  # for whoever has the token
    }  # fmt: skip
    assert for_readers - elsewhere <= reached


# Files, one by one


def test_a_new_file_of_a_public_report_waits_for_an_editor(published, reader):
    second = published.take_in(SECOND, report=CARD)
    for address in (
        f"/reports/{CARD}/revisions/{second}/pages/1",
        f"/reports/{CARD}/revisions/{second}.pdf",
        f"/reports/{CARD}/revisions/{second}/pages/1.webp?width=896",
        f"/reports/{CARD}/revisions/{second}/spans/0-20.png",
    ):
        assert reader.get(address).status_code == 404, address
    assert b"0.7" not in reader.get(search_for('"of the long tasks"')).get_data()
    published.publish_file(CARD)
    assert b"0.7" in reader.get(search_for('"of the long tasks"')).get_data()
    assert (
        reader.get(f"/reports/{CARD}/revisions/{second}.pdf", buffered=True).data
        == SECOND
    )


def test_a_site_of_files_holds_no_draft(published, reader, tmp_path):
    _publish_again(published)
    _hide_canaries(published)
    _hide_canaries_of_editors(published)
    published.do_jobs()
    folder = tmp_path / "site"
    with SiteFolder.beside(folder) as site:
        copied = copy_site(reader.application, "https://a.example/", site, _unseen)
        site.move_in()
    assert copied.dead == []
    assert (folder / "claims" / CLAIM / "index.html").is_file()
    for path in folder.rglob("*"):
        said = _unpacked(path.read_bytes()).lower() if path.is_file() else b""
        # The source says in its tests what canaries are called.
        found = [c for c in CANARIES if c.encode() in said and path.suffix != ".gz"]
        assert not found, (path, found)
        assert not any(canary in str(path) for canary in CANARIES)


def _unseen(_done, _known):
    pass


def test_an_editor_may_say_that_there_is_a_newer_file_and_no_more(published, reader):
    second = published.take_in(SECOND, report=CARD)
    with published.sit_down() as context:
        report_publication.announce_file(context, CARD, second)
    page = reader.get(f"/reports/{CARD}").get_data(as_text=True)
    assert "a newer file of this report" in page
    assert second[:12] not in page
    with published.sit_down() as context:
        report_publication.take_back_notice(context, CARD)
    assert "a newer file" not in reader.get(f"/reports/{CARD}").get_data(as_text=True)
    with published.sit_down() as context:
        report_publication.announce_file(context, CARD, second)
    published.publish_file(CARD)
    page = reader.get(f"/reports/{CARD}").get_data(as_text=True)
    assert "a newer file of this report" not in page


def test_quotes_from_a_file_that_was_withdrawn_are_withheld(published, reader):
    with published.sit_down() as context:
        first = gate.public_report(context, CARD).newest.sha256
    published.take_in(SECOND, report=CARD)
    published.publish_file(CARD)
    with published.sit_down() as context:
        report_publication.withdraw_file(context, CARD, first)
    page = reader.get(f"/claims/{CLAIM}").get_data(as_text=True)
    assert "0.5" not in page
    assert "its file was withdrawn" in page
    report = reader.get(f"/reports/{CARD}").get_data(as_text=True)
    assert "was withdrawn on 1 January 2030" in report
    assert first not in report


def test_a_claim_that_quotes_a_draft_of_a_public_report_is_not_published(published):
    published.take_in(SECOND, report=CARD)
    with published.sit_down() as context:
        _cite(context, CLAIM, "A canaryfile.", note="It is only in the new file.")
    with pytest.raises(ConflictError, match="Publish that file first"):
        published.publish_claim(CLAIM)
    published.publish_file(CARD)
    with published.sit_down() as context:
        for item in review_queue.queue(context)[1]:
            review_queue.accept(context, item.placement.id)
    assert published.publish_claim(CLAIM).edition == 2


def test_analysts_may_neither_publish_nor_withdraw_a_report(published):
    acts = (
        lambda c: report_publication.publish_file(c, CARD, ""),
        lambda c: report_publication.announce_file(c, CARD, ""),
        lambda c: report_publication.withdraw_file(c, CARD, ""),
        lambda c: report_publication.withdraw_report(c, CARD),
        lambda c: report_publication.take_back_notice(c, CARD),
        lambda c: report_publication.publish_facts(c, CARD),
    )
    for act in acts:
        with published.sit_down(Role.ANALYST) as context, pytest.raises(ForbiddenError):
            act(context)


def test_readers_see_changed_facts_once_an_editor_publishes_them(published, reader):
    with published.sit_down(Role.ANALYST) as context:
        _edit_report(
            context, title="Wren card, corrected", source="", models=["Wren 1"]
        )
    assert b"corrected" not in reader.get(f"/reports/{CARD}").data
    with published.sit_down() as context:
        status = report_publication.report_status(context, CARD)
        assert status.changes == (("Title", "Wren card", "Wren card, corrected"),)
        report_publication.publish_facts(context, CARD)
    assert b"corrected" in reader.get(f"/reports/{CARD}").data


def test_what_readers_may_see_is_known_at_once_and_not_remembered_wrongly(published):
    """A publication that is taken back before it is kept leaves nothing behind."""
    published.take_in(SECOND, report=CARD)
    with published.stores.database.writing() as session:
        context = _context(session, published.stores)
        report_publication.publish_file(context, CARD, "")
        assert len(gate.public_report(context, CARD).files) == 2
        session.rollback()
    with published.sit_down(Role.READER) as context:
        assert len(gate.public_report(context, CARD).files) == 1


def _context(session, stores):
    return Context(session, stores, Actor("Ed", Role.EDITOR), datetime.now(UTC))


def test_a_report_that_was_withdrawn_can_be_published_again(published, reader):
    with published.sit_down() as context:
        report_publication.withdraw_report(context, CARD)
    with published.sit_down(Role.READER) as context:
        with pytest.raises(WithdrawnError, match="withdrawn on 1 January 2030"):
            gate.public_report(context, CARD)
        with pytest.raises(NotFoundError):
            gate.public_report(context, "no-such-report")
    published.publish_file(CARD)
    assert reader.get(f"/reports/{CARD}").status_code == 200
    with published.sit_down(Role.READER) as context:
        [link] = pages.claim_page(context, CLAIM).claim.evidence
        assert link.quote.exact == QUOTE

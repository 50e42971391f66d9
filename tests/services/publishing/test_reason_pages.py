"""Readers see where a reason recurs, over all labs, as the claims were published."""

from dataclasses import replace

import pytest
from pdfs import text_pdf
from wren_claims import describe, link, mark, state

from annotator.domain.claims import GivenReason, TensionFacts
from annotator.domain.errors import NotFoundError
from annotator.domain.permissions import Role
from annotator.services.claims import evidence, reasons, tensions, verdicts
from annotator.services.claims.evidence import Target, Weight
from annotator.services.claims.reasons import ReasonFacts
from annotator.services.context import READER
from annotator.services.library import labs
from annotator.services.publishing import (
    publication,
    reason_pages,
    report_publication,
)
from annotator.services.publishing.home import home_page

QUOTE, OTHER = "Wren 1 solved one task.", "No line was set."


@pytest.fixture(scope="module")
def shared(desk_in, tmp_path_factory):
    """A desk with two labs, one of which has a report."""
    with desk_in(tmp_path_factory.mktemp("reasons")) as desk:
        desk.take_in(text_pdf([QUOTE, OTHER]), report="card")
        with desk.sit_down() as context:
            describe(context, "card")
            gull = labs.find_or_add_lab(context, "Gull Labs")
            labs.find_or_add_model(context, gull, "Gull 1")
        yield desk


@pytest.fixture
def context(shared):
    with shared.rehearse() as context:
        yield context


@pytest.fixture
def reader(context):
    return replace(context, actor=READER)


def _publish(context, text, *given, **facts):
    slug = state(context, text, **{"models": ("wren-1",), **facts})
    _source(context, slug)
    return _judge(context, slug, *given)


def _source(context, slug):
    target = Target(source_url="https://example.org/", source_title="A talk")
    return evidence.link_evidence(
        context, claim=slug, target=target, weight=Weight("supports")
    ).id


def _judge(context, slug, *given):
    _give(context, slug, *given)
    publication.publish_claim(context, slug, [])
    return slug


def _give(context, slug, *given):
    verdicts.give_verdict(
        context,
        claim=slug,
        shown="not shown" if given else "shown",
        credence="likely",
        rationale="So.",
        reasons=given,
    )


ONE = GivenReason("single-test", "One test.")
GULL = {"lab": "gull-labs", "models": ("gull-1",)}


def test_a_page_lists_the_claims_by_lab_with_what_was_said_of_each(context, reader):
    first = _publish(context, "It is safe.", ONE)
    other = _publish(context, "It is dull.", GivenReason("single-test", "Two."), **GULL)
    _publish(context, "It is small.", GivenReason("other-model", "So."))
    _publish(context, "It is shown.")
    page = reason_pages.reason_page(reader, "single-test")
    assert page.reason.name == "single test"
    assert (page.claims, page.lab_count, page.has_more) == (2, 2, False)
    assert [
        (group.lab.name, [(x.claim.slug, x.given.sentence) for x in group.claims])
        for group in page.labs
    ] == [("Gull Labs", [(other, "Two.")]), ("Wren Labs", [(first, "One test.")])]


def test_a_reason_that_no_public_claim_names_has_no_page(context, reader):
    slug = _publish(context, "It is safe.", ONE)
    draft = state(context, "It is a draft.", models=("wren-1",))
    verdicts.give_verdict(
        context,
        claim=draft,
        shown="not shown",
        credence="likely",
        rationale="So.",
        reasons=[GivenReason("other-model", "So.")],
    )
    with pytest.raises(NotFoundError):
        reason_pages.reason_page(reader, "other-model")
    assert reason_pages.reason_page(reader, "single-test").claims == 1
    publication.withdraw_claim(context, slug)
    with pytest.raises(NotFoundError):
        reason_pages.reason_page(reader, "single-test")


def test_a_reason_is_called_what_it_was_when_a_claim_was_published_last(
    context, reader
):
    slug = _publish(context, "It is safe.", ONE)
    reasons.edit_reason(context, "single-test", ReasonFacts("one only", "One."))
    page = reason_pages.reason_page(reader, "single-test")
    assert page.reason.name == "single test"
    assert [x.reason.name for x in home_page(reader).reasons] == ["single test"]
    publication.publish_claim(context, slug, [])
    assert reason_pages.reason_page(reader, "single-test").reason.name == "one only"


def test_long_lists_are_shown_a_page_at_a_time(context, reader, monkeypatch):
    monkeypatch.setattr(reason_pages, "CLAIMS_ON_A_PAGE", 2)
    slugs = [_publish(context, f"It is {word}.", ONE) for word in ("a", "b", "c")]
    first = reason_pages.reason_page(reader, "single-test")
    second = reason_pages.reason_page(reader, "single-test", 2)
    listed = [x.claim.slug for page in (first, second) for x in page.labs[0].claims]
    assert listed == slugs
    assert (first.claims, first.has_more, second.has_more) == (3, True, False)
    for number in (0, 3, -1):
        with pytest.raises(NotFoundError):
            reason_pages.reason_page(reader, "single-test", number)


def test_what_a_reason_rests_on_is_withheld_with_its_file(desk):
    desk.take_in(text_pdf([QUOTE, OTHER]), report="card")
    with desk.sit_down() as context:
        describe(context, "card")
        slug = state(context, "It is safe.", models=("wren-1",))
        passage = mark(context, "card", QUOTE)
        number = link(context, slug, passage)
        facts = TensionFacts("They clash.", passage, mark(context, "card", OTHER))
        clash = tensions.add_tension(context, slug, facts).id
        _give(
            context,
            slug,
            GivenReason("single-test", "One.", evidence=number),
            GivenReason("other-model", "Clash.", tension=clash),
        )
    desk.publish_file("card")
    desk.publish_claim(slug)
    assert _hidden(desk) == [False, False]
    with desk.sit_down() as context:
        report_publication.withdraw_report(context, "card")
    assert _hidden(desk) == [True, True]


def _hidden(desk):
    """Whether the quotes that the two reasons rest on are hidden."""
    with desk.look(Role.READER) as context:
        shown = [
            reason_pages.reason_page(context, slug)
            for slug in ("single-test", "other-model")
        ]
    pairs = [(page.status, page.labs[0].claims[0]) for page in shown]
    return [
        status.is_hidden(named.claim.ground_of(named.given).quote)
        for status, named in pairs
    ]


def test_the_front_page_counts_reasons_over_labs(context, reader):
    _publish(context, "It is safe.", ONE, GivenReason("no-line-stated", "None."))
    _publish(context, "It is dull.", ONE, **GULL)
    told = home_page(reader).reasons
    assert [(x.reason.name, x.claims, x.labs) for x in told] == [
        ("single test", 2, 2),
        ("no line stated", 1, 1),
    ]

"""The history of a thing: what was done to it and to what belongs to it, before and after."""

from dataclasses import replace

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import NotFoundError, SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.claims import claims, evidence, verdicts
from annotator.services.claims.evidence import Target, Weight
from annotator.services.context import READER, Actor
from annotator.services.history import things
from annotator.services.history.acts import ACTS_ON_A_PAGE
from annotator.services.history.things import ROWS_OF_AN_ACT, of_thing
from annotator.services.library import labs, reports
from annotator.services.passages import marking
from annotator.storage import belongings
from annotator.storage.claims.claims import Claim

SAID = "It solved 12 of the 40 long tasks."
FACTS = ClaimFacts("It is safe.", "cyber", "wren-labs")


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("history")) as desk:
        desk.sha256 = desk.take_in(text_pdf([SAID]), report="card")
        yield desk


def _next_act(context, act):
    context.session.flush()
    return replace(context, actor=Actor("Ann", Role.EDITOR), act=act)


def _told(found):
    """The rows of each act: sentences with what was said before and after."""
    return [
        [
            (
                "".join(part.text for part in row.parts),
                *(
                    (x.label, [(str(y.kind), y.text) for y in x.segments])
                    for x in row.fields
                ),
            )
            for row in told.rows
        ]
        for told in found.acts
    ]


def _link(context, slug):
    revision = reports.get_revision(context, reports.get_report(context, "card"))
    passage = marking.mark_found(context, revision=revision, quote=SAID, page=1)
    target, weight = Target(passage=passage.id), Weight("supports")
    return evidence.link_evidence(context, claim=slug, target=target, weight=weight)


def test_a_claim_has_what_was_done_to_it_and_its_links_newest_first(context, desk):
    mine, other = (claims.add_claim(context, FACTS) for _ in range(2))
    _link(_next_act(context, "a link"), mine.slug)
    claims.submit_claim(_next_act(context, "other"), other.slug)
    claims.submit_claim(_next_act(context, "mine"), mine.slug)
    context.session.flush()
    found = of_thing(context, "claim", mine.slug)
    assert _told(found)[:2] == [
        [
            (
                "submitted the claim “It is safe.” for review",
                ("state", [("removed", "draft"), ("added", "in review")]),
            )
        ],
        [(f"linked “{SAID}” to “It is safe.”", ("stance", [("added", "supports")]))],
    ]
    assert found.what.text == "the claim “It is safe.”"
    assert found.acts[1].more > 0  # the passage was marked in the same act


@pytest.mark.parametrize("kind", sorted(belongings.KINDS))
def test_every_kind_of_thing_can_be_asked_for(context, kind):
    with pytest.raises(NotFoundError):
        of_thing(context, kind, "999")
    with pytest.raises(NotFoundError):
        of_thing(context, kind, "no-such-thing")


@pytest.mark.parametrize("key", ["9" * 400, "-1", "١", "1.5", "", "café"])
def test_what_is_no_id_is_not_found(context, key):
    with pytest.raises(NotFoundError):
        of_thing(context, "passage", key)
    with pytest.raises(NotFoundError):
        of_thing(context, "nothing", key)


def test_a_report_a_passage_and_a_lab_have_theirs(context, desk):
    slug = claims.add_claim(context, FACTS).slug
    link = _link(_next_act(context, "a link"), slug)
    context.session.flush()
    marked = f"marked “{SAID}” in “card”"
    for kind, key in (("report", "card"), ("passage", str(link.passage_id))):
        [newest, *_] = _told(of_thing(context, kind, key))
        assert marked in [row[0] for row in newest]
    [[added]] = _told(of_thing(context, "lab", "wren-labs"))
    assert added == ("added the lab “Wren Labs”",)


def test_the_history_of_a_thing_comes_in_pages(context):
    slug = claims.add_claim(context, FACTS).slug
    for number in range(ACTS_ON_A_PAGE + 3):
        verdicts.give_verdict(
            _next_act(context, f"act {number}"),
            claim=slug,
            shown="shown",
            credence="likely",
            rationale=f"Test {number}.",
        )
    context.session.flush()
    first, second = (of_thing(context, "claim", slug, page) for page in (1, 2))
    assert (len(first.acts), first.has_more) == (ACTS_ON_A_PAGE, True)
    assert (len(second.acts), second.has_more) == (4, False)
    assert of_thing(context, "claim", slug, -3).acts == first.acts


def test_of_a_large_act_some_rows_are_told(context):
    lab = labs.find_or_add_lab(context, "Many Models")
    ann = _next_act(context, "many")
    for number in range(ROWS_OF_AN_ACT + 5):
        labs.find_or_add_model(ann, lab, f"Model {number}")
    context.session.flush()
    newest = of_thing(context, "lab", "many-models").acts[0]
    assert (len(newest.rows), newest.more) == (ROWS_OF_AN_ACT, 5)


def test_a_claim_that_says_nothing_is_still_named(context):
    row = claims.add_claim(context, FACTS)
    context.session.flush()
    context.session.get_one(Claim, row.id).text = ""
    context.session.flush()
    assert things.of_thing(context, "claim", row.slug).what.text == "this claim"


def test_a_reader_is_told_no_history_of_a_thing(context):
    with pytest.raises(SignInNeededError):
        of_thing(replace(context, actor=READER), "report", "card")

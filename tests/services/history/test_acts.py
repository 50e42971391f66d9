"""The history tells acts in words, newest first, and nobody can change it."""

from dataclasses import replace
from datetime import date

import pytest
from pdfs import text_pdf
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from annotator.domain.claims import ClaimFacts, CritiqueText
from annotator.domain.errors import SignInNeededError
from annotator.domain.permissions import Role
from annotator.services.accounts import accounts
from annotator.services.accounts.passwords import Hashed
from annotator.services.claims import acts as undoing
from annotator.services.claims import capture, claims, critiques
from annotator.services.claims.capture import Words
from annotator.services.claims.evidence import Weight
from annotator.services.context import READER, Actor
from annotator.services.history import acts
from annotator.services.history.acts import ACTS_ON_A_PAGE, Asked
from annotator.services.library import labs, reports
from annotator.storage import events

SAID = "It solved 12 of the 40 long tasks."
EVERYTHING = Asked()
FACTS = ClaimFacts("It is safe.", "cyber", "wren-labs")


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("history")) as desk:
        desk.sha256 = desk.take_in(text_pdf([SAID, "No more."]), report="card")
        yield desk


def _said(context, asked=EVERYTHING, page=1):
    """The sentences of a page, each after who did it."""
    context.session.flush()
    told = acts.list_acts(context, asked, page)
    return [f"{act.actor} {_in_full(act.parts)}" for act in told.acts]


def _in_full(parts):
    return "".join(part.text for part in parts)


def _next_act(context, name="Ann", act="another"):
    context.session.flush()
    return replace(context, actor=Actor(name, Role.EDITOR), act=act)


def test_an_act_is_a_sentence_with_all_that_it_did(context, desk):
    ann = _next_act(context)
    place = Words(desk.sha256, 0, len(SAID))
    capture.capture(ann, place, claim=FACTS, weight=Weight("supports"))
    assert _said(context)[0] == (
        f"Ann added the claim “It is safe.”, linked “{SAID}” to “It is safe.” and "
        f"marked “{SAID}” in “card”"
    )


def test_an_act_leads_to_what_it_was_about(context):
    slug = claims.add_claim(_next_act(context), FACTS).slug
    context.session.flush()
    [part] = [x for x in acts.list_acts(context, Asked()).acts[0].parts if x.table]
    assert (part.table, part.key) == ("claim", slug)


def test_what_a_critique_said_before_is_told_as_what_changed(context):
    slug = claims.add_claim(_next_act(context), FACTS).slug
    for number, body in enumerate(
        ["It is one test of ten.", "It is two tests of ten."]
    ):
        told = _next_act(context, act=f"critique {number}")
        critiques.write_critique(told, claim=slug, text=CritiqueText(body=body))
    context.session.flush()
    newest = acts.list_acts(context, Asked()).acts[0]
    assert _in_full(newest.parts) == "wrote a critique of “It is safe.”"
    [row] = acts.get_act(context, newest.first).rows
    [change] = row.fields
    kinds = {str(x.kind): x.text for x in change.segments if x.kind != "same"}
    assert change.label == "critique"
    assert (kinds["removed"].strip(), kinds["added"].strip()) == (
        "one test",
        "two tests",
    )


def test_undoing_an_act_of_the_viewer_is_told_as_that(context, desk):
    ann = _next_act(context)
    report = reports.get_report(ann, "card")
    capture.capture(ann, Words(desk.sha256, 0, len(SAID)))
    undoing.record(ann, report, "Marked “It solved …”")
    undoing.undo(_next_act(context, act="the undoing"), report)
    undoing.redo(_next_act(context, act="the redoing"), report)
    context.session.flush()
    redone, undone, done = acts.list_acts(context, Asked()).acts[:3]
    assert (redone.is_redoing, undone.is_undoing, done.told) == (True, True, None)
    assert undone.told.said == "Marked “It solved …”"


def test_a_large_act_is_counted_and_its_rows_come_in_pages(context):
    ann = _next_act(context, act="many labs")
    for number in range(120):
        labs.find_or_add_lab(ann, f"Lab {number}")
    assert _said(context)[0] == "Ann added 120 labs"
    first = acts.list_acts(context, Asked()).acts[0].first
    pages = [acts.get_act(context, first, number) for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [50, 50, 20]
    assert [page.has_more for page in pages] == [True, True, False]
    assert _in_full(pages[0].rows[0].parts) == "added the lab “Lab 0”"


def test_acts_are_found_by_person_thing_kind_report_and_day(context, desk):
    claims.add_claim(_next_act(context, act="a claim"), FACTS)
    bob = _next_act(context, name="Bob", act="a mark")
    capture.capture(bob, Words(desk.sha256, 0, len(SAID)))
    context.session.flush()
    report = reports.get_report(context, "card")
    mark = f"Bob marked “{SAID}” in “card”"
    assert _said(context, Asked(thing="passages", action="created")) == [mark]
    assert _said(context, Asked(thing="claims")) == [
        "Ann added the claim “It is safe.”"
    ]
    assert _said(context, Asked(about=("report", report.id)))[0] == mark
    assert "Ann added the claim “It is safe.”" not in _said(
        context, Asked(about=("report", report.id))
    )
    assert _said(context, Asked(action="deleted")) == []
    assert _said(context, Asked(day=date(2030, 1, 1)))[0] == mark
    assert _said(context, Asked(day=date(2030, 1, 2))) == []
    assert _said(context, Asked(person=99)) == []
    assert mark in _said(context, Asked(is_program=True))  # they have no account here


def test_the_history_comes_in_pages_of_which_the_first_is_the_newest(context):
    for number in range(ACTS_ON_A_PAGE + 2):
        labs.find_or_add_lab(_next_act(context, act=f"act {number}"), f"Lab {number}")
    newest = _said(context)
    assert newest[0] == f"Ann added the lab “Lab {ACTS_ON_A_PAGE + 1}”"
    assert len(newest) == ACTS_ON_A_PAGE
    assert _said(context, page=2)[1] == "Ann added the lab “Lab 0”"
    assert _said(context, page=0) == _said(context, page=-1) == newest
    assert _said(context, page=99) == []


def test_the_history_of_a_claim_is_its_own_alone(context):
    mine, other = (claims.add_claim(context, FACTS) for _ in range(2))
    later = _next_act(context, act="later")
    claims.submit_claim(later, mine.slug)
    claims.submit_claim(_next_act(context, act="latest"), other.slug)
    context.session.flush()
    found = acts.list_acts(context, Asked(about=("claim", mine.id))).acts
    told = [_in_full(act.parts) for act in found]
    assert told == ["submitted the claim “It is safe.” for review", "added 2 claims"]


def test_that_a_password_was_changed_is_told_and_what_is_kept_of_it_is_not(desk):
    with desk.rehearse(Role.ADMIN) as context:
        accounts.first_admin(context, Hashed("secret-of-before"))
        later = _next_act(context, act="later")
        later = replace(later, actor=Actor("Ann", Role.ADMIN))
        accounts.set_password(later, name="admin", password=Hashed("secret-of-now"))
        context.session.flush()
        changed, created = events.newest(context.session, 2)
        told = acts.list_acts(context, Asked()).acts[0]
        page = acts.get_act(context, told.first)
    assert _in_full(told.parts).startswith("changed the password of ")
    assert "secret" not in f"{changed.before}{changed.after}{created.after}{page}"


@pytest.mark.parametrize(
    "change", ["UPDATE event SET actor = 'x'", "DELETE FROM event"]
)
def test_the_history_is_not_rewritten(context, change):
    with pytest.raises(DBAPIError, match="append-only"):
        context.session.execute(sql(change))


def test_a_reader_is_told_no_history(context):
    reader = replace(context, actor=READER)
    for ask in (
        lambda asked: acts.list_acts(asked, Asked()),
        lambda asked: acts.get_act(asked, 1),
    ):
        with pytest.raises(SignInNeededError):
            ask(reader)

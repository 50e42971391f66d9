"""16 people edit the same few things at once, and send forms twice: counted.

Every value that is typed is unlike any other. So the history says of each save which
value it replaced, and whether its writer had seen that one.
"""

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
import writers
from writers import SOAK, WRITERS, act, look, together

from annotator import paths
from annotator.domain.claims import ClaimFacts, CritiqueText
from annotator.domain.edits import StaleError
from annotator.domain.vocabulary import ReportKind
from annotator.services.claims import claims, critiques, evidence, scorecards
from annotator.services.claims.evidence import Target, Weight
from annotator.services.edits import form_fields, submissions
from annotator.services.library import labs, reports
from annotator.services.library.labs import ModelFacts
from annotator.services.stores import open_stores
from annotator.storage import events
from annotator.storage.library.reports import Report

ROUNDS = 63 * SOAK  # of 16 edits each
FORMS = 60 * SOAK
TIMES = 4  # that each form is sent
CLAIM = "wren-1-is-safe"

pytestmark = [pytest.mark.slow, pytest.mark.soak]


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request, tmp_path):
    """An installation with one of each thing that is edited."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    opened = open_stores(tmp_path, paths.REPORTS_PDF, url)
    act(opened, "Somebody", _fill)
    yield opened
    opened.close()


def _fill(context) -> None:
    lab = labs.find_or_add_lab(context, "Wren Labs")
    labs.find_or_add_model(context, lab, "Wren 1")
    context.session.add(
        Report(
            slug="card",
            lab=lab,
            kind=ReportKind.SYSTEM_CARD,
            title="Card",
            published="2030",
            models=[],
            created_at=context.now,
        )
    )
    claims.add_claim(
        context, ClaimFacts("Wren 1 is safe.", "cyber", "wren-labs", ("wren-1",))
    )
    evidence.link_evidence(
        context,
        claim=CLAIM,
        target=Target(source_url="https://example.org/"),
        weight=Weight("supports"),
    )
    critiques.write_critique(context, claim=CLAIM, text=CritiqueText("Weak."))
    scorecards.add_scorecard(
        context, lab="wren-labs", models=["wren-1"], title="Wren", slug="wren"
    )


# Each thing: how its form is opened, which fields take any words, and how it is saved.


def _claim(context) -> Any:
    return claims.get_claim(context, CLAIM)


def _save_claim(context, values, made_from) -> None:
    facts = ClaimFacts(values["text"], "cyber", "wren-labs", ("wren-1",))
    claims.edit_claim(context, CLAIM, facts, made_from=made_from)


def _evidence(context) -> Any:
    [link] = evidence.list_evidence(context, [_claim(context)])
    return link


def _save_evidence(context, values, made_from) -> None:
    weight = Weight("supports", note=values["note"], reasons=values["reasons"])
    evidence.weigh_evidence(context, 1, weight, made_from=made_from)


def _critique(context) -> Any:
    return critiques.get_critique(context, _claim(context))


def _save_critique(context, values, made_from) -> None:
    text = CritiqueText(**values)
    critiques.write_critique(context, claim=CLAIM, text=text, made_from=made_from)


def _scorecard(context) -> Any:
    return scorecards.get_scorecard(context, "wren")


def _save_scorecard(context, values, made_from) -> None:
    scorecards.edit_scorecard(
        context, "wren", models=["wren-1"], made_from=made_from, **values
    )


def _card(context) -> Any:
    return next(c for c in _scorecard(context).cards if c.category.slug == "cyber")


def _save_card(context, values, made_from) -> None:
    scorecards.edit_card(
        context, "wren", category="cyber", made_from=made_from, **values
    )


def _report(context) -> Any:
    return reports.get_report(context, "card")


def _save_report(context, values, made_from) -> None:
    given = {"kind": "system card", "published": "2030", "models": (), **values}
    reports.edit_report(context, "card", made_from=made_from, **given)


def _model(context) -> Any:
    return labs.get_model(context, "wren-1")


def _save_model(context, values, made_from) -> None:
    dates = ("released", "training_dates", "deployment_dates")
    given = {**dict.fromkeys(dates, "not reported"), **values}
    labs.edit_model(
        context, "wren-1", ModelFacts(most_powerful=False, **given), made_from=made_from
    )


THINGS = {
    "claim": (_claim, ("text",), _save_claim),
    "evidence": (_evidence, ("note", "reasons"), _save_evidence),
    "critique": (_critique, ("body", "ask_the_lab"), _save_critique),
    "scorecard": (_scorecard, ("title", "overall"), _save_scorecard),
    "card": (_card, ("lab_says", "we_say", "analysis"), _save_card),
    "report": (_report, ("title",), _save_report),
    "model": (_model, ("name",), _save_model),
}
ALWAYS = {  # fields of a form that nobody changes here
    "critique": {"change_our_mind": ""},
    "report": {"source_url": ""},
}


@dataclass
class Edit:
    """One writer's save of one thing: what they saw, what they typed, how it ended."""

    thing: str
    seen: dict[str, Any]
    typed: dict[str, Any]
    saved: bool = False
    told: tuple[str, ...] = ()  # of what somebody else had saved

    def changes(self) -> list[tuple[str, str, Any]]:
        """Return thing, field and value of each field that was typed in."""
        typed = self.typed.items()
        return [(self.thing, n, value) for n, value in typed if value != self.seen[n]]


def _written(stores, number: int, barrier) -> list[Edit]:
    chance, done = Random(number), []  # the same things at each run
    for turn in range(ROUNDS):
        thing = chance.choice(list(THINGS))
        edit, made_from = look(stores, lambda context, t=thing: _open(context, t))
        _type(edit, chance, f"by {number} in turn {turn}")
        barrier.wait()  # everybody has opened their forms, and saves now
        _save(stores, number, edit, made_from)
        done.append(edit)
        barrier.wait()
    return done


def _open(context, thing: str) -> tuple[Edit, Any]:
    read, fields, _ = THINGS[thing]
    row = read(context)
    seen = {name: _plain(getattr(row, name)) for name in fields}
    return Edit(thing, seen, dict(seen)), form_fields.seen(thing, row)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _type(edit: Edit, chance: Random, words: str) -> None:
    names = list(edit.seen)
    for name in chance.sample(names, chance.randint(1, len(names))):
        text = f"{name} {words}"
        edit.typed[name] = (text,) if isinstance(edit.seen[name], tuple) else text


def _save(stores, number: int, edit: Edit, made_from) -> None:
    save = THINGS[edit.thing][2]
    values = {**ALWAYS.get(edit.thing, {}), **edit.typed}
    try:
        act(
            stores, f"Writer {number}", lambda context: save(context, values, made_from)
        )
    except StaleError as error:
        edit.told = tuple(each.theirs for each in error.differences)
        assert edit.told, "a clash says with what"
    else:
        edit.saved = True


def test_of_a_thousand_edits_none_is_lost_and_every_clash_is_told(stores):
    done = together(lambda number, barrier: _written(stores, number, barrier))
    edits = [edit for of_one in done for edit in of_one]
    replaced = _history(stores)
    lost, unknown, twice = 0, 0, 0
    for (thing, name, value), before in replaced.items():
        twice += len(before) > 1
        by = [e for e in edits if e.saved and (thing, name, value) in e.changes()]
        unknown += len(by) != 1
        lost += bool(by) and by[0].seen[name] != before[0]
    missing = sum(
        change not in replaced
        for edit in edits
        if edit.saved
        for change in edit.changes()
    )
    saved = sum(edit.saved for edit in edits)
    told = sum(bool(edit.told) for edit in edits)
    print(
        f"\n{stores.database.engine.dialect.name}: {len(edits)} edits by {WRITERS} "
        f"writers: {saved} saved, {told} told of a clash, {lost + missing} lost, "
        f"{twice} doubled, {unknown} by nobody"
    )
    assert saved + told == len(edits) == WRITERS * ROUNDS
    assert told > 0 < saved
    typed = {_in_words(value) for edit in edits for value in edit.typed.values()}
    assert {theirs for edit in edits for theirs in edit.told} <= typed
    assert (lost, missing, twice, unknown) == (0, 0, 0, 0)


def _in_words(value: Any) -> str:
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _history(stores) -> dict[tuple[str, str, Any], list[Any]]:
    """Return which values each value replaced, as the history has it."""

    def read(context):
        return [
            (event.entity, event.action, event.before, event.after)
            for event in reversed(events.newest(context.session, 100_000))
        ]

    found: dict[tuple[str, str, Any], list[Any]] = {}
    stood: dict[str, Any] = {}  # what a critique said before: each is a row of its own
    for thing, action, before, after in look(stores, read):
        if thing == "critique":
            before, after = stood, {k: v for k, v in after.items() if v != stood.get(k)}
            stood = {**stood, **after}
        if thing not in THINGS or (thing != "critique" and action == "created"):
            continue
        for name in set(after) & set(THINGS[thing][1]):
            key = (thing, name, _plain(after[name]))
            found.setdefault(key, []).append(_plain(before.get(name)))
    found.pop(("critique", "body", "Weak."))
    found.pop(("critique", "ask_the_lab", ""), None)
    return found


def test_forms_that_are_sent_at_the_very_same_moment_make_one_of_each(stores):
    def send(number: int, barrier) -> list[str]:
        made = []
        for form in range(FORMS * TIMES // WRITERS):
            form_id = f"form-number-{form * WRITERS // TIMES + number // TIMES:08}"
            barrier.wait()
            made.append(act(stores, "Ana", lambda c, f=form_id: _state(c, f)))
        return made

    answers = [answer for made in together(send) for answer in made]
    every = look(stores, lambda context: claims.list_claims(context))
    stated = [claim for claim in every if claim.slug != CLAIM]
    linked = look(stores, lambda context: evidence.list_evidence(context, stated))
    told = Counter(answers)
    print(
        f"\n{stores.database.engine.dialect.name}: {len(told)} forms sent "
        f"{len(answers)} times: {len(stated)} claims, {len(linked)} pieces of evidence, "
        f"{len(stated) - len(told)} doubled, {FORMS - len(told)} lost"
    )
    assert len(stated) == len(linked) == len(told) == FORMS
    assert set(told.values()) == {TIMES}, "each sending is answered as the first was"
    assert {claim.slug for claim in stated} == set(told)


def _state(context, form_id: str) -> str:
    """Add a claim and link it, as a form does that is saved once."""
    first = submissions.begin(context, form_id, form="a form", digest=form_id)
    if first is not None:
        return first
    facts = ClaimFacts("The same words.", "cyber", "wren-labs", ("wren-1",))
    slug = claims.add_claim(context, facts).slug
    evidence.link_evidence(
        context,
        claim=slug,
        target=Target(source_url="https://example.org/"),
        weight=Weight("supports"),
    )
    submissions.end(context, form_id, slug)
    return slug


def test_a_thousand_is_what_is_promised():
    assert WRITERS * 63 >= 1000
    assert writers.SOAK >= 1

"""Two people edit one thing: nobody's words are lost, and what clashes is told."""

import re
from dataclasses import dataclass
from itertools import count

import pytest
from filled_forms import Form, form_in, form_on
from flask.testing import FlaskClient

from annotator.app import create_app
from annotator.domain.claims import ClaimFacts, CritiqueText
from annotator.domain.vocabulary import ReportKind
from annotator.services.claims import claims, critiques, evidence, scorecards, verdicts
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import labs
from annotator.settings import Settings
from annotator.storage.library.reports import Report

CLAIM = "/desk/claims/wren-1-is-safe"
LINK = f"{CLAIM}/evidence/1"
CARD = "/desk/scorecards/wren"
LAB = "/desk/labs/wren-labs"
REPORT = "/desk/reports/wren-card/facts"
NUMBERS = count(1)  # no two tests use the same words, as they share what they edit


@dataclass(frozen=True)
class Edit:
    """A form that edits something, and two fields of it that take any words."""

    page: str
    action: str
    one: str
    other: str = ""  # a field that another person may change beside
    words: str = "{}"  # what such words must look like

    def wordings(self) -> tuple[str, str]:
        number = next(NUMBERS)
        wordings = f"The words of Ana {number}", f"What Ed wrote {number}"
        mine, theirs = (self.words.format(each) for each in wordings)
        return mine, theirs


EDITS = {
    "claim": Edit(CLAIM, CLAIM, "text", "asserted_by"),
    "evidence": Edit(CLAIM, LINK, "note", "reasons"),
    "critique": Edit(CLAIM, f"{CLAIM}/critique", "body", "ask_the_lab"),
    "verdict": Edit(CLAIM, f"{CLAIM}/verdict", "rationale"),
    "scorecard": Edit(CARD, CARD, "title", "overall"),
    "card": Edit(CARD, f"{CARD}/cards/cyber", "analysis", "we_say"),
    "model": Edit(f"{LAB}?edit=wren-1", f"{LAB}/models/wren-1", "name"),
    "lab": Edit(LAB, LAB, "name"),
    "category": Edit("/desk/categories", "/desk/categories/cyber", "name"),
    "group": Edit("/desk/categories", "/desk/category-groups/evaluation", "name"),
    "reason": Edit("/desk/reasons", "/desk/reasons/single-test", "explanation", "name"),
    "report": Edit(REPORT, REPORT, "title", "models"),
    "synonyms": Edit("/desk/synonyms", "/desk/synonyms/1", "words", words="bio, {}"),
}


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """One installation for all of these, with one of each thing that is edited."""
    with desk_in(tmp_path_factory.mktemp("stale")) as desk:
        with desk.sit_down() as context:
            _fill(context)
        yield desk


def _fill(context) -> None:
    lab = labs.find_or_add_lab(context, "Wren Labs")
    for name in ("Wren 1", "Wren 2"):
        labs.find_or_add_model(context, lab, name)
    context.session.add(
        Report(
            slug="wren-card",
            lab=lab,
            kind=ReportKind.SYSTEM_CARD,
            title="Wren card",
            published="2030",
            models=[],
            created_at=context.now,
        )
    )
    facts = ClaimFacts("Wren 1 is safe.", "cyber", "wren-labs", ("wren-1",))
    slug = claims.add_claim(context, facts).slug
    evidence.link_evidence(
        context,
        claim=slug,
        target=Target(source_url="https://example.org/"),
        weight=Weight("supports"),
    )
    critiques.write_critique(context, claim=slug, text=CritiqueText("Weak."))
    verdicts.give_verdict(
        context, claim=slug, shown="shown", credence="likely", rationale="So it is."
    )
    scorecards.add_scorecard(
        context, lab="wren-labs", models=["wren-1"], title="Wren", slug="wren"
    )


@pytest.fixture(scope="module")
def browsers(desk, open_browsers) -> dict[str, FlaskClient]:
    """Ana's and Ed's, both of whom are editors."""
    app = create_app(Settings(desk.stores.data, desk.stores.reports_pdf), desk.stores)
    app.config["WTF_CSRF_ENABLED"] = False
    return open_browsers(app, desk, "Ana", "Ed")


@pytest.fixture
def ana(browsers):
    return browsers["Ana"]


@pytest.fixture
def ed(browsers):
    return browsers["Ed"]


def opened(browser: FlaskClient, edit: Edit) -> Form:
    return form_on(browser, edit.page, edit.action)


@pytest.mark.parametrize("kind", EDITS)
def test_a_stale_save_is_told_with_both_wordings_and_who_saved_the_other(kind, ana, ed):
    edit = EDITS[kind]
    mine_words, their_words = edit.wordings()
    mine, theirs = opened(ana, edit), opened(ed, edit)
    assert theirs.send(ed, **{edit.one: their_words}).status_code == 303
    answer = mine.send(ana, **{edit.one: mine_words})
    assert answer.status_code == 409
    assert "Ed changed this too" in answer.text
    assert form_in(answer.text, mine.action, edit.page)[edit.one] == mine_words
    panel = re.sub(r"<[^>]*>", "", answer.text.partition('class="clash')[2])
    assert their_words in " ".join(panel.split())
    assert opened(ana, edit)[edit.one] == their_words


@pytest.mark.parametrize("kind", EDITS)
def test_after_a_clash_what_i_typed_can_be_saved_as_it_stands(kind, ana, ed):
    edit = EDITS[kind]
    mine_words, their_words = edit.wordings()
    mine = opened(ana, edit)
    opened(ed, edit).send(ed, **{edit.one: their_words})
    answer = mine.send(ana, **{edit.one: mine_words})
    again = form_in(answer.text, mine.action, edit.page)
    assert again.send(ana).status_code == 303
    assert opened(ana, edit)[edit.one] == mine_words


@pytest.mark.parametrize("kind", EDITS)
def test_the_other_words_can_be_put_into_the_form_and_nothing_is_saved_by_that(
    kind, ana, ed
):
    edit = EDITS[kind]
    mine_words, their_words = edit.wordings()
    mine = opened(ana, edit)
    opened(ed, edit).send(ed, **{edit.one: their_words})
    told = form_in(
        mine.send(ana, **{edit.one: mine_words}).text, mine.action, edit.page
    )
    answer = told.send(ana, put=edit.one)
    put = form_in(answer.text, mine.action, edit.page)
    assert put[edit.one] == their_words
    before = opened(ana, edit)
    assert before[edit.one] == their_words
    merged = f"{their_words}, {mine_words.removeprefix('bio, ')}"
    assert put.send(ana, **{edit.one: merged}).status_code == 303
    assert opened(ana, edit)[edit.one] == merged


@pytest.mark.parametrize("kind", [kind for kind in EDITS if EDITS[kind].other])
def test_people_who_change_different_fields_do_not_meet(kind, ana, ed):
    edit = EDITS[kind]
    mine_words, _their_words = edit.wordings()
    beside = "analyst" if kind == "claim" else "Put beside it"
    mine, theirs = opened(ana, edit), opened(ed, edit)
    assert theirs.send(ed, **{edit.other: beside}).status_code == 303
    assert mine.send(ana, **{edit.one: mine_words}).status_code == 303
    now = opened(ana, edit)
    assert (now[edit.one], now[edit.other]) == (mine_words, beside)


@pytest.mark.parametrize("kind", EDITS)
def test_the_same_words_from_two_people_are_no_clash(kind, ana, ed):
    edit = EDITS[kind]
    mine_words, _their_words = edit.wordings()
    mine, theirs = opened(ana, edit), opened(ed, edit)
    theirs.send(ed, **{edit.one: mine_words})
    assert mine.send(ana, **{edit.one: mine_words}).status_code == 303


@pytest.mark.parametrize("kind", EDITS)
def test_what_was_saved_meanwhile_is_not_undone_by_a_form_that_changed_nothing(
    kind, ana, ed
):
    edit = EDITS[kind]
    _mine_words, their_words = edit.wordings()
    mine = opened(ana, edit)
    opened(ed, edit).send(ed, **{edit.one: their_words})
    assert mine.send(ana).status_code == 303
    assert opened(ana, edit)[edit.one] == their_words


def test_models_that_somebody_else_chose_are_kept_or_told(ana, ed):
    form_on(ed, CLAIM, CLAIM).send(ed, models=["wren-1"])
    mine, theirs = form_on(ana, CLAIM, CLAIM), form_on(ed, CLAIM, CLAIM)
    assert theirs.send(ed, models=["wren-1", "wren-2"]).status_code == 303
    answer = mine.send(ana, models=["wren-2"])
    assert answer.status_code == 409
    assert "<h4>Models</h4>" in answer.text
    again = form_in(answer.text, CLAIM)
    assert again.values["models"] == ["wren-2"]
    assert again.send(ana).status_code == 303
    assert form_on(ana, CLAIM, CLAIM).values["models"] == ["wren-2"]


def test_publishing_between_opening_and_saving_alarms_nobody(ana, ed):
    edit = EDITS["claim"]
    mine = opened(ana, edit)
    publish = form_on(ed, CLAIM, f"{CLAIM}/publish")
    assert publish.send(ed, because="So it is.").status_code == 303
    assert mine.send(ana, text="And after.").status_code == 303


def test_a_field_that_clashes_and_one_that_does_not_are_told_apart(ana, ed):
    address = f"{CARD}/cards/cyber"
    mine, theirs = form_on(ana, CARD, address), form_on(ed, CARD, address)
    theirs.send(ed, analysis="Ed's analysis", we_say="Ed says")
    answer = mine.send(ana, analysis="Ana's analysis")
    assert answer.status_code == 409
    again = form_in(answer.text, address)
    assert again["analysis"] == "Ana's analysis"
    assert again["we_say"] == "Ed says", "what only he changed is taken over"
    assert again.send(ana).status_code == 303
    now = form_on(ana, CARD, address)
    assert (now["analysis"], now["we_say"]) == ("Ana's analysis", "Ed says")


def test_a_form_with_a_mistake_in_it_still_knows_what_it_was_made_from(ana, ed):
    mine = form_on(ana, CLAIM, CLAIM)
    wrong = mine.send(ana, text=" ")
    assert wrong.status_code == 422
    form_on(ed, CLAIM, CLAIM).send(ed, text="Ed's words.")
    answer = form_in(wrong.text, CLAIM).send(ana, text="Ana's words.")
    assert answer.status_code == 409


def test_a_form_without_a_version_is_saved_as_it_always_was(ana, ed):
    mine = form_on(ana, CLAIM, CLAIM)
    form_on(ed, CLAIM, CLAIM).send(ed, text="Ed's words.")
    assert mine.send(ana, text="An old tab's.", seen=None).status_code == 303
    assert form_on(ana, CLAIM, CLAIM)["text"] == "An old tab's."


@pytest.mark.parametrize("seen", ["x", "9" * 5000, "-1", "1 text", "1 text:", "\x00"])
def test_a_version_that_makes_no_sense_is_told_as_a_clash(ana, seen):
    mine = form_on(ana, CLAIM, CLAIM)
    assert mine.send(ana, text="Other words.", seen=seen).status_code == 409


def test_a_set_of_synonyms_that_changed_meanwhile_is_not_removed(ana, ed):
    address = "/desk/synonyms/1"
    mine = form_on(ana, "/desk/synonyms", address)
    form_on(ed, "/desk/synonyms", address).send(ed, words="bio, germs")
    answer = ana.post(f"{address}/remove", data=mine.values)
    assert answer.status_code == 422
    assert "Check it again" in answer.text
    assert "germs" in ana.get("/desk/synonyms").text


def test_evidence_that_was_taken_back_meanwhile_is_told_with_what_was_typed(ana, ed):
    mine = opened(ana, EDITS["evidence"])
    assert ed.post(f"{LINK}/withdraw").status_code == 303
    answer = mine.send(ana, note="A note that took an hour.")
    assert answer.status_code == 422
    assert "A note that took an hour." in answer.text
    assert f'action="{LINK}/restore"' in answer.text
    ed.post(f"{LINK}/restore")
    assert mine.send(ana, note="A note that took an hour.").status_code == 303


def test_the_history_does_not_call_a_version_a_change(ana):
    form_on(ana, CLAIM, CLAIM).send(ana, models=["wren-1", "wren-2"])
    form_on(ana, CLAIM, CLAIM).send(ana, models=["wren-2"])
    page = ana.get("/desk/history").text
    assert "changed the models of" in page
    page += ana.get(re.search(r"/desk/history/acts/\d+", page)[0]).text
    assert "wren-1" in page
    assert "version" not in page

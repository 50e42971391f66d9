"""A scorecard goes out as a file and comes back, whole or not at all."""

import hashlib
import re
from collections import Counter

import pytest
from pdfs import text_pdf
from sqlalchemy import text as sql
from wren_file import CARD, FILE

from annotator.domain.claims import ClaimFacts
from annotator.domain.errors import ForbiddenError, InvalidFileError, NotFoundError
from annotator.domain.permissions import Role
from annotator.services.claims import (
    absences,
    categories,
    claims,
    evidence,
    scorecards,
    verdicts,
)
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import labs
from annotator.services.passages import marking
from annotator.services.scorecard_files import (
    export_scorecard,
    import_scorecard,
    look_ahead,
)
from annotator.storage.claims import evaluations

TABLES = [
    "event",
    "passage",
    "placement",
    "claim",
    "evidence",
    "critique",
    "verdict",
    "lab",
    "model",
    "category",
    "report",
    "evaluation",
    "threshold",
    "result",
    "scorecard",
    "card",
    "publication",
    "absence",
    "absence_run",
    "absence_judgement",
]


@pytest.fixture
def wren(desk):
    """A desk with one report of a small lab."""
    desk.take_in(CARD, report="wren-card")
    return desk


def _import(desk, text=FILE, **how):
    with desk.look(**how) as context:
        ahead = look_ahead(context, name="wren.yaml", text=text)
    with desk.sit_down(**how) as context:
        return import_scorecard(context, name="wren.yaml", text=text, ahead=ahead)


def _export(desk, slug="wren-1"):
    with desk.sit_down() as context:
        return export_scorecard(context, slug)


def _rows(desk):
    with desk.sit_down() as context:
        return {
            table: context.session.scalar(sql(f"SELECT count(*) FROM {table}"))
            for table in TABLES
        }


def _mistakes(desk, text=FILE):
    before = _rows(desk)
    with pytest.raises(InvalidFileError) as refused:
        _import(desk, text)
    assert _rows(desk) == before, "something of a refused file was kept"
    return list(refused.value.mistakes)


def _line(text, words):
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


def test_everything_in_the_file_is_stored(wren):
    _import(wren)
    with wren.sit_down() as context:
        model = labs.get_model(context, "wren-1")
        assert (model.most_powerful, model.released) == (True, "2030-02")
        assert model.training_dates == "not reported"
        claim = claims.get_claim(context, "no-danger")
        assert [child.slug for child in claim.subclaims] == ["line-was-set-beforehand"]
        links = evidence.list_evidence(context, [claim])
        assert [link.stance for link in links] == ["supports", "context", "qualifies"]
        assert links[0].result
        assert (links[0].result.value, links[0].result.n) == ("1.70×", "12")
        assert links[0].reasons == ["twelve people"]
        scorecard = scorecards.get_scorecard(context, "wren-1")
        assert scorecard.overall == "Small.\n\nAnd *dull*."
        test = evaluations.find_by_slug(context.session, "uplift")
        assert test
        assert test.thresholds[0].passage_id


def test_nothing_that_was_imported_is_public(wren):
    _import(wren)
    assert _rows(wren)["publication"] == 0


def test_importing_an_export_changes_nothing(wren):
    _import(wren)
    before, exported = _rows(wren), _export(wren)
    _import(wren, exported)
    assert _rows(wren) == before
    assert _export(wren) == exported


def test_importing_the_same_file_twice_changes_nothing(wren):
    _import(wren)
    before = _rows(wren)
    _import(wren)
    assert _rows(wren) == before


def test_an_export_is_understood_by_another_installation(wren, tmp_path):
    _import(wren)
    exported = _export(wren)
    _delete_all_but_reports(wren)
    _import(wren, exported)
    assert _export(wren) == exported


def _delete_all_but_reports(desk):
    """Take away what hangs on claims, as far as append-only tables allow it."""
    with desk.sit_down() as context:
        for table in ("evidence", "scorecard_model", "card", "scorecard"):
            context.session.execute(sql(f"DELETE FROM {table}"))


def test_a_passage_is_still_the_same_when_its_report_has_a_newer_file(wren):
    _import(wren)
    moved = text_pdf(
        ["A new page in front."],
        ["Wren 1 is a small model.", "Its uplift was 1.70× in a study of twelve."],
        [
            "The rule-out line is 2.8× and was set beforehand.",
            "We rule the danger out.",
        ],
    )
    wren.take_in(moved, report="wren-card")
    before = _rows(wren)
    _import(wren, _export(wren))
    assert _rows(wren) == before


def test_a_passage_that_a_newer_file_lacks_is_exported_from_the_file_that_has_it(wren):
    _import(wren)
    wren.take_in(text_pdf(["Nothing of all this."]), report="wren-card")
    before, exported = _rows(wren), _export(wren)
    assert exported.count("sha256") > 4
    _import(wren, exported)
    assert _rows(wren) == before


def test_words_that_stand_twice_on_a_page_are_told_apart_by_those_around_them(wren):
    _import(wren)
    with wren.sit_down() as context:
        sha256 = hashlib.sha256(CARD).hexdigest()
        text = (
            "Wren 1 is a small model. Its uplift was 1.70× in a study of twelve people."
        )
        text += " We rule the danger out. We print what we find. It rained. "
        start, words = len(text), "We print what we find."
        mark = marking.mark_quote(
            context, sha256=sha256, start=start, end=start + len(words)
        )
        assert mark.exact == words
        evidence.link_evidence(
            context,
            claim="no-danger",
            target=Target(passage=mark.id),
            weight=Weight(stance="context"),
        )
    before, exported = _rows(wren), _export(wren)
    _import(wren, exported)
    assert _rows(wren) == before
    without = re.sub(r" +(prefix|suffix): .*\n", "", exported)
    [mistake] = _mistakes(wren, without)
    assert "in several places; give the prefix and suffix" in mistake


def test_a_quote_that_is_not_in_its_report_is_listed_with_its_line(wren):
    text = FILE.replace("We rule the danger out.", "We rule every danger out.")
    text = text.replace("quote: Its uplift was 1.70×", "quote: Its uplift was 17.0×")
    said, measured = _line(text, "every danger"), _line(text, "17.0×")
    assert _mistakes(wren, text) == [
        f"line {measured}: evaluations.0.results.0.source: wren-card does not contain "
        "“Its uplift was 17.0×”",
        f"line {said}: claims.0.assertion: wren-card does not contain "
        "“We rule every danger out.”",
    ]


def test_a_quote_on_another_page_than_stated_is_listed_with_the_right_one(wren):
    text = FILE.replace(
        "beforehand, report: wren-card, page: 2",
        "beforehand, report: wren-card, page: 1",
    )
    [mistake] = _mistakes(wren, text)
    assert "has “was set beforehand” on page 2, not on page 1" in mistake


def test_every_kind_of_mistake_is_told_at_once(wren):
    text = FILE.replace("wren-card, title", "wren-paper, title")
    text = text.replace(
        "no-danger\n    category: chem-bio", "no-danger\n    category: art"
    )
    text = text.replace("part_of: no-danger", "part_of: no-dangers")
    text = text.replace("{evaluation: uplift,", "{evaluation: downlift,")
    found = "\n".join(_mistakes(wren, text))
    assert "“wren-card” is not among the reports of this file" in found
    assert "There is no report “wren-paper”. Upload its PDF first." in found
    assert "there is no category “art”; known are ai-rd, chem-bio" in found
    assert "“downlift” is not among the evaluations of this file" in found


def test_a_claim_may_be_part_of_one_that_is_stored_already(wren):
    _import(wren)
    text = re.sub(r"  - slug: no-danger\n.*?(?=  - slug: line)", "", FILE, flags=re.S)
    before = _rows(wren)
    _import(wren, text)
    assert _rows(wren) == before
    lost = text.replace("part_of: no-danger", "part_of: some-danger")
    assert "There is no claim “some-danger”." in _mistakes(wren, lost)[0]


def test_claims_that_are_part_of_one_another_are_refused(wren):
    text = FILE.replace(
        "text: There is", "part_of: line-was-set-beforehand\n    text: There is"
    )
    assert [line.partition(": ")[2] for line in _mistakes(wren, text)] == [
        "claims.0.part_of: “no-danger” would be part of itself",
        "claims.1.part_of: “line-was-set-beforehand” would be part of itself",
    ]


def test_what_a_use_case_refuses_is_a_mistake_with_a_line(wren):
    text = FILE.replace("There is no danger.", "Long. " * 400)
    text = text.replace("[60, 70, 300, 120]", "[60, 70, 61, 71]")
    found = _mistakes(wren, text)
    assert (
        f"line {_line(text, 'Long.') - 2}: claims.0: text: is longer than" in found[0]
    )


def test_several_results_of_a_model_are_told_apart(wren):
    more = "      - {model: wren-1, state: scored, value: 5.2×, metric: sixteen tries}\nclaims:"
    text = FILE.replace("claims:", more, 1)
    clear = text.replace(
        "uplift, model: wren-1}", "uplift, model: wren-1, metric: sixteen tries}"
    )
    _import(wren, clear)
    with wren.sit_down() as context:
        claim = claims.get_claim(context, "no-danger")
        first = evidence.list_evidence(context, [claim])[0]
        assert first.result
        assert first.result.value == "5.2×"
    before, exported = _rows(wren), _export(wren)
    _import(wren, exported)
    assert _rows(wren) == before


def test_a_result_that_could_be_either_of_two_is_refused(wren):
    more = "      - {model: wren-1, state: scored, value: 5.2×, metric: of 16}\nclaims:"
    text = FILE.replace("claims:", more, 1).replace("n: 12", "metric: of one")
    [mistake] = _mistakes(wren, text)
    assert "“uplift” has 2 such results of “wren-1”; say which" in mistake


def test_a_result_that_was_mended_in_the_file_is_mended_and_not_doubled(wren):
    _import(wren)
    _import(wren, FILE.replace("value: 1.70×", "value: 1.7×\n        metric: ratio"))
    with wren.sit_down() as context:
        test = evaluations.find_by_slug(context.session, "uplift")
        assert test
        assert [(each.value, each.metric) for each in test.results] == [
            ("1.7×", "ratio")
        ]


def test_an_earlier_verdict_and_critique_are_kept(wren):
    _import(wren)
    text = FILE.replace("shown: not shown", "shown: partly shown")
    _import(wren, text.replace("Twelve is few.", "Twelve is enough."), days=1)
    with wren.sit_down() as context:
        claim = claims.get_claim(context, "no-danger")
        given = verdicts.list_verdicts(context, claim)
        assert [verdict.shown for verdict in given] == ["partly shown", "not shown"]
    assert (_rows(wren)["verdict"], _rows(wren)["critique"]) == (2, 2)


def test_what_the_file_does_not_name_is_left_alone(wren):
    _import(wren)
    with wren.sit_down() as context:
        facts = ClaimFacts("Another claim.", "cyber", "wren-labs", ("wren-1",))
        claims.add_claim(context, facts)
    _import(wren)
    assert "Another claim." in _export(wren)


def test_names_that_belong_to_another_lab_are_not_taken_over(wren):
    _import(wren)
    text = FILE.replace("wren-labs", "gull-labs").replace("Wren Labs", "Gull Labs")
    assert len(_mistakes(wren, text)) == 1  # models first: nothing else makes sense
    text = text.replace("wren-1", "gull-1").replace(
        "slug: gull-1\n  title", "slug: wren-1\n  title"
    )
    text = text.replace("slug: uplift", "slug: lift").replace(
        "evaluation: uplift", "evaluation: lift"
    )
    found = "\n".join(_mistakes(wren, text))
    assert "claims.0.slug: another lab has this name; choose another" in found
    assert "scorecard.slug: another lab has this name; choose another" in found


ABSENT = """\
      - stance: undercuts
        absence:
          report: wren-card
          statement: The card gives no interval for the uplift.
          queries: [uplift interval, '"rule-out line"']
          judged:
            - sentence: The rule-out line is 2.8× and was set beforehand.
              says_it: false
              reason: A line only.
      - stance: context
        source:"""


def test_an_absence_is_searched_for_judged_and_exported_as_it_came(wren):
    _import(wren, FILE.replace("      - stance: context\n        source:", ABSENT, 1))
    with wren.sit_down() as context:
        [kept] = absences.list_absences(context)
    assert [claim.slug for claim in kept.claims] == ["no-danger"]
    assert kept.run.queries == ["uplift interval", '"rule-out line"']
    assert kept.holds
    assert [each.judgement.reason for each in kept.hits] == ["A line only."]
    before, exported = _rows(wren), _export(wren)
    assert "statement: The card gives no interval for the uplift." in exported
    _import(wren, exported, days=1)
    assert _rows(wren) == before
    assert _export(wren) == exported


def test_an_absence_of_a_report_that_is_not_in_the_file_is_refused(wren):
    text = FILE.replace("      - stance: context\n        source:", ABSENT, 1)
    text = text.replace(
        "report: wren-card\n          statement", "report: no-card\n          statement"
    )
    [mistake] = _mistakes(wren, text)
    assert "“no-card” is not among the reports of this file" in mistake


def test_only_editors_import(wren):
    with pytest.raises(ForbiddenError):
        _import(wren, role=Role.ANALYST)


def test_an_unknown_scorecard_cannot_be_exported(wren):
    with pytest.raises(NotFoundError):
        _export(wren, "no-such")


def test_new_categories_come_below_the_others_of_their_group(wren):
    new = "categories:\n  - {slug: energy, name: Energy, group: evaluation}\nscorecard:"
    text = FILE.replace("scorecard:", new, 1).replace(
        "cards:\n", "cards:\n    energy: {we_say: Little.}\n"
    )
    _import(wren, text)
    with wren.sit_down() as context:
        [evaluation, _] = categories.list_groups(context)
        assert evaluation.categories[-1].name == "Energy"


def test_what_happened_is_told_in_events_of_the_one_who_imported(wren):
    _import(wren)
    with wren.sit_down() as context:
        rows = context.session.execute(sql("SELECT actor, entity FROM event")).all()
    told = Counter(entity for _, entity in rows)
    assert {actor for actor, _ in rows} == {"An editor"}
    assert told["claim"] == 2
    assert told["passage"] == 5

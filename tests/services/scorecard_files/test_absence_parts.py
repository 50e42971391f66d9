"""An absence is written as it was last asked for, with what was judged of what was found."""

import pytest
from pdfs import text_pdf
from wren_claims import cite, state

from annotator.services.claims import absences, claims, evidence
from annotator.services.claims.evidence import Weight
from annotator.services.scorecard_files.absence_parts import absence_parts

CLAIM = "no-interval-is-given"
TRIAL = "The uplift trial had 36 people."
OTHER = "Another uplift was not measured."


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """A claim that rests on a quote, and a report that says a sentence twice."""
    with desk_in(tmp_path_factory.mktemp("absences")) as desk:
        desk.take_in(text_pdf([TRIAL, OTHER], ["More.", TRIAL]), report="card")
        with desk.sit_down() as context:
            state(context, "No interval is given.")
            cite(context, CLAIM, "card", OTHER)
        yield desk


@pytest.fixture
def context(desk):
    with desk.rehearse() as context:
        yield context


def _keep(context, queries="uplift", statement="No interval."):
    kept = absences.keep_absence(
        context, report="card", statement=statement, queries=queries
    )
    absences.cite_absence(
        context, kept.absence.id, claim=CLAIM, weight=Weight(stance="supports")
    )
    return kept


def _parts(context):
    links = evidence.list_evidence(context, [claims.get_claim(context, CLAIM)])
    return absence_parts(context, links)


def test_only_absences_are_written_and_each_by_its_number(context):
    assert _parts(context) == {}
    first = _keep(context).absence.id
    second = _keep(context, statement="No sample.").absence.id
    found = _parts(context)
    assert {number: part.statement for number, part in found.items()} == {
        first: "No interval.",
        second: "No sample.",
    }
    assert {part.report for part in found.values()} == {"card"}


def test_a_sentence_is_written_once_however_often_it_was_found(context):
    kept = _keep(context)
    assert len(kept.hits) == 3
    for sentence in (TRIAL, OTHER):
        absences.judge_sentence(context, kept, sentence, says=False, reason="So.")
    [part] = _parts(context).values()
    assert [each.sentence for each in part.judged] == [TRIAL, OTHER]


def test_what_nobody_has_judged_is_left_to_whoever_imports_it(context):
    kept = _keep(context)
    assert next(iter(_parts(context).values())).judged == ()
    absences.judge_sentence(context, kept, OTHER, says=True, reason="It says so.")
    [part] = _parts(context).values()
    [judged] = part.judged
    assert (judged.sentence, judged.says_it, judged.reason) == (
        OTHER,
        True,
        "It says so.",
    )


def test_the_last_judgement_and_the_last_search_count(context):
    kept = _keep(context)
    for says in (True, False):
        absences.judge_sentence(context, kept, TRIAL, says=says, reason=f"{says}.")
    absences.run_absence(context, kept.absence.id, queries='trial\n"36 people"')
    [part] = _parts(context).values()
    assert part.queries == ("trial", '"36 people"')
    assert [(each.sentence, each.says_it) for each in part.judged] == [(TRIAL, False)]

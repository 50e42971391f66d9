"""The number in the desk's navigation is that of the absences in the list that wait."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import paths
from annotator.domain.absences import sentence_key
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import ReportKind
from annotator.services.claims import absence_status, absences
from annotator.services.context import Actor, Context
from annotator.services.library import labs
from annotator.services.stores import open_stores
from annotator.storage.claims.absences import Absence, AbsenceJudgement, AbsenceRun
from annotator.storage.library.reports import Report
from annotator.storage.library.revisions import Revision

ANALYST = Actor("An analyst", Role.ANALYST)
NUMBERS = count(1)

# The last two are one sentence to whoever judges: they differ in case and quotes only.
SENTENCES = ["It was safe.", "It was not.", "Nobody “asked”.", 'nobody "asked".']
SENTENCE = st.sampled_from(SENTENCES)

NOBODY_SAYS_IT = [(sentence, False) for sentence in SENTENCES]
JUDGEMENTS = st.one_of(
    st.just(NOBODY_SAYS_IT), st.lists(st.tuples(SENTENCE, st.booleans()), max_size=5)
)
RUNS = st.lists(
    st.fixed_dictionaries(
        {
            "file": st.sampled_from([0, 1, 1]),
            "reader": st.sampled_from(["pdf 2", "pdf 2", "pdf 1"]),
            "found": st.lists(SENTENCE, max_size=3),
            "unlisted": st.sampled_from([0, 0, 0, 7]),
        }
    ),
    min_size=1,
    max_size=3,
)
ABSENCES = st.fixed_dictionaries(
    {
        "is_withdrawn": st.sampled_from([False, False, True]),
        "runs": RUNS,
        "judgements": JUDGEMENTS,
    }
)


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request, tmp_path):
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    opened = open_stores(tmp_path, paths.REPORTS_PDF, url)
    yield opened
    opened.close()


def _add_files(context, number, *, newest_is_removed):
    """Add a report with two files, of which the second may have been removed."""
    lab = labs.find_or_add_lab(context, "Wren Labs")
    report = Report(
        slug=f"card-{number}",
        lab=lab,
        kind=ReportKind.SYSTEM_CARD,
        title="Card",
        published="2030",
        models=[],
        created_at=context.now,
    )
    files = [
        Revision(
            report=report,
            sha256=f"{number}-{which}",
            file_name="card.pdf",
            bytes=1,
            page_count=1,
            fetched_at=context.now,
            published="2030",
            extractor="pdf",
            extractor_version="2",
            length=1,
            outline=[],
            active_content=[],
            removed_at=context.now if which and newest_is_removed else None,
        )
        for which in (0, 1)
    ]
    context.session.add_all(files)
    context.session.flush()
    return files


def _add_absence(context, files, description):
    absence = Absence(
        report_id=files[0].report_id,
        statement="The card does not say it.",
        created_at=context.now,
        withdrawn_at=context.now if description["is_withdrawn"] else None,
    )
    context.session.add(absence)
    context.session.flush()
    for run in description["runs"]:
        context.session.add(_run(context, absence, files, run))
        context.session.flush()
    for sentence, says in description["judgements"]:
        context.session.add(
            AbsenceJudgement(
                absence_id=absence.id,
                sentence=sentence_key(sentence),
                says=says,
                reason="So it reads.",
                by="An analyst",
                at=context.now,
            )
        )
        context.session.flush()


def _run(context, absence, files, run):
    hits = [
        {
            "page": 1,
            "page_label": "1",
            "start": at,
            "end": at + 1,
            "words": words,
            "queries": ["safe"],
        }
        for at, words in enumerate(run["found"])
    ]
    return AbsenceRun(
        absence_id=absence.id,
        revision_id=files[run["file"]].id,
        queries=["safe"],
        hits=hits,
        total=len(hits) + run["unlisted"],
        unread=[],
        text_version=run["reader"],
        by="An analyst",
        at=context.now,
    )


@given(described=st.lists(ABSENCES, max_size=6), newest_is_removed=st.booleans())
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_badge_counts_the_absences_of_the_list_that_do_not_hold(
    stores, now, described, newest_is_removed
):
    with stores.database.writing() as session:  # what it adds is not kept
        context = Context(session, stores, ANALYST, now)
        for description in described:
            files = _add_files(
                context, next(NUMBERS), newest_is_removed=newest_is_removed
            )
            _add_absence(context, files, description)
        listed = absences.list_absences(context)
        waiting = absence_status.count_waiting(context)
        session.rollback()
    assert waiting == sum(not each.holds for each in listed)


WHOLE = {"file": 1, "reader": "pdf 2", "found": SENTENCES[:2], "unlisted": 0}
FIRST, NEITHER = SENTENCES[0], NOBODY_SAYS_IT[:2]
STATES = {  # what was found, what was said of it, whether the absence waits
    "nothing is found": ({**WHOLE, "found": []}, [], False),
    "nothing is judged": (WHOLE, [], True),
    "one of two is judged": (WHOLE, NEITHER[:1], True),
    "neither says it": (WHOLE, NEITHER, False),
    "one says it": (WHOLE, [*NEITHER, (FIRST, True)], True),
    "one was thought to say it": (WHOLE, [(FIRST, True), *NEITHER], False),
    "an older file was searched": ({**WHOLE, "file": 0}, NEITHER, True),
    "an older text was searched": ({**WHOLE, "reader": "pdf 1"}, NEITHER, True),
    "more is found than is listed": ({**WHOLE, "unlisted": 7}, NEITHER, True),
}


@pytest.mark.parametrize(("run", "judgements", "waits"), STATES.values(), ids=STATES)
def test_an_absence_waits_unless_it_is_known_to_hold(
    stores, now, run, judgements, waits
):
    with stores.database.writing() as session:
        context = Context(session, stores, ANALYST, now)
        files = _add_files(context, next(NUMBERS), newest_is_removed=False)
        kept = {"is_withdrawn": False, "runs": [run], "judgements": judgements}
        _add_absence(context, files, kept)
        [listed] = absences.list_absences(context)
        waiting = absence_status.count_waiting(context)
        session.rollback()
    assert (listed.holds, waiting) == (not waits, int(waits))

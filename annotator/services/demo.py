"""The sample: reports of a fictional lab, and a scorecard on them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from annotator import paths
from annotator.domain.errors import NotFoundError
from annotator.domain.letters import About, LetterText
from annotator.domain.vocabulary import LetterAbout, LetterState
from annotator.services.claims import scorecards
from annotator.services.context import Context, Stores
from annotator.services.intake import intake
from annotator.services.intake.files import Progress as OnPage
from annotator.services.intake.intake import ReportFacts
from annotator.services.publishing import letter_desk, letters, publication
from annotator.services.publishing.findings import Over
from annotator.services.scorecard_files import (
    import_scorecard,
    look_ahead,
    read_scorecard,
)
from annotator.services.scorecard_files.schema import ReportPart, ScorecardFile

FILE = paths.SAMPLE / "scorecard.yaml"
BECAUSE = (
    "The lab is invented, and its reports are as thin as this on purpose: the verdicts and "
    "the critiques of the sample say so."
)

CORRECTED = "heron-2-mini-is-below-amber-in-bio"  # claim that a reader writes about
SUGGESTED = LetterText(
    "You write that the uplift of 1.70× comes without an interval. Is it not the range from"
    " 1.4× to 3.9× that the card prints?"
)
ANSWER = (
    "That range is the one of Heron 2, the larger model. For Heron 2 Mini the card prints"
    " 1.70× and no interval, so that the sentence stays. Thank you for reading so closely."
)

Begin = Callable[[], AbstractContextManager[Context]]  # opens a new context
Say = Callable[[str, int, int], None]  # a step, its number, how many there are


def is_loaded(context: Context) -> bool:
    """Whether this installation has the sample, in any state."""
    try:
        scorecards.get_scorecard(context, _sample().scorecard.slug)
    except NotFoundError:
        return False
    return True


def load(
    stores: Stores,
    *,
    reading: Begin,
    writing: Begin,
    say: Say = lambda _step, _number, _count: None,
    on_page: OnPage = lambda _done, _count: None,
) -> None:
    """Add the sample's reports, import its scorecard and publish it.

    Slow work is done between write transactions, or in contexts that only read.
    ``say`` is told of each step, and ``on_page`` of each page of a report.
    """
    file, text = _sample(), FILE.read_text(encoding="utf-8")
    count = len(file.reports) + 3
    for number, report in enumerate(file.reports, 1):
        say(f"Reading “{report.title}”", number, count)
        _take_in(stores, file.lab.name, report, writing, on_page)
    say(f"Finding the quotes of {len(file.claims)} claims", count - 2, count)
    with reading() as context:
        ahead = look_ahead(context, name=FILE.name, text=text)
    with writing() as context:
        import_scorecard(context, name=FILE.name, text=text, ahead=ahead)
    say("Checking each quote against its PDF", count - 1, count)
    with reading() as context:
        found = publication.find_on_scorecard(context, file.scorecard.slug)
        over = Over(frozenset(found.keys), BECAUSE)
        checks = publication.check_scorecard(context, file.scorecard.slug, over)
    say("Publishing the scorecard", count, count)
    with writing() as context:
        publication.publish_scorecard(context, file.scorecard.slug, checks, over)
    with writing() as context:
        _answer_a_reader(context)


def _answer_a_reader(context: Context) -> None:
    """Have a reader suggest a correction, and publish it with an answer."""
    about = About(LetterAbout.CLAIM, CORRECTED)
    subject = letters.subject_of(context, about)
    sent = letters.send_letter(context, subject, SUGGESTED, sender="the sample")
    letter = letter_desk.find_letter(context, sent.number)
    letter_desk.answer_letter(
        context, letter.id, state=LetterState.DECLINED, answer=ANSWER, publish=True
    )


def _sample() -> ScorecardFile:
    return read_scorecard(name=FILE.name, text=FILE.read_text(encoding="utf-8"))


def _take_in(
    stores: Stores, lab: str, report: ReportPart, writing: Begin, on_page: OnPage
) -> None:
    path = paths.SAMPLE / f"{report.slug}.pdf"
    sha256 = stores.staging.put(path.read_bytes())
    read = intake.read_and_keep(stores, sha256, on_page)
    facts = ReportFacts(
        lab=lab,
        report=report.slug,
        title=report.title,
        kind=report.kind,
        published=report.published,
        source_url=report.source_url,
        file_name=path.name,
    )
    with writing() as context:
        intake.add_revision(context, read, facts)

"""Import a scorecard file, with every quote placed, or refuse it as a whole.

What the file names is added or updated; everything else is left alone. Importing an
export changes nothing.
"""

from annotator.domain.permissions import Action
from annotator.services.context import Context
from annotator.services.scorecard_files import references
from annotator.services.scorecard_files.categories_step import take_categories
from annotator.services.scorecard_files.claims_step import take_claims
from annotator.services.scorecard_files.evaluations_step import take_evaluations
from annotator.services.scorecard_files.ground_step import find_quotes, take_reports
from annotator.services.scorecard_files.import_run import ImportRun
from annotator.services.scorecard_files.labs_step import take_lab
from annotator.services.scorecard_files.preparation import Preparation
from annotator.services.scorecard_files.reasons_step import take_reasons
from annotator.services.scorecard_files.relations_step import take_relations
from annotator.services.scorecard_files.scorecard_step import take_scorecard
from annotator.services.scorecard_files.yaml_file import parse
from annotator.storage.claims.scorecards import Scorecard

NOTHING = Preparation()


def import_scorecard(
    context: Context, *, name: str, text: str, ahead: Preparation = NOTHING
) -> Scorecard:
    """Import the YAML ``text`` of the file ``name``; see docs/scorecard-files.md.

    Raises InvalidFileError, which lists every mistake with its line: wrong keys,
    reports that are not stored, quotes that their report does not say. Nothing of the
    file is stored then. ``ahead`` is what ``look_ahead`` returned.
    """
    context.require(Action.IMPORT_SCORECARD)
    work = ImportRun(context, parse(name, text), ahead)
    with context.session.begin_nested():
        work.mistakes += references.mistakes(work.file)
        take_lab(work)
        take_categories(work)
        take_reasons(work)
        take_reports(work)
        find_quotes(work)
        work.refuse_mistakes()
        take_evaluations(work)
        work.refuse_mistakes()
        take_relations(work)
        work.refuse_mistakes()
        take_claims(work)
        scorecard = take_scorecard(work)
        work.refuse_mistakes()
    return scorecard

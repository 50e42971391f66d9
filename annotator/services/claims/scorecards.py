"""Scorecards: a lab's page on one model, or on several released together."""

from collections.abc import Sequence

from annotator.domain.edits import Seen
from annotator.domain.errors import ConflictError, InvalidError
from annotator.domain.permissions import Action
from annotator.domain.slugs import slugify
from annotator.domain.vocabulary import CategoryShown, Credence, State
from annotator.services.context import Context
from annotator.services.edits import form_fields, versions
from annotator.services.library.labs import Lab, models_of
from annotator.storage.claims import categories, scorecards
from annotator.storage.claims.scorecards import Card, Scorecard
from annotator.storage.library import labs

LONGEST_SUMMARY = 2_000  # code points of "the lab says", and of "we say"
LONGEST_OVERVIEW = 300  # of what a scorecard comes to, in one sentence
LONGEST_IN_SHORT = 90  # code points; it stands whole in a cell of the front page
LONGEST_TEXT = 50_000  # code points of the overall assessment, and of an analysis


def list_scorecards(context: Context) -> Sequence[Scorecard]:
    """Return every scorecard, ordered by lab, newest first."""
    context.require(Action.READ_DRAFTS)
    return scorecards.every(context.session)


def get_scorecard(context: Context, slug: str) -> Scorecard:
    """Return the scorecard called ``slug``, with its models and cards."""
    context.require(Action.READ_DRAFTS)
    return scorecards.by_slug(context.session, slug)


def list_of_lab(context: Context, lab: Lab) -> Sequence[Scorecard]:
    """Return the scorecards of a lab, newest first, without models and cards."""
    context.require(Action.READ_DRAFTS)
    return scorecards.of_lab(context.session, lab.id)


def add_scorecard(
    context: Context, *, lab: str, models: Sequence[str], title: str, slug: str = ""
) -> Scorecard:
    """Add a scorecard on models (slugs) of a lab (slug), with a card per category."""
    context.require(Action.WRITE_SCORECARD)
    if not title.strip():
        raise InvalidError("title", "is required")
    if not models:
        raise InvalidError("models", "name at least one.")
    taken = {found.slug for found in scorecards.every(context.session)}
    if slug in taken:
        raise ConflictError(f"There is already a scorecard “{slug}”.")
    of_lab = labs.lab_by_slug(context.session, lab)
    scorecard = Scorecard(
        slug=slug or slugify(title, taken),
        title=title.strip(),
        lab=of_lab,
        models=models_of(context, of_lab, models),
        overall="",
        state=State.DRAFT,
        cards=[
            Card(category=category, lab_says="", we_say="", analysis="")
            for category in categories.every(context.session)
        ],
    )
    context.session.add(scorecard)
    context.session.flush()
    return scorecard


def edit_scorecard(
    context: Context,
    slug: str,
    *,
    title: str,
    models: Sequence[str],
    overall: str,
    summary: str = "",
    made_from: Seen | None = None,
) -> Scorecard:
    """Change the title, the models (slugs) and the overall assessment (Markdown).

    ``summary`` says in one sentence what it comes to; the front page shows it.
    ``made_from`` is the version from which the form was made. Raises StaleError.
    """
    context.require(Action.WRITE_SCORECARD)
    scorecard = scorecards.by_slug(context.session, slug)
    if not title.strip():
        raise InvalidError("title", "is required")
    if not models:
        raise InvalidError("models", "name at least one.")
    _check_length("summary", summary, LONGEST_OVERVIEW, label="in one sentence")
    _check_length("overall", overall, LONGEST_TEXT, label="overall assessment")
    typed = {
        "title": title.strip(),
        "models": tuple(sorted(models)),
        "summary": " ".join(summary.split()),
        "overall": overall.strip(),
    }
    kept = versions.settle(context, form_fields.SCORECARD, scorecard, typed, made_from)
    scorecard.title, scorecard.overall = kept["title"], kept["overall"]
    scorecard.summary = kept["summary"]
    scorecard.models = models_of(context, scorecard.lab, kept["models"])
    context.session.flush()
    return scorecard


def edit_card(
    context: Context,
    slug: str,
    *,
    category: str,
    lab_says: str,
    we_say: str,
    analysis: str,
    in_short: str = "",
    shown: CategoryShown | None = None,
    credence: Credence | None = None,
    made_from: Seen | None = None,
) -> Card:
    """Change the card of one category (a slug); the analysis is Markdown.

    ``in_short`` is what the front page says of it, beside the verdict on its two axes.
    ``made_from`` is the version from which the form was made. Raises StaleError.
    """
    context.require(Action.WRITE_SCORECARD)
    _check_length("lab_says", lab_says, LONGEST_SUMMARY, label="the lab says")
    _check_length("we_say", we_say, LONGEST_SUMMARY)
    _check_length("in_short", in_short, LONGEST_IN_SHORT, label="we say, in short")
    _check_length("analysis", analysis, LONGEST_TEXT)
    scorecard = scorecards.by_slug(context.session, slug)
    card = _card(context, scorecard, category)
    typed = {
        "lab_says": lab_says.strip(),
        "we_say": we_say.strip(),
        "analysis": analysis.strip(),
        "in_short": " ".join(in_short.split()),
        "shown": shown,
        "credence": credence,
    }
    kept = versions.settle(context, form_fields.CARD, card, typed, made_from)
    card.lab_says, card.we_say = kept["lab_says"], kept["we_say"]
    card.analysis, card.in_short = kept["analysis"], kept["in_short"]
    card.shown, card.credence = kept["shown"], kept["credence"]
    context.session.flush()
    return card


def _check_length(field: str, text: str, longest: int, *, label: str = "") -> None:
    if len(text) > longest:
        reason = f"is longer than {longest:,} characters."
        raise InvalidError(field, reason, label=label)


def submit_scorecard(context: Context, slug: str) -> Scorecard:
    """Submit a scorecard to an editor."""
    context.require(Action.WRITE_SCORECARD)
    scorecard = scorecards.by_slug(context.session, slug)
    if scorecard.state not in {State.DRAFT, State.WITHDRAWN}:
        raise ConflictError(
            f"The scorecard is {scorecard.state}, so it cannot be submitted."
        )
    scorecard.state = State.IN_REVIEW
    return scorecard


def _card(context: Context, scorecard: Scorecard, category_slug: str) -> Card:
    for card in scorecard.cards:
        if card.category.slug == category_slug:
            return card
    card = Card(  # the category is younger than the scorecard
        category=categories.by_slug(context.session, category_slug),
        lab_says="",
        we_say="",
        analysis="",
    )
    scorecard.cards.append(card)
    context.session.flush()
    return card

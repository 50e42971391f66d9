"""A public site as large as a field that is followed for years: seeded, and quick to fill."""

import random
from itertools import cycle, islice

from sqlalchemy import insert

from annotator.domain.vocabulary import AssertedBy, Credence, Shown, Stance, State
from annotator.services.claims import claims, scorecards
from annotator.services.context import Context, Stores
from annotator.services.library import labs, reports
from annotator.services.published import editions
from annotator.services.publishing import drafts_as_pages, report_publication
from annotator.storage.claims.claims import Claim, claim_model
from annotator.storage.claims.evidence import Evidence
from annotator.storage.claims.verdicts import Verdict
from benchmarks import desk_rows as rows
from benchmarks.desk_rows import START, Size, sentence
from benchmarks.desk_store import OPERATOR, SEED, pages, publish_claims, take_in

MODELS_OF_A_LAB = 10
QUOTES = 2  # of a claim


def fill(stores: Stores, *, models: int, count: int) -> None:
    """Fill an empty installation with so many models and claims, and publish all."""
    chance = random.Random(SEED)
    size = Size(claims=count, passages=QUOTES * count)
    for number in range(size.reports):
        take_in(stores, number, pages(chance, -(-size.passages // size.reports)))
    with stores.database.writing.begin() as session:
        context = Context(session, stores, OPERATOR, START)
        _add_models(context, models)
        passages = rows.add_passages(context, chance, size)
        _add_claims(context, chance, count, passages)
        for number in range(size.reports):
            slug = f"report-{number}"
            file = reports.get_revision(context, reports.get_report(context, slug))
            report_publication.publish_file(context, slug, file.sha256)
    publish_claims(stores)
    _publish_scorecards(stores, chance)


def _add_models(context: Context, count: int) -> None:
    for number in range(count):
        lab = labs.find_or_add_lab(context, f"Lab {number // MODELS_OF_A_LAB}")
        labs.find_or_add_model(context, lab, f"Model {number}")
    context.session.flush()


def _add_claims(
    context: Context, chance: random.Random, count: int, passages: list[int]
) -> None:
    session = context.session
    kinds = [category.id for category in claims.list_categories(context)]
    models = [model for lab in labs.list_labs(context) for model in lab.models]
    about = list(islice(cycle(models), count))
    made = [
        {
            "slug": f"claim-{number}",
            "lab_id": model.lab_id,
            "category_id": chance.choice(kinds),
            "asserted_by": AssertedBy.LAB,
            "text": f"{model.name} is such that {sentence(chance, number)}",
            "state": State.DRAFT,
            "created_at": START,
        }
        for number, model in enumerate(about)
    ]
    numbers = list(session.scalars(insert(Claim).returning(Claim.id), made))
    session.execute(
        insert(claim_model),
        [
            {"claim_id": claim, "model_id": model.id}
            for claim, model in zip(numbers, about, strict=True)
        ],
    )
    marks = iter(passages)
    session.execute(
        insert(Evidence),
        [
            {
                "claim_id": claim,
                "passage_id": next(marks),
                "stance": chance.choice(list(Stance)),
                "note": sentence(chance, claim),
                "created_at": START,
            }
            for claim in numbers
            for _ in range(QUOTES)
        ],
    )
    session.execute(
        insert(Verdict),
        [
            {
                "claim_id": claim,
                "shown": chance.choice(list(Shown)),
                "credence": chance.choice(list(Credence)),
                "rationale": sentence(chance, claim),
                "at": START,
            }
            for claim in numbers
        ],
    )


def _publish_scorecards(stores: Stores, chance: random.Random) -> None:
    """Make a scorecard of each model, with a sentence on each category, and publish it."""
    with stores.database.writing.begin() as session:
        context = Context(session, stores, OPERATOR, START)
        kinds = [category.slug for category in claims.list_categories(context)]
        for lab in labs.list_labs(context):
            for model in lab.models:
                card = scorecards.add_scorecard(
                    context, lab=lab.slug, models=[model.slug], title=model.name
                )
                for kind in kinds:
                    scorecards.edit_card(
                        context,
                        card.slug,
                        category=kind,
                        lab_says=sentence(chance, 1),
                        we_say=sentence(chance, 2),
                        analysis=sentence(chance, 3),
                    )
                card.state = State.PUBLISHED
                view = drafts_as_pages.scorecard_view(context, card)
                editions.publish_edition(context, view.title, view)

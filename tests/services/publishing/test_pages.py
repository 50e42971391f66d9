"""Readers are shown what was published and still stands, put together into pages."""

from dataclasses import replace

import pytest
from pdfs import text_pdf
from wren_claims import describe, state

from annotator.domain.claims import CritiqueText, GivenReason
from annotator.domain.errors import (
    InvalidError,
    NotFoundError,
    SignInNeededError,
    WithdrawnError,
)
from annotator.domain.views.pages import MatrixChoice
from annotator.domain.vocabulary import CategoryShown, Credence
from annotator.services.claims import (
    categories,
    critiques,
    scorecards,
    verdicts,
)
from annotator.services.claims.categories import CategoryFacts
from annotator.services.context import READER
from annotator.services.library import labs
from annotator.services.library.labs import ModelFacts
from annotator.services.published import editions
from annotator.services.publishing import (
    drafts_as_pages,
    pages,
    publication,
    report_publication,
)

ONE_TEST = (GivenReason("single-test", "One test."),)


@pytest.fixture(scope="module")
def shared(desk_in, tmp_path_factory):
    """A desk with two labs, one of which has a report; tests drop what they change."""
    with desk_in(tmp_path_factory.mktemp("pages")) as desk:
        desk.take_in(text_pdf(["A card."]), report="card")
        desk.take_in(text_pdf(["A second card."]), report="second")
        with desk.sit_down() as context:
            for report in ("card", "second"):
                describe(context, report, title=report.title(), models=["Wren 1"])
            wren = labs.find_or_add_lab(context, "wren-labs")
            labs.find_or_add_model(context, wren, "Wren 2")
            gull = labs.find_or_add_lab(context, "Gull Labs")
            labs.find_or_add_model(context, gull, "Gull 1")
        yield desk


@pytest.fixture
def context(shared):
    with shared.rehearse() as context:
        yield context


@pytest.fixture
def reader(context):
    """A reader who sees what the test has done so far."""
    return replace(context, actor=READER)


def _claim(context, text, *, shown="", published=True, **facts):
    slug = state(context, text, **{"models": ("wren-1",), **facts})
    critiques.write_critique(context, claim=slug, text=CritiqueText("Perhaps."))
    if shown:
        verdicts.give_verdict(
            context,
            claim=slug,
            shown=shown,
            credence="likely",
            rationale="So it is.",
            reasons=() if shown == "shown" else ONE_TEST,
        )
    if published:
        publication.publish_claim(context, slug, [])
    return slug


def _scorecard(context, title="Wren 1", *, lab="wren-labs", models=("wren-1",), **said):
    slug = scorecards.add_scorecard(context, lab=lab, models=models, title=title).slug
    for category, we_say in said.items():
        scorecards.edit_card(
            context, slug, category=category, lab_says="", we_say=we_say, analysis=""
        )
    publication.publish_scorecard(context, slug, [])
    return slug


def _texts(cards):
    return {
        page.card.category.slug: [claim.text for claim in page.claims]
        for page in cards
        if page.claims
    }


# The front page


def test_a_cell_counts_how_the_lab_s_own_claims_of_that_category_were_judged(
    context, reader
):
    parent = _claim(context, "It is safe.", shown="not shown")
    _claim(context, "A part of that.", shown="shown", parent=parent)
    _claim(context, "Another.", shown="partly shown")
    _claim(context, "Unjudged.")
    _claim(context, "Of the other model.", shown="shown", models=("wren-2",))
    gull = {"lab": "gull-labs", "models": ("gull-1",)}
    _claim(context, "Of the other lab.", shown="contradicted", **gull)
    _scorecard(context, "Gull 1", **gull)
    _scorecard(context, cyber="Low.")
    _claim(context, "In draft.", shown="shown", published=False)
    home = pages.home_page(reader)
    columns = [category.slug for category in home.categories]
    cells = {row.title: dict(zip(columns, row.cells, strict=True)) for row in home.rows}
    assert list(cells) == ["Gull 1", "Wren 1"]  # by the name of the lab
    assert cells["Wren 1"]["cyber"].card.we_say == "Low."
    assert cells["Wren 1"]["cyber"].claims == ("not shown", "partly shown")
    assert cells["Gull 1"]["cyber"].claims == ("contradicted",)
    assert cells["Gull 1"]["cyber"].card.shown is None, "no verdict is computed"
    assert {*cells["Wren 1"].values()} == {None, cells["Wren 1"]["cyber"]}


def test_a_cell_has_the_editors_verdict_and_counts_what_is_not_reported(
    context, reader
):
    slug = _scorecard(context, cyber="Low.")
    scorecards.edit_card(
        context,
        slug,
        category="cyber",
        lab_says="",
        we_say="Low.",
        analysis="",
        in_short="Low, we think.",
        shown=CategoryShown.NOTHING_PUBLISHED,
        credence=Credence.UNCLEAR,
    )
    [before] = pages.home_page(reader, MatrixChoice(category="cyber")).rows
    assert before.cells[0].card.shown is None, "a draft is not seen"
    publication.publish_scorecard(context, slug, [])
    [row] = pages.home_page(reader, MatrixChoice(category="cyber")).rows
    [cell] = row.cells
    assert (cell.card.shown, cell.card.credence, cell.card.in_short) == (
        "nothing published",
        "unclear",
        "Low, we think.",
    )
    assert cell.card.missing == 0


def test_the_front_page_is_narrowed_to_a_lab_and_to_a_category(context, reader):
    gull = {"lab": "gull-labs", "models": ("gull-1",)}
    _scorecard(context, "Gull 1", cyber="High.", **gull)
    _scorecard(context, cyber="Low.", security="None.")
    one_lab = pages.home_page(reader, MatrixChoice(lab="gull-labs"))
    assert [row.title for row in one_lab.rows] == ["Gull 1"]
    assert [lab.slug for lab in one_lab.labs] == ["gull-labs", "wren-labs"]
    one_category = pages.home_page(reader, MatrixChoice(category="security"))
    assert [column.slug for column in one_category.categories] == ["security"]
    assert [len(row.cells) for row in one_category.rows] == [1, 1]
    assert len(one_category.every_category) > 1
    for wrong in (MatrixChoice(lab="nobody"), MatrixChoice(category="luck")):
        with pytest.raises(NotFoundError):
            pages.home_page(reader, wrong)
    with pytest.raises(InvalidError, match="by"):
        pages.home_page(reader, MatrixChoice(by="luck"))


# Scorecards


def test_a_scorecard_has_its_claims_by_category_each_followed_by_its_parts(
    context, reader
):
    parent = _claim(context, "Whole.")
    _claim(context, "Another.")
    part = _claim(context, "Part.", parent=parent)
    _claim(context, "Part of the part.", parent=part)
    _claim(context, "Of biology.", category="chem-bio")
    _claim(context, "Kept safe.", category="security")
    _claim(context, "Of another model.", models=("wren-2",))
    page = pages.scorecard_page(reader, _scorecard(context))
    assert _texts(page.groups[0].cards) == {
        "chem-bio": ["Of biology."],
        "cyber": ["Whole.", "Part.", "Part of the part.", "Another."],
    }
    assert _texts(page.groups[1].cards) == {"security": ["Kept safe."]}


def test_a_part_whose_whole_is_not_public_stands_by_itself(context, reader):
    parent = _claim(context, "Whole.")
    _claim(context, "Part.", parent=parent)
    slug = _scorecard(context)
    publication.withdraw_claim(context, parent)
    assert _texts(pages.scorecard_page(reader, slug).groups[0].cards) == {
        "cyber": ["Part."]
    }


def test_a_report_that_was_withdrawn_is_not_listed_though_it_was_frozen_with_the_page(
    context, reader
):
    for report in ("card", "second"):
        report_publication.publish_file(context, report, "")
    slug = _scorecard(context)

    def listed():
        page = pages.scorecard_page(reader, slug)
        return [report.title for report in page.scorecard.reports]

    assert listed() == ["Card", "Second"]
    report_publication.withdraw_report(context, "card")
    assert listed() == ["Second"]


def test_the_newest_scorecard_on_a_model_is_the_one_it_leads_to(context, reader):
    both = _scorecard(context, "Both", models=("wren-1", "wren-2"))
    newer = _scorecard(context, "Newer")
    assert pages.scorecard_of_model(reader, "wren-1") == newer
    assert pages.scorecard_of_model(reader, "wren-2") == both
    assert [card.slug for card in pages.lab_scorecards(reader, "wren-labs")] == [
        newer,
        both,
    ]
    publication.withdraw_scorecard(context, newer)
    assert pages.scorecard_of_model(reader, "wren-1") == both
    assert pages.scorecard_of_model(reader, "gull-1") is None
    with pytest.raises(NotFoundError, match="lab “gull-labs”"):
        pages.lab_scorecards(reader, "gull-labs")


# What is renamed


def _seen(reader, slug):
    """Everything that readers see of categories."""
    home, page = pages.home_page(reader), pages.scorecard_page(reader, slug)
    return home.categories, page.groups


def _has_changed(context, slug):
    scorecard = scorecards.get_scorecard(context, slug)
    view = drafts_as_pages.scorecard_view(context, scorecard)
    return editions.has_changed(context, view)


def test_readers_see_categories_as_they_were_when_a_scorecard_was_published(
    context, reader
):
    _claim(context, "It is safe.", shown="shown")
    slug = _scorecard(context, cyber="Low.")
    before = _seen(reader, slug)
    assert not _has_changed(context, slug)
    facts = CategoryFacts("Attacks", "safety-case", "Of *networks*.", True, "Tell us.")
    categories.edit_category(context, "cyber", facts)
    categories.edit_group(context, "safety-case", name="Safety", introduction="How.")
    categories.move_group(context, "safety-case", before="evaluation")
    categories.add_category(context, CategoryFacts("Luck", "evaluation"))
    assert _seen(reader, slug) == before
    assert _has_changed(context, slug)
    publication.publish_scorecard(context, slug, [])
    columns, [safety, evaluation] = _seen(reader, slug)
    assert (columns[0].slug, columns[-1].slug) == ("misuse-prevention", "luck")
    assert (safety.group.name, safety.group.introduction_md) == ("Safety", "How.")
    attacks = safety.cards[-1]
    assert attacks.card.category.name == "Attacks"
    assert attacks.card.category.introduction_md == "Of *networks*."
    assert attacks.card.category.invitation_md == "Tell us."
    assert [claim.text for claim in attacks.claims] == ["It is safe."]
    assert evaluation.cards[-1].card.category.slug == "luck"
    [row] = pages.home_page(reader).rows
    shown = dict(zip([column.slug for column in columns], row.cells, strict=True))
    assert shown["cyber"].claims == ("shown",)


def test_an_invitation_is_shown_only_while_the_category_is_experimental(
    context, reader
):
    facts = CategoryFacts("Cyber", "evaluation", invitation="Tell us.")
    categories.edit_category(context, "cyber", facts)
    [group, _] = pages.scorecard_page(reader, _scorecard(context)).groups
    assert group.cards[1].card.category.invitation_md == ""


def test_claims_stay_on_a_scorecard_whose_lab_and_model_were_renamed(context, reader):
    _claim(context, "It is safe.")
    slug = _scorecard(context)
    labs.edit_lab(context, "wren-labs", name="Wren", url="")
    labs.edit_model(context, "wren-1", ModelFacts("Wren Prime"))
    publication.publish_scorecard(context, slug, [])
    page = pages.scorecard_page(reader, slug)
    assert (page.scorecard.lab.name, page.scorecard.models[0].name) == (
        *("Wren", "Wren Prime"),
    )
    assert [claim.text for card in page.cards for claim in card.claims] == [
        "It is safe."
    ]


# A claim


def test_a_claim_is_shown_with_the_published_ones_above_and_below_it(context, reader):
    parent = _claim(context, "Whole.")
    middle = _claim(context, "Middle.", parent=parent)
    _claim(context, "Part.", parent=middle)
    scorecard = _scorecard(context)
    _claim(context, "A later draft.", parent=middle, published=False)
    gone = _claim(context, "Taken down.", parent=middle)
    publication.withdraw_claim(context, gone)
    page = pages.claim_page(reader, middle)
    assert page.parent.text == "Whole."
    assert [part.text for part in page.subclaims] == ["Part."]
    assert page.scorecards == ((scorecard, "Wren 1"),)
    assert page.edition.number == 1
    preview = pages.preview_claim(context, middle)
    assert {part.text for part in preview.subclaims} == {"Part.", "A later draft."}
    assert preview.edition is None


def test_what_was_taken_down_says_when_and_what_never_was_there_says_nothing(
    shared, context, reader
):
    gone = _claim(context, "Taken down.")
    slug = _scorecard(context)
    publication.withdraw_claim(context, gone)
    publication.withdraw_scorecard(context, slug)
    with pytest.raises(WithdrawnError, match="This claim was withdrawn on 1 January"):
        pages.claim_page(reader, gone)
    with pytest.raises(WithdrawnError, match="This scorecard was withdrawn"):
        pages.scorecard_page(reader, slug)
    draft = _claim(context, "A draft.", published=False)
    with pytest.raises(NotFoundError) as unknown:
        pages.claim_page(reader, draft)
    assert not isinstance(unknown.value, WithdrawnError)
    assert pages.published_claims(reader) == []
    assert pages.published_scorecards(reader) == []


def test_a_preview_is_of_drafts_as_they_stand_and_not_for_readers(context):
    slug = _scorecard(context)
    _claim(context, "A draft.", published=False)
    gone = _claim(context, "Taken down.")
    publication.withdraw_claim(context, gone)
    preview = pages.preview_scorecard(context, slug)
    assert _texts(preview.groups[0].cards) == {"cyber": ["A draft."]}
    reader = replace(context, actor=READER)
    assert _texts(pages.scorecard_page(reader, slug).groups[0].cards) == {}
    with pytest.raises(SignInNeededError):
        pages.preview_scorecard(reader, slug)
    with pytest.raises(SignInNeededError):
        pages.preview_claim(reader, "a-draft")

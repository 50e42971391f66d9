"""The front page: labs and categories, with what editors say of each."""

from dataclasses import replace

import pytest
from wren_pages import claim_on_page, scorecard_page_of

from annotator.domain.errors import InvalidError, NotFoundError
from annotator.domain.views.pages import MatrixChoice
from annotator.domain.vocabulary import CategoryShown, Credence
from annotator.services.claims import scorecards
from annotator.services.context import READER
from annotator.services.publishing import publication
from annotator.services.publishing.home import home_page


@pytest.fixture
def context(two_labs):
    with two_labs.rehearse() as context:
        yield context


@pytest.fixture
def reader(context):
    """A reader who sees what the test has done so far."""
    return replace(context, actor=READER)


def test_a_cell_counts_how_the_lab_s_own_claims_of_that_category_were_judged(
    context, reader
):
    parent = claim_on_page(context, "It is safe.", shown="not shown")
    claim_on_page(context, "A part of that.", shown="shown", parent=parent)
    claim_on_page(context, "Another.", shown="partly shown")
    claim_on_page(context, "Unjudged.")
    claim_on_page(context, "Of the other model.", shown="shown", models=("wren-2",))
    gull = {"lab": "gull-labs", "models": ("gull-1",)}
    claim_on_page(context, "Of the other lab.", shown="contradicted", **gull)
    scorecard_page_of(context, "Gull 1", **gull)
    scorecard_page_of(context, cyber="Low.")
    claim_on_page(context, "In draft.", shown="shown", published=False)
    home = home_page(reader)
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
    slug = scorecard_page_of(context, cyber="Low.")
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
    [before] = home_page(reader, MatrixChoice(category="cyber")).rows
    assert before.cells[0].card.shown is None, "a draft is not seen"
    publication.publish_scorecard(context, slug, [])
    [row] = home_page(reader, MatrixChoice(category="cyber")).rows
    [cell] = row.cells
    assert (cell.card.shown, cell.card.credence, cell.card.in_short) == (
        "nothing published",
        "unclear",
        "Low, we think.",
    )
    assert cell.card.untold == []


def test_the_front_page_is_narrowed_to_a_lab_and_to_a_category(context, reader):
    gull = {"lab": "gull-labs", "models": ("gull-1",)}
    scorecard_page_of(context, "Gull 1", cyber="High.", **gull)
    scorecard_page_of(context, cyber="Low.", security="None.")
    one_lab = home_page(reader, MatrixChoice(lab="gull-labs"))
    assert [row.title for row in one_lab.rows] == ["Gull 1"]
    assert [lab.slug for lab in one_lab.labs] == ["gull-labs", "wren-labs"]
    one_category = home_page(reader, MatrixChoice(category="security"))
    assert [column.slug for column in one_category.categories] == ["security"]
    assert [len(row.cells) for row in one_category.rows] == [1, 1]
    assert len(one_category.every_category) > 1
    for wrong in (MatrixChoice(lab="nobody"), MatrixChoice(category="luck")):
        with pytest.raises(NotFoundError):
            home_page(reader, wrong)
    with pytest.raises(InvalidError, match="by"):
        home_page(reader, MatrixChoice(by="luck"))


def test_the_front_page_has_the_newest_of_a_lab_and_says_how_many_it_leaves_out(
    context, reader
):
    gull = {"lab": "gull-labs", "models": ("gull-1",)}
    scorecard_page_of(context, "Gull 1", cyber="High.", **gull)
    for number in range(5):
        scorecard_page_of(context, f"Wren 1, part {number}", cyber="Low.")
    home = home_page(reader)
    assert [row.title for row in home.rows] == [
        "Gull 1",
        *(f"Wren 1, part {number}" for number in (2, 3, 4)),
    ]
    assert [(left.lab.slug, left.count) for left in home.earlier] == [("wren-labs", 2)]
    one_lab = home_page(reader, MatrixChoice(lab="wren-labs"))
    assert (len(one_lab.rows), one_lab.earlier) == (5, ())
    whole = home_page(reader, newest=None)
    assert (len(whole.rows), whole.earlier) == (6, ())

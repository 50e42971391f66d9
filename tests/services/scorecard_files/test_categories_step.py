"""An import makes new groups and categories, and leaves known ones their names and places."""

import pytest
from wren_file import CARD, FILE

from annotator.domain.errors import InvalidFileError
from annotator.services.claims import categories, claims
from annotator.services.scorecard_files import (
    export_scorecard,
    import_scorecard,
    look_ahead,
)


def _refused(bring_in, *changes):
    with pytest.raises(InvalidFileError) as refused:
        bring_in(*changes)
    return list(refused.value.mistakes)


def _order(context):
    context.session.expire_all()
    return {
        group.slug: [category.slug for category in group.categories]
        for group in categories.list_groups(context)
    }


def test_a_new_category_is_the_last_of_its_group_and_a_known_one_stays_as_it_is(
    context, bring_in
):
    before = _order(context)
    listed = (
        "categories:\n  - {slug: energy, name: Energy, group: evaluation}\n"
        "  - {slug: shelter, name: Shelter, group: safety case}\n"
        "  - {slug: cyber, name: Renamed, group: safety case}\nscorecard:"
    )
    bring_in(("scorecard:", listed), ("category: chem-bio", "category: energy"))
    assert _order(context) == {
        "evaluation": [*before["evaluation"], "energy"],
        "safety-case": [*before["safety-case"], "shelter"],
    }
    assert categories.get_category(context, "cyber").name == "Cyber"
    assert claims.get_claim(context, "no-danger").category.slug == "energy"


def test_a_category_that_is_not_there_is_told_wherever_it_is_named(bring_in):
    found = _refused(bring_in, ("category: chem-bio", "category: art"))
    assert len(found) == 3
    assert all(
        "there is no category “art”; known are ai-rd, chem-bio" in x for x in found
    )


GROUPS = """groups:
  - {slug: governance, name: Governance, introduction: Who decides.}
  - {slug: evaluation, name: Other, introduction: What it can do.}
  - {slug: culture, name: Culture}
categories:
  - {slug: boards, name: Boards, group: governance, experimental: yes, invitation: Tell us.}
  - {slug: chem-bio, name: Other, group: evaluation, introduction: Of germs.}
  - {slug: energy, name: Energy, group: evaluation}
scorecard:"""


def test_groups_come_with_their_introductions_and_in_the_order_of_the_file(
    context, bring_in
):
    before = _order(context)
    bring_in(("scorecard:", GROUPS))
    order = _order(context)
    assert list(order) == ["governance", "evaluation", "culture", "safety-case"]
    assert order["evaluation"] == ["chem-bio", "energy", *before["evaluation"][1:]]
    governance, evaluation, *_ = categories.list_groups(context)
    assert (governance.name, governance.introduction) == ("Governance", "Who decides.")
    assert (evaluation.name, evaluation.introduction) == (
        *("Evaluation categories", "What it can do."),
    )
    boards = categories.get_category(context, "boards")
    assert (boards.experimental, boards.invitation) == (True, "Tell us.")
    germs = categories.get_category(context, "chem-bio")
    assert (germs.name, germs.introduction) == ("Chem & bio", "Of germs.")
    bring_in()  # an older file says nothing of this
    assert _order(context) == order
    assert categories.get_category(context, "chem-bio").introduction == "Of germs."


def test_an_import_of_an_export_changes_no_category(context, bring_in):
    bring_in(("scorecard:", GROUPS))
    text = export_scorecard(context, "wren-1")
    versions = [category.version for category in claims.list_categories(context)]
    bring_in(text=text)
    assert [row.version for row in claims.list_categories(context)] == versions
    assert export_scorecard(context, "wren-1") == text


def _import_into(desk, text):
    """Import into an installation of its own, and return what it exports."""
    desk.take_in(CARD, report="wren-card")
    with desk.look() as context:
        ahead = look_ahead(context, name="wren.yaml", text=text)
    with desk.sit_down() as context:
        import_scorecard(context, name="wren.yaml", text=text, ahead=ahead)
        return export_scorecard(context, "wren-1")


def test_what_is_exported_is_the_same_in_another_installation(desk_in, tmp_path):
    marked = "  - {slug: cyber, name: Cyber, group: evaluation, experimental: yes}\n"
    groups = GROUPS.replace("scorecard:", f"{marked}scorecard:")
    with desk_in(tmp_path / "one") as one:
        text = _import_into(one, FILE.replace("scorecard:", groups, 1))
    for said in ("introduction: Who decides.", "experimental: true", "Tell us."):
        assert said in text
    with desk_in(tmp_path / "other") as other:
        assert _import_into(other, text) == text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("group: governance", "group: nowhere"), "categories.0.group: there is no group “nowhere”; known are culture, evaluation, governance, safety-case"),
        (("name: Culture", "name: Governance"), "groups.2: name: already exists"),
        (("name: Energy", "name: cyber"), "categories.2: name: already exists"),
        (("invitation: Tell us.", f"invitation: {'x' * 501}"), "categories.0: invitation: is longer than 500"),
        (("slug: culture", "slug: evaluation"), "groups.2.slug: “evaluation” appears twice among the groups"),
    ],
)  # fmt: skip
def test_a_wrong_group_or_category_is_told_at_its_line(bring_in, change, said):
    mistakes = _refused(bring_in, ("scorecard:", GROUPS), change)
    assert any(said in mistake for mistake in mistakes), mistakes

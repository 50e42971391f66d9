"""Fields and parts of two editions are told apart by their names and keys."""

from annotator.domain.moves.parts import FieldMove, How, Sort, moved, parts_moved

BIRDS = Sort(
    noun=lambda _: "bird",
    title=lambda bird: bird["name"],
    fields=lambda bird: tuple(bird.items()),
)


def test_fields_that_differ_are_told_also_where_one_side_lacks_them():
    before = [("Kept", "a"), ("Gone", "b"), ("Other", "c")]
    after = [("Kept", "a"), ("Other", "d"), ("New", "e"), ("Empty", "")]
    assert moved(before, after) == (
        FieldMove("Other", "c", "d"),
        FieldMove("New", "", "e"),
        FieldMove("Gone", "b", ""),
    )


def test_parts_come_go_or_change():
    before = {1: {"name": "heron"}, 2: {"name": "gull"}, 3: {"name": "wren"}}
    after = {1: {"name": "heron"}, 2: {"name": "tern"}, 4: {"name": "kite"}}
    found = parts_moved(BIRDS, before, after)
    assert [(one.noun, one.how, one.title) for one in found] == [
        ("bird", How.CHANGED, "tern"),
        ("bird", How.ADDED, "kite"),
        ("bird", How.REMOVED, "wren"),
    ]
    assert found[0].fields == (FieldMove("name", "gull", "tern"),)


def test_both_wordings_are_shown_as_one_text():
    parts = FieldMove("Note", "It is safe.", "It is not safe.").segments
    assert "".join(p.text for p in parts if p.kind != "added") == "It is safe."
    assert "".join(p.text for p in parts if p.kind != "removed") == "It is not safe."

"""What changed is told from editions, without the name of what was withdrawn."""

from dataclasses import replace
from datetime import timedelta

import pytest
from claim_views import A_SOURCE, a_claim, a_link

from annotator.domain.errors import NotFoundError, WithdrawnError
from annotator.domain.views.contents import LabView
from annotator.domain.vocabulary import EditionKind
from annotator.services.context import READER
from annotator.services.published import changes, editions
from annotator.services.published.editions import NOTHING_TOLD, Told
from annotator.storage.published.publications import PageKind


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    with desk_in(tmp_path_factory.mktemp("changes")) as desk:
        yield desk


@pytest.fixture
def context(desk):
    with desk.rehearse() as context:
        yield context


@pytest.fixture
def reader(context):
    return replace(context, actor=READER)


def _publish(
    context, slug, text, *evidence, days=0, told=NOTHING_TOLD, lab="Wren Labs"
):
    at = replace(context, now=context.now + timedelta(days=days))
    view = replace(
        a_claim(slug, *evidence, text=text),
        lab=LabView(lab.lower().replace(" ", "-"), lab),
    )
    return editions.publish_edition(at, text, view, told=told)


def _entries(found):
    return [entry for day in found.days for entry in day.entries]


def test_an_entry_says_which_edition_of_what_sort_and_what_moved(context, reader):
    _publish(context, "safe", "It is safe.")
    told = Told(EditionKind.CORRECTION, "It was wrong.")
    source = a_link(source=A_SOURCE)
    _publish(context, "safe", "It is not safe.", source, days=1, told=told)
    second, first = _entries(changes.list_changes(reader))
    assert (first.is_first, first.number, first.moved) == (True, 1, ())
    assert (first.change, first.against) == (None, None)
    assert (second.number, second.against, second.has_earlier) == (2, 1, True)
    assert (second.change, second.note) == ("correction", "It was wrong.")
    assert second.moved == ("1 outside source added", "Changed: Wording of the claim")


def test_what_was_withdrawn_is_named_nowhere_and_what_came_after_is_new_again(
    context, reader
):
    _publish(context, "safe", "It is safe.")
    editions.withdraw_edition(context, PageKind.CLAIM, "safe")
    [note] = _entries(changes.list_changes(reader))
    assert note.is_withdrawal
    assert (note.slug, note.title, note.note) == ("", "", "")
    with pytest.raises(WithdrawnError):
        changes.feed(reader, claim="safe")
    _publish(context, "safe", "It is safe.", days=1)
    again, note = _entries(changes.list_changes(reader))
    assert (again.number, again.against, again.moved) == (2, None, ())
    assert again.has_earlier


def test_changes_are_narrowed_down_to_a_lab_by_the_name_it_has_now(context, reader):
    _publish(context, "safe", "It is safe.")
    _publish(context, "loud", "It is loud.", lab="Gull Labs")
    found = changes.list_changes(reader, lab="gull-labs")
    assert [entry.slug for entry in _entries(found)] == ["loud"]
    assert found.lab == LabView("gull-labs", "Gull Labs")
    assert [lab.name for lab in found.labs] == ["Gull Labs", "Wren Labs"]
    with pytest.raises(NotFoundError):
        changes.list_changes(reader, lab="tern-labs")
    assert changes.feed(reader, lab="gull-labs")[0] == "Gull Labs"
    editions.withdraw_edition(context, PageKind.CLAIM, "loud")
    with pytest.raises(NotFoundError):
        changes.list_changes(reader, lab="gull-labs")


def test_changes_are_narrowed_down_to_a_month(context, reader):
    _publish(context, "safe", "It is safe.")
    _publish(context, "calm", "It is calm.", days=70)
    _publish(context, "loud", "It is loud.", days=71, lab="Gull Labs")
    assert changes.list_changes(reader).months == ("2030-03", "2030-01")
    march = changes.list_changes(reader, month="2030-03")
    assert [entry.slug for entry in _entries(march)] == ["loud", "calm"]
    gull = changes.list_changes(reader, lab="gull-labs", month="2030-03")
    assert [entry.slug for entry in _entries(gull)] == ["loud"]
    assert gull.months == ("2030-03",)
    for other in ("2030-02", "march", "2030-03-01", "%"):
        with pytest.raises(NotFoundError):
            changes.list_changes(reader, month=other)


def test_the_front_page_gets_the_newest_few(context, reader):
    for number in range(changes.NEWEST + 2):
        _publish(context, f"c{number}", f"{number}.", days=number)
    found = changes.newest_changes(reader)
    assert len(_entries(found)) == changes.NEWEST
    assert _entries(found)[0].title == f"{changes.NEWEST + 1}."
    assert found.has_more


def test_a_list_is_read_a_page_at_a_time(context, reader):
    for number in range(changes.ON_A_PAGE + 1):
        _publish(context, f"c{number}", f"{number}.", days=number)
    first = changes.list_changes(reader)
    second = changes.list_changes(reader, page=2)
    assert (len(_entries(first)), first.has_more) == (changes.ON_A_PAGE, True)
    assert [entry.title for entry in _entries(second)] == ["0."]


def test_a_feed_of_a_claim_has_its_editions_alone(context, reader):
    _publish(context, "safe", "It is safe.")
    _publish(context, "loud", "It is loud.")
    about, entries = changes.feed(reader, claim="safe")
    assert about == "It is safe."
    assert [entry.slug for entry in entries] == ["safe"]
    assert entries[0].key.startswith("urn:uuid:")


def test_what_moved_is_worked_out_once(context, reader):
    _publish(context, "safe", "It is safe.")
    _publish(context, "safe", "It is safer.", days=1)
    first = _entries(changes.list_changes(reader))
    with pytest.raises(TypeError):
        changes.moves_between(a_claim(), object())
    assert _entries(changes.list_changes(reader)) == first

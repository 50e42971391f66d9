"""Editors say what the field calls the same, in sets that do not overlap."""

import pytest
from pdfs import text_pdf

from annotator.domain.edits import StaleError
from annotator.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    SignInNeededError,
)
from annotator.domain.permissions import Role
from annotator.services.edits import form_fields
from annotator.services.search import synonyms, words

BOTH = "Testers evaluated wombat misuse at some length here."


@pytest.fixture(scope="module")
def shared(desk_in, tmp_path_factory):
    """A desk with one report; tests drop what they change."""
    with desk_in(tmp_path_factory.mktemp("synonyms")) as desk:
        desk.take_in(text_pdf([BOTH]), report="card")
        yield desk


@pytest.fixture
def context(shared):
    with shared.rehearse() as context:
        yield context


def _sets(context):
    return [known.words for known in synonyms.list_synonyms(context)]


def test_searches_go_by_what_editors_say_from_then_on(context):
    made = synonyms.add_synonyms(context, text="marsupial, wombat")
    assert words.search(context, "marsupial").also == ("wombat",)
    synonyms.edit_synonyms(context, made.id, text="marsupial, kangaroo")
    assert words.search(context, "marsupial").total == 0
    synonyms.edit_synonyms(context, made.id, text="pouched animals, wombat")
    assert words.search(context, "pouched animals").total == 1
    synonyms.remove_synonyms(context, made.id)
    assert words.search(context, "pouched animals").also == ()


def test_a_set_is_kept_as_it_is_written_and_each_of_its_words_once(context):
    synonyms.add_synonyms(context, text=" Jail  break,\n bypass,, JAIL BREAK,\nevasion")
    assert sorted(_sets(context)[-1]) == ["Jail break", "bypass", "evasion"]
    assert ("jail", "break") in synonyms.known_synonyms(context)[-1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alone", "must be 2 to 20"),
        ("alone, ALONE,  , ?", "must be 2 to 20"),
        (", ".join(f"w{number}" for number in range(21)), "must be 2 to 20"),
        (
            "a, one two three four five six",
            "“one two three four five six” has more than",
        ),
    ],
)
def test_a_set_that_makes_no_sense_is_refused_at_its_field(context, text, said):
    before = _sets(context)
    with pytest.raises(InvalidError, match=said) as refused:
        synonyms.add_synonyms(context, text=text)
    assert refused.value.field == "words"
    assert _sets(context) == before


def test_a_word_is_in_one_set_and_the_refusal_names_that(context):
    with pytest.raises(ConflictError, match=r"“cbrn” is in the set “CBRN, bio”"):
        synonyms.add_synonyms(context, text="chem, cbrn")
    made = synonyms.add_synonyms(context, text="jailbreak, bypass")
    with pytest.raises(ConflictError, match="already"):
        synonyms.edit_synonyms(context, made.id, text="jailbreak, bio")
    synonyms.edit_synonyms(context, made.id, text="bypass, jailbreak, evasion")
    assert sorted(_sets(context)[-1]) == ["bypass", "evasion", "jailbreak"]


def test_a_set_that_somebody_changed_meanwhile_is_neither_overwritten_nor_removed(
    context,
):
    made = synonyms.add_synonyms(context, text="jailbreak, bypass")
    seen = form_fields.seen("synonyms", made)
    synonyms.edit_synonyms(context, made.id, text="jailbreak, evasion")
    with pytest.raises(StaleError, match="An editor changed"):
        synonyms.edit_synonyms(
            context, made.id, text="jailbreak, trick", made_from=seen
        )
    with pytest.raises(ConflictError, match="changed this set in the meantime"):
        synonyms.remove_synonyms(context, made.id, made_from=seen)
    assert _sets(context)[-1] == ["jailbreak", "evasion"]
    with pytest.raises(NotFoundError):
        synonyms.remove_synonyms(context, 999)


@pytest.mark.parametrize(
    ("role", "error"),
    [(Role.ANALYST, ForbiddenError), (Role.READER, SignInNeededError)],
)
def test_only_editors_change_what_all_searches_go_by(shared, role, error):
    with shared.rehearse(role) as context:
        assert [("cbrn",), ("bio",)] in synonyms.known_synonyms(context)
        with pytest.raises(error):
            synonyms.add_synonyms(context, text="a, b")
        with pytest.raises(error):
            synonyms.edit_synonyms(context, 1, text="a, b")
        with pytest.raises(error):
            synonyms.remove_synonyms(context, 1)

"""Forms are read into what they say; what they cannot say is told field by field."""

import pytest
from werkzeug.datastructures import MultiDict

from annotator.domain.claims import GivenReason
from annotator.domain.errors import (
    ConflictError,
    InvalidError,
    InvalidFormError,
)
from annotator.domain.vocabulary import (
    AimsAt,
    AssertedBy,
    LoadBearing,
    ReportKind,
    Stance,
    Strength,
)
from annotator.forms import (
    absences,
    accounts,
    claims,
    passages,
    reasons,
    reports,
    scorecards,
    synonyms,
    verdicts,
)
from annotator.forms.passages import CandidateForm, CaptureForm
from annotator.forms.reading import (
    UNREADABLE,
    Form,
    errors_by_field,
    read,
    typed,
    written,
)
from annotator.forms.verdicts import VerdictForm
from annotator.services.claims.capture import Region, Words

ROOMS = (
    absences,
    accounts,
    claims,
    passages,
    reasons,
    reports,
    scorecards,
    synonyms,
    verdicts,
)
FORMS = sorted(
    {
        each
        for room in ROOMS
        for each in vars(room).values()
        if isinstance(each, type) and issubclass(each, Form) and each is not Form
    },
    key=lambda form: form.__name__,
)
HOSTILE = [
    "\x00",
    "a\x00b",
    "nan",
    "inf",
    "1e400",
    str(2**31),
    "9" * 5000,
    "٣²",
    "-1",
    "\u202e",
    "{{ 7 * 7 }}",
    "x" * 20_000,
]


def refused(form: type[Form], **sent: str) -> dict[str, str]:
    """Send these fields; return what is wrong with each."""
    with pytest.raises(InvalidFormError) as caught:
        read(form, MultiDict(sent))
    return errors_by_field(form, caught.value)


def test_a_form_is_read_into_the_types_of_its_fields():
    sent = MultiDict(
        [
            ("stance", "undercuts"),
            ("strength", "low"),
            ("reasons", " small n; ; wrong snapshot "),
            ("note", " As typed. "),
            ("nobody asked", "for this"),
        ]
    )
    form = read(claims.WeightForm, sent)
    assert dict(form) == {
        "stance": Stance.UNDERCUTS,
        "aims_at": AimsAt.CLAIM,
        "load_bearing": LoadBearing.UNKNOWN,
        "strength": Strength.LOW,
        "reasons": ("small n", "wrong snapshot"),
        "note": " As typed. ",
    }


def test_each_value_of_a_list_is_read():
    sent = MultiDict([("asserted_by", "lab"), ("models", "a"), ("models", "b")])
    form = read(claims.ClaimForm, sent)
    assert form.models == ("a", "b")
    assert form.asserted_by is AssertedBy.LAB
    assert (form.text, form.assertion) == ("", None)


def test_every_mistake_is_told_at_once_by_the_name_of_its_field():
    errors = refused(
        reports.ReportForm, title="", kind="leaflet", published="last spring"
    )
    assert list(errors) == ["kind", "published"]
    assert errors["kind"] == f"must be one of: {', '.join(ReportKind)}."
    assert errors["published"].startswith(
        "“last spring” is not a date; write 2025-05-22"
    )


def test_mistakes_of_fields_taken_together_are_told_at_once():
    sent = {"start": "", "end": "4", "claim": "new", "stance": ""}
    assert refused(CaptureForm, **sent) == {
        "start": "is missing; select the passage again.",
        "category": "choose a category for the new claim.",
        "stance": "choose a stance.",
    }


def test_a_mark_alone_needs_neither_claim_nor_stance():
    sent = {"revision": "ab", "start": "1", "end": "9", "do": "mark"}
    form = read(CaptureForm, MultiDict(sent))
    assert form.place() == Words("ab", 1, 9)
    assert (form.chosen_claim(lab="wren"), form.weight()) == (None, None)


def test_a_rectangle_is_read_with_its_four_sides():
    sent = {"page": "2", "x0": "-5", "y0": "0", "x1": "30.5", "y1": "9"}
    form = read(CaptureForm, MultiDict({"revision": "ab", "do": "mark", **sent}))
    assert form.place() == Region("ab", 2, (-5.0, 0.0, 30.5, 9.0))


@pytest.mark.parametrize("side", ["", "nan", "inf", "-inf", "1e400", "14401", "a"])
def test_a_side_that_is_no_number_of_points_is_told_once(side):
    sent = {"page": "2", "x0": "1", "y0": "2", "x1": "3", "y1": side, "do": "mark"}
    assert refused(CaptureForm, **sent) == {"x0": "needs four numbers, in points."}


@pytest.mark.parametrize("place", ["", "a:b", "ab:1:x", "ab:1:2:3", "ab:1:" + "9" * 30])
def test_a_place_that_no_button_stands_for_is_asked_for(place):
    errors = refused(CandidateForm, place=place, stance="supports")
    assert errors == {"place": "is missing; choose one from the list."}


def test_fields_that_python_has_words_for_keep_their_names():
    sent = MultiDict({"place": "ab:1:2", "stance": "supports", "in": "a-card"})
    assert read(CandidateForm, sent).chosen == "a-card"
    assert typed(CandidateForm, sent)["in"] == "a-card"


def refusals(form: type[Form], sent: MultiDict[str, str]) -> dict[str, str]:
    """Return what is wrong with a form, if anything is."""
    try:
        read(form, sent)
    except InvalidFormError as error:
        return errors_by_field(form, error)
    return {}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: repr(text)[:12])
def test_whatever_is_sent_is_read_or_refused_in_a_sentence_of_ours(form, hostile):
    names = [field.alias or name for name, field in form.model_fields.items()]
    for reason in refusals(form, MultiDict(dict.fromkeys(names, hostile))).values():
        assert "nput should" not in reason, "pydantic speaks like that"
        assert reason != UNREADABLE


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_of_which_nothing_was_sent_is_read_or_refused(form):
    assert set(refusals(form, MultiDict())) <= {*form.model_fields, "all"}


def test_a_field_that_has_no_words_of_ours_is_refused_without_those_of_pydantic():
    class Plain(Form):
        count: int

    assert refused(Plain, count="many") == {"count": UNREADABLE}


# Lists of forms


VERDICT = {"shown": "not shown", "credence": "likely", "rationale": "So."}


def test_each_row_of_a_list_is_read_by_the_number_that_it_was_sent_with():
    sent = {
        **VERDICT,
        "reason-40": "luck",
        "given-40": "yes",
        "sentence-40": "By chance.",
        "reason-7": "haste",
        "sentence-7": "not ticked",
        "rests_on-7": "",
        "reason-2": "few",
        "given-2": "yes",
        "rests_on-2": "evidence-12",
        "sentence-2": "Twelve.",
    }
    form = read(VerdictForm, MultiDict(sent))
    assert [row.number for row in form.reasons] == [2, 7, 40]
    assert form.verdict()["reasons"] == (
        GivenReason("few", "Twelve.", evidence=12),
        GivenReason("luck", "By chance."),
    )
    shown = typed(VerdictForm, MultiDict(sent))["reasons"]
    assert [(row["number"], row["sentence"]) for row in shown] == [
        (2, "Twelve."),
        (7, "not ticked"),
        (40, "By chance."),
    ]


@pytest.mark.parametrize("number", ["1", "0", "-3", "07", "x", "", "٣", "9" * 30])
def test_a_row_with_a_number_that_no_form_of_ours_has_is_left_out(number):
    sent = MultiDict({**VERDICT, f"reason-{number}": "luck", f"given-{number}": "yes"})
    assert read(VerdictForm, sent).reasons == ()


def test_what_is_wrong_in_a_row_is_told_with_its_number():
    sent = {"reason-9": "luck", "given-9": "yes", "rests_on-9": "evidence-x"}
    assert refused(VerdictForm, **VERDICT, **sent) == {
        "rests_on-9": "is not a part of this claim; choose one from the list."
    }
    sent["rests_on-9"] = "tension-3"
    assert refused(VerdictForm, **VERDICT, **sent) == {
        "sentence-9": "is required: explain the verdict in one sentence."
    }
    long = {"sentence-9": "x" * 501}
    assert refused(VerdictForm, **VERDICT, **sent, **long) == {
        "sentence-9": "is longer than 500 characters."
    }


# What services refuse


def test_what_a_service_calls_otherwise_is_told_at_the_field_that_shows_it():
    wrong = InvalidError("text", "is required")
    assert errors_by_field(CaptureForm, wrong) == {"claim_text": "is required"}
    assert errors_by_field(claims.ClaimForm, wrong) == {"text": "is required"}


def test_what_no_field_shows_is_told_of_the_whole_form_with_its_name():
    wrong = InvalidError("source_url", "must begin with https:// or http://")
    told = "source url: must begin with https:// or http://"
    assert errors_by_field(claims.CritiqueForm, wrong) == {"all": told}
    conflict = ConflictError("There is one already.")
    assert errors_by_field(claims.CritiqueForm, conflict) == {
        "all": "There is one already."
    }


def test_an_error_speaks_of_its_label_and_is_found_by_its_field():
    wrong = InvalidError("load_bearing", "must be one of: no.", label="load-bearing")
    assert (wrong.field, str(wrong)) == (
        "load_bearing",
        "load-bearing: must be one of: no.",
    )
    both = InvalidFormError([wrong, InvalidError("aims_at", "is empty.")])
    assert str(both) == "load-bearing: must be one of: no.\naims at: is empty."


# Showing again


def test_what_was_typed_is_shown_as_it_was_typed():
    sent = MultiDict([("title", " A card "), ("models", "Wren 1,, Wren 2"), ("x", "y")])
    assert typed(reports.ReportForm, sent) == {
        "title": " A card ",
        "models": "Wren 1,, Wren 2",
    }
    sent = MultiDict([("title", "Wren"), ("models", "a"), ("models", "b")])
    assert typed(scorecards.ScorecardForm, sent)["models"] == ["a", "b"]


def test_values_are_written_as_somebody_would_type_them():
    values = {"title": "A card", "models": ("Wren 1", "Wren 2")}
    assert written(reports.ReportForm, values)["models"] == "Wren 1, Wren 2"
    assert written(scorecards.ScorecardForm, values) == values

"""What the parts of a file say of one another agrees, or is told at the place that errs."""

import pytest
from wren_file import FILE

from annotator.services.scorecard_files import references
from annotator.services.scorecard_files.schema import ResultPart, ResultTarget
from annotator.services.scorecard_files.yaml_file import read_scorecard


def _read(*changes, text=FILE):
    for was, becomes in changes:
        assert was in text, was
        text = text.replace(was, becomes)
    return read_scorecard(name="wren.yaml", text=text)


def _mistakes(*changes):
    return dict(references.mistakes(_read(*changes)))


def test_a_file_that_agrees_with_itself_has_no_mistake():
    assert _mistakes() == {}


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (("  models: [wren-1]\n  overall", "  models: [wren-2]\n  overall"), ("scorecard", "models", 0), "“wren-2” is not among the models"),
        (("card, models: [wren-1]", "card, models: [wren-1, gull-1]"), ("reports", 0, "models", 1), "“gull-1” is not among the models"),
        (("- model: wren-1", "- model: wren-3"), ("evaluations", 0, "results", 0, "model"), "“wren-3” is not among the models"),
        (("beforehand, report: wren-card", "beforehand, report: no-card"), ("claims", 1, "evidence", 0, "report"), "“no-card” is not among the reports"),
        (("out., report: wren-card", "out., report: no-card"), ("claims", 0, "assertion", "report"), "“no-card” is not among the reports"),
        (("{report: wren-card, page: 2, box", "{report: no-card, page: 2, box"), ("claims", 0, "evidence", 2, "region", "report"), "“no-card” is not among the reports"),
        (("2.8×, report: wren-card", "2.8×, report: no-card"), ("evaluations", 0, "thresholds", 0, "source", "report"), "“no-card” is not among the reports"),
        (("{evaluation: uplift,", "{evaluation: lift,"), ("claims", 0, "evidence", 0, "result", "evaluation"), "“lift” is not among the evaluations"),
        (("uplift, model: wren-1}", "uplift, model: wren-9}"), ("claims", 0, "evidence", 0, "result"), "“uplift” has no such result of “wren-9”"),
    ],
)  # fmt: skip
def test_what_names_a_part_that_is_not_there_is_a_mistake(change, place, said):
    found = _mistakes(change)
    assert place in found
    assert found[place].startswith(said)


def test_parts_of_one_name_are_a_mistake_at_the_second():
    found = _mistakes(
        ("reports:", "  - {slug: wren-1, name: Wren 1 again}\nreports:"),
        ("slug: line-was-set-beforehand", "slug: no-danger"),
        ("    part_of: no-danger\n", ""),
    )
    assert found == {
        ("models", 1, "slug"): "“wren-1” appears twice among the models",
        ("claims", 1, "slug"): "“no-danger” appears twice among the claims",
    }


def test_results_that_cannot_be_told_apart_are_a_mistake():
    more = "      - {model: wren-1, state: scored, value: 5.2×}\nclaims:"
    found = _mistakes(("claims:\n", f"{more}\n"))
    assert found == {
        (
            "evaluations",
            0,
            "results",
            1,
        ): "“wren-1” has this metric, snapshot and split twice",
        (
            "claims",
            0,
            "evidence",
            0,
            "result",
        ): "“uplift” has 2 such results of “wren-1”; "
        "say which by its metric, snapshot or split",
    }


def _result(metric="", snapshot="", split="", model="wren-1"):
    return ResultPart(
        model=model, state="scored", metric=metric, snapshot=snapshot, split=split
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["plain"]),  # the one that says no more wins over those that say more
        ({"metric": "pass@1"}, ["first", "last"]),
        ({"metric": "pass@1", "snapshot": "final"}, ["last"]),
        ({"snapshot": "final"}, ["last"]),
        ({"metric": "pass@9"}, []),
        ({"model": "wren-2"}, ["other"]),
    ],
)
def test_a_result_is_named_exactly_or_by_what_is_told_of_it(wanted, found):
    results = {
        "plain": _result(),
        "first": _result("pass@1", "early"),
        "last": _result("pass@1", "final"),
        "other": _result("pass@1", model="wren-2"),
    }
    target = ResultTarget(**{"evaluation": "uplift", "model": "wren-1", **wanted})
    matching = references.matching_results(target, results.values())
    assert [name for name, each in results.items() if each in matching] == found


def test_every_quote_of_the_file_is_given_with_its_place():
    assert [(path, quote.quote) for path, quote in references.quotes(_read())] == [
        (("claims", 0, "assertion"), "We rule the danger out."),
        (("claims", 1, "evidence", 0), "was set beforehand"),
        (("evaluations", 0, "thresholds", 0, "source"), "The rule-out line is 2.8×"),
        (("evaluations", 0, "results", 0, "source"), "Its uplift was 1.70×"),
    ]


def _claims(**parents):
    text = FILE[: FILE.index("claims:")] + "claims:\n"
    for slug, parent in parents.items():
        part_of = f", part_of: {parent}" if parent else ""
        text += f"  - {{slug: {slug}, category: cyber, text: T., models: [wren-1]{part_of}}}\n"
    return _read(text=text)


def test_claims_are_made_after_those_they_are_part_of_in_whatever_order_they_stand():
    file = _claims(leaf="twig", twig="branch", other="", branch="tree", tree="")
    order = [claim.slug for _, claim in references.parents_first(file)]
    assert order == ["other", "tree", "branch", "twig", "leaf"]
    assert [position for position, _ in references.parents_first(file)][-1] == 0


def test_only_claims_that_are_not_in_the_file_have_to_be_stored_already():
    file = _claims(leaf="tree", tree="wood")
    assert list(references.parents(file)) == [(("claims", 1, "part_of"), "wood")]


def test_a_circle_of_claims_is_a_mistake_of_each_of_them_and_of_no_other():
    file = _claims(one="two", two="three", three="one", leaf="one", self="self")
    found = {path[1] for path, said in references.mistakes(file) if "itself" in said}
    assert found == {0, 1, 2, 4}


def test_every_category_that_is_named_is_given_with_its_place():
    assert list(
        references.categories(_read(("    chem-bio: {lab", "    cyber: {lab")))
    ) == [
        (("claims", 0, "category"), "chem-bio"),
        (("claims", 1, "category"), "chem-bio"),
        (("evaluations", 0, "category"), "chem-bio"),
        (("scorecard", "cards", "cyber"), "cyber"),
    ]

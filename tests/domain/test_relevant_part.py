"""Which claims weigh most, and which passages they rest on, in reading order."""

from dataclasses import replace

from claim_views import a_claim, a_link, a_quote, a_result
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.relevant_part import by_weight, relevant_part, weight, weightiest
from annotator.domain.vocabulary import LoadBearing, Stance


def _claim(slug, *links, parent=None):
    return replace(a_claim(), slug=slug, parent=parent, evidence=links, assertion=None)


def _link(number, **facts):
    return replace(a_link(number), **facts)


LOAD = {"load_bearing": LoadBearing.WE_INFER}


def test_what_bears_the_load_weighs_more_than_much_that_does_not():
    much = _claim("much", *(_link(n) for n in range(5)))
    little = _claim("little", _link(9, **LOAD))
    background = _claim("background", _link(8, stance=Stance.CONTEXT, **LOAD))
    ordered = by_weight([background, much, little])
    assert [claim.slug for claim in ordered] == ["little", "much", "background"]
    assert weight(background) == (0, 0)


def test_parts_follow_their_wholes_whatever_they_weigh():
    whole = _claim("whole")
    part = _claim("part", _link(1, **LOAD), parent="whole")
    lost = _claim("lost", parent="is-elsewhere")
    other = _claim("other", _link(2))
    ordered = by_weight([part, whole, lost, other])
    assert [claim.slug for claim in ordered] == ["other", "whole", "part", "lost"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), max_size=10))
def test_no_claim_is_lost_or_doubled(drawn):
    claims = [
        _claim(
            f"c{at}",
            *(_link(n) for n in range(links)),
            parent=f"c{parent}" if parent < at else "elsewhere",
        )
        for at, (parent, links) in enumerate(drawn)
    ]
    assert sorted(c.slug for c in by_weight(claims)) == sorted(c.slug for c in claims)


def test_a_passage_that_two_claims_rest_on_stands_once_with_both_uses():
    quote = a_quote()
    one = _claim("one", _link(1, quote=quote, note="It says so."))
    other = _claim("other", _link(2, quote=quote, stance=Stance.UNDERCUTS))
    [cited] = relevant_part([one, other])
    assert cited.quote == quote
    assert [(use.claim, use.stance) for use in cited.uses] == [
        ("one", "supports"),
        ("other", "undercuts"),
    ]
    assert cited.uses[0].note == "It says so."


def test_passages_stand_in_the_order_of_the_pages_and_a_result_brings_its_own():
    late = replace(a_quote(passage=1), page=9)
    early = replace(a_quote(passage=2), page=2)
    said = replace(a_quote(passage=3), page=5)
    claim = replace(
        _claim(
            "one",
            _link(1, quote=late),
            _link(2, quote=None, result=a_result(early)),
            _link(3, quote=None, result=a_result()),
        ),
        assertion=said,
    )
    found = relevant_part([claim])
    assert [cited.quote.page for cited in found] == [2, 5, 9]
    assert [cited.uses[0].stance for cited in found] == ["supports", None, "supports"]


def test_the_weightiest_passages_keep_their_order():
    claim = _claim(
        "one",
        *(_link(n, quote=replace(a_quote(passage=n), page=n)) for n in range(1, 6)),
        _link(7, quote=replace(a_quote(passage=7), page=7), **LOAD),
    )
    kept = weightiest(relevant_part([claim]), 3)
    assert [cited.quote.page for cited in kept] == [1, 2, 7]

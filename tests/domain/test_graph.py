"""The graph of a claim shows what it is made of and what it rests on."""

import pytest
from claim_views import A_SOURCE, a_claim, a_claim_page, a_link, a_quote, a_result
from claim_views import an_absence as absence_of
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.graph import (
    LINE_LENGTH,
    MOST_LINES,
    Edge,
    edges_of,
    nodes_of,
    unsupported,
)
from annotator.domain.vocabulary import Stance


def _labels(page):
    return {node.id: " ".join(node.label) for node in nodes_of(page)}


def test_a_claim_is_drawn_with_its_parent_its_parts_and_all_their_evidence():
    part = a_claim("part", a_link(2, stance=Stance.UNDERCUTS, quote=a_quote()))
    claim = a_claim("safe", a_link(1, quote=a_quote()))
    page = a_claim_page(claim, part, parent=a_claim("whole"))
    assert [(node.id, node.kind) for node in nodes_of(page)] == [
        ("c-safe", "claim"),
        ("c-whole", "whole"),
        ("e-1", "evidence"),
        ("c-part", "part"),
        ("e-2", "evidence"),
    ]
    assert list(edges_of(page)) == [
        Edge("c-whole", "c-safe"),
        Edge("c-safe", "e-1", "supports"),
        Edge("c-safe", "c-part"),
        Edge("c-part", "e-2", "undercuts"),
    ]


@pytest.mark.parametrize(
    ("without", "fallen"),
    [((), []), ((1,), ["safe"]), ((1, 2), ["safe", "part"]), ((2, 3), ["part"])],
)
def test_a_claim_falls_if_all_that_supports_it_is_left_out(without, fallen):
    quote = a_quote()
    part = a_claim("part", a_link(2, quote=quote))
    bare = a_claim("bare", a_link(3, stance=Stance.UNDERCUTS, quote=quote))
    claim = a_claim("safe", a_link(1, quote=quote))
    page = a_claim_page(claim, part, bare)
    assert [found.slug for found in unsupported(page, without)] == fallen


def test_a_box_knows_which_claim_or_evidence_it_leads_to():
    page = a_claim_page(a_claim("safe", a_link(7, quote=a_quote())))
    claim, evidence = nodes_of(page)
    assert (claim.claim, claim.evidence, claim.stance) == ("safe", 0, "")
    assert (evidence.claim, evidence.evidence, evidence.stance) == ("", 7, "supports")


@pytest.mark.parametrize(
    ("aimed", "label"),
    [
        ({"quote": a_quote("It is safe.")}, "p. iv: It is safe."),
        ({"quote": a_quote("")}, "p. iv: Figure or table"),
        ({"result": a_result()}, "Long tasks: Heron 2 12 of 40"),
        ({"source": A_SOURCE}, "A letter to us"),
        ({}, "(no words)"),
    ],
    ids=["quote", "figure", "result", "source", "nothing"],
)
def test_evidence_is_named_by_what_it_is(aimed, label):
    page = a_claim_page(a_claim("safe", a_link(1, **aimed)))
    assert _labels(page)["e-1"] == label


def test_an_absence_is_named_by_what_is_not_said(now):
    page = a_claim_page(a_claim("safe", a_link(1, absence=absence_of(now))))
    assert _labels(page)["e-1"] == "Not in it: no confidence interval"


def test_a_claim_of_many_words_is_cut_and_says_so():
    page = a_claim_page(a_claim(text="Heron 2 does not help anybody " * 9))
    label = nodes_of(page)[0].label
    assert len(label) == MOST_LINES
    assert label[0] == "Heron 2 does not help anybody"
    assert label[-1].endswith(" …")


def test_a_hyphen_breaks_no_line():
    page = a_claim_page(a_claim(text="The model was in the rule-out range"))
    assert nodes_of(page)[0].label == ("The model was in the rule-out", "range")


CLAIMS = st.builds(
    lambda slug, links: a_claim(slug, *(a_link(number) for number in links)),
    st.sampled_from("abcd"),
    st.sets(st.integers(1, 9), max_size=3),
)


@given(CLAIMS, st.lists(CLAIMS, max_size=3), st.none() | CLAIMS)
def test_every_line_leads_from_one_box_to_another(claim, parts, parent):
    page = a_claim_page(claim, *parts, parent=parent)
    boxes = {node.id for node in nodes_of(page)}
    assert all({edge.start, edge.end} <= boxes for edge in edges_of(page))


@given(st.text())
def test_any_text_fits_its_box(text):
    [node] = nodes_of(a_claim_page(a_claim(text=text)))
    assert 1 <= len(node.label) <= MOST_LINES
    assert all(0 < len(line) <= LINE_LENGTH for line in node.label)

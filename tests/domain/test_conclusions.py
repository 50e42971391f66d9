"""What a claim's page says first: what decides the claim, and what is concluded."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from claim_views import a_claim, a_link, a_quote

from annotator.domain.conclusions import MOST_DECISIVE, conclusion, decisive
from annotator.domain.views.contents import (
    GivenReasonView,
    ReasonView,
    VerdictView,
)
from annotator.domain.vocabulary import Credence, LoadBearing, Shown, Stance

NOW = datetime(2030, 1, 1, tzinfo=UTC)
SINGLE = ReasonView("single-test", "single test", "One test only.")


def _verdict(shown=Shown.NOT_SHOWN, credence=Credence.LIKELY, *reasons):
    return VerdictView(shown, credence, "So it is.", "Ann", NOW, reasons)


@pytest.mark.parametrize(
    ("shown", "credence", "said"),
    [
        ("shown", "likely", "shows this, and we think that it is likely true."),
        ("shown", "doubtful", "shows this, but we doubt that it is true."),
        ("not shown", "likely", "does not show this, but we think that it is likely"),
        ("contradicted", "doubtful", "contradicts this, and we doubt that it is true."),
        ("mostly shown", "unclear", "mostly shows this, but we find it unclear"),
        ("partly shown", "unclear", "only in part, and we find it unclear"),
        ("cannot be assessed", "no view", "cannot be assessed, and we take no view"),
    ],
)
def test_both_axes_are_told_in_one_plain_sentence(shown, credence, said):
    assert said in conclusion(_verdict(Shown(shown), Credence(credence)))


def test_every_verdict_has_its_own_sentence():
    every = {conclusion(_verdict(*axes)) for axes in product(Shown, Credence)}
    assert len(every) == len(Shown) * len(Credence)


def _of(*links):
    return [link.id for link in decisive(a_claim("safe", *links))]


def test_what_bears_the_load_comes_first_and_context_decides_nothing():
    plain = a_link(1, quote=a_quote())
    bearing = replace(plain, id=2, load_bearing=LoadBearing.WE_INFER)
    unknown = replace(plain, id=3, load_bearing=LoadBearing.UNKNOWN)
    context = replace(bearing, id=4, stance=Stance.CONTEXT)
    assert _of(context, plain, unknown, bearing) == [2, 3, 1]


def test_what_a_reason_of_the_verdict_rests_on_comes_before_its_like():
    links = [a_link(number, quote=a_quote()) for number in range(1, 6)]
    given = GivenReasonView(SINGLE, "One test.", evidence=5)
    claim = replace(
        a_claim("safe", *links),
        verdict=_verdict(Shown.PARTLY, Credence.LIKELY, given),
    )
    assert [link.id for link in decisive(claim)] == [5, 1, 2]
    assert len(decisive(claim)) == MOST_DECISIVE

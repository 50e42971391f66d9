"""The library of claims: what is asked for is found, counted, sorted and paged."""

from datetime import timedelta

import pytest

from annotator.domain.claims import ClaimFacts, CritiqueText, GivenReason
from annotator.domain.errors import SignInNeededError
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import Stance, State
from annotator.services.claims import (
    claim_lists,
    claims,
    critiques,
    evidence,
    scorecards,
    verdicts,
)
from annotator.services.claims.claim_lists import (
    CLAIMS_ON_A_PAGE,
    ClaimFilters,
    Sort,
)
from annotator.services.claims.evidence import Target, Weight
from annotator.services.library import labs
from annotator.services.stores import open_stores

SOURCE = Target(source_url="https://example.org/", source_title="A talk")


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request, desk_of, tmp_path):
    """Two labs with models, in each kind of database."""
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    stores = open_stores(tmp_path / "data", tmp_path, url)
    desk = desk_of(stores)
    with desk.sit_down() as context:
        for name, models in (
            ("Wren Labs", ("Wren 1", "Wren 2")),
            ("Gull Labs", ("Gull 1",)),
        ):
            lab = labs.find_or_add_lab(context, name)
            for model in models:
                labs.find_or_add_model(context, lab, model)
    yield desk
    stores.close()


def _state(desk, text, *, days=0, category="cyber", lab="wren", model="wren-1"):
    with desk.sit_down(days=days) as context:
        facts = ClaimFacts(text, category, f"{lab}-labs", (model,))
        return claims.add_claim(context, facts).slug


def _listed(desk, sort=Sort.CHANGED, page=1, **filters):
    with desk.look() as context:
        found = claim_lists.list_page(
            context, ClaimFilters(**filters), sort=sort, page=page
        )
        return [listed.claim.slug for listed in found.claims]


def test_claims_are_listed_by_any_of_what_they_are(desk):
    one = _state(desk, "Wren 1 is safe.")
    two = _state(desk, "Wren 2 is safe enough.", model="wren-2", category="chem-bio")
    gull = _state(desk, "Gull 1 is not.", lab="gull", model="gull-1")
    with desk.sit_down() as context:
        claims.submit_claim(context, two)
    assert set(_listed(desk)) == {one, two, gull}
    assert set(_listed(desk, words=("SAFE", "is"))) == {one, two}
    assert _listed(desk, words=("%",)) == []
    assert _listed(desk, category="chem-bio") == [two]
    assert _listed(desk, lab="gull-labs") == [gull]
    assert _listed(desk, models=("wren-2",)) == [two]
    assert set(_listed(desk, models=("wren-2", "gull-1"))) == {two, gull}
    assert _listed(desk, state=State.IN_REVIEW) == [two]
    assert _listed(desk, lab="wren-labs", state=State.DRAFT) == [one]
    assert _listed(desk, category="no-such-thing") == []


def test_what_was_changed_last_comes_first_whichever_part_of_it_changed(desk):
    slugs = [_state(desk, f"Claim {n}.", days=n) for n in range(5)]
    assert _listed(desk) == slugs[::-1]
    with desk.sit_down(days=10) as context:
        critiques.write_critique(
            context, claim=slugs[0], text=CritiqueText(body="It is not.")
        )
    with desk.sit_down(days=11) as context:
        link = evidence.link_evidence(
            context, claim=slugs[1], target=SOURCE, weight=Weight(stance="supports")
        ).id
    with desk.sit_down(days=12) as context:
        verdicts.give_verdict(
            context,
            claim=slugs[2],
            shown="partly shown",
            credence="likely",
            rationale="A talk.",
            reasons=[GivenReason("single-test", "One test.")],
        )
    assert _listed(desk)[:3] == [slugs[2], slugs[1], slugs[0]]
    with desk.sit_down(days=13) as context:
        evidence.weigh_evidence(context, link, Weight(stance="undercuts"))
    with desk.sit_down(days=14) as context:
        claims.submit_claim(context, slugs[3])
    assert _listed(desk)[:2] == [slugs[3], slugs[1]]


def test_claims_are_sorted_by_lab_and_category_and_age(desk):
    late = _state(desk, "A late one.", category="cyber")
    first = _state(desk, "A first one.", category="chem-bio")
    other = _state(desk, "Another late one.", category="cyber")
    gull = _state(desk, "Gull 1 is not.", lab="gull", model="gull-1")
    assert _listed(desk, sort=Sort.PLACE) == [gull, first, late, other]


def test_a_long_list_has_pages_which_hold_every_claim_once(desk):
    slugs = {_state(desk, f"Claim {n}.") for n in range(CLAIMS_ON_A_PAGE + 3)}
    first, second = _listed(desk), _listed(desk, page=2)
    assert (len(first), len(second)) == (CLAIMS_ON_A_PAGE, 3)
    assert {*first, *second} == slugs
    assert _listed(desk, page=3) == []
    with desk.look() as context:
        sort = Sort.CHANGED
        page = claim_lists.list_page(context, ClaimFilters(), sort=sort)
        assert (page.total, page.has_more) == (len(slugs), True)
        last = claim_lists.list_page(context, ClaimFilters(), sort=sort, page=2)
        assert (last.total, last.has_more) == (len(slugs), False)


def test_a_listed_claim_says_when_it_changed_its_evidence_and_its_verdict(desk, now):
    slug = _state(desk, "Wren 1 is safe.")
    with desk.sit_down(days=1) as context:
        for stance in ("undercuts", "supports", "undercuts"):
            evidence.link_evidence(
                context, claim=slug, target=SOURCE, weight=Weight(stance=stance)
            )
        taken = evidence.link_evidence(
            context, claim=slug, target=SOURCE, weight=Weight(stance="context")
        )
        evidence.withdraw_evidence(context, taken.id)
    with desk.look() as context:
        page = claim_lists.list_page(context, ClaimFilters(), sort=Sort.CHANGED)
        [listed] = page.claims
        assert listed.stances == ((Stance.SUPPORTS, 1), (Stance.UNDERCUTS, 2))
        assert listed.changed_at == now + timedelta(days=1)
        assert listed.verdict is None


def test_a_claim_is_chosen_among_those_that_say_what_was_typed(desk):
    safe = _state(desk, "Wren 1 is safe.")
    sound = _state(desk, "Wren 1 is sound.")
    gone = _state(desk, "Wren 1 is gone.")
    with desk.sit_down() as context:
        claims.get_claim(context, gone).state = State.WITHDRAWN
    with desk.look() as context:

        def offered(typed, **options):
            found = claim_lists.choices(context, typed, **options)
            return [claim.slug for claim in found]

        assert offered("") == [sound, safe]
        assert offered("safe wren") == [safe]
        assert offered("sound", chosen=gone) == [gone, sound]
        assert offered("", but=safe) == [sound]


def test_claims_are_counted_by_the_categories_of_a_scorecard(desk):
    for category in ("cyber", "cyber", "chem-bio"):
        _state(desk, f"On {category}.", category=category)
    _state(desk, "Gull 1 is not.", lab="gull", model="gull-1")
    with desk.sit_down() as context:
        made = scorecards.add_scorecard(
            context, lab="wren-labs", models=["wren-1", "wren-2"], title="Wren"
        )
        known = {c.id: c.slug for c in claims.list_categories(context)}
        counts = claim_lists.count_by_category(context, made)
        assert {known[key]: count for key, count in counts.items()} == {
            "cyber": 2,
            "chem-bio": 1,
        }
        assert claim_lists.count_claims(context) == 4


def test_readers_are_not_told_of_drafts(desk):
    with desk.sit_down(Role.READER) as context:
        for ask in (
            lambda: claim_lists.list_page(context, ClaimFilters(), sort=Sort.CHANGED),
            lambda: claim_lists.count_claims(context),
            lambda: claim_lists.choices(context, ""),
        ):
            with pytest.raises(SignInNeededError):
                ask()

"""All passages are listed, narrowed by what is known of them, in pages."""

import pytest
from pdfs import text_pdf

from annotator.domain.claims import ClaimFacts
from annotator.domain.vocabulary import Stance
from annotator.services.claims import capture, claims, evidence, many_passages
from annotator.services.claims import passage_lists as lists
from annotator.services.claims.evidence import Target, Weight
from annotator.services.claims.many_passages import Chosen
from annotator.services.claims.passage_lists import PassageFilters, PassageState
from annotator.services.library import reports
from annotator.services.passages import marking, regions

LINES = [f"Run {n} solved {n} of the {n + 30} long tasks." for n in range(6)]
FIGURE = (60.0, 60.0, 200.0, 200.0)


@pytest.fixture(scope="module")
def desk(desk_in, tmp_path_factory):
    """Two reports: in one, lines 0 to 3 are marked, 0 and 1 linked, and a figure."""
    with desk_in(tmp_path_factory.mktemp("lists")) as desk:
        for slug in ("card", "other"):
            sha256 = desk.take_in(text_pdf([*LINES, slug]), report=slug)
        with desk.sit_down() as context:
            for n in range(4):
                _mark(context, "card", LINES[n])
            _mark(context, "other", LINES[5])
            slug = claims.add_claim(
                context, ClaimFacts("It solves tasks.", "cyber", "wren-labs")
            ).slug
            for passage, stance in ((1, "supports"), (2, "undercuts")):
                evidence.link_evidence(
                    context,
                    claim=slug,
                    target=Target(passage=passage),
                    weight=Weight(stance),
                )
        with desk.look() as context:
            picture = regions.region_picture(context, sha256=sha256, page=1, box=FIGURE)
        with desk.sit_down() as context:
            regions.mark_region(
                context,
                sha256=sha256,
                page=1,
                box=FIGURE,
                description="A plot of tasks",
                picture=picture,
            )
            capture.withdraw_mark(context, 4)
            many_passages.tag_all(context, Chosen((1, 3)), "Headline")
        yield desk


def _mark(context, report, quote):
    revision = reports.get_revision(context, reports.get_report(context, report))
    return marking.mark_found(context, revision=revision, quote=quote, page=1).id


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [6, 5, 3, 2, 1]),
        ({"words": ("run", "33")}, []),
        ({"words": ("RUN 2", "32")}, [3]),
        ({"words": ("plot",)}, [6]),
        ({"report": "other"}, [6, 5]),
        ({"claim": "it-solves-tasks"}, [2, 1]),
        ({"category": "cyber"}, [2, 1]),
        ({"category": "bio"}, []),
        ({"claim": "it-solves-tasks", "stance": Stance.SUPPORTS}, [1]),
        ({"author": "nobody"}, []),
        ({"state": PassageState.UNLINKED}, [6, 5, 3]),
        ({"state": PassageState.FIGURE}, [6]),
        ({"state": PassageState.WITHDRAWN}, [4]),
        ({"state": PassageState.NEEDS_REVIEW}, []),
        ({"tag": "headline"}, [3, 1]),
        ({"tag": "headline", "state": PassageState.UNLINKED}, [3]),
    ],
)
def test_passages_are_found_by_what_is_known_of_them(context, asked, expected):
    found = lists.list_page(context, PassageFilters(**asked))
    assert [listed.passage.id for listed in found.passages] == expected
    assert found.total == len(expected)


def test_each_is_listed_with_its_links_and_tags(context):
    found = lists.list_page(context, PassageFilters(report="card")).passages
    by_id = {listed.passage.id: listed for listed in found}
    assert [link.stance for link in by_id[1].links] == [Stance.SUPPORTS]
    assert by_id[1].tags == ("headline",)
    assert (by_id[2].tags, by_id[3].links) == ((), ())
    assert lists.list_tags(context) == {"headline": 2}


def test_what_a_new_file_says_otherwise_needs_review(desk_in, tmp_path):
    with desk_in(tmp_path) as desk:
        desk.take_in(text_pdf(LINES), report="card")
        with desk.sit_down() as context:
            _mark(context, "card", LINES[4])
        changed = [line.replace("solved", "never solved") for line in LINES]
        desk.take_in(text_pdf(changed), report="card")
        desk.do_jobs()
        with desk.look() as context:
            asked = PassageFilters(report="card", state=PassageState.NEEDS_REVIEW)
            found = lists.list_page(context, asked).passages
    assert len(found) == 1
    assert all(listed.needs_review for listed in found)


def test_passages_to_choose_from_are_those_cited_and_the_newest_of_a_lab(desk):
    with desk.look() as context:
        offered = lists.choices(context, "wren-labs", [2])
        assert [number for number, _ in offered][:2] == [2, 6]
        assert dict(offered)[2] == f"card, page 1: {LINES[1]}"
        assert dict(offered)[6] == "other, page 1: A plot of tasks"
        assert lists.choices(context, "no-lab") == []

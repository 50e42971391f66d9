"""The public pages of the sample: what a reader finds on each."""

import struct

import pytest

from annotator.domain.vocabulary import CategoryShown, Credence, Stance
from annotator.services.claims import claims
from annotator.services.published.collection import published
from annotator.services.published.snapshots import passages_in
from annotator.storage.claims import evidence

SCORECARD = "/models/heron-2"
MINI = "/claims/heron-2-mini-is-below-amber-in-bio"
CYBER = "/claims/no-amber-in-cyber"


@pytest.fixture
def scorecard(open_page):
    return open_page(SCORECARD)


@pytest.fixture
def claim(open_page):
    return open_page(MINI)


def _section(page, heading):
    """The section that has this heading."""
    return next(
        section
        for section in page.all("section")
        if section.all("h2") and section.all("h2")[0].words.endswith(heading)
    )


# The front page


def test_the_front_page_sets_labs_against_categories(open_page):
    matrix = open_page("/").one("table", class_="matrix")
    columns = [head.words for head in matrix.one("thead").all("th")]
    assert columns[0] == "Chem & bio"
    assert columns[-1] == "Security"
    assert len(columns) == 8
    row = matrix.one("tbody").one("tr")
    assert "Northfield" in row.one("th").words
    assert len(row.all("td")) == len(columns)


def test_each_cell_of_the_matrix_has_a_verdict_and_opens_its_category(open_page):
    cell = open_page("/").one("table", class_="matrix").one("tbody").all("td")[0]
    assert cell.all("a")[0]["href"] == f"{SCORECARD}#chem-bio"
    assert "partly shown we think it: unclear" in cell.words
    assert "The larger model is judged with care." in cell.words
    assert "3 results not reported" in cell.words
    for drawing in cell.all("svg"):
        assert drawing["aria-hidden"] == "true"  # the word beside it says the same


def test_what_a_lab_comes_to_is_said_in_one_sentence_and_that_it_is_invented(open_page):
    said = open_page("/").one("dl", class_="conclusions")
    assert "Northfield invented lab" in said.words
    assert "rules out every line but one" in said.words


def test_the_matrix_is_turned_and_narrowed_by_links(open_page):
    turned = open_page("/?by=category").one("table", class_="matrix")
    assert [head.words for head in turned.one("thead").all("th")] == [
        "Heron 2 and Heron 2 Mini Northfield invented lab"
    ]
    assert len(turned.one("tbody").all("tr")) == 8
    one = open_page("/?category=cyber&lab=northfield")
    assert not one.all("table", class_="matrix")
    [entry] = one.one("ol", class_="in-time").all("li")
    assert "cannot be assessed" in entry.words
    assert "14 April 2026" in entry.words


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/?lab=nobody", 404, "lab “nobody”"),
        ("/?category=luck", 404, "category “luck”"),
        ("/?by=luck", 422, "may be category"),
    ],
)
def test_a_view_that_is_not_there_is_told(browser, address, status, said):
    answer = browser.get(address)
    assert answer.status_code == status
    assert said in answer.text


def test_the_method_explains_every_mark(open_page):
    words = open_page("/method").words
    for word in (*CategoryShown, *Credence, *Stance):
        assert word in words


def test_the_newest_changes_are_told_in_words(open_page):
    [changes] = open_page("/").all("section", class_="day-of-changes")
    assert "New scorecard: Heron 2" in changes.words


# A scorecard


def test_a_scorecard_gives_the_facts_and_says_what_was_not_reported(scorecard):
    rows = scorecard.one("table", class_="model-facts").all("tr")
    facts = [[cell.words for cell in row.all("th", "td")] for row in rows]
    assert facts == [
        ["", "Heron 2", "Heron 2 Mini"],
        ["Northfield's most powerful model", "yes", "no"],
        ["Released", "14 April 2026", "14 April 2026"],
        ["Training", "dates not reported", "dates not reported"],
        ["Internal deployment", "dates not reported", "dates not reported"],
    ]


def test_a_scorecard_links_the_reports_with_the_day_they_were_published(scorecard):
    said = scorecard.one("main").words
    assert "Heron 2 System Card (system card), 14 April 2026" in said


def test_a_scorecard_has_its_categories_in_two_groups_that_can_be_linked(scorecard):
    cards = scorecard.all("article", class_="card")
    ids = [card["id"].removeprefix("card-") for card in cards]
    assert ids[:2] == ["chem-bio", "cyber"]
    assert ids[-1] == "security"
    for card, slug in zip(cards, ids, strict=True):  # so that a link to it opens it
        assert (
            card.one("details", class_="of-card").all("span", class_="anchor")[0]["id"]
            == slug
        )
    linked = [link["href"] for link in scorecard.one("nav", class_="contents").all("a")]
    assert linked == ["#facts", "#overall", *[f"#{each}" for each in ids]]


def test_a_category_sets_what_the_lab_says_beside_what_we_say(scorecard):
    card = scorecard.by_id("card-chem-bio")
    heads = [head.words for head in card.one("div", class_="says").all("h4")]
    assert heads == ["The lab says", "We say"]


def test_a_category_opens_without_a_script_and_says_what_is_inside(scorecard):
    details = scorecard.by_id("card-chem-bio").all("details")[0]
    said = details.all("summary")[0].words
    assert said == (
        "Analysis, 5 evaluations, 3 claims, 21 pieces of evidence, 1 tension, on Chem & bio"
    )
    claims = details.all("section", class_="claim-block")
    assert len(claims) == 3
    assert "2 context◆1 qualifies▲1 supports▼5 undercuts" in claims[0].words
    assert len(details.all("li", class_="tension")) == 1


def test_an_opened_category_has_the_part_of_the_report_that_weighs_most(scorecard):
    details = scorecard.by_id("card-chem-bio").one("details", class_="of-card")
    part = details.one("div", class_="of-report")
    assert len(part.all("blockquote") + part.all("div", class_="quote")) == 10
    uses = part.all("ul", class_="uses")
    assert all("#evidence-" in use.all("a")[0]["href"] for use in uses)
    more = details.all("a")[-1]
    assert more["href"] == "/models/heron-2/categories/chem-bio"
    assert more.words.startswith("All of Chem & bio: analysis, 5 evaluations, 3 claims")


def test_a_category_has_a_page_of_its_own_with_all_that_it_rests_on(open_page):
    page = open_page("/models/heron-2/categories/chem-bio")
    part = page.one("div", class_="of-report")
    labels = [
        label.words.replace("\xa0", " ") for label in part.all("p", class_="page-label")
    ]
    assert labels == sorted(labels, key=lambda label: int(label.removeprefix("p. ")))
    passages = part.all("blockquote") + part.all("div", class_="quote")
    assert len(passages) > 10
    back = page.one("p", class_="kicker").all("a")[-1]
    assert back["href"] == "/models/heron-2#chem-bio"


def test_a_category_of_an_edition_leads_back_to_that_edition(open_page):
    page = open_page("/models/heron-2/editions/1/categories/chem-bio")
    back = page.one("p", class_="kicker").all("a")[-1]
    assert back["href"] == "/models/heron-2/editions/1#chem-bio"
    assert "noindex" in [meta.get("content") for meta in page.all("meta")]


def test_evaluations_show_lines_results_and_what_is_missing_in_words(scorecard):
    table = scorecard.by_id("card-chem-bio").one("table", class_="evaluations")
    assert table["aria-label"] == "Evaluations: Chem & bio"
    for said in ("rule-out", "rule-in", "0.635", "not run", "run, but withheld"):
        assert said in table.words
    assert "(interval not reported)" in table.words
    assert "rule-out share correct below 0.50" in table.words


def test_a_quote_stands_in_its_sentence_with_its_place_and_its_picture(open_page):
    claim = open_page("/claims/no-amber-in-ai-rd")
    quote = next(
        each
        for each in claim.all("div", class_="quote")
        if each.all("span", class_="around")
    )
    assert quote.one("mark").words in quote.one("blockquote").words
    place = quote.one("figcaption").one("a")
    assert "#passage-" in place["href"]
    assert ", p. " in place.words.replace("\xa0", " ")
    assert quote.all("img")[0]["loading"] == "lazy"


def test_a_crop_is_drawn_at_twice_the_size_it_is_shown_at(browser, scorecard):
    picture = scorecard.all("img", class_="crop")[0]
    png = browser.get(picture["src"]).get_data()
    width, height = struct.unpack(">II", png[16:24])
    assert abs(width - 2 * int(picture["width"])) <= 2
    assert abs(height - 2 * int(picture["height"])) <= 2


def test_both_axes_of_a_verdict_are_named_wherever_one_is_given(scorecard):
    for line in scorecard.all("p", class_="verdict-line"):
        if line.words != "No verdict yet.":
            assert "By what was published: " in line.words
            assert "We think it: " in line.words


def test_a_published_page_says_which_edition_it_is_and_how_to_cite_it(scorecard):
    assert "Edition 1, published" in scorecard.one("p", class_="imprint").words
    cite = scorecard.by_id("cite").words
    assert "http://localhost/models/heron-2" in cite
    assert "SHA-256" in cite


# A claim


def test_a_claim_is_judged_on_two_axes_side_by_side(claim):
    first, second = claim.one("dl", class_="axes").all("div")
    assert first.one("dt").words == "Is it shown by what was published?"
    assert first.all("dd")[0].words == "not shown"
    assert second.one("dt").words == "Do we think it is true?"
    assert second.all("dd")[0].words == "unclear"


def test_the_drawing_of_an_axis_marks_one_step_and_is_kept_from_screen_readers(claim):
    drawn = claim.one("dl", class_="axes").all("dd", class_="drawn")
    assert [len(each.all("circle", "rect")) for each in drawn] == [5, 3]
    for each in drawn:
        assert len(each.all("circle", "rect", class_="on")) == 1
        assert each["aria-hidden"] == "true"


def test_a_claim_that_cannot_be_assessed_stands_on_no_step(open_page):
    shown = open_page(CYBER).one("dl", class_="axes").all("dd", class_="drawn")[0]
    assert shown.all("circle", class_="on") == []


def test_evidence_is_grouped_by_what_it_does_to_the_claim(claim):
    groups = [
        (section["id"], section.all("li", class_="evidence"))
        for section in claim.all("section")
        if section.get("id") in {"supports", "undercuts", "qualifies", "context"}
    ]
    assert [name for name, _ in groups] == [
        "supports", "undercuts", "qualifies", "context",
    ]  # fmt: skip
    for name, links in groups:
        assert links
        assert all(name in link.classes for link in links)


def test_evidence_has_shape_colour_and_word(claim):
    for link in claim.all("li", class_="evidence"):
        stance = link.all("span", class_="stance")[0]
        shape = stance.one("span", class_="shape")
        assert shape["aria-hidden"] == "true"
        assert shape.words in set("▲▼◆●")
        assert stance.words.removeprefix(shape.words) in link.classes


def test_evidence_says_what_it_aims_at_and_what_rests_on_it(claim):
    margins = " ".join(each.words for each in claim.all("div", class_="margin"))
    for said in ("aims at the inference", "load-bearing, the lab says", "strength"):
        assert said in margins


def test_a_critique_says_what_would_change_our_mind_and_what_we_ask(claim):
    heads = [head.words for head in claim.by_id("critique").all("h3")]
    assert heads == ["What would change our mind", "What we ask the lab"]


def test_the_list_below_the_graph_says_what_the_graph_shows(claim):
    graph = claim.by_id("graph")
    drawing = graph.all("svg")[0]
    assert drawing["role"] == "group", "there are links in it"
    boxes = [each for each in drawing.all("a") if "node" in each.classes]
    assert len(graph.one("ul", class_="tree").all("li")) == len(boxes)


def test_evidence_can_be_left_out_of_the_graph(open_page, claim):
    tree = claim.by_id("graph").one("ul", class_="tree")
    supports = [each for each in tree.all("li") if each.words.startswith("▲")]
    [leave_out, *_] = supports[0].all("a", class_="toggle")
    without = open_page(leave_out["href"].partition("#")[0])
    said = without.by_id("graph").one("p", class_="notice").words
    assert "no support is left for" in said
    back = without.one("li", class_="left-out").one("a", class_="toggle")
    assert back["href"].startswith(f"{MINI}#")


@pytest.mark.parametrize("odd", ["9" * 5_000, "١", "-1", "x,,"])
def test_what_is_no_evidence_of_the_page_is_not_left_out(open_page, claim, odd):
    links = [link["href"] for link in claim.all("a", class_="toggle")]
    page = open_page(f"{MINI}?without={odd}")
    assert [link["href"] for link in page.all("a", class_="toggle")] == links


def test_a_claim_begins_with_the_argument(claim):
    argument = claim.by_id("argument").words
    assert "For Heron 2 Mini, we rule out the amber line." in argument
    assert len(claim.by_id("argument").one("ol", class_="deciding").all("li")) == 3
    assert "What was published does not show this, and we find it unclear" in argument


def test_a_page_that_a_reader_came_to_from_a_claim_leads_back(open_page, claim):
    link = claim.by_id("argument").all("a", class_="crop-link")[0]["href"]
    address, _, mark = link.partition("#")
    page = open_page(address)
    assert page.by_id(mark)
    bar = page.one("nav", class_="proof-bar")
    assert bar.all("a")[0]["href"] == MINI
    assert "#page=" in bar.all("a")[1]["href"]
    elsewhere = open_page(address.replace(MINI.rpartition("/")[2], "nothing"))
    assert not elsewhere.all("nav", class_="proof-bar")


def test_a_part_leads_to_its_whole_and_back(open_page, claim):
    part = claim.by_id("parts").all("a")[0]
    assert MINI in {link.get("href") for link in open_page(part["href"]).all("a")}


# Reports and their pages


def test_a_report_lists_its_files_and_what_is_quoted_page_by_page(open_page):
    report = open_page("/reports/heron-2-system-card")
    assert "13 pages, added" in report.one("dl", class_="facts").words
    groups = report.all("section", class_="of-page")
    labels = [group.one("h3").words.replace("\xa0", " ") for group in groups]
    assert labels[0] == "p. 1"
    assert len(set(labels)) == len(labels)
    quoted = report.one("ol", class_="page-numbers").all("a", class_="quoted")
    assert len(quoted) == len(groups) == 10


@pytest.fixture
def marked_page(open_page, claim):
    """The page that the first quote of the claim leads to."""
    place = claim.all("figcaption")[0].one("a")["href"]
    return open_page(place.partition("#")[0]), place.partition("#")[2]


def test_a_link_to_a_passage_leads_to_its_mark(marked_page):
    page, name = marked_page
    mark = page.by_id(name)
    assert "marked" in mark.classes
    assert mark.all("rect")
    assert page.by_id(mark["href"].removeprefix("#")).all("li")


def test_a_mark_is_named_with_its_stance_and_its_words(marked_page):
    page, name = marked_page
    said, _, words = page.by_id(name)["aria-label"].partition(": ")
    assert said.lower() in {"supports", "undercuts", "qualifies", "context"}
    assert words in page.one("main").words


def test_what_only_an_evaluation_cites_is_marked_too(open_page, scorecard):
    table = scorecard.by_id("card-chem-bio").one("table", class_="evaluations")
    for place in table.all("a", class_="place"):
        address, _, name = place["href"].partition("#")
        assert open_page(address).by_id(name).all("rect")


def test_the_words_of_a_page_stand_below_its_picture(marked_page):
    page, name = marked_page
    words = page.by_id(name)["aria-label"].partition(": ")[2]
    text = page.one("details", class_="page-text").words
    assert " ".join(words.split()) in text


# Previews


def test_a_preview_says_that_it_is_one_and_has_no_edition(signed_in, read_page):
    for address in (SCORECARD, MINI):
        html = signed_in.get(f"{address}?preview=1").get_data(as_text=True)
        page = read_page(html)
        assert "Draft preview." in page.all("p", class_="banner")[-1].words
        assert not page.all("section", class_="cite-as")
        assert "Edition" not in page.one("main").words


def test_a_preview_leads_to_previews(signed_in, read_page):
    html = signed_in.get(f"{SCORECARD}?preview=1").get_data(as_text=True)
    links = [head.one("a")["href"] for head in read_page(html).all("h5")]
    assert links
    assert all(link.endswith("?preview=1") for link in links)


def test_a_claim_says_which_of_its_models_were_tested_and_where_one_was_not(open_page):
    scope = open_page("/claims/no-amber-in-cyber").by_id("scope")
    names, tests = scope.all("dt"), scope.all("dd")
    told = {
        name.words: [line.words for line in of.all("li")]
        for name, of in zip(names, tests, strict=True)
    }
    assert told == {
        "Heron 2": ["Tested in Network ranges (CY-2)", "Tested in Patch review (CY-3)"],
        "Heron 2 Mini": [
            "not run in Network ranges (CY-2) p. 5",
            "Tested in Patch review (CY-3)",
        ],
    }


def test_every_passage_that_a_claim_shows_is_known_to_be_shown(sample):
    """What is asked of the database before publishing, and for review, is the same."""
    with sample.sit_down() as context:
        for view in published(context).claims:
            claim = claims.get_claim(context, view.slug)
            known = evidence.passages_of(context.session, [claim.id])
            assert passages_in(view) == known, view.slug


def test_a_short_address_on_paper_leads_to_the_very_lines(browser, claim):
    note = claim.all("figcaption")[0].one("a")["data-note"]
    path = note.partition("/")[2]
    answer = browser.get(f"/{path}")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"#passage-{path.partition('/')[2]}")
    assert browser.get("/passages/999999").status_code == 404

"""What changed is told by day and in words, on a page and in feeds; drafts are not."""

import re
from datetime import UTC, datetime
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from atom import mistakes
from pdfs import text_pdf
from wren_claims import cite, describe, state
from wren_editions import CARD, CLAIM, FIRST, SECOND, reword, tell

from annotator.app import create_app
from annotator.domain.vocabulary import EditionKind
from annotator.services.claims import claims
from annotator.services.published.editions import Told
from annotator.services.publishing import publication
from annotator.settings import Settings

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [
    "/changes.atom",
    "/labs/wren-labs/changes.atom",
    f"/claims/{CLAIM}/changes.atom",
]
SITE = "https://cards.example.org"


@pytest.fixture(scope="module")
def beginning(begun):
    """Each test begins with the story told, and may go on with it."""
    return begun(tell)


@pytest.fixture
def reader(desk):
    settings = Settings(
        data=desk.stores.data, reports_pdf=desk.stores.reports_pdf, public_url=SITE
    )
    app = create_app(settings, desk.stores)
    app.testing = True
    return app.test_client()


def _words(html):
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def _main(answer):
    assert answer.status_code == 200
    return answer.text.partition("<main")[2].partition("</main>")[0]


def _days(page):
    """Return the words of each day of a page, by the day."""
    parts = page.split('<section class="day-of-changes">')[1:]
    days = [re.split(r"</h\d>", part, maxsplit=1) for part in parts]
    return {_words(day): _words(rest.partition("</section>")[0]) for day, rest in days}


def _another_lab(desk):
    desk.take_in(
        text_pdf(["A gull card.", "Gull 1 is safe."]), report="gull", lab="Gull"
    )
    with desk.sit_down(days=5) as context:
        describe(context, "gull", title="Gull card", models=["Gull 1"])
        slug = state(context, "Gull 1 is safe.", lab="gull", models=("gull-1",))
        cite(context, slug, "gull", "Gull 1 is safe.")
    desk.publish_claim(slug, days=5)
    return slug


# The page


def test_what_changed_is_told_by_day_newest_first_and_in_words(desk, reader):
    days = _days(_main(reader.get("/changes")))
    assert list(days) == ["21 January 2030", "11 January 2030", "1 January 2030"]
    corrected = days["11 January 2030"]
    assert (
        "correction Claim Wren 1 solved one task. (edition 2) We had read" in corrected
    )
    assert "On shown: partly shown → not shown" in corrected
    assert "1 passage added" in corrected
    assert "The old wording beside the new" in corrected
    assert (
        "update Claim Wren 1 solved a single task. (edition 3)"
        in days["21 January 2030"]
    )
    assert "Changed: Wording of the claim" in days["21 January 2030"]
    assert "Changed: Cyber: we say" in days["21 January 2030"]
    assert "New scorecard: Wren 1" in days["1 January 2030"]


def test_the_front_page_tells_the_newest_of_the_same(desk, reader):
    assert _days(_main(reader.get("/"))) == _days(_main(reader.get("/changes")))


def test_an_entry_leads_to_the_edition_and_to_both_wordings(desk, reader):
    page = _main(reader.get("/changes"))
    assert f'href="/claims/{CLAIM}/editions/2"' in page
    assert f'href="/claims/{CLAIM}/editions/2/against/1"' in page


def test_changes_are_narrowed_down_to_a_lab(desk, reader):
    _another_lab(desk)
    gull = _main(reader.get("/changes?lab=gull"))
    assert "What changed about Gull" in _words(gull)
    assert "Gull 1 is safe." in gull
    assert "Wren 1 solved" not in gull
    assert "Gull 1 is safe." not in _main(reader.get("/changes?lab=wren-labs"))
    assert 'href="/changes?lab=wren-labs"' in gull
    for address in ("/changes?lab=canary", "/labs/canary/changes.atom"):
        assert reader.get(address).status_code == 404


def test_changes_are_narrowed_down_to_a_month(desk, reader):
    assert "All months" not in reader.get("/changes").text  # there is one
    with desk.sit_down(days=70) as context:
        publication.withdraw_claim(context, CLAIM)
    page = _main(reader.get("/changes"))
    assert 'href="/changes?month=2030-03"' in page
    march = _main(reader.get("/changes?month=2030-03"))
    assert "What changed in March 2030" in _words(march)
    assert list(_days(march)) == ["12 March 2030"]
    assert 'href="/changes?month=2030-01"' in march
    of_lab = reader.get("/changes?lab=wren-labs&month=2030-01")
    assert "What changed about Wren Labs in January 2030" in _words(_main(of_lab))
    assert "lab=wren-labs&amp;month=2030-03" in of_lab.text
    for other in ("2030-02", "nothing", "2030-3"):
        assert reader.get(f"/changes?month={other}").status_code == 404


def test_months_of_long_ago_are_folded(desk, reader):
    with desk.look() as context:
        checks = publication.check_claim(context, CLAIM)
    for number in range(15):
        with desk.sit_down(days=31 * (number + 1)) as context:
            reword(context, f"Wren 1 solved it, {number}.")
            publication.publish_claim(context, CLAIM, checks)
    page = _main(reader.get("/changes"))
    near, _, folded = page.partition("Earlier months")
    assert near.count("/changes?month=") == 12
    assert "/changes?month=2030-01" in folded
    assert "<details open" in _main(reader.get("/changes?month=2030-01"))


def test_a_lab_of_drafts_alone_is_not_told(desk, reader):
    desk.take_in(text_pdf(["A card."]), report="drafted", lab="Canary Labs")
    assert "Canary" not in reader.get("/changes").text
    assert reader.get("/changes?lab=canary-labs").status_code == 404


def test_many_pages_that_are_published_at_once_are_told_as_one(desk, reader):
    with desk.sit_down(days=30) as context:
        for number in range(5):
            slug = state(context, f"Claim number {number}.", models=("wren-1",))
            cite(context, slug, CARD, FIRST)
    desk.publish_scorecard("wren-1", days=30)
    day = _days(_main(reader.get("/changes")))["31 January 2030"]
    assert "5 new claims" in day


def test_a_long_list_has_pages(desk, reader):
    with desk.look() as context:
        checks = publication.check_claim(context, CLAIM)
    for number in range(55):
        with desk.sit_down(days=30 + number) as context:
            reword(context, f"Wren 1 solved it, {number}.")
            publication.publish_claim(context, CLAIM, checks)
    first, second = reader.get("/changes"), reader.get("/changes?page=2")
    assert "Next page" in first.text
    assert len(_days(_main(first))) == 50
    days = [*_days(_main(first)), *_days(_main(second))]
    assert len(days) == len(set(days)) == 58
    assert reader.get("/changes?page=99").status_code == 200
    assert len(_days(_main(reader.get("/")))) == 12


def test_what_was_withdrawn_is_a_dated_note_without_a_name(desk, reader):
    with desk.sit_down(days=30) as context:
        publication.withdraw_claim(context, CLAIM)
    assert _days(_main(reader.get("/changes")))["31 January 2030"] == (
        "A claim was withdrawn."
    )
    answers = [reader.get("/changes"), reader.get("/"), *map(reader.get, FEEDS[:2])]
    for answer in answers:
        for told in ("solved", CLAIM, "wrong row", SECOND):
            assert told not in answer.text
    gone = reader.get(FEEDS[2])
    assert gone.status_code == 410
    assert "was withdrawn on 31 January 2030" in _words(gone.text)
    assert "solved" not in gone.text
    desk.publish_claim(CLAIM, days=40)
    again = _main(reader.get("/changes"))
    assert "edition 4" in _days(again)["10 February 2030"]
    assert f"{CLAIM}/editions/2" not in again


def test_drafts_and_what_was_written_between_editions_are_not_told(desk, reader):
    with desk.sit_down(days=30) as context:
        reword(context, "A canary that nobody published.")
        reword(context, "Wren 1 solved a task.")
    desk.publish_claim(CLAIM, days=30)
    with desk.sit_down(days=31) as context:
        reword(context, "A canary of a draft.")
        facts = claims.get_claim(context, CLAIM).facts
        assert "canary" in facts.text
    pages = ["/", "/changes", *FEEDS, f"/claims/{CLAIM}/editions/4"]
    pages += [
        f"/claims/{CLAIM}/editions/4.json",
        f"/claims/{CLAIM}/editions/4/against/3",
    ]
    for address in pages:
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "canary" not in answer.text


# Feeds


@pytest.mark.parametrize("address", FEEDS)
def test_feeds_are_valid(desk, reader, address):
    _another_lab(desk)
    answer = reader.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert mistakes(answer.data) == []
    feed = ET.fromstring(answer.data)
    assert feed.findtext(f"{ATOM}id") == SITE + address
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == SITE + address
    assert feed.findtext(f"{ATOM}updated") == "2030-01-21T12:00:00Z"


def test_a_feed_of_nothing_is_valid_too(desk_in, tmp_path):
    with desk_in(tmp_path / "empty") as desk:
        settings = Settings(desk.stores.data, desk.stores.reports_pdf)
        reader = create_app(settings, desk.stores).test_client()
        answer = reader.get("/changes.atom")
        assert mistakes(answer.data) == []
        assert "Nothing here." in reader.get("/changes").text


def test_an_entry_says_what_moved_and_where_it_is_read(desk, reader):
    feed = ET.fromstring(reader.get(FEEDS[2]).data)
    entries = feed.findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert titles == [
        "Wren 1 solved a single task. (edition 3)",
        "Wren 1 solved one task. (edition 2)",
        "Wren 1 solved one task. (first edition)",
    ]
    second = entries[1]
    told = second.find(f"{ATOM}content")
    assert told.get("type") == "html"
    assert "On shown: partly shown → not shown" in told.text
    assert "Correction: We had read the wrong row." in _words(told.text)
    assert f'href="{SITE}/claims/{CLAIM}/editions/2/against/1"' in told.text
    there = second.find(f"{ATOM}link").get("href")
    assert there == f"{SITE}/claims/{CLAIM}/editions/2"
    assert second.find(f"{ATOM}category").get("term") == "correction"


def test_the_names_of_entries_stay(desk, reader):
    def names():
        feed = ET.fromstring(reader.get("/changes.atom").data)
        return [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]

    before = names()
    assert len(set(before)) == len(before) == 6
    assert all(name.startswith("urn:uuid:") for name in before)
    with desk.sit_down(days=30) as context:
        reword(context, "Wren 1 solved a task.")
    desk.publish_claim(CLAIM, days=30)
    assert names()[1:] == before


def test_what_people_wrote_is_escaped(desk, reader):
    text = "<b>Wren & 1</b> ]]> <script>"
    with desk.sit_down(days=30) as context:
        reword(context, text)
    told = Told(EditionKind.CLARIFICATION, "<i>Said</i> & done.")
    desk.publish_claim(CLAIM, days=30, told=told)
    answer = reader.get(FEEDS[2])
    assert mistakes(answer.data) == []
    entry = ET.fromstring(answer.data).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"{text} (edition 4)"
    content = entry.findtext(f"{ATOM}content")
    assert "&lt;i&gt;Said&lt;/i&gt; &amp; done." in content
    assert "<script" not in content


def test_pages_lead_to_their_feeds(desk, reader):
    link = r'<link rel="alternate" type="application/atom\+xml" title="[^"]+"\s+href="([^"]+)"'
    site, lab, claim = FEEDS
    for address, feeds in {
        "/": [site],
        "/changes": [site],
        "/changes?lab=wren-labs": [site, lab],
        "/labs/wren-labs": [site, lab],
        "/models/wren-1": [site, lab],
        f"/claims/{CLAIM}": [site, claim],
    }.items():
        assert re.findall(link, reader.get(address).text) == feeds, address


def test_a_moment_of_a_feed_is_in_utc(desk, reader):
    feed = ET.fromstring(reader.get("/changes.atom").data)
    told = datetime.fromisoformat(feed.findtext(f"{ATOM}updated"))
    assert told == datetime(2030, 1, 21, 12, tzinfo=UTC)

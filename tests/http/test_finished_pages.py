"""Readers are sent finished pages from memory, and never anything but what is public now."""

import gzip
import re
from threading import Barrier, Thread

import pytest
from pdfs import text_pdf
from sqlalchemy import event

from annotator.app import create_app
from annotator.domain.claims import ClaimFacts, CritiqueText
from annotator.domain.permissions import Role
from annotator.http import finished_pages
from annotator.services.claims import claims, critiques
from annotator.services.context import Stores
from annotator.services.publishing import publication
from annotator.services.stores import open_stores
from annotator.settings import Settings

CARD = text_pdf(["A card about Wren 1.", "Wren 1 solved 0.5 % of the long tasks."])
CLAIM = "/claims/wren-1-solved-one"
SLUG = "wren-1-solved-one"


def _app(stores: Stores, **settings):
    return create_app(Settings(stores.data, stores.reports_pdf, **settings), stores)


@pytest.fixture
def site(desk):
    """A published report, and a published claim."""
    desk.take_in(CARD, report="wren-card")
    desk.publish_file("wren-card")
    with desk.sit_down() as context:
        facts = ClaimFacts("Wren 1 solved one.", "cyber", "wren-labs")
        claims.add_claim(context, facts)
        text = CritiqueText("Half a per cent is little.")
        critiques.write_critique(context, claim=SLUG, text=text)
    desk.publish_claim(SLUG)
    desk.add_person("ed", "editor")
    return desk


@pytest.fixture
def reader(site):
    return _app(site.stores).test_client()


@pytest.fixture
def elsewhere(site):
    """The same installation in another process: nothing but what is stored is shared."""
    stores = open_stores(site.stores.data, site.stores.reports_pdf)
    yield _app(stores).test_client()
    stores.close()


@pytest.fixture
def editor(site):
    browser = _app(site.stores).test_client()
    browser.set_cookie("annotator", site.sign_in("ed"))
    return browser


@pytest.fixture
def asked(site):
    """The statements with which the database is asked."""
    statements = []

    def note(_connection, _cursor, statement, *_):
        statements.append(statement)

    event.listen(site.stores.database.engine, "before_cursor_execute", note)
    return statements


def _take_down(desk):
    with desk.sit_down() as context:
        publication.withdraw_claim(context, SLUG)


def _reworded(desk, text):
    with desk.sit_down() as context:
        facts = ClaimFacts(text, "cyber", "wren-labs")
        claims.edit_claim(context, SLUG, facts)
    desk.publish_claim(SLUG)


def test_a_page_is_drawn_once_and_then_sent_as_it_was(reader, asked):
    first = reader.get(CLAIM)
    assert asked
    asked.clear()
    again = reader.get(CLAIM)
    assert asked == []
    assert (again.status_code, again.data) == (200, first.data)
    of_each = {"Date", "X-Request-ID"}
    kept, sent = (
        {name: value for name, value in answer.headers if name not in of_each}
        for answer in (first, again)
    )
    assert sent == kept


def test_whoever_has_a_page_is_told_so_without_its_being_drawn(reader, site, asked):
    tag = reader.get(CLAIM).headers["ETag"]
    again = _app(site.stores).test_client()  # as after a restart: nothing is kept
    again.get("/source")
    asked.clear()
    answer = again.get(CLAIM, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data, asked) == (304, b"", [])
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_a_tag_of_one_page_says_nothing_of_another(reader):
    tag = reader.get(CLAIM).headers["ETag"]
    for address in ("/", f"{CLAIM}?page=2", "/claims/no-such-claim"):
        answer = reader.get(address, headers={"If-None-Match": tag})
        assert answer.status_code != 304, address


def test_what_is_published_and_taken_down_is_seen_at_once_in_every_process(
    site, reader, elsewhere
):
    tags = {
        browser: browser.get(CLAIM).headers["ETag"] for browser in (reader, elsewhere)
    }
    assert len(set(tags.values())) == 1
    _reworded(site, "Wren 1 solved two.")
    for browser, tag in tags.items():
        answer = browser.get(CLAIM, headers={"If-None-Match": tag})
        assert (answer.status_code, "Wren 1 solved two." in answer.text) == (200, True)
    _take_down(site)
    for browser, tag in tags.items():
        answer = browser.get(CLAIM, headers={"If-None-Match": tag})
        assert answer.status_code == 410
        assert "public" not in answer.headers["Cache-Control"]
        assert "solved" not in browser.get("/").text
    site.publish_claim(SLUG)
    assert {browser.get(CLAIM).status_code for browser in tags} == {200}


def test_a_page_that_was_begun_before_a_change_is_not_sent_after_it(site, reader):
    """The change comes while the page is drawn, when it has been read already."""
    app = reader.application
    templates = app.jinja_env.globals
    templates["site_name"] = _OnceWhenWritten(lambda: _reworded(site, "It is new."))
    assert "It is new." not in reader.get(CLAIM).text
    assert "It is new." in reader.get(CLAIM).text


class _OnceWhenWritten:
    """A name that does something when it is first written."""

    def __init__(self, act):
        self._acts = [act]

    def __html__(self):
        if self._acts:
            self._acts.pop()()
        return "Annotator"

    def __str__(self):
        return self.__html__()


def test_what_a_signed_in_person_is_shown_is_kept_for_nobody(site, editor):
    assert "Sign out" in editor.get(CLAIM).text
    reader = editor.application.test_client()
    shown = reader.get(CLAIM)
    assert "Sign out" not in shown.text
    assert "csrf" not in shown.text
    answer = editor.get(CLAIM, headers={"If-None-Match": shown.headers["ETag"]})
    assert (answer.status_code, "Sign out" in answer.text) == (200, True)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_preview_of_a_draft_is_kept_for_nobody(site, editor):
    with site.sit_down() as context:
        claims.edit_claim(context, SLUG, ClaimFacts("A draft.", "cyber", "wren-labs"))
    address = f"{CLAIM}?preview=1"
    assert "A draft." in editor.get(address).text
    reader = editor.application.test_client()
    for _ in range(2):
        assert "A draft." not in reader.get(address).text
    assert "A draft." not in reader.get(CLAIM).text


def test_a_page_is_kept_apart_for_each_host_and_encoding(site, reader):
    reader.get(CLAIM, headers={"Accept-Encoding": "gzip"})
    zipped = reader.get(CLAIM, headers={"Accept-Encoding": "gzip"})
    plain = reader.get(CLAIM)
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert zipped.headers["Vary"] == "Accept-Encoding"
    same = {"Accept-Encoding": "gzip", "If-None-Match": zipped.headers["ETag"]}
    assert reader.get(CLAIM, headers=same).status_code == 304
    at_other = reader.get("/", base_url="https://other.example").headers["ETag"]
    assert at_other != reader.get("/").headers["ETag"]


def test_another_name_of_the_site_makes_other_pages(site, reader):
    renamed = _app(site.stores, site_name="Herons").test_client()
    tag = reader.get("/").headers["ETag"]
    assert renamed.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_what_a_search_finds_is_not_kept(site, reader):
    site.do_jobs()
    answer = reader.get("/search?q=Wren")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "ETag" not in answer.headers


def test_pictures_are_drawn_anew_but_whoever_has_one_is_told_so(site, reader, asked):
    page = reader.get("/reports/wren-card").text
    sha256 = re.findall(r"revisions/([0-9a-f]{64})", page)[0]
    address = f"/reports/wren-card/revisions/{sha256}/pages/1.webp?width=144"
    first = reader.get(address)
    assert first.headers["Cache-Control"] == "no-cache, public"
    asked.clear()
    held = {"If-None-Match": first.headers["ETag"]}
    assert (reader.get(address, headers=held).status_code, asked) == (304, [])
    assert reader.get(address).data == first.data


def test_only_so_many_bytes_are_kept(site, monkeypatch, asked):
    monkeypatch.setattr(finished_pages, "MOST_BYTES", 30_000)
    reader = _app(site.stores).test_client()
    for number in range(40):
        reader.get(f"{CLAIM}?n={number}")
    asked.clear()
    reader.get(f"{CLAIM}?n=39")
    assert asked == []
    reader.get(f"{CLAIM}?n=0")
    assert asked


def test_readers_at_once_are_sent_whole_pages_while_editors_publish(site):
    app, start, wrong = _app(site.stores), Barrier(5), []

    def read():
        start.wait()
        for _ in range(30):
            answer = app.test_client().get(CLAIM)
            if answer.status_code != 200 or "</html>" not in answer.text:
                wrong.append(answer.status_code)

    threads = [Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    start.wait()
    for number in range(3):
        _reworded(site, f"Wren 1 solved {number} tasks.")
    for thread in threads:
        thread.join()
    assert wrong == []
    assert "Wren 1 solved 2 tasks." in app.test_client().get(CLAIM).text


def test_a_head_is_answered_like_the_page_without_its_words(reader):
    for _ in range(2):
        shown, head = reader.get(CLAIM), reader.head(CLAIM)
        assert head.data == b""
        assert head.headers["Content-Length"] == str(len(shown.data))
        assert head.headers["ETag"] == shown.headers["ETag"]


def test_people_of_whom_a_cookie_is_there_get_a_page_of_their_own(reader):
    reader.get(CLAIM)
    reader.set_cookie("session", "of a form")
    answer = reader.get(CLAIM)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]
    reader.delete_cookie("session")
    reader.set_cookie("of-a-proxy", "1")
    assert reader.get(CLAIM).headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_no_answer_can_be_kept_without_asking(role, site, reader, editor):
    browser = editor if role is Role.EDITOR else reader
    for address in (
        "/",
        CLAIM,
        "/claims/none",
        "/search",
        "/desk",
        "/sign-in",
        "/source",
    ):
        said = browser.get(address).headers["Cache-Control"]
        assert {"no-cache", "no-store"} & set(said.split(", ")), address

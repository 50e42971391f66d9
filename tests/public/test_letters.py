"""A reader suggests a correction: no account, no cookie, and nothing typed is lost."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import wren_public
from filled_forms import form_on

from annotator.domain import letters as rules
from annotator.domain.letters import About, Limit
from annotator.domain.permissions import Role
from annotator.domain.vocabulary import LetterAbout
from annotator.http.letter_tokens import OpenedForm, token_of
from annotator.services.publishing import letter_desk, publication
from annotator.services.publishing.letter_desk import LetterFilters

TYPED = {"text": "It solved <b>two</b>.", "name": "Ann Lee", "email": "ann@lee.example"}


@pytest.fixture(scope="session")
def beginning(put_out):
    return put_out


@pytest.fixture
def site(desk):
    desk.claim = wren_public.CLAIM
    return desk


@pytest.fixture
def reader(site):
    return wren_public.reader_of(site)


def _token(reader, site, *, seconds: float = 60.0, **about) -> str:
    """The token of a form that was opened so long ago."""
    told = About(LetterAbout.CLAIM, site.claim, 1, **about)
    at = datetime.now(UTC) - timedelta(seconds=seconds)
    with reader.application.app_context():
        return token_of(OpenedForm(told, at))


def _send(reader, site, **typed):
    form = {"token": _token(reader, site), **TYPED, **typed}
    return reader.post("/corrections", data=form)


def _kept(site):
    with site.look() as context:
        return letter_desk.list_letters(context, LetterFilters()).rows


def test_each_public_page_leads_to_a_form_about_it(site, reader):
    with site.look(Role.READER):
        claim = reader.get(f"/claims/{site.claim}").text
    pages = {
        f"/claims/{site.claim}": ["About the claim", "edition 1"],
        "/models/wren-1": ["About the scorecard", "edition 1"],
    }
    [page] = set(re.findall(r'href="(/reports/[^"?#]*/pages/1)[?"#]', claim))
    pages[page] = ["About the page of a report", "page 1"]
    for address, words in pages.items():
        links = re.findall(r'href="(/corrections/new[^"]*)"', reader.get(address).text)
        assert links, address
        for link in links:
            form = reader.get(link.replace("&amp;", "&"))
            assert form.status_code == 200
            assert all(word in form.text for word in words)
            assert form.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in form.headers
            assert "noindex" in form.text
    assert len(links) == 2  # the passage's and the page's
    assert wren_public.QUOTE in reader.get(links[0].replace("&amp;", "&")).text


def test_a_letter_is_sent_and_thanked_for_with_a_number(site, reader):
    answer = _send(reader, site)
    assert answer.status_code == 303
    thanks = reader.get(answer.headers["Location"])
    [row] = _kept(site)
    assert row.letter_text == TYPED["text"]
    assert row.number in thanks.text
    assert "What happens next" in thanks.text
    assert answer.headers["Location"].endswith(row.number)


def test_a_form_is_sent_as_a_browser_sends_it(site, reader, monkeypatch):
    monkeypatch.setattr("annotator.http.letter_tokens.LEAST_AGE", timedelta(0))
    form = form_on(reader, f"/corrections/new?claim={site.claim}", "/corrections")
    assert form.send(reader, **TYPED).status_code == 303
    assert len(_kept(site)) == 1


def test_the_same_letter_twice_is_kept_once_and_said_so(site, reader):
    first = _send(reader, site).headers["Location"]
    again = _send(reader, site).headers["Location"]
    assert again == f"{first}?again=1"
    assert "You sent this before" in reader.get(again).text
    assert len(_kept(site)) == 1


@pytest.mark.parametrize("token", ["", "nonsense", "WyJ4Il0.forged", "\x00"])
def test_a_form_that_is_not_ours_is_refused(site, reader, token):
    answer = reader.post("/corrections", data={**TYPED, "token": token})
    assert answer.status_code == 400
    assert _kept(site) == []


def test_another_site_cannot_have_a_browser_send_a_letter(site, reader):
    sent = {**TYPED, "token": _token(reader, site)}
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert reader.post("/corrections", data=sent, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("seconds", "said"), [(1, "unusually fast"), (90_000, "more than a day")]
)
def test_a_form_of_a_moment_or_of_days_ago_is_shown_again(site, reader, seconds, said):
    answer = _send(reader, site, token=_token(reader, site, seconds=seconds))
    assert answer.status_code == 422
    assert said in answer.text
    assert "It solved &lt;b&gt;two&lt;/b&gt;." in answer.text
    assert _kept(site) == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("text", " ", "is required"),
        ("text", "x" * 4_001, "is longer than 4,000"),
        ("name", "n" * 101, "is longer"),
        ("email", "no address", "is not an e-mail"),
        ("website", "https://spam.example", "must stay empty"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    site, reader, field, value, said
):
    answer = _send(reader, site, **{field: value})
    assert answer.status_code == 422
    assert said in answer.text
    assert "ann@lee.example" in answer.text or field == "email"
    assert _kept(site) == []


def test_beyond_a_limit_the_form_is_shown_again_and_says_when(
    site, reader, monkeypatch
):
    monkeypatch.setattr(rules, "OF_ADDRESS", (Limit(1, timedelta(hours=1)),))
    assert _send(reader, site).status_code == 303
    answer = _send(reader, site, text="And another thing.")
    assert answer.status_code == 429
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    assert "And another thing." in answer.text
    monkeypatch.setattr(rules, "MOST_OPEN", 1)
    answer = _send(reader, site, text="And another thing.")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 3600
    assert "And another thing." in answer.text
    form = reader.get(f"/corrections/new?claim={site.claim}")
    assert form.status_code == 503
    assert form.headers["Retry-After"] == answer.headers["Retry-After"]
    assert len(_kept(site)) == 1


def test_an_address_behind_a_trusted_proxy_is_counted_by_itself(site, monkeypatch):
    monkeypatch.setattr(rules, "OF_ADDRESS", (Limit(1, timedelta(hours=1)),))
    reader = wren_public.reader_of(site, trusted_proxies=("127.0.0.1",))
    statuses = []
    for number, address in enumerate(["198.51.100.1", "198.51.100.2", "198.51.100.1"]):
        answer = reader.post(
            "/corrections",
            data={**TYPED, "text": f"{number}", "token": _token(reader, site)},
            headers={"X-Forwarded-For": address},
        )
        statuses.append(answer.status_code)
    assert statuses == [303, 303, 429]


def test_what_is_withdrawn_takes_no_letter(site, reader):
    token = _token(reader, site)
    with site.sit_down() as context:
        publication.withdraw_claim(context, site.claim)
    assert reader.get(f"/corrections/new?claim={site.claim}").status_code == 410
    answer = reader.post("/corrections", data={**TYPED, "token": token})
    assert answer.status_code == 410
    assert "It solved" in answer.text  # what was typed is given back


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?claim=no-such",
        "?claim=%00",
        "?scorecard=%27%22",
        "?report=wren-card",
        "?report=wren-card&file=..&page=1",
        "?report=wren-card&page=99999999999999999999",
        "?claim=wren-1-solved-one-task-of-two&edition=2",
    ],
)
def test_a_form_about_nothing_is_not_there(site, reader, asked):
    assert reader.get(f"/corrections/new{asked}").status_code == 404


def test_thanks_repeat_no_words_of_an_address(site, reader):
    for number in ("x", "%3Cb%3E", "ABCD-EFGHI"):
        assert reader.get(f"/corrections/sent/{number}").status_code == 404


def test_a_published_correction_stands_on_the_page_as_plain_text(site, reader):
    hostile = (
        "See [this](https://evil.example) <script>alert(1)</script>\nhttps://a.example"
    )
    _send(reader, site, text=hostile)
    before = reader.get(f"/claims/{site.claim}")
    assert "evil.example" not in before.text
    with site.sit_down() as context:
        letter_desk.answer_letter(
            context, 1, state="declined", answer="It *solved* one.", publish=True
        )
    page = reader.get(f"/claims/{site.claim}")
    assert page.headers["ETag"] != before.headers["ETag"]
    assert "Correction suggested on" in page.text
    assert "See [this](https://evil.example) &lt;script&gt;" in page.text
    assert "It *solved* one." in page.text
    assert 'href="https://evil' not in page.text
    assert "Ann Lee" not in page.text
    assert "ann@lee" not in page.text
    with site.sit_down() as context:
        letter_desk.take_down(context, 1)
    assert "evil.example" not in reader.get(f"/claims/{site.claim}").text


def test_an_edition_is_what_it_was_whatever_was_answered_since(site, reader):
    _send(reader, site)
    address = f"/claims/{site.claim}/editions/1"
    before, body = reader.get(address).text, reader.get(f"{address}.json").data
    with site.sit_down() as context:
        letter_desk.answer_letter(
            context, 1, state="accepted", answer="Yes.", publish=True
        )
    assert reader.get(address).text == before
    assert reader.get(f"{address}.json").data == body

"""16 browsers send at the very same moment, through all that a request goes through."""

from collections import Counter

import pytest
from filled_forms import form_in, form_on
from writers import SOAK, WRITERS, act, look, together

from annotator import paths
from annotator.app import create_app
from annotator.domain.claims import ClaimFacts
from annotator.services.claims import claims, evidence
from annotator.services.library import labs
from annotator.services.stores import open_stores
from annotator.settings import Settings

ROUNDS = 4 * SOAK
CLAIM = "/desk/claims/wren-1-is-safe"
FACTS = ClaimFacts("Wren 1 is safe.", "cyber", "wren-labs")

pytestmark = [pytest.mark.slow, pytest.mark.soak]


@pytest.fixture(params=["sqlite", "postgresql"])
def stores(request, tmp_path):
    url = ""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    opened = open_stores(tmp_path, paths.REPORTS_PDF, url)
    act(opened, "Ana", lambda context: labs.find_or_add_lab(context, "Wren Labs"))
    act(opened, "Ana", lambda context: claims.add_claim(context, FACTS))
    yield opened
    opened.close()


@pytest.fixture
def app(stores):
    app = create_app(Settings(stores.data, stores.reports_pdf), stores)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_of_browsers_that_save_one_sentence_one_wins_and_the_others_are_told(
    app, desk, stores, open_browsers
):
    opened = open_browsers(app, desk, "Ana")["Ana"]
    cookie = opened.get_cookie("annotator").value

    def write(number: int, barrier) -> Counter[int]:
        browser, answers = app.test_client(), Counter[int]()
        browser.set_cookie("annotator", cookie)
        for turn in range(ROUNDS):
            form = form_on(browser, CLAIM, CLAIM)
            barrier.wait()
            words = f"Browser {number} in turn {turn}."
            answer = form.send(browser, text=words)
            answers[answer.status_code] += 1
            if answer.status_code == 409:
                assert form_in(answer.text, CLAIM)["text"] == words
                assert "changed this too" in answer.text
            barrier.wait()
        return answers

    answers = sum(together(write), Counter[int]())
    print(
        f"\n{stores.database.engine.dialect.name}: {answers.total()} saves by {WRITERS} "
        f"browsers: {answers[303]} saved, {answers[409]} told"
    )
    assert answers == {303: ROUNDS, 409: ROUNDS * (WRITERS - 1)}


def test_a_form_that_many_browsers_send_at_once_makes_one_of_each(
    app, desk, stores, open_browsers
):
    opened = open_browsers(app, desk, "Ana")["Ana"]
    cookie = opened.get_cookie("annotator").value
    stating = form_on(opened, "/desk/claims/new", "/desk/claims")
    linking = form_on(opened, CLAIM, f"{CLAIM}/evidence")

    def send(_number: int, barrier) -> tuple[str, str]:
        browser = app.test_client()
        browser.set_cookie("annotator", cookie)
        barrier.wait()
        stated = stating.send(browser, text="Once.", lab="wren-labs", asserted_by="lab")
        barrier.wait()
        linked = linking.send(browser, source_url="https://example.org/")
        assert stated.status_code == linked.status_code == 303
        return stated.headers["Location"], linked.headers["Location"]

    assert set(together(send)) == {("/desk/claims/once", f"{CLAIM}#evidence")}
    every = look(stores, lambda context: claims.list_claims(context))
    links = look(stores, lambda context: evidence.list_evidence(context, every))
    print(
        f"\n{stores.database.engine.dialect.name}: 2 forms sent {2 * WRITERS} times: "
        f"{len(every) - 1} claim, {len(links)} piece of evidence"
    )
    assert (len(every), len(links)) == (2, 1)


def test_links_taken_back_by_many_at_once_are_never_an_error(
    app, desk, stores, open_browsers
):
    """These have no form that could clash; what came between is said in words."""
    opened = open_browsers(app, desk, "Ana")["Ana"]
    cookie = opened.get_cookie("annotator").value
    form = form_on(opened, CLAIM, f"{CLAIM}/evidence")
    form.send(opened, source_url="https://example.org/")

    def send(number: int, barrier) -> Counter[int]:
        browser, answers = app.test_client(), Counter[int]()
        browser.set_cookie("annotator", cookie)
        for turn in range(ROUNDS):
            act = ("withdraw", "restore")[(turn + number) % 2]
            barrier.wait()
            answer = browser.post(f"{CLAIM}/evidence/1/{act}")
            answers[answer.status_code] += 1
            if answer.status_code == 409:
                assert "Someone else saved this at the same moment" in answer.text
        return answers

    answers = sum(together(send), Counter[int]())
    print(f"\n{stores.database.engine.dialect.name}: {dict(answers)}")
    assert set(answers) <= {303, 409}
    assert answers.total() == ROUNDS * WRITERS

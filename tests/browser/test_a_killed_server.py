"""The server is killed between any two requests of an analyst who marks a report."""

import socket
from collections.abc import Iterator

import pdfs
import pytest
from browser.conftest import open_context
from browser.test_the_viewer_loses_nothing import ONE, THREE, TWO, story
from playwright.sync_api import Route
from reliability.conftest import Client, Starter

from annotator.services.claims import claims, evidence
from annotator.services.library import reports
from annotator.services.passages import marking

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CARD = "card"
STORY = ("/desk/reports/", "/desk/passages/", "/desk/claims/")
POLLED = "/marks/changes"  # it is asked for every few seconds, whatever is done


class Server:
    """A server that is killed and started again before each request it answers."""

    def __init__(self, start: Starter) -> None:
        self.start = start
        with socket.create_server(("127.0.0.1", 0)) as asked:
            self.port = str(asked.getsockname()[1])
        self.kills = 0
        self.lost: set[str] = set()  # the saves whose first answer was lost
        self.waiting: list[Route] = []
        self.process = self._begin()

    def _begin(self):
        process = self.start.fork("serve", "--no-worker", "--port", self.port)
        return process.wait_for("Press Ctrl+C")

    def _kill(self) -> None:
        self.process.kill()
        self.kills += 1
        self.process = self._begin()

    def answer(self, route: Route) -> None:
        """Answer one request after the other, also those that a browser sends at once."""
        self.waiting.append(route)
        if len(self.waiting) > 1:
            return
        while self.waiting:
            self._answer(self.waiting[0])
            self.waiting.pop(0)

    def _answer(self, route: Route) -> None:
        """Kill it before a request; the first time a save is sent, after it as well."""
        request = route.request
        if not any(place in request.url for place in STORY) or POLLED in request.url:
            return route.fulfill(response=route.fetch())
        self._kill()
        answer = route.fetch()
        if request.method != "POST" or request.post_data in self.lost:
            return route.fulfill(response=answer)
        self.lost.add(request.post_data or "")
        self._kill()
        return route.abort()


@pytest.fixture
def start(tmp_path, desk_of, sample_loaded) -> Iterator[Starter]:
    """Starts a server with a report in it."""
    start = Starter(tmp_path, sample_loaded)
    with start.stores() as stores:
        desk_of(stores).take_in(pdfs.text_pdf([ONE, TWO, THREE]), report=CARD)
    yield start
    for process in start.started:
        if process.popen.poll() is None:
            process.kill()
        process.clean()


def test_a_server_killed_between_any_two_requests_loses_and_doubles_no_mark(
    start, chromium, desk_of
):
    token = Client(start.data).cookies["annotator"]
    server = Server(start)
    address = server.process.address
    context = open_context(chromium, base_url=address)
    context.add_cookies([{"name": "annotator", "value": token, "url": address}])
    window = context.new_page()
    window.route("**/*", server.answer)
    story(window, CARD)
    context.close()
    with start.stores() as stores, desk_of(stores).look() as found:
        revision = reports.get_revision(found, reports.get_report(found, CARD))
        placed = marking.placed_on(found, revision)
        links = evidence.links_of_passages(found, [p.passage_id for p in placed])
        stated = claims.find_claims(found, f"A story of {CARD}")
    print(f"\n{server.kills} kills: 0 marks lost, 0 doubled, no word gone")
    assert [(p.exact, [x.note for x in links[p.passage_id]]) for p in placed] == [
        (ONE, ["Kept"]),
        (TWO, []),
    ]
    assert len(stated) == 1
    assert server.kills > 15

"""A link that leads nowhere is named with its page, and why; files and pages alike."""

from flask import Flask

from annotator.site.copying import DeadLink, copy_site
from annotator.site.folder import SiteFolder

PAGE = (
    '<html><head><title>One</title></head><body><main id="main">{}</main></body></html>'
)


def _copy(tmp_path, words):
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/", view_func=lambda: PAGE.format(words))
    app.add_url_rule("/search", "search", view_func=lambda: PAGE.format(""))
    with SiteFolder.beside(tmp_path / "site") as site:
        return copy_site(app, "https://a.example/", site, lambda _done, _known: None)


def test_a_link_to_a_place_or_page_that_is_not_there_is_dead(tmp_path):
    links = '<a href="#main">a</a><a href="#nowhere">b</a><a href="/nothing">c</a>'
    found = _copy(tmp_path, links)
    assert found.dead == [
        DeadLink("/", "/#nowhere", "has no such place"),
        DeadLink("/", "/nothing", "answers 404 NOT FOUND"),
    ]


def test_links_that_lead_somewhere_are_not_dead(tmp_path):
    links = (
        '<a href="#main">a</a><a href="/search">b</a><a href="https://b.example/">c</a>'
    )
    assert _copy(tmp_path, links).dead == []

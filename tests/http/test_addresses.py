"""Addresses for whoever is elsewhere: of the public site, whatever asked for them."""

import pytest
from flask import current_app

from annotator.app import create_app
from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.http.addresses import of_passage, public_url
from annotator.http.auth import allow
from annotator.settings import Settings

PROXY = "10.0.0.2"
SHA = "ab" * 32


@pytest.fixture
def site(stores):
    """Makes a site with some settings that tells the address of a claim."""

    def make(**settings):
        app = create_app(Settings(stores.data, stores.reports_pdf, **settings), stores)

        @app.get("/told")
        @allow(Action.READ_PUBLISHED)
        def told():
            return public_url("public.claim", slug="is-safe", _anchor="cite")

        return app

    return make


def _told(app, **how):
    return app.test_client().get("/told", **how).text


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("https://cards.example.org", "https://cards.example.org/claims/is-safe#cite"),
        ("https://cards.example.org/", "https://cards.example.org/claims/is-safe#cite"),
        ("http://10.0.0.7:8080", "http://10.0.0.7:8080/claims/is-safe#cite"),
        ("https://example.org/cards/", "https://example.org/cards/claims/is-safe#cite"),
    ],
)
def test_the_address_that_is_set_stands_in_every_link_for_elsewhere(
    site, base, address
):
    app = site(public_url=base)
    assert _told(app) == address
    assert _told(app, headers={"Host": "inside.example:8000"}) == address
    mounted = {"SCRIPT_NAME": "/cards"}  # it is part of the set address, if of any
    assert _told(app, environ_overrides=mounted) == address


def test_unless_it_is_set_the_request_says_where_the_site_is(site):
    proxied = {
        "headers": {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "cards.example"},
        "environ_overrides": {"REMOTE_ADDR": PROXY},
    }
    assert _told(site()) == "http://localhost/claims/is-safe#cite"
    assert _told(site(), **proxied) == "http://localhost/claims/is-safe#cite"
    trusting = site(trusted_proxies=(PROXY,))
    assert _told(trusting, **proxied) == "https://cards.example/claims/is-safe#cite"
    assert _told(site(https=True)) == "https://localhost/claims/is-safe#cite"
    mounted = {"SCRIPT_NAME": "/cards"}
    there = _told(site(), environ_overrides=mounted)
    assert there == "http://localhost/cards/claims/is-safe#cite"


def test_a_cited_passage_is_at_the_address_that_is_set(site):
    with site(public_url="https://cards.example.org").test_request_context("/"):
        whole = of_passage("card", SHA, 3, start=1, end=9, passage=7)
        within = of_passage("card", SHA, 3, passage=7, is_whole=False)
    page = f"/reports/card/revisions/{SHA}/pages/3"
    assert whole == f"https://cards.example.org{page}?start=1&end=9#passage-7"
    assert within == f"{page}#passage-7"


def test_templates_know_it(site):
    with site(public_url="https://cards.example.org").test_request_context("/"):
        told = current_app.jinja_env.from_string("{{ public_url('public.home') }}")
        assert told.render() == "https://cards.example.org/"


@pytest.mark.parametrize(
    "wrong",
    [
        "cards.example.org",
        "ftp://cards.example.org",
        "https://",
        "https://cards.example.org/?a=b",
        "https://cards.example.org/#top",
        "https://ada:secret@cards.example.org",
        "https://cards.example.org:port",
        "https://cards example.org",
    ],
)
def test_a_setting_that_is_no_address_of_a_site_is_refused_with_its_name(site, wrong):
    with pytest.raises(InvalidError, match=r"ANNOTATOR_PUBLIC_URL.*https://"):
        site(public_url=wrong)


def test_it_is_read_from_the_environment():
    env = {"ANNOTATOR_PUBLIC_URL": "https://cards.example.org"}
    assert Settings.from_env(env).public_url == "https://cards.example.org"
    assert Settings.from_env({}).public_url == ""

"""Who asks, by which scheme and host: proxies are believed if they are ours."""

import pytest
from flask import request, url_for

from annotator.app import create_app
from annotator.domain.errors import InvalidError
from annotator.domain.permissions import Action
from annotator.http.auth import allow
from annotator.settings import Settings

OURS, STRANGER, READER = "10.0.0.2", "203.0.113.66", "192.0.2.7"


@pytest.fixture
def site(stores):
    """Makes a site with some settings that says who asks, and cites its own address."""

    def make(**settings):
        app = create_app(Settings(stores.data, stores.reports_pdf, **settings), stores)

        @app.get("/who")
        @allow(Action.READ_PUBLISHED)
        def who():
            return f"{request.remote_addr} {url_for('who', _external=True)}"

        return app.test_client()

    return make


def _who(browser, peer, **said):
    headers = {name.replace("_", "-"): value for name, value in said.items()}
    return browser.get(
        "/who", headers=headers, environ_overrides={"REMOTE_ADDR": peer}
    ).text


def test_what_a_proxy_of_ours_says_is_believed(site):
    browser = site(trusted_proxies=("10.0.0.0/8",))
    said = {"X_Forwarded_For": READER, "X_Forwarded_Proto": "https"}
    said["X_Forwarded_Host"] = "cards.example.org"
    assert _who(browser, OURS, **said) == f"{READER} https://cards.example.org/who"


def test_what_anybody_else_says_is_not(site):
    said = {"X_Forwarded_For": READER, "X_Forwarded_Proto": "https"}
    said["X_Forwarded_Host"] = "evil.example"
    for trusted in ((), ("10.0.0.0/8",)):
        browser = site(trusted_proxies=trusted)
        assert _who(browser, STRANGER, **said) == f"{STRANGER} http://localhost/who"


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        (f"{STRANGER}, {READER}", READER),  # a stranger wrote the first one
        (f"{STRANGER}, {READER}, 10.0.0.3", READER),  # two proxies of ours
        ("10.0.0.9, 10.0.0.3", "10.0.0.9"),  # somebody within our own network
        (f"{READER}:4711", READER),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        (f"::ffff:{READER}", READER),
        (f"{READER}, unknown", OURS),
        (f"{READER}, unknown, 10.0.0.3", "10.0.0.3"),
        ("", OURS),
        (", ,", OURS),
        ("999.1.1.1", OURS),
    ],
)
def test_the_last_address_that_is_no_proxy_of_ours_is_the_one_that_asks(
    site, said, taken
):
    browser = site(trusted_proxies=("10.0.0.0/8",))
    assert _who(browser, OURS, X_Forwarded_For=said).split()[0] == taken


@pytest.mark.parametrize(
    ("scheme", "taken"),
    [("https", "https"), ("HTTPS", "https"), ("http, https", "https"), ("ftp", "http")],
)
def test_the_scheme_is_what_the_nearest_proxy_says(site, scheme, taken):
    browser = site(trusted_proxies=(OURS,))
    assert f" {taken}://" in _who(browser, OURS, X_Forwarded_Proto=scheme)


def test_a_proxy_that_comes_through_a_socket_is_believed_if_told(site):
    assert _who(site(), "", X_Forwarded_For=READER).split()[0] != READER
    browser = site(trusted_proxies=("unix",))
    assert _who(browser, "", X_Forwarded_For=READER).split()[0] == READER


def test_behind_tls_addresses_say_so_though_no_proxy_does(site):
    assert _who(site(https=True), STRANGER).endswith("https://localhost/who")


@pytest.mark.parametrize("wrong", ["10.0.0.0/99", "proxy.example.org", "10.0.0.1/8"])
def test_a_setting_that_names_no_network_is_refused_with_its_name(site, wrong):
    with pytest.raises(InvalidError, match=rf"ANNOTATOR_TRUSTED_PROXIES.*{wrong}"):
        site(trusted_proxies=(wrong,))


def test_only_hosts_of_the_settings_are_answered(site):
    browser = site(trusted_hosts=("cards.example.org", ".example.net"))
    for host, status in {
        "cards.example.org": 200,
        "cards.example.org:8000": 200,
        "www.example.net": 200,
        "evil.example": 400,
        "cards.example.org.evil.example": 400,
    }.items():
        for address in ("/who", "/", "/nothing-here"):
            answer = browser.get(address, headers={"Host": host})
            expected = 404 if status == 200 and address == "/nothing-here" else status
            assert answer.status_code == expected, (host, address)
    refused = browser.get("/", headers={"Host": "evil.example"})
    assert "No site with this name" in refused.text


def test_a_host_that_a_proxy_names_is_checked_as_well(site):
    browser = site(trusted_proxies=(OURS,), trusted_hosts=("cards.example.org",))
    for host, status in {"cards.example.org": 200, "evil.example": 400}.items():
        answer = browser.get(
            "/who",
            headers={"X-Forwarded-Host": host},
            environ_overrides={"REMOTE_ADDR": OURS},
        )
        assert answer.status_code == status


@pytest.mark.parametrize("host", ["..", "a" * 300, "9" * 5000])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_host_that_can_be_none_is_refused_in_a_sentence(site, host, method):
    sent = {"HTTP_HOST": host}
    for address in ("/", "/sign-in", "/static/style.css", "/nothing-here"):
        answer = site().open(address, method=method, environ_overrides=sent)
        assert answer.status_code == 400
        assert "No site with this name" in answer.text


def test_any_host_is_answered_unless_told(site):
    assert site().get("/who", headers={"Host": "whatever.example"}).status_code == 200


def test_settings_are_read_from_the_environment():
    env = {
        "ANNOTATOR_TRUSTED_PROXIES": "10.0.0.0/8, ::1 unix",
        "ANNOTATOR_TRUSTED_HOSTS": "cards.example.org,.example.net",
    }
    settings = Settings.from_env(env)
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1", "unix")
    assert settings.trusted_hosts == ("cards.example.org", ".example.net")
    assert Settings.from_env({}).trusted_proxies == ()

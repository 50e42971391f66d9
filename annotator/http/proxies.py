"""Find the client behind proxies: only headers from trusted proxies are believed.

Anybody can send ``X-Forwarded-For``. It is read only if the connection comes from a
proxy named in the settings, and from the right, where that proxy wrote. The first
address that is not a trusted proxy is the client. (Werkzeug's ProxyFix counts entries
and believes any peer; waitress drops the headers by default.)
"""

from collections.abc import Iterable, Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from annotator.domain.errors import InvalidError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

SETTING = "ANNOTATOR_TRUSTED_PROXIES"
UNIX = "unix"  # in the setting: any client that connects through a Unix socket


class Proxies:
    """The proxies that a setting names; raises InvalidError if it names none rightly."""

    def __init__(self, trusted: Sequence[str]) -> None:
        self._networks = [_network(network) for network in trusted if network != UNIX]
        self._trusts_unix = UNIX in trusted

    def has(self, peer: str) -> bool:
        """Whether the address from which a connection comes is that of a proxy."""
        address = _address(peer) if self._networks else None
        if address is None:
            return self._trusts_unix and peer == ""
        return any(address in network for network in self._networks)


class TrustedProxies:
    """WSGI middleware that sets the client's address, scheme, host and request id."""

    def __init__(
        self, app: WSGIApplication, trusted: Sequence[str], *, https: bool = False
    ) -> None:
        self._app = app
        self._proxies = Proxies(trusted)
        self._https = https

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer a request as the outermost trusted proxy received it."""
        if self._proxies.has(environ.get("REMOTE_ADDR", "")):
            self._believe(environ)
        else:  # anybody could make two requests look like one
            environ.pop("HTTP_X_REQUEST_ID", None)
        if self._https:  # every request comes over TLS, whether a proxy says so or not
            environ["wsgi.url_scheme"] = "https"
        return self._app(environ, start_response)

    def _believe(self, environ: WSGIEnvironment) -> None:
        for entry in reversed(_listed(environ, "HTTP_X_FORWARDED_FOR")):
            address = _address(entry)
            if address is None:
                break  # a trusted proxy writes addresses; the rest cannot be trusted
            environ["REMOTE_ADDR"] = str(address)
            if not self._proxies.has(str(address)):
                break
        if host := _listed(environ, "HTTP_X_FORWARDED_HOST"):
            environ["HTTP_HOST"] = host[-1]
        scheme = _listed(environ, "HTTP_X_FORWARDED_PROTO")[-1:]
        if scheme and scheme[0].lower() in {"http", "https"}:
            environ["wsgi.url_scheme"] = scheme[0].lower()


def _network(setting: str) -> Network:
    try:
        return ip_network(setting)
    except ValueError as error:
        reason = (
            f"“{setting}” is neither an address, a network such as 10.0.0.0/8, nor "
            f"“{UNIX}” ({error})."
        )
        raise InvalidError("trusted_proxies", reason, label=SETTING) from None


def _listed(environ: WSGIEnvironment, header: str) -> list[str]:
    return [part.strip() for part in environ.get(header, "").split(",") if part.strip()]


def _address(written: str) -> Address | None:
    """Parse an address in any notation: "1.2.3.4:80", "[::1]:80", "::1%eth0"."""
    if written.startswith("["):
        written = written[1:].partition("]")[0]
    elif written.count(":") == 1:
        written = written.partition(":")[0]
    try:
        found = ip_address(written.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found

"""Addresses that stay: what is cited is found there, whoever asks."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for

from annotator.domain.errors import InvalidError

SETTING = "ANNOTATOR_PUBLIC_URL"


def init_app(app: Flask, base: str) -> None:
    """Keep the address of the public site, and make ``public_url`` known to templates."""
    app.config["PUBLIC_URL"] = _checked(base)
    app.jinja_env.globals["public_url"] = public_url


def public_url(endpoint: str, /, **values: Any) -> str:
    """Return where people elsewhere find a page: with the public site's scheme and host.

    It is for whatever leaves the page: citations, feeds, pictures of links. Arguments
    are those of ``url_for``. Unless the setting says where the site is, the request does.
    """
    path = url_for(endpoint, **values).removeprefix(request.root_path)  # where mounted
    return f"{public_base()}{path}"


def public_base() -> str:
    """Return the address of the public site, such as "https://cards.example.org"."""
    return current_app.config["PUBLIC_URL"] or request.url_root.rstrip("/")


def of_passage(
    report: str,
    sha256: str,
    page: int,
    *,
    start: int | None = None,
    end: int | None = None,
    passage: int | None = None,
    is_whole: bool = True,
) -> str:
    """Return where words of a file, or a figure, are read on their page.

    ``start`` and ``end`` are code points of its text; ``passage`` is the number of the
    mark. Readers see it once it is public. It is absolute unless ``is_whole`` is false.
    """
    address_of = public_url if is_whole else url_for
    return address_of(
        "public.page",
        slug=report,
        sha=sha256,
        number=page,
        start=start,
        end=end,
        _anchor=f"passage-{passage}" if passage else None,
    )


def _checked(base: str) -> str:
    """Return a base address without a slash at its end; "" stays."""
    try:
        parts = urlsplit(base)
        is_address = (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and not (parts.query or parts.fragment or parts.username)
            and not re.search(r"\s", base)
            and parts.port != 0  # raises ValueError if it is no number
        )
    except ValueError:
        is_address = False
    if base and not is_address:
        reason = f"“{base}” is no address of a site, such as https://cards.example.org."
        raise InvalidError("public_url", reason, label=SETTING)
    return base.rstrip("/")

"""Assemble the web application."""

import hashlib
import secrets
from pathlib import Path

from flask import Flask, Response, request

from annotator import paths
from annotator.http import (
    auth,
    context,
    errors,
    filters,
    forms,
    request_checks,
    security,
)
from annotator.http.proxies import TrustedProxies
from annotator.http.render import htmx
from annotator.public import pages, search
from annotator.services.context import Stores, starting_turn
from annotator.settings import Settings
from annotator.storage.disk.files import write_whole
from annotator.web import (
    absences,
    accounts,
    claim_lists,
    claims,
    file_changes,
    history,
    intake,
    jobs,
    navigation,
    report_publication,
    reports,
    review_queue,
    scorecards,
    suggestions,
    synonyms,
    viewer,
)

BLUEPRINTS = [
    pages.blueprint,
    search.blueprint,
    accounts.blueprint,
    accounts.people,
    reports.blueprint,
    report_publication.blueprint,
    viewer.blueprint,
    suggestions.blueprint,
    intake.blueprint,
    jobs.blueprint,
    file_changes.blueprint,
    review_queue.blueprint,
    claims.blueprint,
    claim_lists.blueprint,
    absences.blueprint,
    scorecards.blueprint,
    history.blueprint,
    synonyms.blueprint,
]

STATIC_SECONDS = 365 * 24 * 3600  # a static address changes with the file's contents


def create_app(settings: Settings, stores: Stores) -> Flask:
    """Return the application for one installation."""
    app = Flask(__name__, template_folder=str(paths.TEMPLATES))
    app.config.update(
        SECRET_KEY=_secret_key(settings.data),
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SOURCE_URL=settings.source_url,
        SEND_FILE_MAX_AGE_DEFAULT=STATIC_SECONDS,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
    )
    app.wsgi_app = TrustedProxies(  # type: ignore[method-assign]
        app.wsgi_app, settings.trusted_proxies, https=settings.https
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["site_name"] = settings.site_name
    request_checks.init_app(app)
    htmx.init_app(app)
    context.init_app(app, stores)
    auth.init_app(app)  # before forms are read, so that no stranger's upload is
    security.init_app(app)
    errors.init_app(app)
    filters.init_app(app)
    forms.init_app(app)
    navigation.init_app(app)
    _version_static_files(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    context.keep_changes(app)
    return app


def _secret_key(data: Path) -> str:
    """Return the key that signs form tokens; it is made once, at the first start."""
    path = data / "secret-key"
    with starting_turn(data):
        if not path.exists() or not path.read_text():
            write_whole(path, secrets.token_hex(32).encode())
    return path.read_text()


def _version_static_files(app: Flask) -> None:
    """Add a hash of the file to each static address, so that browsers can cache it."""
    folder = Path(app.static_folder or "")
    versions: dict[str, str] = {}

    def add_version(endpoint: str, values: dict[str, object]) -> None:
        if endpoint == "static" and "filename" in values:
            name = str(values["filename"])
            if name not in versions or app.debug:
                content = (folder / name).read_bytes()
                versions[name] = hashlib.sha256(content).hexdigest()[:10]
            values["v"] = versions[name]

    def keep_only_versioned(response: Response) -> Response:
        # A module that another module imports has no hash in its address.
        if request.endpoint == "static" and "v" not in request.args:
            response.cache_control.max_age = None
            response.cache_control.no_cache = True
        return response

    app.url_defaults(add_version)
    app.after_request(keep_only_versioned)

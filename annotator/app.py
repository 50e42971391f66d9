"""Assemble the web application."""

import secrets
from dataclasses import replace
from pathlib import Path

from flask import Flask

from annotator import paths
from annotator.http import (
    addresses,
    auth,
    compression,
    context,
    errors,
    filters,
    forms,
    metrics,
    public_answers,
    request_checks,
    security,
    static_files,
)
from annotator.http.finished_pages import FinishedPages
from annotator.http.metrics import Metrics
from annotator.http.proxies import TrustedProxies
from annotator.http.render import htmx
from annotator.http.request_log import RequestLog
from annotator.http.static_files import folder_digest
from annotator.public import (
    annotations,
    boards,
    bundles,
    changes,
    csp_reports,
    editions,
    embeds,
    heads,
    health,
    letters,
    pages,
    responses,
    search,
    share_cards,
    site_lists,
    tables,
)
from annotator.public import reasons as reasons_named
from annotator.services.context import Stores, starting_turn
from annotator.settings import Settings
from annotator.storage.disk.files import write_whole
from annotator.web import (
    absences,
    accounts,
    beside,
    categories,
    claim_lists,
    claims,
    corrections,
    evaluations,
    file_changes,
    history,
    intake,
    invitations,
    jobs,
    labs,
    mark_acts,
    mark_cards,
    marked_copies,
    marks,
    navigation,
    passages,
    pdf_notes,
    quote_contexts,
    reasons,
    relations,
    removals,
    report_publication,
    reports,
    result_claims,
    result_records,
    review_queue,
    scorecards,
    suggestions,
    synonyms,
    tensions,
    viewer,
)

BLUEPRINTS = [
    pages.blueprint,
    heads.blueprint,
    boards.blueprint,
    tables.blueprint,
    site_lists.blueprint,
    share_cards.blueprint,
    embeds.blueprint,
    annotations.blueprint,
    bundles.blueprint,
    reasons_named.blueprint,
    editions.blueprint,
    changes.blueprint,
    letters.blueprint,
    responses.blueprint,
    health.blueprint,
    csp_reports.blueprint,
    search.blueprint,
    accounts.blueprint,
    accounts.people,
    reports.blueprint,
    removals.blueprint,
    report_publication.blueprint,
    viewer.blueprint,
    beside.blueprint,
    marks.blueprint,
    mark_acts.blueprint,
    mark_cards.blueprint,
    quote_contexts.blueprint,
    pdf_notes.blueprint,
    marked_copies.blueprint,
    suggestions.blueprint,
    intake.blueprint,
    jobs.blueprint,
    file_changes.blueprint,
    review_queue.blueprint,
    passages.blueprint,
    claims.blueprint,
    claim_lists.blueprint,
    corrections.blueprint,
    invitations.blueprint,
    tensions.blueprint,
    absences.blueprint,
    evaluations.blueprint,
    relations.blueprint,
    result_claims.blueprint,
    result_records.blueprint,
    scorecards.blueprint,
    labs.blueprint,
    categories.blueprint,
    categories.groups,
    reasons.blueprint,
    history.blueprint,
    synonyms.blueprint,
]


def create_app(settings: Settings, stores: Stores) -> Flask:
    """Return the application for one installation."""
    app = Flask(__name__, template_folder=str(paths.TEMPLATES))
    app.config.update(
        SECRET_KEY=_secret_key(settings.data),
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session",
        SOURCE_URL=settings.source_url,
        METRICS_TOKEN=settings.metrics_token,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
    )
    finished = FinishedPages(
        app.wsgi_app,
        stores,
        program=_program(settings),
        cookies=auth.cookie_names(app),
    )
    counted = Metrics(stores, shared=settings.shares_metrics)
    metrics.init_app(app, counted)
    app.wsgi_app = TrustedProxies(  # type: ignore[method-assign]
        RequestLog(finished, counted), settings.trusted_proxies, https=settings.https
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["site_name"] = settings.site_name
    addresses.init_app(app, settings.public_url)
    compression.init_app(app)  # these two last: Flask asks the first of them last
    public_answers.init_app(app)
    request_checks.init_app(app)
    htmx.init_app(app)
    context.init_app(app, stores)
    auth.init_app(app)  # before forms are read, so that no stranger's upload is
    security.init_app(app)
    errors.init_app(app)
    filters.init_app(app)
    forms.init_app(app)
    navigation.init_app(app)
    static_files.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    context.keep_changes(app)
    return app


def _program(settings: Settings) -> str:
    """Return what tells this program, as it is set up, from any other."""
    folders = (paths.PACKAGE, paths.TEMPLATES, paths.MIGRATIONS)
    nowhere = Path()  # where its data lies makes no page another one
    settled = replace(settings, data=nowhere, reports_pdf=nowhere, database_url="")
    return " ".join([*map(folder_digest, folders), repr(settled)])


def _secret_key(data: Path) -> str:
    """Return the key that signs form tokens; it is made once, at the first start."""
    path = data / "secret-key"
    with starting_turn(data):
        if not path.exists() or not path.read_text():
            write_whole(path, secrets.token_hex(32).encode())
    return path.read_text()

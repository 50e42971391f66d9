"""The settings of one installation, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import platformdirs

from annotator import paths


@dataclass(frozen=True)
class Settings:
    """Everything that can be set for an installation."""

    data: Path  # database, files, index, caches
    reports_pdf: Path  # files placed here are offered for intake
    database_url: str = ""  # "": SQLite in the data folder
    site_name: str = "Annotator"
    source_url: str = ""  # of the running version; "": we serve the source ourselves
    eyes: bool = True  # pages are looked at, where annotator[eyes] is installed
    public_url: str = ""  # of the public site, for links elsewhere; "": as requests say
    https: bool = False  # behind TLS: cookies are marked secure, links say https
    trusted_proxies: tuple[str, ...] = ()  # addresses or networks; see http.proxies
    trusted_hosts: tuple[str, ...] = ()  # host names we answer to; empty: any
    log: str = "text"  # or "json": see logs
    shares_metrics: bool = False  # with other processes: see http.metrics
    metrics_token: str = ""  # with which /metrics may be read; "": nobody may

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read the ``ANNOTATOR_…`` variables."""
        data = Path(env.get("ANNOTATOR_DATA") or default_data())
        return cls(
            data=data,
            reports_pdf=Path(env.get("ANNOTATOR_REPORTS_PDF") or paths.REPORTS_PDF),
            database_url=env.get("ANNOTATOR_DATABASE_URL", cls.database_url),
            site_name=env.get("ANNOTATOR_SITE_NAME", cls.site_name),
            source_url=env.get("ANNOTATOR_SOURCE_URL", cls.source_url),
            eyes=env.get("ANNOTATOR_EYES", "") not in {"0", "false", "no"},
            public_url=env.get("ANNOTATOR_PUBLIC_URL", cls.public_url),
            https=env.get("ANNOTATOR_HTTPS", "") in {"1", "true", "yes"},
            trusted_proxies=_listed(env.get("ANNOTATOR_TRUSTED_PROXIES", "")),
            trusted_hosts=_listed(env.get("ANNOTATOR_TRUSTED_HOSTS", "")),
            log=env.get("ANNOTATOR_LOG") or cls.log,
            shares_metrics=bool(env.get("PROMETHEUS_MULTIPROC_DIR")),
            metrics_token=env.get("ANNOTATOR_METRICS_TOKEN", cls.metrics_token),
        )


def _listed(value: str) -> tuple[str, ...]:
    """Return the parts of a setting, which commas or spaces separate."""
    return tuple(value.replace(",", " ").split())


def default_data() -> Path:
    """Return the data folder: ``db/data`` of a checkout, else the user's own."""
    if paths.IS_CHECKOUT:
        return paths.ROOT / "db" / "data"
    return platformdirs.user_data_path("annotator")

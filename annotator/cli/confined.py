"""A server for others reads strangers' PDFs only where they are confined."""

from collections.abc import Sequence
from ipaddress import ip_address

from annotator.domain.errors import AnnotatorError
from annotator.pdf.sandbox import LAYERS, layers_here
from annotator.settings import Settings


class NotConfinedError(AnnotatorError):
    """Layers of the sandbox are off, and the server is for others."""


def missing_layers() -> list[str]:
    """Return the layers of the sandbox that do not work on this machine."""
    here = layers_here()
    return [layer for layer in LAYERS if layer not in here]


def require_confined(settings: Settings, host: str, missing: Sequence[str]) -> None:
    """Raise NotConfinedError if layers are missing and the server is for others."""
    if missing and is_for_others(settings, host):
        raise NotConfinedError(
            f"This machine cannot sandbox the reading of PDFs: {', '.join(missing)}. "
            "See “annotator doctor”, serve only this machine, or pass --unconfined."
        )


def is_for_others(settings: Settings, host: str) -> bool:
    """Whether a server at this address is meant for people on other machines."""
    return bool(settings.public_url or settings.trusted_proxies) or (
        host != "localhost" and not _is_loopback(host)
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False  # the name of some machine

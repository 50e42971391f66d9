"""How often, or for how long, tests of endurance go on: CI's figure, or the soak's."""

import os

IS_SOAK = os.environ.get("ANNOTATOR_SOAK", "") not in {"", "0"}


def figure(*, ci: int, soak: int) -> int:
    """Return how much is enough here."""
    return soak if IS_SOAK else ci

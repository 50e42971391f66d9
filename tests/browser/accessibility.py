"""What axe finds on a page, shared by tests."""

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OF_WCAG = {"runOnly": WCAG}


def problems(page: Page, rules: Mapping[str, Any] = OF_WCAG) -> list[str]:
    """Return what axe finds by these rules: by default, against WCAG 2.2 AA."""
    # What passes is not told: on a large page that takes two thirds of the time.
    asked = {**rules, "resultTypes": ["violations"]}
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in Axe().run(page, options=asked).response["violations"]
        for node in violation["nodes"]
    ]

"""Somebody who looks for an answer on a phone, and what is easy for them."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

WIDTH, HEIGHT = 360, 740
OPTIONS = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
MOST_TAPS, MOST_SCREENS = 3, 2.0
Target = Callable[[Page], Locator]


class Phone:
    """Counts what somebody does who knows nothing of the site: taps, and screens scrolled."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.screens = 0.0

    def tap(self, target: Locator) -> None:
        """Scroll until a target is on the screen, and tap it."""
        self.scroll_to(target)
        target.tap()
        self.taps += 1
        self.page.wait_for_load_state()

    def ask(self, taps: Sequence[Target], answer: Target) -> None:
        """Tap one thing after another until the answer is seen, soon enough."""
        for target in taps:
            self.tap(target(self.page))
        self.scroll_to(answer(self.page))
        assert self.taps <= MOST_TAPS
        assert self.screens <= MOST_SCREENS

    def scroll_to(self, target: Locator) -> None:
        """Scroll as little as will do, either way."""
        target.wait_for()
        before = self._top()
        box = target.bounding_box()
        assert box is not None
        below = box["y"] + min(box["height"], HEIGHT) - HEIGHT
        if below > 0 or box["y"] < 0:
            by = below if below > 0 else box["y"]
            self.page.evaluate("by => scrollBy({top: by, behavior: 'instant'})", by)
        expect(target).to_be_in_viewport()
        self.screens += abs(self._top() - before) / HEIGHT

    def _top(self) -> float:
        return self.page.evaluate("scrollY")


def link(name: str, nth: int = 0) -> Target:
    """Return where a link of this name is on a page."""
    return lambda page: page.get_by_role("link", name=name).nth(nth)


def words(said: str) -> Target:
    """Return where these words are on a page."""
    return lambda page: page.locator(f"main :text('{said}'):visible").first


def each(questions: Sequence[tuple[str, str, list[Target], Target]]) -> Any:
    """Ask a test each question: where it is asked, what is tapped, where the answer is."""
    return pytest.mark.parametrize(
        ("start", "taps", "answer"),
        [asked[1:] for asked in questions],
        ids=[asked[0] for asked in questions],
    )

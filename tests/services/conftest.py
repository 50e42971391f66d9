"""Fixtures for tests of services, which may share one installation."""

from collections.abc import Iterator

import pytest

from annotator.services.context import Context


@pytest.fixture
def context(desk) -> Iterator[Context]:
    """An editor's, in which anything may be done; nothing of it is kept."""
    with desk.rehearse() as context:
        yield context

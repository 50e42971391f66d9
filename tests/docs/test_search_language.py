"""What the page about searching shows is what searching understands."""

import re

import pytest

from annotator import paths
from annotator.search.query.filters import FIELDS
from annotator.search.query.parser import parse

PAGE = (paths.ROOT / "docs" / "search.md").read_text()
SHOWN = re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE)
ALL = [*SHOWN, *re.findall(r"`([a-z]+:[^`]+)`", PAGE), "uplift -trial"]


@pytest.mark.parametrize("typed", sorted(set(ALL)))
def test_each_query_that_is_shown_is_understood(typed):
    assert parse(typed)


def test_each_filter_is_shown():
    assert {typed.partition(":")[0] for typed in SHOWN if ":" in typed} == {*FIELDS}

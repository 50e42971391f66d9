"""The fixed words are told apart, and the guide lists those that files are written in."""

import inspect
import json
import re
from enum import StrEnum

import pytest

from annotator import paths
from annotator.domain import vocabulary
from annotator.domain.vocabulary import (
    AimsAt,
    AssertedBy,
    Credence,
    LoadBearing,
    ReportKind,
    ResultState,
    Shown,
    Stance,
    Strength,
    ThresholdKind,
)

EVERY = [
    each
    for _, each in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(each, StrEnum) and each is not StrEnum
]
IN_FILES = [
    AimsAt,
    AssertedBy,
    Credence,
    LoadBearing,
    ReportKind,
    ResultState,
    Shown,
    Stance,
    Strength,
    ThresholdKind,
]
GUIDE = (paths.ROOT / "docs" / "scorecard-files.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", EVERY)
def test_each_word_is_plain_and_stands_for_one_thing(words):
    assert all(re.fullmatch(r"[a-z]+([ -][a-z]+)*", word) for word in words)
    assert len(words.__members__) == len(set(words))


@pytest.mark.parametrize("words", IN_FILES)
def test_the_guide_names_every_word_that_a_scorecard_file_may_hold(words):
    # YAML reads "no" without quotation marks as false.
    written = [json.dumps(word) if word == "no" else word for word in words]
    assert [word for word in written if f"`{word}`" not in GUIDE] == []

"""Whoever imports a file is told of verdicts that name no reason."""

import pytest
from wren_file import FILE

from annotator.services.scorecard_files import remarks_on

BARE = "verdict: {shown: not shown, credence: unclear, rationale: Too few people.}"
ANOTHER = """\
  - {slug: claim-%d, category: cyber, text: T., models: [wren-1], verdict: {shown: contradicted, credence: unclear, rationale: So.}}
"""


def test_a_verdict_without_reasons_is_named():
    assert remarks_on(name="wren.yaml", text=FILE) == [
        "1 verdict names no reason why the claim is not shown: no-danger."
    ]


@pytest.mark.parametrize(
    "becomes",
    [
        BARE.replace("not shown", "shown"),
        BARE.replace("}", ", reasons: [{reason: luck, sentence: So.}]}"),
        "",
    ],
)
def test_there_is_nothing_to_say_of_others(becomes):
    text = FILE.replace(f"    {BARE}\n", f"    {becomes}\n" if becomes else "")
    assert remarks_on(name="wren.yaml", text=text) == []


def test_of_many_the_first_are_named():
    text = FILE + "".join(ANOTHER % number for number in range(5))
    assert remarks_on(name="wren.yaml", text=text) == [
        "6 verdicts name no reason why the claim is not shown:"
        " no-danger, claim-0, claim-1 …."
    ]

"""A lab with a model and a report, whose evaluations tests record and do not keep."""

from collections.abc import Callable, Iterator

import pytest
from pdfs import text_pdf

from annotator.domain.evaluations.facts import EvaluationFacts
from annotator.services.claims import evaluations
from annotator.services.context import Context
from annotator.services.library import labs


@pytest.fixture(scope="module")
def lab(desk_in, tmp_path_factory):
    """A desk with a report of Wren Labs."""
    with desk_in(tmp_path_factory.mktemp("lab")) as desk:
        desk.take_in(text_pdf(["Wren card"]), report="card")
        yield desk


@pytest.fixture
def recording(lab) -> Iterator[Context]:
    """A context in which two labs have a model each."""
    with lab.rehearse() as context:
        for name in ("Wren", "Gull"):
            made = labs.find_or_add_lab(context, f"{name} Labs")
            labs.find_or_add_model(context, made, f"{name} 1")
        yield context


@pytest.fixture
def add(recording) -> Callable[..., str]:
    """Adds an evaluation of a lab, and returns its slug."""

    def add(name: str, lab: str = "wren-labs") -> str:
        facts = EvaluationFacts(name, "cyber")
        return evaluations.add_evaluation(recording, facts, lab=lab).slug

    return add

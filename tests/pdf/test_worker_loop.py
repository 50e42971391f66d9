"""A worker that nobody watches any more ends by itself."""

import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.sandbox

# -4.5 and the 5 seconds that the parent is given first are half a second.
SERVE = """
import time
from annotator.pdf import confinement, limits, worker_loop
limits.PATIENCE = {patience}
confinement.confine()
library = worker_loop.Library(bytes, len, print, seconds=-4.5)
worker_loop._guarded(library, {work})
"""
FOR_EVER = "lambda: [None for _ in iter(int, 1)]"


def end_of(work: str, *, patience: float) -> int:
    source = SERVE.format(work=work, patience=patience)
    command = [sys.executable, "-I", "-c", source]
    return -subprocess.run(command, env={}, check=False).returncode


def test_one_that_works_for_ever_ends_by_what_it_has_worked():
    assert end_of(FOR_EVER, patience=1_000) == signal.SIGPROF


def test_one_that_hangs_ends_by_the_clock():
    assert end_of("lambda: time.sleep(60)", patience=2) == signal.SIGALRM


def test_one_that_has_answered_may_wait_for_the_next_request():
    answered = "lambda: None); time.sleep(0.8"
    assert end_of(answered, patience=1) == 0

"""A clock that runs while a process works, and what stands in for it."""

import os
import subprocess
import sys
import time

import pytest

from annotator.pdf.work_clock import work_clock


def test_it_tells_what_this_process_has_worked():
    clock = work_clock(os.getpid())
    assert clock() == pytest.approx(time.process_time(), abs=0.1)
    until = time.process_time() + 0.3
    began = clock()
    while time.process_time() < until:
        pass
    assert clock() - began == pytest.approx(0.3, abs=0.1)


def test_it_stands_still_while_a_process_sleeps():
    clock = work_clock(os.getpid())
    began = clock()
    time.sleep(0.3)
    assert clock() - began < 0.2


def test_a_name_with_spaces_and_brackets_does_not_confuse_it(tmp_path):
    (tmp_path / "7").mkdir()
    before = "7 (a (b) 9 c) R 1 7 7 0 -1 4194304 99 0 0 0"
    ticks = os.sysconf("SC_CLK_TCK")
    (tmp_path / "7" / "stat").write_text(f"{before} {3 * ticks} {ticks} 50 60 20 0 1")
    assert work_clock(7, tmp_path)() == 4.0


def test_where_the_machine_does_not_tell_it_is_the_clock_on_the_wall(tmp_path):
    clock = work_clock(os.getpid(), tmp_path)
    began = clock()
    time.sleep(0.1)
    assert clock() - began >= 0.1


def test_of_a_process_that_is_gone_it_tells_what_it_last_did():
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE
    ) as one:
        clock = work_clock(one.pid)
        one.communicate(b"\n")
        # Buried by now: nobody can tell any more.
        assert clock() == clock() >= 0

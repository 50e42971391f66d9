"""What a confined process can no longer do; tried in processes of their own."""

import json
import os
import subprocess
import sys

import pytest

from annotator.pdf import confinement, limits
from annotator.pdf.sandbox import layers_here

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.skipif(sys.platform != "linux", reason="layers of Linux"),
]

PREPARE = """
import ctypes, json, mmap, os, resource, signal, socket, sys
from annotator.pdf import confinement
libc = ctypes.CDLL(None, use_errno=True)
parent = os.getppid()

def call(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")

def spawn():
    if os.fork() == 0:
        os._exit(0)

deeds = {
    "read a file": lambda: open("/etc/passwd").read(),
    "list a folder": lambda: os.listdir("/tmp"),
    "write a file": lambda: open("/tmp/annotator-was-here", "w").write("x"),
    "open a socket": lambda: socket.socket(),
    "connect two sockets": lambda: socket.socketpair(),
    "fork": spawn,
    "start a program": lambda: os.execv("/bin/true", ["true"]),
    "signal its parent": lambda: os.kill(parent, 0),
    "trace its parent": lambda: call(101 if os.uname().machine == "x86_64" else 117, 16, parent, 0, 0),
    "make memory that runs": lambda: mmap.mmap(-1, 4096, prot=7),
    "raise its limits": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (99, 99)),
    "change its name": lambda: call(165 if os.uname().machine == "x86_64" else 40, 0, 0, 0, 0, 0),
    "take a gigabyte": lambda: len(bytearray(1024**3)),
}

def attempt(deed):
    try:
        deed()
    except (OSError, MemoryError, ValueError):
        return False
    return True
"""
REPORT = """
print(json.dumps([name for name in deeds if attempt(deeds[name])]))
"""


def run(*steps: str) -> str:
    """Return what a Python that takes these steps writes to its standard output."""
    source = "\n".join([PREPARE, *steps])
    done = subprocess.run(
        [sys.executable, "-I", "-c", source], env={}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def deeds_still_possible(*steps: str) -> list[str]:
    possible: list[str] = json.loads(run(*steps, REPORT))
    return possible


def test_a_confined_process_can_do_nothing_but_compute():
    assert deeds_still_possible("confinement.confine()") == []


@pytest.mark.parametrize("worker", ["worker", "second_worker"])
def test_nor_can_one_that_has_loaded_its_library(worker):
    load = f"from annotator.pdf import {worker}; {worker}._rehearse()"
    assert deeds_still_possible(load, "confinement.confine()") == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_account_is_confined_as_well_as_root_is():
    assert deeds_still_possible("os.setuid(12345)", "confinement.confine()") == []


def test_all_layers_are_on_where_tests_run():
    said = json.loads(run("print(json.dumps(confinement.confine()))"))
    assert tuple(said) == confinement.LAYERS


def test_a_worker_tells_the_layers_of_this_machine():
    assert layers_here() == confinement.LAYERS


@pytest.mark.parametrize(
    ("layer", "deed"),
    [
        ("no files (Landlock)", "read a file"),
        ("no files (Landlock)", "write a file"),
        ("limits", "take a gigabyte"),
        ("limits", "read a file"),
        ("few system calls (seccomp)", "read a file"),
        ("few system calls (seccomp)", "open a socket"),
        ("few system calls (seccomp)", "fork"),
        ("few system calls (seccomp)", "start a program"),
    ],
)
def test_each_layer_holds_alone(layer, deed):
    rights = "confinement._STEPS['no new rights']()"
    step = f"confinement._STEPS[{layer!r}]()"
    only = f"deeds = {{{deed!r}: deeds[{deed!r}]}}"
    assert deeds_still_possible(only, rights, step) == []


def test_unconfined_the_same_deeds_succeed():
    harmless = ["read a file", "list a folder", "open a socket", "fork"]
    only = f"deeds = {{name: deeds[name] for name in {harmless!r}}}"
    assert deeds_still_possible(only) == harmless


def test_a_layer_that_the_machine_lacks_leaves_the_others_standing():
    lacking = """
def lacking():
    raise OSError("no such system call")
confinement._STEPS["no files (Landlock)"] = lacking
print(json.dumps(confinement.confine()))
"""
    assert json.loads(run(lacking)) == [
        layer for layer in confinement.LAYERS if "Landlock" not in layer
    ]
    assert deeds_still_possible(lacking.replace("print", "len")) == []


def test_an_unknown_processor_has_no_list_of_system_calls():
    unknown = """
from annotator.pdf import seccomp
seccomp._MACHINES.clear()
print(json.dumps(confinement.confine()))
"""
    assert "few system calls (seccomp)" not in json.loads(run(unknown))


def test_a_reader_is_ended_before_the_server_if_memory_runs_out():
    score = run(
        "score = open('/proc/self/oom_score_adj')",
        "confinement.confine()",
        "print(score.read())",
    )
    assert int(score) == 1000


def test_limits_are_what_they_say():
    asked = (
        "confinement._STEPS['limits']()",
        "print(resource.getrlimit(resource.RLIMIT_AS)[1])",
    )
    assert int(run(*asked)) == limits.MEMORY_BYTES

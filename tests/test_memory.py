"""Threads of a server share what each of them frees; what is loaded is not looked through."""

import subprocess
import sys

COUNTED = """
import ctypes, re, sys, tempfile, threading
from annotator.memory import share_arenas

if sys.argv[1] == "shared":
    share_arenas()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.fopen.restype, libc.fopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p] * 2
libc.fclose.argtypes, libc.malloc_info.argtypes = [ctypes.c_void_p], [ctypes.c_int, ctypes.c_void_p]
there = threading.Barrier(9)
for _ in range(8):
    threading.Thread(target=lambda: (libc.malloc(1000), there.wait())).start()
there.wait()
with tempfile.NamedTemporaryFile("r") as told:
    out = libc.fopen(told.name.encode(), b"w")
    libc.malloc_info(0, out)
    libc.fclose(out)
    print(len(re.findall("<heap nr", told.read())))
"""


def _arenas(how):
    command = [sys.executable, "-c", COUNTED, how]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=300
    )
    return int(done.stdout)


def test_eight_threads_share_two_arenas():
    assert _arenas("shared") <= 2 < _arenas("each its own")


LOADED = """
import gc
from annotator.memory import loading

with loading():
    assert not gc.isenabled()
    made = [[] for _ in range(10_000)]
assert gc.isenabled()
print(gc.get_freeze_count() > 10_000, any(one is made for one in gc.get_objects()))
"""


def test_what_is_made_while_loading_is_never_looked_through():
    command = [sys.executable, "-c", LOADED]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=300
    )
    assert done.stdout.split() == ["True", "False"]

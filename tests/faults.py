"""Disks that fail: the n-th call of a kind is answered with an error, or half done.

The calls of SQLite are those of its own table, which SQLite has for this purpose
(`xSetSystemCall`); fsync is not among them. The calls of Python are replaced in its
modules, so that what libraries write through them fails as well. Nothing needs to be
installed, and nothing else on the machine fails.
"""

import _sqlite3
import builtins
import ctypes
import errno
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EACCES": errno.EACCES}
SHORT = "short write"
WRITES = ("database pwrite", "file write")
CALLS = (
    *WRITES,
    "database open",
    "database pread",
    "file fsync",
    "file replace",
    "file open",
)


@dataclass
class Fault:
    """What happens at the n-th call of a kind, from 1, and as often after it."""

    call: str  # one of CALLS
    what: str  # one of ERRORS, or SHORT
    at: int
    times: int = 1
    seen: int = 0
    struck: int = 0

    def strikes(self, call: str) -> bool:
        """Count a call; return whether it fails."""
        if call != self.call:
            return False
        self.seen += 1
        is_struck = self.at <= self.seen < self.at + self.times
        self.struck += is_struck
        return is_struck

    def check(self, call: str) -> None:
        """Count a call; raise OSError if it fails."""
        if self.strikes(call) and self.what != SHORT:
            raise OSError(ERRORS[self.what], os.strerror(ERRORS[self.what]))


@contextmanager
def failing(fault: Fault) -> Iterator[Fault]:
    """Have a disk fail within the block."""
    with ExitStack() as broken:
        broken.enter_context(_python(fault))
        broken.enter_context(_sqlite(fault))
        yield fault


# Python's calls


class _Faulty(io.FileIO):
    """A file whose bytes may not be written."""

    fault: Fault

    def write(self, content: Any) -> int:
        if not self.fault.strikes("file write"):
            return super().write(content) or 0
        if self.fault.what == SHORT:
            return super().write(memoryview(content)[: len(content) // 2 or 1]) or 0
        raise OSError(ERRORS[self.fault.what], os.strerror(ERRORS[self.fault.what]))


def _opening(fault: Fault, real: Callable[..., Any]) -> Callable[..., Any]:
    def opened(file: Any, mode: str = "r", *given: Any, **more: Any) -> Any:
        writes = set(mode) & set("wax+")
        if writes and not isinstance(file, int):
            fault.check("file open")
        if mode not in {"wb", "ab", "xb"} or given or more:
            return real(file, mode, *given, **more)
        raw = _Faulty(file, mode)
        raw.fault = fault
        return io.BufferedWriter(raw)

    return opened


def _checked(fault: Fault, call: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def called(*given: Any, **more: Any) -> Any:
        fault.check(call)
        return real(*given, **more)

    return called


@contextmanager
def _python(fault: Fault) -> Iterator[None]:
    with (
        patch.object(builtins, "open", _opening(fault, builtins.open)),
        patch.object(io, "open", _opening(fault, io.open)),
        patch.object(os, "fdopen", _opening(fault, os.fdopen)),
        patch.object(os, "fsync", _checked(fault, "file fsync", os.fsync)),
        patch.object(os, "replace", _checked(fault, "file replace", os.replace)),
        patch.object(os, "rename", _checked(fault, "file replace", os.rename)),
    ):
        yield


# SQLite's calls

_PWRITE = ctypes.CFUNCTYPE(
    ctypes.c_ssize_t,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_size_t,
    ctypes.c_longlong,
    use_errno=True,
)
_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_int, use_errno=True
)
_SIGNATURES = {
    "open": _OPEN,
    "pwrite": _PWRITE,
    "pwrite64": _PWRITE,
    "pread": _PWRITE,
    "pread64": _PWRITE,
}


class _Vfs(ctypes.Structure):
    """SQLite's table of what it asks of the system: https://sqlite.org/c3ref/vfs.html"""


_SET = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(_Vfs), ctypes.c_char_p, ctypes.c_void_p
)
_GET = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(_Vfs), ctypes.c_char_p)
_POINTERS = (
    ["iVersion", "szOsFile", "mxPathname"],  # numbers
    ["pNext", "zName", "pAppData", "xOpen", "xDelete", "xAccess", "xFullPathname"],
    ["xDlOpen", "xDlError", "xDlSym", "xDlClose", "xRandomness", "xSleep"],
    ["xCurrentTime", "xGetLastError", "xCurrentTimeInt64"],
)
_Vfs._fields_ = [
    *((name, ctypes.c_int) for name in _POINTERS[0]),
    *((name, ctypes.c_void_p) for names in _POINTERS[1:] for name in names),
    ("xSetSystemCall", _SET),
    ("xGetSystemCall", _GET),
]


def _table() -> Any:
    # The library that Python's own driver uses, by whichever name it is installed.
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    return library.sqlite3_vfs_find(None)


@contextmanager
def _sqlite(fault: Fault) -> Iterator[None]:
    assert sqlite3.sqlite_version_info >= (3, 7, 6), "the first with such a table"
    table = _table()
    kept = []
    try:
        for name, signature in _SIGNATURES.items():
            found = table.contents.xGetSystemCall(table, name.encode())
            if found:
                call = f"database {name.removesuffix('64')}"
                replaced = _replaced(fault, call, signature(found), signature)
                kept.append(replaced)
                place = ctypes.cast(replaced, ctypes.c_void_p)
                table.contents.xSetSystemCall(table, name.encode(), place)
        yield
    finally:
        for name in _SIGNATURES:
            table.contents.xSetSystemCall(table, name.encode(), None)


def _replaced(fault: Fault, call: str, real: Any, signature: Any) -> Any:
    def called(*given: Any) -> int:
        if fault.strikes(call):
            if fault.what == SHORT:
                first, place, count, offset = given
                given = (first, place, count // 2 or 1, offset)
            else:
                ctypes.set_errno(ERRORS[fault.what])
                return -1
        return int(real(*given))

    return signature(called)

"""Take all rights from this process that reading a PDF does not need.

There are several layers, each effective without the others: resource limits of the operating
system, an account without rights, no access to the file system (Landlock), and only a few
system calls (seccomp). If a machine lacks a layer, the others still hold; ``confine``
returns which are active. The rights cannot be regained, so call it only in a process that
does nothing else.

This module uses only the standard library, and at import time no names that exist only on
Linux.
"""

import ctypes
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from annotator.pdf import limits, seccomp

_SET_NO_NEW_PRIVS = 38
_LANDLOCK_CREATE_RULESET = 444  # these numbers are the same on every architecture
_LANDLOCK_RESTRICT_SELF = 446
_ASK_VERSION = 1
_NOBODY = 65534


def confine(memory: int = limits.MEMORY_BYTES) -> list[str]:
    """Give up all rights for good; return those of ``LAYERS`` that are active.

    ``memory`` is the address space that the process may use, in bytes. If the machine
    runs out of memory, the process is ended before others.
    """
    _offer_to_be_ended()
    steps = _STEPS | {"limits": lambda: _set_limits(memory)}
    return [name for name, step in steps.items() if _works(step)]


def _works(step: Callable[[], None]) -> bool:
    try:
        step()
    except (OSError, ValueError, AttributeError):  # this machine does not have it
        return False
    return True


def _offer_to_be_ended() -> None:
    """Have Linux end this process first if memory runs out, and not the server."""
    with suppress(OSError):  # not Linux
        Path("/proc/self/oom_score_adj").write_text("1000")  # the highest (proc(5))


def _leave_root() -> None:
    """Become the user nobody if we are root; other accounts are left as they are."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _refuse_new_rights() -> None:
    _check(_libc().prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def _set_limits(memory: int = limits.MEMORY_BYTES) -> None:
    ceilings = {
        resource.RLIMIT_CPU: limits.CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 0,  # open files stay open
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_AS: memory,  # last, as macOS may refuse it
    }
    for kind, ceiling in ceilings.items():
        _, allowed = resource.getrlimit(kind)
        if allowed != resource.RLIM_INFINITY:
            ceiling = min(ceiling, allowed)
        resource.setrlimit(kind, (ceiling, ceiling))


class _Ruleset(ctypes.Structure):
    """The rights that Landlock handles: files, network, other processes."""

    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scope", ctypes.c_uint64),
    )


def _refuse_paths() -> None:
    """Have Landlock handle all rights that it knows, and grant none of them."""
    if sys.platform != "linux":
        raise OSError
    system_call = _libc().syscall
    version = _check(system_call(_LANDLOCK_CREATE_RULESET, None, 0, _ASK_VERSION))
    rules = _Ruleset(_file_rights(version), 0b11, 0b11)
    size = 24 if version >= 6 else 16 if version >= 4 else 8  # bytes the kernel takes
    ruleset = _check(
        system_call(_LANDLOCK_CREATE_RULESET, ctypes.byref(rules), size, 0)
    )
    _check(system_call(_LANDLOCK_RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def _file_rights(version: int) -> int:
    """Return the bit set of all file rights that this version of Landlock knows."""
    count = {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)
    return (1 << count) - 1


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int) -> int:
    """Return the result of a system call, or raise OSError if it failed."""
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused by the kernel")
    return result


_STEPS: dict[str, Callable[[], None]] = {  # in this order
    "not root": _leave_root,
    "no new rights": _refuse_new_rights,
    "no files (Landlock)": _refuse_paths,
    "limits": _set_limits,
    "few system calls (seccomp)": seccomp.restrict,
}
LAYERS = tuple(_STEPS)

"""Have the kernel refuse all but a few system calls of this process (seccomp).

The filter is a small program (classic BPF) that the kernel runs before each call. It checks
the number of the call and, for three calls, one argument. Any other call fails with EPERM,
which the C library and Python treat as an ordinary error.
"""

import ctypes
import errno
import os
import struct
import sys

# Numbers of the calls that Python and MuPDF make once everything is loaded.
_X86_64 = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "munmap": 11, "brk": 12,
    "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "readv": 19,
    "writev": 20, "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35,
    "setitimer": 38, "alarm": 37, "getpid": 39, "exit": 60, "gettimeofday": 96,
    "sysinfo": 99, "sigaltstack": 131, "gettid": 186, "time": 201, "futex": 202,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
    "exit_group": 231, "set_robust_list": 273, "getrandom": 318, "rseq": 334,
    "restart_syscall": 219,
    "mmap": 9, "mprotect": 10, "tgkill": 234,
}  # fmt: skip
_AARCH64 = {
    "read": 63, "write": 64, "close": 57, "fstat": 80, "lseek": 62, "munmap": 215,
    "brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
    "readv": 65, "writev": 66, "sched_yield": 124, "mremap": 216, "madvise": 233,
    "nanosleep": 101, "setitimer": 103, "getpid": 172, "exit": 93, "gettimeofday": 169,
    "sysinfo": 179, "sigaltstack": 132, "gettid": 178, "futex": 98,
    "clock_gettime": 113, "clock_getres": 114, "clock_nanosleep": 115,
    "exit_group": 94, "set_robust_list": 99, "getrandom": 278, "rseq": 293,
    "restart_syscall": 128,
    "mmap": 222, "mprotect": 226, "tgkill": 131,
}  # fmt: skip
_MACHINES = {  # by architecture: its AUDIT_ARCH value, and its call numbers
    "x86_64": (0xC000_003E, _X86_64),
    "aarch64": (0xC000_00B7, _AARCH64),
}

_LOAD, _KEEP_BITS, _IF_EQUAL, _RETURN = 0x20, 0x54, 0x15, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF_0000, 0x8000_0000, 0x0005_0000 | errno.EPERM
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16  # bytes into seccomp_data
_PROT_EXEC = 4
_SET_SECCOMP, _FILTER_MODE = 22, 2


def restrict() -> None:
    """Allow this process only the calls listed above, for good.

    Raise OSError if the machine is unknown or the kernel refuses the filter.
    """
    machine = os.uname().machine
    known = sys.platform == "linux" and machine in _MACHINES
    if not known or sys.maxsize < 2**32:  # a 32-bit Python has other call numbers
        raise OSError(errno.ENOSYS, "no list of system calls for this machine")
    code = _filter(*_MACHINES[machine])
    program = struct.pack("HP", len(code) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_SECCOMP, _FILTER_MODE, program, 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel refused the filter")


def _filter(machine: int, numbers: dict[str, int]) -> ctypes.Array[ctypes.c_char]:
    # No executable memory, and no signals to other processes.
    conditions = {
        "mmap": (2, _PROT_EXEC, 0),
        "mprotect": (2, _PROT_EXEC, 0),
        "tgkill": (0, 0xFFFF_FFFF, os.getpid()),
    }
    code = [
        _step(_LOAD, _MACHINE),
        _step(_IF_EQUAL, machine, skip_if=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
    ]
    for name, number in numbers.items():
        code += (
            _allow_if(number, *conditions[name])
            if name in conditions
            else (
                _step(_IF_EQUAL, number, skip_else=1),
                _step(_RETURN, _ALLOW),
            )
        )
    code.append(_step(_RETURN, _REFUSE))
    return ctypes.create_string_buffer(b"".join(code), 8 * len(code))


def _allow_if(number: int, argument: int, bits: int, value: int) -> list[bytes]:
    """Return the steps that allow a call whose argument has ``value`` in these ``bits``."""
    return [
        _step(_IF_EQUAL, number, skip_else=5),
        _step(_LOAD, _FIRST_ARGUMENT + 8 * argument),  # its lower half
        _step(_KEEP_BITS, bits),
        _step(_IF_EQUAL, value, skip_else=1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _REFUSE),
    ]


def _step(
    operation: int, operand: int, *, skip_if: int = 0, skip_else: int = 0
) -> bytes:
    return struct.pack("=HBBI", operation, skip_if, skip_else, operand)

"""Takes the network away from this process: a second lock behind the refusal of SERVICE."""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from typing import Final

# Machine -> its number in the kernel's audit, and that of the system call "socket".
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_SET_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP: Final = 22
_FILTER: Final = 2
_ALLOW: Final = 0x7FFF0000
_FAIL: Final = 0x00050000 | errno.EACCES


def close_network() -> bool:
    """Make every attempt of this process to open a socket fail, for good; say whether it does.

    It is a filter of system calls (Linux, seccomp); elsewhere nothing changes.
    """
    if not sys.platform.startswith("linux") or platform.machine() not in _MACHINES:
        return False
    machine, socket = _MACHINES[platform.machine()]
    program = b"".join(
        struct.pack("=HBBI", *line)
        for line in (
            (0x20, 0, 0, 4),  # load the machine
            (0x15, 1, 0, machine),
            (0x06, 0, 0, _FAIL),  # of another one
            (0x20, 0, 0, 0),  # load the number of the call
            (0x15, 0, 1, socket),
            (0x06, 0, 0, _FAIL),
            (0x06, 0, 0, _ALLOW),
        )
    )
    lines = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(lines))
    call = ctypes.CDLL(None, use_errno=True).prctl
    call.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    told = ctypes.create_string_buffer(header, len(header))
    if call(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(call(_SET_SECCOMP, _FILTER, ctypes.addressof(told), 0, 0) == 0)

"""Landlock, by which a process of Linux gives up files for good; it needs no privilege (Linux 5.13, where it is on)."""

import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # system calls, on every machine
_VERSION = 1  # asks for the version that the kernel has
_BELOW_PATH = 1
_NO_NEW_PRIVILEGES = 38

_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
# All rights that there are, by the first version that knows them: to files, to TCP, to others' sockets and signals.
_FILES = {1: 0x1FFF, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_NETWORK = {4: 0b11}
_OTHERS = {6: 0b11}


def read_only_below(paths: Iterable[Path]) -> bool:
    """Give up all files but those below some paths, and of those all but reading; return whether the kernel can."""
    import ctypes

    system = ctypes.CDLL(None)

    def call(number: int, *arguments: int | bytes | None) -> int:
        numbers = (ctypes.c_long(item) if isinstance(item, int) else item for item in arguments)
        return int(system.syscall(ctypes.c_long(number), *numbers))

    version = call(_CREATE_RULESET, None, 0, _VERSION)
    given_up = struct.pack("=3Q", *(_known(rights, version) for rights in (_FILES, _NETWORK, _OTHERS)))
    ruleset = call(_CREATE_RULESET, given_up, len(given_up), 0) if version > 0 else -1
    if ruleset < 0:
        return False
    try:
        for path in paths:
            _add_rule(call, ruleset, path)
        return not system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) and not call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _known(rights: dict[int, int], version: int) -> int:
    return sum(right for first, right in rights.items() if first <= version)


def _add_rule(call: Any, ruleset: int, path: Path) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there need not be read
    try:
        rights = _READ_FILE | (_READ_FOLDER if path.is_dir() else 0)
        call(_ADD_RULE, ruleset, _BELOW_PATH, struct.pack("=Qi", rights, handle), 0)
    finally:
        os.close(handle)

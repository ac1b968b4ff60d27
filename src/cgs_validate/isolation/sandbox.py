"""The limits of a worker, set before it sees a file: memory, network, other programs, writing, reading.

| | memory | time | network | programs, writing | other files | when the host is killed |
|---|---|---|---|---|---|---|
| Linux | kernel | host, kernel | audit hook; kernel if it can | audit hook, kernel | kernel if it can | ends at once |
| macOS | - | host, kernel | audit hook | audit hook, kernel | - | ends at its time limit at the latest |
| Windows | - | host | audit hook | audit hook | - | ends when its file is done |
"""

import math
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ..localisation import packaged_folder
from .landlock import read_only_below

OWN_FOLDER = Path(__file__).absolute().parents[2]  # from which this program is imported

_REFUSED = re.compile(
    r"(ctypes|pty|shutil|socket|subprocess|tempfile)\."
    r"|os\.(exec|fork|posix_spawn|spawn|startfile|system|kill)"
    r"|os\.(chmod|chown|link|mkdir|remove|rename|rmdir|symlink|truncate|utime)"
)  # audit events, by their beginnings
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_DUMPABLE = 4
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store", "/etc/ld.so.cache")
_PACKAGES = ("site-packages", "dist-packages")


def enter(memory: int, folders: Iterable[str] = ()) -> list[str]:
    """Set for good the limits of a process that reads workbooks; return which are held by the kernel.

    memory: bytes of address space; folders: what it may read besides Python, this program and what they need.
    """
    held = list(_held_by_linux([*_own_files(), *map(Path, folders)])) if sys.platform == "linux" else []
    if sys.platform != "win32":
        import resource

        _limit(resource.RLIMIT_AS, memory)
        _limit(resource.RLIMIT_FSIZE, 0)
        _limit(resource.RLIMIT_NPROC, 0)
        _limit(resource.RLIMIT_CORE, 0)  # a core dump would hold what is in the cells
    sys.addaudithook(_refuse)
    return held


@contextmanager
def working(host: int, seconds: float) -> Iterator[None]:
    """End this process while it works, even in a loop that Python cannot leave, if its host goes or its time is over.

    host: the pipe to which the host writes nothing meanwhile; seconds: of processor time.
    """
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + seconds) + 1, for_good=False)
    if sys.platform == "linux":
        import fcntl
        import select
        import signal

        flags = fcntl.fcntl(host, fcntl.F_GETFL)
        fcntl.fcntl(host, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(host, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(host, fcntl.F_SETFL, flags | os.O_ASYNC)
        if select.select([host], [], [], 0)[0]:
            raise SystemExit  # it went before the signal was asked for
        yield
        fcntl.fcntl(host, fcntl.F_SETFL, flags)
    else:
        yield


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "builtins.id":
        return  # it comes by the hundred thousand
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    if writes or _REFUSED.match(event):
        raise PermissionError(f"a worker has no use for {event}")


def _limit(kind: int, most: int, *, for_good: bool = True) -> None:
    import resource

    _, hard = resource.getrlimit(kind)
    with suppress(ValueError, OSError):  # macOS knows some of the limits by name only
        resource.setrlimit(kind, (most, most if for_good else hard))


def _held_by_linux(readable: list[Path]) -> Iterator[str]:
    import ctypes

    system = ctypes.CDLL(None)
    yield "memory"
    # It goes where there is no network; a user other than root needs a user namespace for that.
    if not system.unshare(_NEW_NETWORK) or not system.unshare(_NEW_USER | _NEW_NETWORK):
        yield "network"
    if not system.prctl(_DUMPABLE, 0, 0, 0, 0):
        yield "spying"  # by the user's other processes
    if read_only_below(readable):
        yield "files"


def _own_files() -> Iterator[Path]:
    """Yield where Python, its packages, the system's libraries and this program are, which are imported as needed."""
    yield Path(os.__file__).parent
    yield OWN_FOLDER
    yield packaged_folder()
    yield from (Path(folder) for folder in sys.path if Path(folder).name in _PACKAGES)
    yield from (Path(prefix, "lib") for prefix in {sys.prefix, sys.base_prefix, sys.base_exec_prefix})
    yield from map(Path, _LIBRARIES)
    yield from map(Path, filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)))

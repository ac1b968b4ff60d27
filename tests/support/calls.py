"""What tests have workers do."""

import io
import os
import re
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from cgs_validate.errors import ReadError, SpecError, SpecProblem


def echo(value: Any) -> Any:
    return value


def unmark(data: bytes) -> None:
    from cgs_validate.marking.unmark import unmark

    unmark(data, io.BytesIO())


def pid() -> int:
    return os.getpid()


def fail(code: str) -> None:
    raise ReadError(code, limit=3)


def fail_by_spec() -> None:
    raise SpecError(SpecProblem("unknown_spec", "cgs/999", None, {"nearest": "cgs/111", "known": "cgs/111"}))


def fail_with_a_name() -> None:
    raise RuntimeError("王小明")


def loop() -> None:
    while True:
        pass


def backtrack() -> None:
    """Python cannot leave this, not even for a signal handler or another thread."""
    re.fullmatch("(a+)+b", "a" * 64)


def fill_memory() -> int:
    return len(bytearray(2_000_000_000))


def recurse() -> None:
    recurse()


def wait(fifo: str) -> None:
    """Open a named pipe, which the test waits for, then wait for what never comes."""
    with Path(fifo).open("rb") as pipe:
        pipe.read()


def wait_then_backtrack(fifo: str) -> None:
    Path(fifo).open("rb").close()
    backtrack()


def connect(port: int) -> None:
    socket.create_connection(("127.0.0.1", port))


def resolve() -> None:
    socket.getaddrinfo("example.org", 443)


def run_program() -> None:
    subprocess.run(["true"], check=False)


def run_shell() -> None:
    os.system("true")


def write_file(folder: str) -> None:
    (Path(folder) / "x").write_text("x")


def write_temporary() -> None:
    tempfile.mkstemp()


def remove_file(path: str) -> None:
    Path(path).unlink()


def read(path: str) -> str:
    return Path(path).read_text("utf-8")


def list_folder(path: str) -> list[str]:
    return [inside.name for inside in Path(path).iterdir()]


def networks() -> tuple[str, list[str]]:
    """The network namespace, and the network devices."""
    return str(Path("/proc/self/ns/net").readlink()), [name for _, name in socket.if_nameindex()]


def most(kind: str) -> tuple[int, int]:
    """What this process may use of something at most."""
    import resource

    return resource.getrlimit(getattr(resource, kind))


def environment() -> dict[str, str]:
    return dict(os.environ)


def main_module() -> str:
    import __main__

    return str(getattr(__main__, "__file__", ""))


def answer_falsely(message: bytes) -> None:
    """Write to every pipe there is, as one that took over a worker might."""
    for number in range(3, 20):
        try:
            os.write(number, message)
        except OSError:
            continue
    os._exit(0)


def die(*_: object) -> None:
    """End at once, as a process does that crashes."""
    os.abort()

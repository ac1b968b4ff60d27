"""Checks some files of the hostile corpus, each in a process of its own, and prints what became of each as JSON.

Run by ``test_hostile_corpus.py``, with the number of its part, and of all parts.
"""

import io
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import hostile_corpus

from cgs_validate import ReadError, unmark, validate
from cgs_validate.authoring.read_form import read_blank
from cgs_validate.reading.workbook import read_workbook

MOST_SECONDS = 40  # of all ways together
MOST_MEMORY = 2_000_000_000  # bytes of address space; beyond it allocation fails, long before the machine is in trouble
FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "urllib.", "ftplib.")


def refuse_forbidden(event: str, arguments: tuple[object, ...]) -> None:
    """End the process where anything reaches for the network, or for another program."""
    if event.startswith(FORBIDDEN):
        os.write(1, f"reached for {event}".encode())
        os._exit(3)


def verdict(path: Path) -> tuple[str, float]:
    """Return what a file gets, benign or the code with which it is refused, and the most seconds that any way took."""
    result, longest = hostile_corpus.BENIGN, 0.0
    for open_it in (read_all, validate, read_blank, unmark_nothing):
        started = time.process_time()
        try:
            open_it(path)
        except ReadError as error:
            result = error.code if open_it is read_all else result
            assert error.code == result or error.code in ("unrecognised", "damaged", "too_many_elements"), error.code
            assert not error.message or (error.hint and error.message.isprintable()), error.message
        else:
            assert open_it is not validate or result == hostile_corpus.BENIGN, f"{result}, but validated"
        longest = max(longest, time.process_time() - started)
    return result, longest


def read_all(path: Path) -> None:
    read_workbook(path)


def unmark_nothing(path: Path) -> None:
    unmark(path, io.BytesIO())


def in_child(path: Path, temporary: Path) -> dict[str, object]:
    """Check a file in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        sys.addaudithook(refuse_forbidden)
        try:
            os.write(1, json.dumps(verdict(path)).encode())
        except BaseException as error:
            os.write(1, json.dumps((f"{type(error).__name__}: {error}"[:500], 0)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    _, status, usage = os.wait4(child, 0)
    found, seconds = json.loads(answer) if answer.startswith(b"[") else (answer.decode(), 0)
    return {
        "verdict": found,
        "status": status,
        "seconds": seconds,
        "megabytes": usage.ru_maxrss / 1_000,
        "left": [file.name for file in temporary.rglob("*")],
    }


def made(name: str, path: Path) -> None:
    """Make a file, in a process of its own, so that what that takes is not counted."""
    child = os.fork()
    if child == 0:
        path.write_bytes(hostile_corpus.CORPUS[name].make())
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, name


def main(part: int, parts: int) -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as temporary:
        tempfile.tempdir = os.environ["TMPDIR"] = temporary
        for name in list(hostile_corpus.CORPUS)[part::parts]:
            path = Path(folder) / "111-10.xlsx"
            made(name, path)
            sys.stdout.write(json.dumps({"name": name, **in_child(path, Path(temporary))}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

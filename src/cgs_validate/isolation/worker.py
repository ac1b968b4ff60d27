"""One worker: a process that runs its host's calls one after the other, within limits.

The host is trusted: its requests are pickled calls. The worker is not: its answers are JSON. Both go through pipes,
each message after its length; there are no files. The worker ends when its host does.
"""

import json
import os
import struct
import sys
from io import FileIO
from pathlib import Path
from typing import Any

from ..errors import ReadError, SpecError
from . import sandbox

SPECS_PATH = "CGS_SPECS_PATH"
OUT_OF_MEMORY = {"memory": True}

_LENGTH = struct.Struct(">Q")
_AT_ONCE = 1 << 20  # bytes


def main() -> None:
    """Serve the host on standard input and output. Arguments: memory in bytes, seconds for each request, folders."""
    memory, seconds, folders = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    requests, answers = FileIO(0, closefd=False), FileIO(os.dup(1), "w")
    with FileIO(os.devnull, "w") as nowhere:  # nothing else that prints may get between the answers
        os.dup2(nowhere.fileno(), 1)
    held = sandbox.enter(memory, folders)
    write_message(answers, _written({"result": held}))
    while (request := read_message(requests)) is not None:
        with sandbox.working(requests.fileno(), seconds):
            answer = _answer(request)
        write_message(answers, answer)


def write_message(stream: FileIO, message: bytes) -> None:
    """Write a message after its length. Raises OSError where the other side is gone."""
    rest = memoryview(_LENGTH.pack(len(message)) + message)
    while rest:
        rest = rest[stream.write(rest) :]


def read_message(stream: FileIO, most: int = sys.maxsize) -> bytes | None:
    """Return the next message, None where the other side is gone. Raises ValueError for one of more than most bytes."""
    head = _read(stream, _LENGTH.size)
    if head is None:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > most:
        raise ValueError("the message is too long")
    return _read(stream, length)


def write_call(function: Any, arguments: tuple[Any, ...]) -> bytes:
    """Return the call of a function, which a worker can import, as a message; the folders of specs go with it."""
    import pickle

    return pickle.dumps((function, arguments, os.pathsep.join(spec_folders())))


def spec_folders() -> list[str]:
    """Return the folders of specs of the environment."""
    return [str(Path(folder).absolute()) for folder in os.environ.get(SPECS_PATH, "").split(os.pathsep) if folder]


def _read(stream: FileIO, length: int) -> bytes | None:
    message = bytearray()
    while len(message) < length:
        piece = stream.read(min(length - len(message), _AT_ONCE))
        if not piece:
            return None
        message += piece
    return bytes(message)


def _answer(request: bytes) -> bytes:
    import pickle

    try:
        function, arguments, os.environ[SPECS_PATH] = pickle.loads(request)  # noqa: S301 - the host's own
        return _written({"result": function(*arguments)})
    except MemoryError:
        pass  # the memory that the traceback held is free below
    except ReadError as error:
        return _written({"unread": [error.code, error.params]})
    except SpecError as error:
        return _written({"specs": [[item.code, item.file, item.line, item.params] for item in error.problems]})
    except Exception as error:  # of its kind only: its words may quote a cell
        return _written({"unread": ["unexpected", {"kind": type(error).__name__}]})
    return _written(OUT_OF_MEMORY)


def _written(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")

"""The one way in, for reading and for editing: a file's bytes, and its container checked."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import ReadError
from .container import Container
from .limits import Limits

_CODES: dict[int | None, str] = {errno.ENAMETOOLONG: "path_too_long", errno.ELOOP: "link_loop"}


def open_container(
    source: str | Path | bytes | BinaryIO, limits: Limits | None = None, checked: str = ""
) -> tuple[Container, str]:
    """Return a checked container, and the file's own name. checked: as of a container. Raises ReadError."""
    limits = limits or Limits()
    data, name = read_bytes(source, limits)
    return Container(data, limits, checked), name


def read_bytes(source: str | Path | bytes | BinaryIO, limits: Limits) -> tuple[bytes, str]:
    """Return a file's bytes, at most one more than the limit, and its name. Raises ReadError."""
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source), ""
    if isinstance(source, str | Path):
        path = Path(source)
        with reading(), _open(path) as file:
            size = os.fstat(file.fileno()).st_size
            return file.read(min(size, limits.file_bytes) + 1), path.name  # which allocates as much as asked
    if not hasattr(source, "read"):
        raise TypeError(f"a workbook is a path, bytes or a binary file, not {type(source).__name__}")
    with reading():
        if hasattr(source, "seekable") and source.seekable():
            source.seek(0)
        data = source.read(limits.file_bytes + 1)
    if not isinstance(data, bytes):
        raise TypeError("a workbook's file must be opened in binary mode")
    return data, Path(str(getattr(source, "name", ""))).name


@contextmanager
def reading() -> Iterator[None]:
    """Turn an OSError of reading, or the ValueError of a name that no file can have, into ReadError."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise ReadError("file_missing") from None
    except IsADirectoryError:
        raise ReadError("is_a_folder") from None
    except (OSError, ValueError) as error:
        number = error.errno if isinstance(error, OSError) else None
        raise ReadError(_CODES.get(number, "file_unreadable")) from None


def _open(path: Path) -> BinaryIO:
    """Open a file. Raises ReadError for a pipe, which may never end, and for a device, where opening does something."""
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise ReadError("not_a_file")
    return path.open("rb")

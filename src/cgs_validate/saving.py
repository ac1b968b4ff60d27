"""Files written whole or not at all, and never over a person's file without being asked."""

import os
import secrets
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, BinaryIO

_OPEN_FILES = Path("/proc/self/fd")


def save(path: Path, data: bytes | str | IO[bytes], *, replace: bool = False) -> None:
    """Write a file, also of what another one still holds: to a temporary one in the same folder, then by renaming.

    What takes another's place is on the disk before: should the power fail, there is the old one or the new one. One
    that is there for the first time can be made again of what it was made of, so that nobody waits for the disk.
    Raises FileExistsError where the file is there already and is not to be replaced.
    """
    there = path.exists()
    if there and not replace:
        raise FileExistsError(path)
    mode = path.stat().st_mode if there else 0o666 & ~_umask()
    handle, temporary = _open_temporary(path)
    try:
        with os.fdopen(handle, "w+b") as file:
            if isinstance(data, bytes | str):
                file.write(data.encode() if isinstance(data, str) else data)
            else:
                shutil.copyfileobj(data, file)
            file.flush()
            if there:
                os.fsync(file.fileno())
            if not temporary.exists():
                _name(file, temporary)
        temporary.chmod(mode)
        if replace:
            temporary.replace(path)
        else:
            _rename_unless_there(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def deliver(data: bytes, target: str | Path | BinaryIO, *, replace: bool = False) -> None:
    """Write to a path as ``save`` does, or to a binary file."""
    if isinstance(target, str | Path):
        save(Path(target), data, replace=replace)
    else:
        target.write(data)


def _open_temporary(path: Path) -> tuple[int, Path]:
    """Open a temporary file beside another one, for its owner only, and return its name.

    Where the system can, it gets the name when it is whole, so that nothing is left if the process is killed before.
    """
    if hasattr(os, "O_TMPFILE") and _OPEN_FILES.exists():
        with suppress(OSError):
            handle = os.open(path.parent, os.O_TMPFILE | os.O_RDWR, 0o600)
            return handle, path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    return handle, Path(name)


def _name(file: IO[bytes], path: Path) -> None:
    """Give a name to a file that has none; where the disk has no hard links, copy it."""
    own = file.fileno()
    try:
        os.link(_OPEN_FILES / str(own), path, src_dir_fd=own)  # any, or Python does not follow the link
    except OSError:
        file.seek(0)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as named:
            shutil.copyfileobj(file, named)
            named.flush()
            os.fsync(named.fileno())


def _rename_unless_there(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # a disk without hard links, such as a USB stick
        if path.exists():
            raise FileExistsError(path) from None
        temporary.rename(path)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current

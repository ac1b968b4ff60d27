"""Files written whole or not at all, and never over another file without being asked.

Only a regular file is replaced. Where a link is named, its target is written, and the link stays.
"""

import errno
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from .errors import WriteError

_OPEN_FILES = Path("/proc/self/fd")
_TEMPORARY = ".cgs-"  # begins the names of temporary files, which must fit where the name of the output does
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_CODES: dict[int | None, str] = {
    errno.ENOSPC: "disk_full",
    getattr(errno, "EDQUOT", errno.ENOSPC): "disk_full",
    errno.ENAMETOOLONG: "name_too_long",
    errno.ELOOP: "output_link_loop",
}


def save(path: Path, data: bytes | str | IO[bytes], *, force: bool = False) -> None:
    """Write a file by way of a temporary one in the same folder, which gets its name when it is whole.

    A file that replaces another is flushed to the disk first: should the power fail, there is the old one or the new
    one. A first one can be made again, so that waiting for the disk is not worth it.
    Raises WriteError, also where the file is there already and ``force`` is false.
    """
    with writing(path):
        mode = _mode_to_replace(path, force)
        _save(real_path(path), data, mode, force)


def check_target(path: Path, *, force: bool = False) -> None:
    """Raise WriteError where ``save`` would refuse to write."""
    with writing(path):
        _mode_to_replace(path, force)


def real_path(path: Path) -> Path:
    """Return which file is written by a name: of a link, its target."""
    return Path(os.path.realpath(path)) if os.path.islink(path) else path  # noqa: PTH114 - Path.is_symlink may raise


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an OSError of writing a file, or the ValueError of a name that none can have, into WriteError."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise WriteError(_code(error, path), path=path) from error


def deliver(data: bytes, target: str | Path | BinaryIO, *, force: bool = False) -> None:
    """Write to a path as ``save`` does, or to a binary file. Raises WriteError."""
    if isinstance(target, str | Path):
        save(Path(target), data, force=force)
    else:
        with writing(Path(str(getattr(target, "name", "-")))):
            target.write(data)


def _code(error: Exception, path: Path) -> str:
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir may raise
        return "is_a_folder"
    if isinstance(error, FileExistsError) and os.path.lexists(path):
        return "output_exists" if os.path.exists(path) else "output_link_dead"  # noqa: PTH110 - Path.exists may raise
    number = error.errno if isinstance(error, OSError) else None
    return _CODES.get(number, "output_unwritable")


def _mode_to_replace(path: Path, force: bool) -> int | None:
    """Return the mode of the file that is to be replaced, None where there is none. Raises WriteError, OSError."""
    mode: int | None = None
    with suppress(FileNotFoundError):
        mode = path.stat().st_mode
    if mode is not None:
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(path)
        if not stat.S_ISREG(mode):
            raise WriteError("output_not_a_file", path=path)
    if not force and os.path.lexists(path):
        raise FileExistsError(path)
    if mode is not None and not mode & _WRITABLE:  # a system may replace it all the same
        raise WriteError("output_read_only", path=path)
    return mode


def _save(path: Path, data: bytes | str | IO[bytes], old: int | None, force: bool) -> None:
    if old is None:
        umask = os.umask(0)
        os.umask(umask)
        mode = 0o666 & ~umask
    else:
        mode = old
    handle, temporary = _open_temporary(path)
    try:
        with os.fdopen(handle, "w+b") as file:
            if isinstance(data, bytes | str):
                file.write(data.encode() if isinstance(data, str) else data)
            else:
                shutil.copyfileobj(data, file)
            file.flush()
            if temporary is None:
                os.fchmod(handle, mode)
                if old is None and _is_linked(handle, path, force):
                    return
                temporary = path.with_name(f"{_TEMPORARY}{os.urandom(4).hex()}.tmp")
                _name(file, temporary)
            else:
                temporary.chmod(mode)
            if old is not None:
                os.fsync(handle)
        if old is None and _is_linked(temporary, path, force):
            return
        if force:
            _mode_to_replace(path, force)  # another may have come meanwhile
            temporary.replace(path)
        elif path.exists():
            raise FileExistsError(path)
        else:
            temporary.rename(path)  # on Windows it writes over nothing
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _open_temporary(path: Path) -> tuple[int, Path | None]:
    """Open a temporary file in the folder of another one, for its owner only; return its handle and name.

    Where the system can, it has no name until it is whole, so that nothing is left if the process is killed before.
    """
    if hasattr(os, "O_TMPFILE") and _OPEN_FILES.exists():
        with suppress(OSError):
            return os.open(path.parent, os.O_TMPFILE | os.O_RDWR, 0o600), None
    from tempfile import mkstemp

    handle, name = mkstemp(prefix=_TEMPORARY, suffix=".tmp", dir=path.parent)
    return handle, Path(name)


def _is_linked(whole: int | Path, path: Path, force: bool) -> bool:
    """Give a whole file its name; False where the disk has no hard links, such as a USB stick.

    whole: its temporary name, or the handle of one without a name. Where another file came meanwhile, False if that is
    to be replaced, else FileExistsError is raised.
    """
    try:
        if isinstance(whole, int):
            os.link(_OPEN_FILES / str(whole), path, src_dir_fd=whole)  # any, or Python does not follow the link
        else:
            os.link(whole, path)
    except FileExistsError:
        if not force:
            raise
        return False
    except (OSError, AttributeError):
        return False
    return True


def _name(file: IO[bytes], path: Path) -> None:
    """Give a name to a file that has none; where the disk has no hard links, copy it."""
    own = file.fileno()
    if not _is_linked(own, path, force=False):
        file.seek(0)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as named:
            os.fchmod(named.fileno(), os.fstat(own).st_mode)
            shutil.copyfileobj(file, named)
            named.flush()
            os.fsync(named.fileno())

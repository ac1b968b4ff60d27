"""The workbooks on disk: whole or not there at all, readable by the portal alone."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings


def store(data: bytes, folder: Path | None = None) -> str:
    """Write a workbook so that it survives a power cut; return its name. folder: by default that of the reports."""
    folder = folder or settings.PORTAL_FILES
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{uuid4().hex}.xlsx"
    temporary = folder / f".{name}.tmp"
    try:
        with open(temporary, "xb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(folder / name)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(folder)
    return name


def path_of(name: str) -> Path:
    """Return the path of a workbook."""
    return Path(settings.PORTAL_FILES, name)


def remove(name: str) -> None:
    """Delete a workbook."""
    path_of(name).unlink(missing_ok=True)


def older_than(seconds: float, folder: Path | None = None) -> Iterator[Path]:
    """Yield the files in a folder that are older than that, unfinished ones too. Their times are the system's."""
    folder = folder or settings.PORTAL_FILES
    if folder.is_dir():
        for path in folder.iterdir():
            with suppress(FileNotFoundError):  # another request renamed or deleted it
                if time.time() - path.stat().st_mtime > seconds:
                    yield path


def remove_old(seconds: float, folder: Path) -> int:
    """Delete the files in a folder that are older than that; return how many they were."""
    old = list(older_than(seconds, folder))
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def set_aside(path: Path) -> None:
    """Move a file out of its folder, where it may still be fetched from for a while."""
    aside().mkdir(mode=0o700, exist_ok=True)
    with suppress(FileNotFoundError):
        os.utime(path)
        path.rename(aside() / path.name)


def aside() -> Path:
    """Return the folder of files that were set aside."""
    return Path(settings.PORTAL_FILES).with_name("orphans")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere a folder cannot be opened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

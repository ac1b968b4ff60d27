"""The workbooks on disk: whole or not there at all, readable by the portal alone."""

import os
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from django.conf import settings

MOST_ASIDE = 20  # of one owner


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


def find(name: str) -> Path:
    """Return the path of a workbook, also of one that was set aside: a restored database may name it again."""
    path = path_of(name)
    return path if path.exists() else next(aside().rglob(name), path)


def is_stored(name: str) -> bool:
    """Return whether a workbook is in its folder."""
    return path_of(name).exists()


def remove(name: str) -> None:
    """Delete a workbook."""
    path_of(name).unlink(missing_ok=True)


def ages(folder: Path | None = None) -> Iterator[tuple[Path, float]]:
    """Yield the files in a folder and those within, unfinished ones too, with their ages in seconds.

    folder: by default that of the reports. An age is by the system's clock, and below zero where that was set back.
    """
    folder = folder or settings.PORTAL_FILES
    if folder.is_dir():
        for path in folder.rglob("*"):
            with suppress(FileNotFoundError):  # another request renamed or deleted it
                if path.is_file():
                    yield path, time.time() - path.stat().st_mtime


def remove_all(paths: Collection[Path]) -> int:
    """Delete files; return how many they were."""
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def set_aside(name: str, owner: str = "") -> None:
    """Move a file out of its folder, to where it may still be fetched from for a while.

    owner: of whose files only the newest ones are there, so that no one fills the disk; by default no one's.
    """
    folder = aside() / owner
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        os.utime(path_of(name))
        path_of(name).rename(folder / name)
    if owner:
        remove_older(folder, MOST_ASIDE)


def remove_older(folder: Path, newest: int) -> None:
    """Delete the files of a folder but so many of the newest."""
    by_age = sorted((age, path) for path, age in ages(folder))
    remove_all([path for _, path in by_age[newest:]])


def bring_back(names: Collection[str]) -> int:
    """Move those of the names that were set aside back into their folder; return how many they were."""
    found = [path for path, _ in ages(aside()) if path.name in names]
    for path in found:
        path.rename(path_of(path.name))
    return len(found)


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

"""Which files of a folder are checked, and which are not."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..ooxml.opening import reading
from .file_names import is_copy

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

_LOCKS = ("~$", ".~lock.")  # Excel's, LibreOffice's


class Found(NamedTuple):
    """The files to check with their names in reports, and the names of those that are not: see ``LEFT_OUT``."""

    files: dict[Path, str]
    copies: list[str]
    locks: list[str]
    others: list[str]


LEFT_OUT = Found._fields[1:]


def find(paths: Iterable[Path]) -> Found:
    """Return the files named and the workbooks in the folders named. Raises ReadError."""
    found = Found({}, [], [], [])
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir may raise
            _look_into(path, found)
        else:
            found.files[path] = path.name
    return found


def earlier_months(paths: Iterable[Path], checked: Iterable[Path]) -> Iterator[Path]:
    """Yield the workbooks of earlier months; in the folder of a year, those that are checked are not among them."""
    known = {os.path.realpath(file) for file in checked}
    for path in paths:
        yield from (file for file in find([path]).files if file == path or os.path.realpath(file) not in known)


def workbooks_in(folder: Path) -> list[Path]:
    """Return the workbooks in a folder and in those below it, but those that a program locks. Raises ReadError."""
    return [file for file in _files_in(folder) if file.suffix.lower() in WORKBOOKS and not _is_hidden(file, folder)]


def _look_into(folder: Path, found: Found) -> None:
    for file in _files_in(folder):
        name = file.relative_to(folder).as_posix()
        if file.name.startswith(_LOCKS):
            found.locks.append(name)
        elif _is_hidden(file, folder):
            continue
        elif file.suffix.lower() not in WORKBOOKS:
            found.others.append(name)
        elif is_copy(file):
            found.copies.append(name)
        else:
            found.files[file] = name


def _files_in(folder: Path) -> list[Path]:
    with reading():
        return sorted(file for file in folder.rglob("*") if file.is_file())


def _is_hidden(file: Path, folder: Path) -> bool:
    """Return whether a system's or a program's own files have such names."""
    return file.name.startswith(_LOCKS) or any(part.startswith(".") for part in file.relative_to(folder).parts)

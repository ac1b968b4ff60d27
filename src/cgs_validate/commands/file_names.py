"""The names of the files that commands write: such as every system allows, and no longer than the disk allows."""

import os
import re
import unicodedata
from itertools import count
from pathlib import Path

from ..errors import WriteError
from ..spec.months import Month

_COPY = re.compile(r"(.+?)(?:\.(?:marked|unmarked|armed|disarmed|fixed|summary)(?:-[0-9]{1,3})?)+")
_LOOKED_AT = re.compile(r"(.+)\.(?:marked|unmarked|fixed|summary)(?:-[0-9]{1,3})?")  # others are filled in
_SPEC = re.compile(r"[a-z]+-[0-9]{3}")  # of a copy in another form
_MIGRATED = re.compile(rf"(.+?)(?:\.{_SPEC.pattern}(?:-[0-9]{{1,3}})?)+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_LONGEST = 255  # of nearly all disks: bytes, on Windows UTF-16 units
_LONGEST_PATH = 259  # characters, on Windows
_JOINED = ("Mn", "Mc", "Me", "Cf", "Sk")  # categories of what belongs to the character in front
_JOINER = "\u200d"  # between characters that are shown as one


def copy_path(file: Path, kind: str, suffix: str) -> Path:
    """Return the path next to a workbook where a copy of it goes: ``<stem>.<kind>.xlsx``.

    The copy of a copy is named after the first workbook, and numbered where there is such a file already; so is that
    in another form of what was in another form before.
    """
    copied = _COPY.fullmatch(file.stem)
    if _SPEC.fullmatch(kind):
        copied = _MIGRATED.fullmatch(copied[1] if copied else file.stem) or copied
    if copied is None:
        return fitting(file.parent, file.stem, f".{kind}{suffix}")
    ends = (f".{kind}{f'-{number}' if number > 1 else ''}{suffix}" for number in count(1))
    paths = (fitting(file.parent, copied[1], end) for end in ends)
    return next(path for path in paths if not os.path.lexists(path))


def path_in_month(file: Path, old: Month | None, new: Month) -> Path:
    """Return the path next to a workbook of the one of another month: its name with that month in the place of its own.

    The copy of a workbook is named as that workbook is; where the name has no month, it gets one.
    """
    copied = _COPY.fullmatch(file.stem)
    stem = copied[1] if copied else file.stem
    for form in ("{0.year}-{0.month:02}", "{0.year}{0.month:02}", "{0.year}年{0.month}月", "{0.year}.{0.month:02}"):
        if old and form.format(old) in stem:
            return fitting(file.parent, stem.replace(form.format(old), form.format(new)), file.suffix)
    return fitting(file.parent, stem, f".{new}{file.suffix}")


def is_copy(file: Path) -> bool:
    """Return whether a file has the name of a copy that is only looked at, and lies next to what it was made from."""
    stem = file.stem
    while copied := _LOOKED_AT.fullmatch(stem):
        stem = copied[1]
        if os.path.lexists(file.with_name(f"{stem}{file.suffix}")):
            return True
    return False


def check_name(path: Path) -> None:
    """Raise WriteError for a name that Windows has no file of, so that a colleague could not open it."""
    if _RESERVED.fullmatch(path.name):
        raise WriteError("name_reserved", path=path.name)
    if found := _FORBIDDEN.search(path.name):
        raise WriteError("name_forbidden", path=path.name, found=found[0])
    if path.name.endswith((".", " ")):
        raise WriteError("name_unfinished", path=path.name)


def fitting(folder: Path, stem: str, end: str) -> Path:
    """Return the path of a name, its stem shortened by whole characters until the disk allows it. Raises WriteError."""
    room = _room(folder) - _size(end)
    left = len(stem)
    while left and (_size(stem[:left]) > room or _is_inside(stem, left)):
        left -= 1
    if not left:
        raise WriteError("name_too_long", path=folder / f"{stem}{end}")
    return folder / f"{stem[:left].rstrip(' .') if left < len(stem) else stem}{end}"


def _room(folder: Path) -> int:
    if os.name == "nt":
        return min(_LONGEST, _LONGEST_PATH - len(str(folder.absolute())) - 1)
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (OSError, ValueError):
        return _LONGEST


def _size(name: str) -> int:
    return len(name.encode("utf-16-le", "surrogatepass")) // 2 if os.name == "nt" else len(os.fsencode(name))


def _is_inside(text: str, at: int) -> bool:
    """Return whether a place is within what is shown as one character."""
    return at < len(text) and (unicodedata.category(text[at]) in _JOINED or text[at - 1] == _JOINER)

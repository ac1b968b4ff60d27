"""Installs the add-in where Excel opens it at every start, and uninstalls it with all its files."""

import re
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata, resources
from pathlib import Path

from cgs_validate.atomic_write import save

from ..installation import InstallError, Step
from . import settings, vba
from .machine import Machine, Places
from .xlam import build

_SETS = "set ShellCommand to "
_STARTS = f'{_SETS}PythonInterpreter & " -B -u'
_TRIES = (
    rf'{_SETS}PythonInterpreter & " -B -W ignore -c \"import xlwings, cgs_validate_addin\"'
    r' > /dev/null 2>\"" & LOG_FILE & "\" || exit 1; " & '
)


def install(machine: Machine) -> Iterator[Step]:
    """Yield each finished step. Raises InstallError, and ImportError without the extra ``excel``."""
    places = machine.places()
    with machine.accessing(places.excel):
        if not places.excel.is_dir():
            raise InstallError("excel_missing", path=places.excel)
    _check_paths_for_vba(machine, places)
    content = settings.with_interpreter(_read(places.settings, machine), machine.interpreter, machine.code_page)
    _write(places.addin, build(), machine)
    yield "addin", places.addin
    if places.script:
        _write(places.script, script(), machine)
        yield "script", places.script
    _write(places.settings, content, machine)
    yield "settings", places.settings


def uninstall(machine: Machine) -> Iterator[Step]:
    """Yield each finished step. Raises InstallError."""
    places = machine.places()
    for path in filter(None, (places.addin, places.script)):
        with machine.accessing(path):
            if not path.exists():
                continue
            path.unlink()
        yield "removed", path
    content = _read(places.settings, machine)
    others = settings.without_interpreter(content)
    if others != content:
        with machine.accessing(places.settings):
            _write(places.settings, others, machine) if others else places.settings.unlink()
        yield "settings_removed", places.settings
    if machine.system == "Windows":
        with suppress(OSError):
            places.settings.parent.rmdir()


def script() -> bytes:
    """Return the AppleScript of the installed xlwings, which starts Python in the background.

    Ours first tests that Python starts and has our packages; if not, VBA reads the reason in the log.
    """
    found = (resources.files("xlwings") / f"xlwings-{metadata.version('xlwings')}.applescript").read_text("utf-8")
    return vba.replace_once(re.escape(_STARTS), _TRIES + _STARTS.removeprefix(_SETS), found).encode()


def _check_paths_for_vba(machine: Machine, places: Places) -> None:
    """Raise InstallError for paths outside VBA's code page, and for a Python whose files Excel cannot see."""
    if "WindowsApps" in machine.interpreter.parts:
        raise InstallError("store_python", path=machine.interpreter)
    temporary = machine.environment.get("TEMP", "")  # where VBA has Python write its errors
    refusals = {"user_name": (places.settings, temporary), "path_of_python": (machine.interpreter,)}
    for name, paths in refusals.items():
        for path in paths:
            try:
                str(path).encode(machine.code_page)
            except UnicodeEncodeError:
                raise InstallError(name, path=path) from None


def _read(path: Path, machine: Machine) -> bytes:
    with machine.accessing(path):
        return path.read_bytes() if path.exists() else b""


def _write(path: Path, data: bytes, machine: Machine) -> None:
    with machine.accessing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, data, force=True)

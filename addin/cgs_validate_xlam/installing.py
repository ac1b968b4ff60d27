"""The add-in put where Excel opens it at every start, and taken away again with all that came with it."""

from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata, resources
from pathlib import Path

from cgs_validate.saving import save

from . import settings
from .building import build
from .machine import Machine, RefusedError

Step = tuple[str, Path]


def install(machine: Machine) -> Iterator[Step]:
    """Yield each file that was written. Raises RefusedError, and ImportError without the extra ``excel``."""
    places = machine.places()
    if not places.excel.is_dir():
        raise RefusedError("excel_missing", path=places.excel)
    try:
        content = settings.with_interpreter(_read(places.settings), machine.interpreter, machine.code_page)
    except UnicodeEncodeError:
        raise RefusedError("path_of_python", path=machine.interpreter) from None
    _write(places.addin, build())
    yield "addin", places.addin
    if places.script:
        _write(places.script, script())
        yield "script", places.script
    _write(places.settings, content)
    yield "settings", places.settings


def uninstall(machine: Machine) -> Iterator[Step]:
    """Yield each file that was taken away, or out of which our line was. Raises RefusedError."""
    places = machine.places()
    for path in filter(None, (places.addin, places.script)):
        if path.exists():
            _remove(path)
            yield "removed", path
    content = _read(places.settings)
    others = settings.without_interpreter(content)
    if others != content:
        _write(places.settings, others) if others else _remove(places.settings)
        yield "settings_removed", places.settings
    if machine.system == "Windows":
        with suppress(OSError):
            places.settings.parent.rmdir()


def script() -> bytes:
    """Return the AppleScript of the installed xlwings."""
    return (resources.files("xlwings") / f"xlwings-{metadata.version('xlwings')}.applescript").read_bytes()


def _read(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, data, replace=True)
    except OSError:
        raise RefusedError("in_use", path=path) from None


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        raise RefusedError("in_use", path=path) from None

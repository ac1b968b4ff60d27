"""Diagnoses point by point why the add-in does not work."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from ..installation import GOOD, Point, python_point
from . import installer, settings
from .machine import Machine
from .xlam import build

PACKAGES = ("xlwings", "pyopenvba", "cgs_validate_addin")
XLWINGS = "0.37."
TRUSTED = r"Microsoft\Office\16.0\Excel\Security\Trusted Locations"  # the folder of the add-in is one


def diagnose(machine: Machine) -> Iterator[Point]:
    """Yield each point of the diagnosis; without the packages only that one. Raises InstallError on other systems."""
    places = machine.places()
    missing = [name for name in PACKAGES if not find_spec(name)]
    if missing:
        yield Point("packages", "missing", {"names": ", ".join(missing)})
        return
    version = metadata.version("xlwings")
    yield Point("packages", GOOD if version.startswith(XLWINGS) else "version", {"version": version})
    with machine.accessing(places.excel):
        yield Point("excel", GOOD if places.excel.is_dir() else "missing", {"path": places.excel})
        yield _file("addin", places.addin, build)
        if places.script:
            yield _file("script", places.script, installer.script)
        yield python_point(_configured_python(places.settings, machine), machine.interpreter, places.settings)
    if machine.system == "Windows":
        yield Point("origin", "marked" if _was_downloaded(places.addin) else GOOD, {"path": places.addin})
        yield Point("trust", "off" if _trusts_no_folder(machine) else GOOD)


def _file(name: str, path: Path, expected: Callable[[], bytes]) -> Point:
    if not path.is_file():
        return Point(name, "missing", {"path": path})
    found, built = (sha256(content).hexdigest() for content in (path.read_bytes(), expected()))
    return Point(name, GOOD if found == built else "different", {"path": path, "sha256": found})


def _configured_python(path: Path, machine: Machine) -> Path | None:
    return settings.interpreter(path.read_bytes(), machine.code_page) if path.is_file() else None


def _was_downloaded(path: Path) -> bool:
    """Return whether Windows has marked the file ("Mark of the Web"), which makes Excel block its macros."""
    try:
        with open(f"{path}:Zone.Identifier", "rb") as mark:  # noqa: PTH123 (a file's stream has no Path)
            return b"ZoneId=3" in mark.read()
    except OSError:
        return False


def _trusts_no_folder(machine: Machine) -> bool:
    keys = (rf"Software\{TRUSTED}", rf"Software\Policies\{TRUSTED}")
    return any(machine.registry(key, "AllLocationsDisabled") == 1 for key in keys)

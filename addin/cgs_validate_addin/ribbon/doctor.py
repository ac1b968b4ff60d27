"""What keeps the add-in from working, looked at point by point."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from . import installer, settings
from .machine import Machine
from .xlam import build

GOOD = "good"
PACKAGES = ("xlwings", "pyopenvba", "cgs_validate_addin")
XLWINGS = "0.37."
TRUSTED = r"Microsoft\Office\16.0\Excel\Security\Trusted Locations"  # the folder of the add-in is one


@dataclass(frozen=True)
class Point:
    """One point: its name, how it stands, and the parameters of the sentence that says so."""

    name: str
    state: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether nothing is to be done."""
        return self.state == GOOD


def examine(machine: Machine) -> Iterator[Point]:
    """Yield how each point stands; without the packages only that. Raises RefusedError where no Excel can be."""
    places = machine.places()
    missing = [name for name in PACKAGES if not find_spec(name)]
    if missing:
        yield Point("packages", "missing", {"names": ", ".join(missing)})
        return
    version = metadata.version("xlwings")
    yield Point("packages", GOOD if version.startswith(XLWINGS) else "version", {"version": version})
    with machine.reaching(places.excel):
        yield Point("excel", GOOD if places.excel.is_dir() else "missing", {"path": places.excel})
        yield _file("addin", places.addin, build)
        if places.script:
            yield _file("script", places.script, installer.script)
        yield _python(places.settings, machine)
    if machine.system == "Windows":
        yield Point("origin", "marked" if _came_from_the_net(places.addin) else GOOD, {"path": places.addin})
        yield Point("trust", "off" if _trusts_no_folder(machine) else GOOD)


def _file(name: str, path: Path, expected: Callable[[], bytes]) -> Point:
    if not path.is_file():
        return Point(name, "missing", {"path": path})
    found, right = (sha256(content).hexdigest() for content in (path.read_bytes(), expected()))
    return Point(name, GOOD if found == right else "different", {"path": path, "sha256": found})


def _python(path: Path, machine: Machine) -> Point:
    named = settings.interpreter(path.read_bytes(), machine.code_page) if path.is_file() else None
    if named is None:
        return Point("python", "missing", {"settings": path})
    if not named.exists():
        return Point("python", "gone", {"path": named})
    return Point("python", GOOD if named == machine.interpreter else "other", {"path": named})


def _came_from_the_net(path: Path) -> bool:
    """Tell whether Windows has marked the file ("Mark of the Web"), which makes Excel block its macros."""
    try:
        with open(f"{path}:Zone.Identifier", "rb") as mark:  # noqa: PTH123 (a stream of a file is no path of its own)
            return b"ZoneId=3" in mark.read()
    except OSError:
        return False


def _trusts_no_folder(machine: Machine) -> bool:
    keys = (rf"Software\{TRUSTED}", rf"Software\Policies\{TRUSTED}")
    return any(machine.registry(key, "AllLocationsDisabled") == 1 for key in keys)

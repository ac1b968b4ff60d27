"""The computer that Excel runs on: which system, whose home, which Python; and where Excel looks for what."""

import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .xlam import NAME


class RefusedError(Exception):
    """What cannot be done, as a name and parameters for a sentence."""

    def __init__(self, name: str, **params: object) -> None:
        super().__init__(name)
        self.name = name
        self.params = params


@dataclass(frozen=True)
class Places:
    """Where what belongs to the add-in lies."""

    excel: Path  # there as soon as Excel has run once
    addin: Path
    settings: Path
    script: Path | None  # by which Excel on a Mac starts programs


@dataclass(frozen=True)
class Machine:
    """The computer, as far as the add-in needs to know it."""

    system: str
    home: Path
    environment: Mapping[str, str]
    interpreter: Path
    code_page: str  # in which VBA reads its settings
    registry: Callable[[str, str], object] = lambda key, name: None

    def places(self) -> Places:
        """Return where Excel looks for what. Raises RefusedError where there is no Excel for this system."""
        if self.system == "Windows":
            excel = Path(self.environment["APPDATA"]) / "Microsoft" / "Excel"
            settings = self.home / ".cgs-validate" / "cgs-validate.conf"
            return Places(excel, excel / "XLSTART" / NAME, settings, None)
        if self.system == "Darwin":
            library = self.home / "Library"
            office = library / "Group Containers" / "UBF8T346G9.Office"
            return Places(
                office,
                office / "User Content.localized" / "Startup.localized" / "Excel" / NAME,
                library / "Containers" / "com.microsoft.Excel" / "Data" / "cgs-validate.conf",
                library / "Application Scripts" / "com.microsoft.Excel" / "cgs-validate.applescript",
            )
        raise RefusedError("elsewhere")

    @contextmanager
    def reaching(self, path: Path) -> Iterator[None]:
        """Turn what the system refuses into a RefusedError; a Mac may keep one program out of another's files."""
        try:
            yield
        except OSError as error:
            kept_out = self.system == "Darwin" and isinstance(error, PermissionError)
            raise RefusedError("kept_out" if kept_out else "in_use", path=path) from None


def this_machine() -> Machine:
    """Return the computer that this runs on."""
    code_page = "mbcs" if sys.platform == "win32" else "utf-8"
    return Machine(platform.system(), Path.home(), os.environ, Path(sys.executable), code_page, _registry)


def _registry(key: str, name: str) -> object:
    """Return a value of the person's own part of the Windows registry, None where there is none."""
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None

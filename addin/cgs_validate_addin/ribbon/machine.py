"""The computer that Excel runs on: its system, home and Python, and where Excel looks for files."""

import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cgs_validate.errors import WriteError

from ..installation import InstallError
from .xlam import NAME


@dataclass(frozen=True)
class Places:
    """The paths of the add-in's files."""

    excel: Path  # exists once Excel has run
    addin: Path
    settings: Path
    script: Path | None  # with which Excel on a Mac starts programs


@dataclass(frozen=True)
class Machine:
    """The computer for which the add-in is installed."""

    system: str
    home: Path
    environment: Mapping[str, str]
    interpreter: Path
    code_page: str  # in which VBA reads its settings
    registry: Callable[[str, str], object] = lambda key, name: None

    def places(self) -> Places:
        """Return the paths on this system. Raises InstallError on a system without Excel."""
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
        raise InstallError("elsewhere")

    @contextmanager
    def accessing(self, path: Path) -> Iterator[None]:
        """Turn an OSError into an InstallError; a Mac may deny one program another's files."""
        try:
            yield
        except (OSError, WriteError) as error:
            denied = self.system == "Darwin" and isinstance(error.__cause__ or error, PermissionError)
            raise InstallError("denied" if denied else "in_use", path=path) from None


def this_machine() -> Machine:
    """Return this computer."""
    code_page = "mbcs" if sys.platform == "win32" else "utf-8"
    return Machine(platform.system(), Path.home(), os.environ, Path(sys.executable), code_page, _registry)


def _registry(key: str, name: str) -> object:
    """Return a value of the current user's Windows registry, None if there is none."""
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            return winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None

"""The LibreOffice of this computer: its program for extensions, and the settings file of our extension."""

import locale
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..installation import InstallError

PROGRAM = "unopkg"


@dataclass(frozen=True)
class Office:
    """The LibreOffice for which the extension is installed. options: extra arguments of each call of ``unopkg``."""

    home: Path
    interpreter: Path
    unopkg: Path | None
    options: tuple[str, ...] = ()

    @property
    def settings(self) -> Path:
        """The file that names the Python for the extension to start."""
        return self.home / ".cgs-validate" / "libreoffice.json"

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run ``unopkg``. Raises InstallError if it is missing."""
        if self.unopkg is None:
            raise InstallError("office_missing")
        command, *rest = arguments
        return subprocess.run(
            [self.unopkg, command, *self.options, *rest],
            capture_output=True, encoding=locale.getencoding(), errors="replace", check=False,
            env=clean_environment(os.environ),
        )  # fmt: skip


def this_office() -> Office:
    """Return the LibreOffice of this computer."""
    found = shutil.which(PROGRAM) or next(candidates(sys.platform, os.environ), None)
    return Office(Path.home(), Path(sys.executable), Path(found) if found else None)


def clean_environment(current: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without other Pythons: Debian's LibreOffice would run the first one as its own."""
    rest = {name: value for name, value in current.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**rest, "PATH": os.defpath} if sys.platform == "linux" else rest


def candidates(platform: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the programs for extensions in LibreOffice's default locations, newest first."""
    if platform == "win32":
        folders = (environment.get(name) for name in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)"))
        found = [Path(folder) / "LibreOffice" / "program" / f"{PROGRAM}.com" for folder in folders if folder]
    elif platform == "darwin":
        found = [Path("/Applications/LibreOffice.app/Contents/MacOS") / PROGRAM]
    else:
        found = sorted(Path("/opt").glob(f"libreoffice*/program/{PROGRAM}"), reverse=True)
    return (path for path in found if path.exists())

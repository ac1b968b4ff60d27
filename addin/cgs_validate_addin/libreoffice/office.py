"""The LibreOffice of this computer: where its program for extensions is, and the settings that our extension reads."""

import locale
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..ribbon.machine import RefusedError

PROGRAM = "unopkg"


@dataclass(frozen=True)
class Office:
    """LibreOffice, as far as the extension needs to know it. options: for each call of ``unopkg``, None for none."""

    home: Path
    interpreter: Path
    unopkg: Path | None
    options: tuple[str, ...] = ()

    @property
    def settings(self) -> Path:
        """The file that tells the extension which Python to start."""
        return self.home / ".cgs-validate" / "libreoffice.json"

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run ``unopkg``. Raises RefusedError where there is none."""
        if self.unopkg is None:
            raise RefusedError("office_missing")
        command, *rest = arguments
        return subprocess.run(
            [self.unopkg, command, *self.options, *rest],
            capture_output=True, encoding=locale.getencoding(), errors="replace", check=False,
            env=environment(os.environ),
        )  # fmt: skip


def this_office() -> Office:
    """Return the LibreOffice of this computer."""
    found = shutil.which(PROGRAM) or next(candidates(sys.platform, os.environ), None)
    return Office(Path.home(), Path(sys.executable), Path(found) if found else None)


def environment(ours: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without a way to other Pythons: Debian's LibreOffice takes the first for its own."""
    kept = {name: value for name, value in ours.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "PATH": os.defpath} if sys.platform == "linux" else kept


def candidates(platform: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the programs for extensions where LibreOffice's own installers put them, the newest first."""
    if platform == "win32":
        folders = (environment.get(name) for name in ("ProgramW6432", "ProgramFiles", "ProgramFiles(x86)"))
        found = [Path(folder) / "LibreOffice" / "program" / f"{PROGRAM}.com" for folder in folders if folder]
    elif platform == "darwin":
        found = [Path("/Applications/LibreOffice.app/Contents/MacOS") / PROGRAM]
    else:
        found = sorted(Path("/opt").glob(f"libreoffice*/program/{PROGRAM}"), reverse=True)
    return (path for path in found if path.exists())

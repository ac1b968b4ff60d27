"""Diagnoses point by point why the extension does not work."""

import json
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..installation import GOOD, Point, python_point
from .office import Office
from .oxt import IDENTIFIER, build


def diagnose(office: Office) -> Iterator[Point]:
    """Yield each point of the diagnosis; without LibreOffice only that one."""
    if office.unopkg is None:
        yield Point("office", "missing")
        return
    yield Point("office", GOOD, {"path": office.unopkg})
    settings = _settings(office.settings)
    digest = sha256(build()).hexdigest()
    if office.manage("list", IDENTIFIER).returncode:
        yield Point("extension", "missing")
    else:
        yield Point("extension", GOOD if settings.get("extension") == digest else "different", {"sha256": digest})
    python = Path(settings["python"]) if "python" in settings else None
    if python and python.exists() and not _has_our_packages(python):
        yield Point("python", "fails", {"path": python})
    else:
        yield python_point(python, office.interpreter, office.settings)


def _has_our_packages(python: Path) -> bool:
    command = [str(python), "-c", f"import {__package__}.__main__"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _settings(path: Path) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return settings

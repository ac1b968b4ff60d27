"""What keeps the extension from working, looked at point by point."""

import json
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..ribbon.doctor import GOOD, Point
from .office import Office
from .oxt import IDENTIFIER, build


def examine(office: Office) -> Iterator[Point]:
    """Yield how each point stands; without LibreOffice only that."""
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
    yield _python(Path(settings["python"]) if "python" in settings else None, office)


def _python(named: Path | None, office: Office) -> Point:
    if named is None:
        return Point("python", "missing", {"settings": office.settings})
    if not named.exists():
        return Point("python", "gone", {"path": named})
    tried = [str(named), "-c", "import cgs_validate_addin.libreoffice.__main__"]
    if subprocess.run(tried, capture_output=True, check=False).returncode:
        return Point("python", "fails", {"path": named})
    return Point("python", GOOD if named == office.interpreter else "other", {"path": named})


def _settings(path: Path) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return settings

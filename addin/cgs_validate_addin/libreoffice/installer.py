"""Installs and uninstalls the extension with LibreOffice's own program."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cgs_validate.atomic_write import save
from cgs_validate.errors import WriteError

from ..installation import InstallError, Step
from .office import Office
from .oxt import IDENTIFIER, NAME, build


def install(office: Office) -> Iterator[Step]:
    """Yield each finished step. Raises InstallError."""
    data = build()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(data)
        _manage(office, "add", "--force", "--suppress-license", str(path))
    yield "extension", Path(NAME)
    settings = {"python": str(office.interpreter), "extension": sha256(data).hexdigest()}
    try:
        office.settings.parent.mkdir(exist_ok=True)
        save(office.settings, json.dumps(settings, ensure_ascii=False, indent=2) + "\n", force=True)
    except (OSError, WriteError):
        raise InstallError("unwritable", path=office.settings) from None
    yield "settings", office.settings


def uninstall(office: Office) -> Iterator[Step]:
    """Yield each finished step. Raises InstallError."""
    if office.manage("list", IDENTIFIER).returncode == 0:
        _manage(office, "remove", IDENTIFIER)
        yield "removed", Path(NAME)
    if office.settings.exists():
        office.settings.unlink()
        yield "settings_removed", office.settings
        with suppress(OSError):
            office.settings.parent.rmdir()


def _manage(office: Office, *arguments: str) -> None:
    done = office.manage(*arguments)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line]
        raise InstallError("refused", reason=lines[0] if lines else done.returncode)

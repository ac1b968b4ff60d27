"""Files written whole or not at all, and never over a person's file without being asked."""

import os
import tempfile
from pathlib import Path


def save(path: Path, data: bytes | str, *, replace: bool = False) -> None:
    """Write a file: to a temporary one in the same folder first, then by renaming.

    Raises FileExistsError where the file is there already and is not to be replaced.
    """
    if path.exists() and not replace:
        raise FileExistsError(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        if not replace:
            os.link(temporary, path) if hasattr(os, "link") else temporary.rename(path)
            temporary.unlink(missing_ok=True)
        else:
            temporary.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current

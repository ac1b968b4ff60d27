"""Workbooks with mistakes, kept for an hour: the page that tells the mistakes is drawn from them, and the marked copy.

They are no reports. Who sent one gets its name, which nobody guesses, and keeps it in the session.
"""

import time
from pathlib import Path

from django.conf import settings

from . import files

KEPT = 3600.0  # seconds


def keep(data: bytes) -> str:
    """Keep a workbook; return its name. What was kept too long goes."""
    forget_old()
    return files.store(data, _folder())


def fetch(name: str) -> bytes | None:
    """Return a workbook, None where it is gone."""
    path = _folder() / name
    try:
        return path.read_bytes() if time.time() - path.stat().st_mtime <= KEPT else None
    except FileNotFoundError:
        return None


def forget(name: str) -> None:
    """Delete a workbook."""
    (_folder() / name).unlink(missing_ok=True)


def forget_old() -> int:
    """Delete what was kept too long; return how many they were."""
    return files.remove_old(KEPT, _folder())


def _folder() -> Path:
    return Path(settings.PORTAL_FILES).with_name("refused")

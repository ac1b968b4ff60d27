"""Workbooks with mistakes, held for an hour to draw the page of mistakes and the marked copy.

They are no reports. Their names are random, and in the session of their sender alone.
"""

import time
from pathlib import Path

from django.conf import settings

from ..accounts.models import Account
from . import files

LIFETIME = 3600.0  # seconds
_MOST = 3  # of one account, which may be logged in more than once


def hold(data: bytes, account: Account) -> str:
    """Hold a workbook of an account; return its name. Older ones are deleted, and those beyond a few of the account."""
    forget_old()
    folder = _folder() / str(account.pk)
    name = files.store(data, folder)
    files.remove_older(folder, _MOST)
    return f"{folder.name}/{name}"


def fetch(name: str) -> bytes | None:
    """Return a workbook, None where it is gone."""
    path = _folder() / name
    try:
        return None if _is_over(time.time() - path.stat().st_mtime) else path.read_bytes()
    except FileNotFoundError:
        return None


def forget(name: str) -> None:
    """Delete a workbook."""
    (_folder() / name).unlink(missing_ok=True)


def forget_old() -> int:
    """Delete the workbooks that are too old; return how many they were."""
    return files.remove_all([path for path, age in files.ages(_folder()) if _is_over(age)])


def _is_over(age: float) -> bool:
    """Return whether a workbook is too old, or of the time before the clock was set back."""
    return abs(age) > LIFETIME


def _folder() -> Path:
    return Path(settings.PORTAL_FILES).with_name("refused")

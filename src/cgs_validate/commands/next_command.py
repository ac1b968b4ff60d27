"""The command that does what is due next, as a person types it."""

import os
import shlex
import subprocess

from ..checking.report import Report
from ..text import printable
from . import options

_OPTIONS = ("--spec", "--month", "--stage")


def count_fixable(report: Report) -> int:
    """Return how many cells ``fix`` puts right unasked."""
    from ..checking.fixes import safe_fixes

    return len(safe_fixes(report))


def fix_command(path: str, count: int, language: str, checked_as: tuple[str | None, str | None, str | None]) -> str:
    """Return how many cells can be fixed, and the command that does it; nothing where there are none.

    checked_as: the spec, month and stage that were given.
    """
    if not count:
        return ""
    words = ["cgs-validate", "fix", path]
    for option, word in zip(_OPTIONS, checked_as, strict=True):
        words += [option, word] if word else []
    command = subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)
    return options.text(language, "fixable", count=count, command=printable(command))

"""Checks the monthly workbooks of Taiwan's school counsellors before they are uploaded to the reporting system CGS.

from cgs_validate import validate
report = validate("111-10.xlsx", month="111-10", stage="senior")
report.ok, report.findings, report.annotations, report.to_dict(), report.to_json()
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .api import WorkerPool, validate
from .checking.evidence import OtherCodes
from .checking.findings import Annotation, Certainty, Evidence, Finding, Kind, Place, Severity, Sort
from .checking.recognition import Clue
from .checking.report import Report, Skipped, Verdict
from .checking.tables import Table
from .errors import CgsError, ReadError, SpecError, SpecProblem, WriteError
from .ooxml.limits import Limits
from .spec.library import list_specs, load_spec
from .spec.model import TemplateSpec
from .spec.months import Month
from .version import __version__
from .workbook import Workbook

__all__ = [
    "Annotation",
    "Armed",
    "Certainty",
    "CgsError",
    "Clue",
    "Evidence",
    "Finding",
    "Fix",
    "Fixed",
    "Kind",
    "Limits",
    "Marked",
    "Migration",
    "Month",
    "NextMonth",
    "OtherCodes",
    "Place",
    "ReadError",
    "Report",
    "ReviewItem",
    "Severity",
    "Skipped",
    "Sort",
    "SpecError",
    "SpecProblem",
    "Table",
    "TemplateSpec",
    "Unmarked",
    "Verdict",
    "Workbook",
    "WorkerPool",
    "WriteError",
    "__version__",
    "arm",
    "disarm",
    "fix",
    "list_specs",
    "load_spec",
    "mark",
    "migrate",
    "next_month",
    "probable_fixes",
    "safe_fixes",
    "unmark",
    "validate",
]

if TYPE_CHECKING:
    from .checking.fixes import Fix, probable_fixes, safe_fixes
    from .living.arm import Armed, arm
    from .living.disarm import disarm
    from .marking.fix import Fixed, fix
    from .marking.mark import mark
    from .marking.summary_sheet import Marked
    from .marking.unmark import Unmarked, unmark
    from .migration.migrate import Migration, migrate
    from .migration.next_month import NextMonth, next_month
    from .migration.review import ReviewItem

# What writes workbooks is imported when it is first used: a check is quicker to start.
_LAZY = {
    "living.arm": ("Armed", "arm"),
    "living.disarm": ("disarm",),
    "checking.fixes": ("Fix", "probable_fixes", "safe_fixes"),
    "marking.fix": ("Fixed", "fix"),
    "marking.mark": ("mark",),
    "marking.summary_sheet": ("Marked",),
    "marking.unmark": ("Unmarked", "unmark"),
    "migration.migrate": ("Migration", "migrate"),
    "migration.next_month": ("NextMonth", "next_month"),
    "migration.review": ("ReviewItem",),
}


def __getattr__(name: str) -> Any:
    for module, names in _LAZY.items():
        if name in names:
            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

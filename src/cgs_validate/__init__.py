"""Checks the monthly workbooks of Taiwan's school counsellors before they are uploaded to the reporting system CGS.

from cgs_validate import validate
report = validate("111-10.xlsx", month="111-10", stage="senior")
report.ok, report.findings, report.annotations, report.to_dict(), report.to_json()
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .api import WorkerPool, validate
from .checking.findings import Annotation, Finding, Kind, Place, Severity
from .checking.report import Report
from .errors import ReadError, SpecError
from .ooxml.limits import Limits
from .spec.library import list_specs, load_spec
from .spec.model import TemplateSpec
from .version import __version__

__all__ = [
    "Annotation",
    "Finding",
    "Fix",
    "Kind",
    "Limits",
    "Migration",
    "Place",
    "ReadError",
    "Report",
    "ReviewItem",
    "Severity",
    "SpecError",
    "TemplateSpec",
    "WorkerPool",
    "__version__",
    "fix",
    "list_specs",
    "load_spec",
    "mark",
    "migrate",
    "safe_fixes",
    "unmark",
    "validate",
]

if TYPE_CHECKING:
    from .marking.fix import Fix, fix, safe_fixes
    from .marking.mark import mark
    from .marking.unmark import unmark
    from .migration.migrate import Migration, migrate
    from .migration.review import ReviewItem

# What writes workbooks is imported when it is first asked for: a check is quicker to start.
_LATER = {
    "Fix": "marking.fix",
    "Migration": "migration.migrate",
    "ReviewItem": "migration.review",
    "fix": "marking.fix",
    "mark": "marking.mark",
    "migrate": "migration.migrate",
    "safe_fixes": "marking.fix",
    "unmark": "marking.unmark",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

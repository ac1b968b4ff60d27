"""Checks the monthly workbooks of Taiwan's school counsellors before they are uploaded to the reporting system CGS.

from cgs_validate import validate
report = validate("111-10.xlsx", month="111-10", stage="senior")
report.ok, report.findings, report.annotations, report.to_dict(), report.to_json()
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .errors import ReadError, SpecError
from .findings import Annotation, Finding, Kind, Place, Severity
from .readers.limits import Limits
from .report import Report
from .spec import TemplateSpec
from .spec_library import list_specs, load_spec
from .validating import WorkerPool, validate
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
    "Remark",
    "Report",
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
    from .fixing import Fix, fix, safe_fixes
    from .marking import mark
    from .migrating import Migration, migrate
    from .remarks import Remark
    from .unmarking import unmark

# What writes workbooks is imported when it is first asked for: a check is quicker to start.
_LATER = {
    "Fix": "fixing",
    "Migration": "migrating",
    "Remark": "remarks",
    "fix": "fixing",
    "mark": "marking",
    "migrate": "migrating",
    "safe_fixes": "fixing",
    "unmark": "unmarking",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f".{_LATER[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

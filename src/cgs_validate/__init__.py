"""Checks the monthly workbooks of Taiwan's school counsellors before they are uploaded to the reporting system CGS.

from cgs_validate import validate
report = validate("111-10.xlsx", month="111-10", stage="senior")
report.ok, report.findings, report.annotations, report.to_dict(), report.to_json()
"""

from .errors import ReadError, SpecError
from .findings import Annotation, Finding, Kind, Place, Severity
from .fixing import Fix, fix, safe_fixes
from .marking import mark
from .migrating import Migration, migrate
from .remarks import Remark
from .report import Report
from .spec import TemplateSpec
from .spec_library import list_specs, load_spec
from .unmarking import unmark
from .validating import WorkerPool, validate
from .version import __version__

__all__ = [
    "Annotation",
    "Finding",
    "Fix",
    "Kind",
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

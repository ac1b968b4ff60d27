"""Checks and marks workbooks with the library, always in a worker, so that no file harms the portal."""

import atexit
from functools import cache
from io import BytesIO

from django.conf import settings

from cgs_validate import Report, WorkerPool, mark
from cgs_validate.spec.months import Month

from ..refusals import NotClean, Refused

FAMILY = "cgs"
_LANGUAGE = "zh-TW"


def check_acceptable(data: bytes, month: Month, stage: str) -> Report:
    """Return the report on a workbook that may be stored.

    Raises NotClean where it has mistakes, ReadError where it cannot be read, Refused where it is blank
    (``nothing_filled``) or another system's (``other_form``).
    """
    report = check_workbook(data, month, stage)
    if report.spec.family != FAMILY:
        raise Refused("other_form", form=report.spec.title)
    if not report.ok:
        raise NotClean(report)
    if not any(report.rows.values()):
        raise Refused("nothing_filled")
    return report


def check_workbook(data: bytes, month: Month, stage: str, spec: str | None = None) -> Report:
    """Return the report on a workbook, whether it may be stored or not. spec: the form, where it is known already.

    Raises ReadError.
    """
    return _pool().validate(data, spec, str(month), stage, name=f"{month}.xlsx", language=_LANGUAGE)


def marked_copy(data: bytes, report: Report) -> bytes:
    """Return a copy of a workbook with the marks of its report. Raises ReadError."""
    copy = BytesIO()
    mark(data, report, copy, workers=_pool())
    return copy.getvalue()


@cache
def _pool() -> WorkerPool:
    pool = WorkerPool(settings.PORTAL_WORKERS)
    atexit.register(pool.close)
    return pool

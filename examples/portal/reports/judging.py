"""The verdict on an upload, found by the library in a worker: whatever the file does, the portal lives on."""

import atexit
from functools import cache

from django.conf import settings

from cgs_validate import Report, WorkerPool
from cgs_validate.months import Month

from ..refusals import NotClean, Refused

_FAMILY = "cgs"
_LANGUAGE = "zh-TW"


def judge(data: bytes, month: Month, stage: str) -> Report:
    """Return the report on a workbook that may be stored.

    Raises NotClean where it has mistakes, ReadError where it cannot be read, Refused where it is blank
    (``nothing_filled``) or another system's (``other_form``).
    """
    report = _pool().validate(data, month=str(month), stage=stage, name=f"{month}.xlsx", language=_LANGUAGE)
    if report.spec.family != _FAMILY:
        raise Refused("other_form", form=report.spec.title)
    if not report.ok:
        raise NotClean(report)
    if not any(report.rows.values()):
        raise Refused("nothing_filled")
    return report


@cache
def _pool() -> WorkerPool:
    pool = WorkerPool(settings.PORTAL_WORKERS)
    atexit.register(pool.close)
    return pool

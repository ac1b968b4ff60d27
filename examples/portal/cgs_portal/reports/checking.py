"""Checks and marks workbooks with the library, always in a worker, so that no file harms the portal."""

import atexit
from contextlib import AbstractContextManager
from functools import cache
from io import BytesIO

from django.conf import settings

from cgs_validate import Report, WorkerPool, mark
from cgs_validate.spec.months import Month

from ..accounts.models import Account
from ..refusals import NotClean, NotLookedAt, Refused
from .turns import Turns

FAMILY = "cgs"
_LANGUAGE = "zh-TW"


def check_acceptable(account: Account, data: bytes, month: Month, *, looked_at: bool = True) -> Report:
    """Return the report on an account's workbook that may be stored. looked_at: whether its sender has seen the report.

    Raises NotClean where it has mistakes, NotLookedAt where its sender has to look at something first, ReadError where
    it cannot be read, Refused where it is blank (``nothing_filled``) or another system's (``other_form``), or no worker
    was free in time (``busy``).
    """
    report = check_workbook(account, data, month)
    if report.spec.family != FAMILY:
        raise Refused("other_form", form=report.spec.title)
    if not report.ok:
        raise NotClean(report)
    if not any(report.rows.values()):
        raise Refused("nothing_filled")
    if not looked_at and report.needs_a_look:
        raise NotLookedAt(report)
    return report


def check_workbook(account: Account, data: bytes, month: Month, spec: str | None = None) -> Report:
    """Return the report on a school's workbook, whether it may be stored or not. spec: the form, where it is known.

    Raises ReadError, and Refused(``busy``).
    """
    with _turn(account):
        unit = account.unit
        named = {"school": unit.name, "name": f"{month}.xlsx", "language": _LANGUAGE}
        return _pool().validate(data, spec, str(month), unit.stage, **named)


def marked_copy(account: Account, data: bytes, report: Report) -> bytes:
    """Return a copy of a workbook with the marks of its report. Raises ReadError, and Refused(``busy``)."""
    copy = BytesIO()
    with _turn(account):
        mark(data, report, copy, workers=_pool())
    return copy.getvalue()


def workers() -> int:
    """Return how many workers there are: at least two, so that one account, which has one, leaves one to the others."""
    return max(2, settings.PORTAL_WORKERS)


def _turn(account: Account) -> AbstractContextManager[None]:
    return _turns().turn(account.pk, settings.PORTAL_LONGEST_WAIT)


@cache
def _turns() -> Turns:
    return Turns(workers())


@cache
def _pool() -> WorkerPool:
    pool = WorkerPool(workers())
    atexit.register(pool.close)
    return pool

"""Checks the results of a portal adapter, which may be another's code, and makes their texts safe to show."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from ..spec.model import STAGES
from ..spec.months import Month
from .connection import OnProgress, Progress
from .errors import UploadError, one_line
from .portal import TAIWAN, Portal, Receipt, Refusal, Status

Result = TypeVar("Result")


class ProgressCallback:
    """Calls ``on_progress``; ``stopped`` is the exception by which that ended the upload."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self.stopped: BaseException | None = None

    def __call__(self, progress: Progress) -> None:
        """Report a step."""
        try:
            self._on_progress(progress)
        except BaseException as error:
            self.stopped = error
            raise


class CheckedPortal:
    """A portal whose results are of the right shape, in texts that can be shown; all else is an UploadError."""

    def __init__(self, portal: Portal, progress: ProgressCallback) -> None:
        self._portal = portal
        self._progress = progress

    def status(self) -> Status:
        """Return who the token's holder is and what may be reported."""
        return self._checked(lambda: _status(self._portal.status()), may_be_stored=False)

    def send(self, month: Month, workbook: bytes) -> Receipt | Refusal:
        """Upload a month's workbook."""
        return self._checked(lambda: _receipt_or_refusal(self._portal.send(month, workbook)), may_be_stored=True)

    def declare_no_cases(self, month: Month, *, confirmed: bool) -> Receipt:
        """Declare 當月無個案及服務."""
        return self._checked(
            lambda: _receipt(self._portal.declare_no_cases(month, confirmed=confirmed)), may_be_stored=True
        )

    def _checked(self, request: Callable[[], Result], *, may_be_stored: bool) -> Result:
        """Return the result of a request. Raises UploadError for every exception but the one that stops the upload."""
        try:
            return request()
        except UploadError:
            raise
        except Exception as error:
            if error is self._progress.stopped:
                raise
            kind = type(error).__name__  # the error itself may know the token
        raise UploadError("answer_unreadable", uncertain=may_be_stored, kind=kind)


def row_counts_of(rows: object) -> dict[str, int]:
    """Return the number of rows by sheet, without what a portal sent besides."""
    known = rows if isinstance(rows, Mapping) else {}
    return {one_line(name): count for name, count in known.items() if type(count) is int}


def _status(status: Status) -> Status:
    _check_months(status.current_month, *status.open, *status.overdue)
    return replace(status, unit=one_line(status.unit), stage=status.stage if status.stage in STAGES else None)


def _receipt_or_refusal(result: Receipt | Refusal) -> Receipt | Refusal:
    return result if isinstance(result, Refusal) else _receipt(result)


def _receipt(receipt: Receipt) -> Receipt:
    _check_months(receipt.month)
    number = one_line(receipt.number)
    if not number:
        raise ValueError("a receipt without a number")
    return replace(
        receipt,
        number=number,
        sha256=one_line(receipt.sha256),
        spec=one_line(receipt.spec),
        rows=row_counts_of(receipt.rows),
        received_at=receipt.received_at.astimezone(TAIWAN),
    )


def _check_months(*months: Month) -> None:
    if not all(isinstance(month, Month) for month in months):
        raise TypeError("not a month")

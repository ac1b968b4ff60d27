"""A portal as the client sees it, whichever adapter speaks to it: a status, an upload, a declaration.

An adapter may be another's code: its results are checked, and their texts made safe to show.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from importlib.metadata import entry_points
from typing import Any, Protocol, TypeVar

from ..spec.model import STAGES
from ..spec.months import Month
from .address import Address
from .connection import Connection, OnProgress, Progress
from .errors import UploadError, one_line

GROUP = "cgs_validate.portals"
RECEIPT = "cgs-validate/receipt/1"

TAIWAN = timezone(timedelta(hours=8))

Result = TypeVar("Result")
Sent = TypeVar("Sent", "Receipt", "Receipt | Refusal")


@dataclass(frozen=True)
class Status:
    """The months that a unit may report.

    ``stage``: ``elementary``, ``junior`` or ``senior``, None where the portal knows none. ``open``: the months that can
    be uploaded now. ``overdue``: those that come before the current one. ``deadline``: the last day for the current
    one, where the portal gives it. ``receipts``: of the months that were reported, None where the portal gives none.
    """

    unit: str
    stage: str | None
    current_month: Month
    open: tuple[Month, ...]
    overdue: tuple[Month, ...]
    deadline: date | None
    receipts: "tuple[Receipt, ...] | None" = None

    def receipt(self, month: Month) -> "Receipt | None":
        """Return the receipt of a month."""
        return next((receipt for receipt in self.receipts or () if receipt.month == month), None)


@dataclass(frozen=True)
class Receipt:
    """A portal's confirmation of what it stored. ``number``: the receipt's own; ``sha256``: of the workbook, in hex.

    A declaration of 當月無個案及服務 has neither ``sha256`` nor ``spec``. ``rows``: by sheet of the spec.
    ``received_at``: with its zone.
    """

    number: str
    month: Month
    sha256: str
    spec: str
    rows: Mapping[str, int]
    received_at: datetime

    def to_dict(self, portal: str) -> dict[str, Any]:
        """Return the receipt as plain data for a file. portal: the address of the upload."""
        return {
            "schema": RECEIPT,
            "portal": portal,
            "receipt": self.number,
            "month": str(self.month),
            "sha256": self.sha256,
            "spec": self.spec,
            "rows": dict(self.rows),
            "received_at": self.received_at.isoformat(),
        }


@dataclass(frozen=True)
class Refusal:
    """A portal's own report on a workbook that it did not store, as ``cgs-validate/report/1``."""

    report: Mapping[str, Any]


class Portal(Protocol):
    """One portal, as the holder of a token sees it. Every method raises UploadError where it cannot be done."""

    def status(self) -> Status:
        """Return who the token's holder is and what may be reported; ``login`` asks this before it saves a token."""

    def send(self, month: Month, workbook: bytes) -> Receipt | Refusal:
        """Upload a month's workbook, which replaces the one before. However often it is tried, it is stored once."""

    def declare_no_cases(self, month: Month, *, confirmed: bool) -> Receipt:
        """Declare 當月無個案及服務.

        Raises UploadError ``needs_confirmation`` with ``rows``, how many by sheet, where this would delete uploaded
        data and ``confirmed`` is false.
        """


class PortalAdapter(Protocol):
    """Makes a portal of a connection; entry points of ``cgs_validate.portals`` name adapters."""

    def __call__(self, connection: Connection) -> Portal:
        """Return the portal at the other end of a connection."""


def load_adapter(address: Address) -> PortalAdapter:
    """Return the adapter that an address names. Raises UploadError."""
    adapters = {entry.name: entry for entry in entry_points(group=GROUP)}
    if address.adapter not in adapters:
        raise UploadError("unknown_adapter", adapter=address.adapter, known=sorted(adapters))
    try:
        adapter: PortalAdapter = adapters[address.adapter].load()
    except Exception as error:  # another's module may raise anything
        kind = type(error).__name__
    else:
        return adapter
    raise UploadError("adapter_broken", adapter=address.adapter, kind=kind)


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
        return self._checked(lambda: _receipt(self._portal.send(month, workbook)), may_be_stored=True)

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
    return replace(
        status,
        unit=one_line(status.unit),
        stage=status.stage if status.stage in STAGES else None,
        receipts=None if status.receipts is None else tuple(map(_receipt, status.receipts)),
    )


def _receipt(receipt: Sent) -> Sent:
    if isinstance(receipt, Refusal):
        return receipt
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

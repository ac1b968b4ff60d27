"""A portal taken with care: its way of upload may be another's, and the words are its own."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from ..spec.model import STAGES
from ..spec.months import Month
from .errors import UploadError, told
from .portal import TAIWAN, Portal, Receipt, Refusal, Status
from .transport import Progress, Tell

Understood = TypeVar("Understood")


class Heard:
    """Tells each step; ``stopped``: what whoever is told raised to stop the upload."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.stopped: BaseException | None = None

    def __call__(self, progress: Progress) -> None:
        """Tell a step."""
        try:
            self._tell(progress)
        except BaseException as error:
            self.stopped = error
            raise


class Careful:
    """A portal that answers in its shape, in texts that can be shown, or with an UploadError."""

    def __init__(self, portal: Portal, heard: Heard) -> None:
        self._portal = portal
        self._heard = heard

    def status(self) -> Status:
        """Tell who the token's holder is and what may be reported."""
        return self._understood(lambda: _status(self._portal.status()), may_be_stored=False)

    def send(self, month: Month, workbook: bytes) -> Receipt | Refusal:
        """Upload a month's workbook."""
        return self._understood(lambda: _answer(self._portal.send(month, workbook)), may_be_stored=True)

    def declare_none(self, month: Month, *, confirmed: bool) -> Receipt:
        """Declare 當月無個案及服務."""
        return self._understood(
            lambda: _receipt(self._portal.declare_none(month, confirmed=confirmed)), may_be_stored=True
        )

    def _understood(self, ask: Callable[[], Understood], *, may_be_stored: bool) -> Understood:
        """Return what is answered. Raises UploadError for whatever is raised, but for what stops the upload."""
        try:
            return ask()
        except UploadError:
            raise
        except Exception as error:
            if error is self._heard.stopped:
                raise
            kind = type(error).__name__  # the error itself may know the token
        raise UploadError("answer_unreadable", uncertain=may_be_stored, kind=kind)


def rows_told(rows: object) -> dict[str, int]:
    """Return how many rows there are by sheet, as far as a portal tells it."""
    known = rows if isinstance(rows, Mapping) else {}
    return {told(name): count for name, count in known.items() if type(count) is int}


def _status(status: Status) -> Status:
    _check_months(status.current_month, *status.open, *status.overdue)
    return replace(status, unit=told(status.unit), stage=status.stage if status.stage in STAGES else None)


def _answer(answer: Receipt | Refusal) -> Receipt | Refusal:
    return answer if isinstance(answer, Refusal) else _receipt(answer)


def _receipt(receipt: Receipt) -> Receipt:
    _check_months(receipt.month)
    number = told(receipt.number)
    if not number:
        raise ValueError("a receipt without a number")
    return replace(
        receipt,
        number=number,
        sha256=told(receipt.sha256),
        spec=told(receipt.spec),
        rows=rows_told(receipt.rows),
        received_at=receipt.received_at.astimezone(TAIWAN),
    )


def _check_months(*months: Month) -> None:
    if not all(isinstance(month, Month) for month in months):
        raise TypeError("not a month")

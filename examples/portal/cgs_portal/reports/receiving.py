"""Receives reports: the one way into the store, for the pages and for the API."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from cgs_validate import ReadError
from cgs_validate.spec.months import Month

from .. import clock
from ..accounts.models import Account, Unit
from ..audit.log import note
from ..audit.models import Deed
from ..refusals import NotClean, Refused
from . import files
from .checking import check_acceptable
from .models import Report, Status
from .once import Claim, claimed
from .unit_status import status_of

_MONTHS = 18  # of receipts in a status
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # signs that are not confused when read aloud


@dataclass(frozen=True)
class Receipt:
    """The proof that a month was reported. A month without cases has no sha256, spec and rows.

    month: ``111-10``; rows: by sheet of the spec; received_at: ISO 8601; replaced: whether the month was reported
    before.
    """

    receipt: str
    month: str
    sha256: str | None
    spec: str | None
    rows: dict[str, int]
    received_at: str
    replaced: bool


def receive(account: Account, month: Month, data: bytes, key: str | None = None, *, looked_at: bool = True) -> Receipt:
    """Check a workbook and store it as its unit's report of a month, in place of an earlier one.

    key: an Idempotency-Key; looked_at: whether its sender has seen what may be wrong; programs show it before they
    send. Raises Refused, NotClean or ReadError, and then nothing is stored.
    """
    now, unit, sha256 = clock.now(), reporting_unit(account), hashlib.sha256(data).hexdigest()
    with claimed(account, key, f"{month} {sha256}") as claim, _refusals_noted(account, month, sha256):
        if claim.answer:
            return Receipt(**claim.answer)
        seen = unit.reports.filter(month=month).first()
        if seen and seen.sha256 == sha256 and (files.is_stored(seen.file) or not _is_open(unit, month, now)):
            return _repeat(seen, account, now, claim)
        must_be_open(unit, month, now)
        checked = check_acceptable(account, data, month, looked_at=looked_at)
        report = Report(
            status=Status.UPLOADED,
            sha256=sha256,
            file=files.store(data),
            spec=checked.spec.id,
            spec_digest=checked.spec.digest,
            engine=checked.engine_version,
            rows=checked.rows,
        )
        with _no_orphan(report):
            return _enter(report, account, month, now, claim, seen=seen)


def declare_no_cases(account: Account, month: Month, *, confirmed: bool | str, key: str | None = None) -> Receipt:
    """Store that a unit has neither cases nor services in a month; an uploaded workbook is deleted.

    confirmed: whether one may be deleted, or the receipt of the only one that may. Raises Refused:
    ``needs_confirmation`` where another would be.
    """
    now, unit = clock.now(), reporting_unit(account)
    with claimed(account, key, f"{month} none") as claim:
        if claim.answer:
            return Receipt(**claim.answer)
        seen = unit.reports.filter(month=month).first()
        if seen and not seen.sha256:
            return _repeat(seen, account, now, claim)
        return _enter(Report(status=Status.NONE), account, month, now, claim, seen=seen, may_delete=confirmed)


def reporting_unit(account: Account) -> Unit:
    """Return the unit that an account reports for. Raises Refused(``forbidden``) where it may not."""
    if not account.reports:
        raise Refused("forbidden")
    return account.unit


def receipt_of(report: Report, *, replaced: bool = False) -> Receipt:
    """Return the receipt of a stored report."""
    return Receipt(
        receipt=report.receipt,
        month=str(report.month),
        sha256=report.sha256 or None,
        spec=report.spec or None,
        rows=report.rows,
        received_at=report.received_at.astimezone(clock.TAIPEI).isoformat(timespec="seconds"),
        replaced=replaced,
    )


def receipts_of(unit: Unit) -> list[Receipt]:
    """Return the receipts of the months that a unit reported, the latest first, of a year and a half."""
    return [receipt_of(report) for report in unit.reports.order_by("-month")[:_MONTHS]]


@transaction.atomic
def _enter(
    report: Report,
    account: Account,
    month: Month,
    now: datetime,
    claim: Claim,
    *,
    seen: Report | None,
    may_delete: bool | str = True,
) -> Receipt:
    """Put a report in the place of the one before, if the month is still open; requests for a unit wait in line.

    now: when it was received; seen: the report that there was then. One that was received later stays, unless the
    clock was set back since.
    """
    unit = Unit.objects.select_for_update().get(pk=account.unit_id)
    earlier = unit.reports.filter(month=month).first()
    is_new = earlier and (seen is None or earlier.receipt != seen.receipt)
    if is_new and earlier.sha256 == report.sha256:
        return _repeat(earlier, account, now, claim)
    must_be_open(unit, month, now)
    if earlier and earlier.file and may_delete not in (True, earlier.receipt):
        raise Refused("needs_confirmation", needs_confirmation=True, month=str(month), rows=earlier.rows)
    if is_new and earlier.received_at > now:
        raise Refused("superseded", month=str(month))
    report.pk = earlier.pk if earlier else None
    report.unit, report.month, report.received_at, report.received_from = unit, month, now, account
    report.receipt = _new_number()
    report.save()
    unit.corrections.filter(month=month, done_at__isnull=True).update(done_at=now)
    if earlier and earlier.file:
        transaction.on_commit(partial(files.set_aside, earlier.file, unit.code), robust=True)
    receipt = receipt_of(report, replaced=earlier is not None)
    claim.settle(asdict(receipt))
    _note_receipt(account, receipt)
    return receipt


@transaction.atomic
def _repeat(stored: Report, account: Account, now: datetime, claim: Claim) -> Receipt:
    """Return the receipt of a report with the same content; a month that was opened again is then done."""
    receipt = receipt_of(stored, replaced=True)
    done = stored.unit.corrections.filter(month=stored.month, done_at__isnull=True).update(done_at=now)
    claim.settle(asdict(receipt))
    if done:
        _note_receipt(account, receipt)
    return receipt


@contextmanager
def _no_orphan(report: Report) -> Iterator[None]:
    """Take the file of a report away again where, after the ``with``, no row names it.

    After an error of the database it is set aside: it may have entered the report, and only failed to say so.
    """
    try:
        yield
    except Refused:
        files.remove(report.file)
        raise
    except Exception:
        files.set_aside(report.file)
        raise
    if not report.receipt:  # another request had entered the same content
        files.remove(report.file)


def _note_receipt(account: Account, receipt: Receipt) -> None:
    details = {"month": receipt.month, "receipt": receipt.receipt, "replaced": receipt.replaced}
    if receipt.sha256:
        note(Deed.UPLOAD_ACCEPTED, account, sha256=receipt.sha256, spec=receipt.spec, **details)
    else:
        note(Deed.NONE_DECLARED, account, **details)


@contextmanager
def _refusals_noted(account: Account, month: Month, sha256: str) -> Iterator[None]:
    """Log why a workbook is refused in a ``with``: the codes, and how often each was found."""
    try:
        yield
    except (NotClean, ReadError, Refused) as refusal:
        if isinstance(refusal, Refused) and refusal.code == "busy":
            raise  # it says nothing of the workbook, and the log is no place to wait
        codes = [error.code for error in refusal.report.findings] if isinstance(refusal, NotClean) else [refusal.code]
        note(Deed.UPLOAD_REFUSED, account, month=str(month), sha256=sha256, codes=dict(Counter(codes)))
        raise


def _is_open(unit: Unit, month: Month, now: datetime) -> bool:
    """Return whether a unit may report a month now."""
    return month in status_of(unit, now.date()).open


def must_be_open(unit: Unit, month: Month, now: datetime) -> None:
    """Raise Refused where a unit may not report a month now: ``overdue_first`` or ``month_not_open``."""
    status = status_of(unit, now.date())
    if month in status.open:
        return
    if month == status.current and status.overdue:
        raise Refused("overdue_first", overdue=list(map(str, status.overdue)))
    raise Refused("month_not_open", month=str(month))


def _new_number() -> str:
    """Return a random receipt number, such as ``7KQM-3XWA-92HT``."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))

"""The functions of the upload client: log in, read a status, check and send, declare a month without cases."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..api import validate
from ..checking.report import Report
from ..errors import errors_in
from ..localisation import known_language
from ..ooxml.limits import Limits
from ..ooxml.opening import read_bytes
from ..spec.months import Month, read_month
from .address import parse_address
from .connection import Connection, Network, OnProgress, Progress, ignore_progress
from .errors import UploadError
from .portal import CheckedPortal, Portal, ProgressCallback, Receipt, Refusal, Status, load_adapter, row_counts_of
from .portal_report import read_report
from .tokens import Token, delete_token, find_token, known_portals, save_token


@dataclass(frozen=True)
class Outcome:
    """How an upload ended: with a receipt, or without, and nothing was stored.

    ``report``: our own; ``refused``: the portal's, where it found errors that we did not. Its findings bring the
    portal's sentences, which ``PortalMessages`` reads.
    """

    report: Report
    receipt: Receipt | None = None
    refused: Report | None = None


def login(portal: str, token: str, *, language: str | None = None, network: Network | None = None) -> Status:
    """Save a token in the system's keyring, once the portal has accepted it. Raises UploadError."""
    with errors_in(language):
        with _opened(portal, token, network, language, ignore_progress) as opened:
            status = opened.status()
        save_token(parse_address(portal), Token(token))
        return status


def logout(portal: str, *, language: str | None = None) -> bool:
    """Delete a portal's token from the keyring; return whether there was one. Raises UploadError."""
    with errors_in(language):
        return delete_token(parse_address(portal))


def portals(*, language: str | None = None) -> list[str]:
    """Return the addresses of the portals that one is logged in to, the latest first. Raises UploadError."""
    with errors_in(language):
        return known_portals()


def read_status(
    portal: str,
    *,
    token: str | None = None,
    language: str | None = None,
    network: Network | None = None,
    progress: OnProgress = ignore_progress,
) -> Status:
    """Return a token's unit and what it can upload. progress: called at each step. Raises UploadError."""
    with errors_in(language), _opened(portal, token, network, language, progress) as opened:
        progress(Progress("ask"))
        return opened.status()


def send(
    source: str | Path | bytes | BinaryIO,
    portal: str,
    month: str | None,
    *,
    token: str | None = None,
    language: str | None = None,
    limits: Limits | None = None,
    network: Network | None = None,
    progress: OnProgress = ignore_progress,
    confirm: Callable[[Status, Report], bool] | None = None,
) -> Outcome:
    """Check a workbook and, if it has no errors, upload it; this replaces what was uploaded for that month.

    source: a path, the file's bytes, or a binary file. portal: its address. month: None for the only open one. token:
    by default that of ``CGS_TOKEN``, else of the keyring. progress: called at each step. confirm: called before
    anything of the workbook is sent; False stops the upload.

    Raises UploadError, and what ``validate`` raises. A receipt that is returned names the digest of these very bytes.
    """
    with errors_in(language):
        asked = read_month(month) if month else None
        data, name = read_bytes(source, limits or Limits())
        with _opened(portal, token, network, language, progress) as opened:
            status, when = _asked(opened, asked, hashlib.sha256(data).hexdigest(), progress)
            progress(Progress("check"))
            checked_as = (None, str(when), status.stage)
            report = validate(data, *checked_as, school=status.unit, name=name, language=language, limits=limits)
            if report.ok and not any(report.rows.values()):
                raise UploadError("nothing_filled")
            if not report.ok or (confirm and not confirm(status, report)):
                return Outcome(report)
            result = opened.send(when, data)
        if isinstance(result, Refusal):
            return Outcome(report, refused=read_report(result.report, report))
        return Outcome(report, _confirmed(result, when, report.workbook.sha256))


def declare_no_cases(
    portal: str,
    month: str | None,
    *,
    confirm: Callable[[Month, dict[str, int]], bool],
    token: str | None = None,
    language: str | None = None,
    network: Network | None = None,
    progress: OnProgress = ignore_progress,
) -> Receipt | None:
    """Declare 當月無個案及服務.

    confirm: called first where this would delete uploaded data, with its rows by sheet; on False, None is returned and
    nothing was changed. Raises UploadError.
    """
    with errors_in(language):
        asked = read_month(month) if month else None
        with _opened(portal, token, network, language, progress) as opened:
            _, when = _asked(opened, asked, "", progress)
            try:
                receipt = opened.declare_no_cases(when, confirmed=False)
            except UploadError as error:
                if error.code != "needs_confirmation":
                    raise
                if not confirm(when, row_counts_of(error.params.get("rows"))):
                    return None
                receipt = opened.declare_no_cases(when, confirmed=True)
        return _confirmed(receipt, when, "")


@contextmanager
def _opened(
    portal: str, token: str | None, network: Network | None, language: str | None, progress: OnProgress
) -> Iterator[Portal]:
    address = parse_address(portal)
    adapter = load_adapter(address)
    known = find_token(address) if token is None else Token(token)
    callback = ProgressCallback(progress)
    with Connection(address, known, network, callback, known_language(language)) as connection:
        yield CheckedPortal(adapter(connection), callback)


def _asked(portal: Portal, month: Month | None, sha256: str, progress: OnProgress) -> tuple[Status, Month]:
    """Return the portal's status, and the month, by default the only open one.

    Raises UploadError where other months come first, or the month cannot be reported: nothing needs to be sent to find
    that out. What the portal has received already, with a receipt that was lost on the way, may be sent again.
    """
    progress(Progress("ask"))
    status = portal.status()
    if month is None:
        if len(status.open) != 1:
            raise UploadError("which_month" if status.open else "nothing_open", open=list(map(str, status.open)))
        month = status.open[0]
    if status.overdue and month >= status.current_month and month not in status.overdue:
        raise UploadError("overdue_first", month=month, overdue=list(map(str, status.overdue)))
    if month not in status.open and not _may_be_stored(status, month, sha256):
        raise UploadError("closed_now", month=month, open=list(map(str, status.open)) or "-")
    return status, month


def _may_be_stored(status: Status, month: Month, sha256: str) -> bool:
    if status.receipts is None:
        return month < status.current_month
    receipt = status.receipt(month)
    return receipt is not None and receipt.sha256 == sha256


def _confirmed(receipt: Receipt, month: Month, sha256: str) -> Receipt:
    """Return a receipt that confirms what was sent. Raises UploadError for one of anything else."""
    if receipt.sha256 != sha256:
        raise UploadError("other_digest", uncertain=True)
    if receipt.month != month:
        raise UploadError("other_month", uncertain=True, month=month, found=receipt.month)
    return receipt

"""What is done at a portal, step by step: asked, checked, sent, confirmed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..api import validate
from ..checking.messages import default_language
from ..checking.report import Report
from ..errors import ReadError
from ..ooxml.limits import Limits
from ..ooxml.opening import read_bytes
from ..spec.months import Month, parse_month
from .address import parse_address
from .checked_portal import Careful, Heard, rows_told
from .connection import Connection
from .errors import UploadError, told_in
from .portal import Portal, Receipt, Refusal, Status, way_of
from .portal_report import report_of
from .tokens import Token, find_token, forget_token, keep_token, known_portals
from .transport import Network, Progress, Tell


@dataclass(frozen=True)
class Outcome:
    """How an upload ended: with a receipt, or without, and nothing was stored.

    ``report``: our own; ``refused``: the portal's, where it found errors that we did not. Its findings bring the
    portal's sentences, which ``AsTold`` reads.
    """

    report: Report
    receipt: Receipt | None = None
    refused: Report | None = None


def login(portal: str, token: str, *, language: str | None = None, network: Network | None = None) -> Status:
    """Keep a token in the system's keyring, once the portal has accepted it. Raises UploadError."""
    with told_in(language):
        with _opened(portal, token, network, language) as opened:
            status = opened.status()
        keep_token(parse_address(portal), Token(token))
        return status


def logout(portal: str, *, language: str | None = None) -> bool:
    """Take a portal's token out of the keyring; tell whether there was one. Raises UploadError."""
    with told_in(language):
        return forget_token(parse_address(portal))


def portals(*, language: str | None = None) -> list[str]:
    """Return the addresses of the portals that one is logged in to, the latest first. Raises UploadError."""
    with told_in(language):
        return known_portals()


def read_status(
    portal: str,
    *,
    token: str | None = None,
    language: str | None = None,
    network: Network | None = None,
    progress: Tell | None = None,
) -> Status:
    """Return whom the portal takes us for, and what can be uploaded. progress: told each step. Raises UploadError."""
    tell = progress or _silent
    with told_in(language), _opened(portal, token, network, language, tell) as opened:
        tell(Progress("ask"))
        return opened.status()


def send(
    source: str | Path | bytes | BinaryIO,
    portal: str,
    month: str,
    *,
    token: str | None = None,
    language: str | None = None,
    limits: Limits | None = None,
    network: Network | None = None,
    progress: Tell | None = None,
    confirm: Callable[[Status, Report], bool] | None = None,
) -> Outcome:
    """Check a workbook and, if it has no errors, upload it; this replaces what was uploaded for that month.

    source: a path, the file's bytes, or a binary file. portal: its address. token: by default that of ``CGS_TOKEN``,
    else of the keyring. progress: told each step. confirm: asked before anything of the workbook is sent, which it may
    forbid.

    Raises UploadError, and what ``validate`` raises. A receipt that is returned names the digest of these very bytes.
    """
    with told_in(language):
        when, tell = _month(month), progress or _silent
        data, name = read_bytes(source, limits or Limits())
        with _opened(portal, token, network, language, tell) as opened:
            status = _asked(opened, when, tell)
            tell(Progress("check"))
            report = validate(data, month=str(when), stage=status.stage, name=name, language=language, limits=limits)
            if report.ok and not any(report.rows.values()):
                raise UploadError("nothing_filled")
            if not report.ok or (confirm and not confirm(status, report)):
                return Outcome(report)
            answer = opened.send(when, data)
        if isinstance(answer, Refusal):
            return Outcome(report, refused=report_of(answer.report, report))
        return Outcome(report, _confirmed(answer, when, report.workbook.sha256))


def declare_none(
    portal: str,
    month: str,
    *,
    confirm: Callable[[Month, dict[str, int]], bool],
    token: str | None = None,
    language: str | None = None,
    network: Network | None = None,
    progress: Tell | None = None,
) -> Receipt | None:
    """Declare 當月無個案及服務.

    confirm: asked first where this would delete uploaded data, with its rows by sheet; if it says no, None is returned
    and nothing was changed. Raises UploadError.
    """
    with told_in(language):
        when, tell = _month(month), progress or _silent
        with _opened(portal, token, network, language, tell) as opened:
            _asked(opened, when, tell)
            try:
                receipt = opened.declare_none(when, confirmed=False)
            except UploadError as error:
                if error.code != "needs_confirmation":
                    raise
                if not confirm(when, rows_told(error.params.get("rows"))):
                    return None
                receipt = opened.declare_none(when, confirmed=True)
        return _confirmed(receipt, when, "")


@contextmanager
def _opened(
    portal: str,
    token: str | None,
    network: Network | None,
    language: str | None,
    tell: Tell | None = None,
) -> Iterator[Portal]:
    """Give the portal at an address, by a token or the one that is kept."""
    address = parse_address(portal)
    way = way_of(address)
    known = find_token(address) if token is None else Token(token)
    heard = Heard(tell or _silent)
    with Connection(address, known, network, heard, language or default_language()) as connection:
        yield Careful(way(connection), heard)


def _asked(portal: Portal, month: Month, tell: Tell) -> Status:
    """Return the portal's status. Raises UploadError where other months come first.

    Whether an earlier month is open is the portal's to judge: it may be one whose receipt was lost on the way.
    """
    tell(Progress("ask"))
    status = portal.status()
    if status.overdue and month >= status.current_month and month not in status.overdue:
        raise UploadError("overdue_first", month=month, overdue=list(map(str, status.overdue)))
    return status


def _confirmed(receipt: Receipt, month: Month, sha256: str) -> Receipt:
    """Return a receipt that confirms what was sent. Raises UploadError for one of anything else."""
    if receipt.sha256 != sha256:
        raise UploadError("other_digest", uncertain=True)
    if receipt.month != month:
        raise UploadError("other_month", uncertain=True, month=month, found=receipt.month)
    return receipt


def _month(text: str) -> Month:
    month = parse_month(text)
    if month is None:
        raise ReadError("wrong_month", month=text)
    return month


def _silent(_: Progress) -> None:
    """Tell nobody."""

"""Our own way of upload: ``/api/v1``, JSON over HTTP (docs/upload-plugins.md)."""

import base64
import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import uuid4

from ..checking.report import SCHEMA
from ..spec.months import Month, parse_month
from .connection import Connection
from .errors import UploadError
from .portal import TAIWAN, Receipt, Refusal, Status
from .responses import Answer

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_JSON, _PROBLEM = "application/json", "application/problem+json"

Read = TypeVar("Read")

# What a portal says for itself, each with a sentence of ours.
_CODES = frozenset(
    {
        "unauthorized",
        "forbidden",
        "overdue_first",
        "month_not_open",
        "needs_confirmation",
        "in_progress",
        "key_reused",
        "digest_mismatch",
        "digest_missing",
        "too_large",
        "unsupported_media_type",
        "too_many_requests",
    }
)
# What is known by the status alone; something that stands before the portal may have answered.
_STATUSES = {
    401: "unauthorized",
    404: "no_portal",
    407: "proxy",
    413: "too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
}


class ApiV1:
    """A portal with the paths ``/api/v1``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def status(self) -> Status:
        """Ask who the token's holder is and what may be reported."""
        answer = self._connection.request("GET", "/api/v1/status")
        if answer.status != 200:
            raise _problem(answer)
        return _read(answer, _status)

    def send(self, month: Month, workbook: bytes) -> Receipt | Refusal:
        """Upload a month's workbook; every try has the same key, so that it is stored once."""
        digest = base64.b64encode(hashlib.sha256(workbook).digest()).decode()
        headers = {"Content-Type": _WORKBOOK, "Content-Digest": f"sha-256=:{digest}:", "Idempotency-Key": str(uuid4())}
        answer = self._connection.request(
            "PUT", f"/api/v1/reports/{month}", body=workbook, headers=headers, again=_again
        )
        if answer.status in (200, 201):
            return _read(answer, _receipt)
        if answer.status == 422 and answer.media_type == _JSON:
            return Refusal(_read(answer, _report))
        raise _problem(answer, month=month)

    def declare_none(self, month: Month, *, confirmed: bool) -> Receipt:
        """Declare 當月無個案及服務."""
        answer = self._connection.request(
            "PUT",
            f"/api/v1/reports/{month}/none",
            headers={"Idempotency-Key": str(uuid4())},
            query={"confirm": "true"} if confirmed else None,
            again=_again,
        )
        if answer.status in (200, 201):
            return _read(answer, _receipt)
        raise _problem(answer, month=month)


def _again(answer: Answer) -> bool:
    """Tell whether to ask again: the portal is busy, or still at work on what an earlier try brought."""
    return answer.busy or (answer.status == 409 and _said(answer).get("code") == "in_progress")


def _problem(answer: Answer, month: Month | str = "") -> UploadError:
    """Return the error of an answer that is neither a receipt nor a report."""
    said = _said(answer)
    code = str(said.get("code", ""))
    known = code if code in _CODES else "" if code else _STATUSES.get(answer.status, "")
    if not known and not said and answer.status < 500:
        return answer.unreadable()
    return UploadError(
        known or ("portal_failed" if answer.status >= 500 else "refused"),
        uncertain=answer.uncertain,
        status=answer.status,
        month=month,
        reason=said.get("detail") or said.get("title") or f"HTTP {answer.status}",
        overdue=_list(said.get("overdue")),
        rows=_dict(said.get("rows")),
    )


def _said(answer: Answer) -> dict[str, Any]:
    """Return the problem that a portal tells of, nothing where it is none."""
    with suppress(UploadError):
        return _dict(answer.json()) if answer.media_type in (_PROBLEM, _JSON) else {}
    return {}


def _read(answer: Answer, what: Callable[[dict[str, Any]], Read]) -> Read:
    """Return what an answer holds. Raises UploadError where it is of another shape."""
    said = _dict(answer.json())
    with suppress(KeyError, TypeError, ValueError, OverflowError):
        return what(said)
    raise answer.unreadable()


def _status(said: dict[str, Any]) -> Status:
    return Status(
        unit=_text(said["unit"]),
        stage=said["stage"],
        current_month=_month(said["current_month"]),
        open=tuple(map(_month, said["open"])),
        overdue=tuple(map(_month, said["overdue"])),
        deadline=_day(said["deadline"]),
    )


def _receipt(said: dict[str, Any]) -> Receipt:
    return Receipt(
        number=_text(said["receipt"]),
        month=_month(said["month"]),
        sha256=_text(said["sha256"] or ""),
        spec=_text(said["spec"] or ""),
        rows=_dict(said["rows"]),
        received_at=_time(said["received_at"]),
    )


def _report(said: dict[str, Any]) -> dict[str, Any]:
    if said["schema"] != SCHEMA:
        raise ValueError("another schema")
    return said


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _month(value: Any) -> Month:
    month = parse_month(_text(value))
    if month is None:
        raise ValueError("not a month")
    return month


def _time(value: Any) -> datetime:
    time = datetime.fromisoformat(value)
    if time.tzinfo is None:
        raise ValueError("a time without its zone")
    return time


def _day(value: Any) -> date | None:
    """Return a day, also of a time in a zone; None where it is neither, since nothing depends on it."""
    with suppress(TypeError, ValueError, OverflowError):
        time = datetime.fromisoformat(value)
        return (time.astimezone(TAIWAN) if time.tzinfo else time).date()
    return None


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

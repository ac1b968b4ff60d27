"""The default adapter: ``/api/v1``, JSON over HTTP (docs/upload-plugins.md)."""

import base64
import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import uuid4

from ..checking.report import SCHEMA
from ..spec.months import Month, parse_month
from .connection import Connection, Response
from .errors import UploadError
from .portal import TAIWAN, Receipt, Refusal, Status

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_JSON, _PROBLEM = "application/json", "application/problem+json"

Read = TypeVar("Read")

# Codes of a portal's problems, each with a sentence of ours.
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
# The codes of statuses without a problem: a proxy in front of the portal may have answered.
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
        """Return who the token's holder is and what may be reported."""
        response = self._connection.request("GET", "/api/v1/status")
        if response.status != 200:
            raise _problem(response)
        return _read(response, _status)

    def send(self, month: Month, workbook: bytes) -> Receipt | Refusal:
        """Upload a month's workbook; every try has the same key, so that it is stored once."""
        digest = base64.b64encode(hashlib.sha256(workbook).digest()).decode()
        headers = {"Content-Type": _WORKBOOK, "Content-Digest": f"sha-256=:{digest}:", "Idempotency-Key": str(uuid4())}
        response = self._connection.request(
            "PUT", f"/api/v1/reports/{month}", body=workbook, headers=headers, again=_again
        )
        if response.status in (200, 201):
            return _read(response, _receipt)
        if response.status == 422 and response.media_type == _JSON:
            return Refusal(_read(response, _report))
        raise _problem(response, month=month)

    def declare_no_cases(self, month: Month, *, confirmed: bool) -> Receipt:
        """Declare 當月無個案及服務."""
        response = self._connection.request(
            "PUT",
            f"/api/v1/reports/{month}/none",
            headers={"Idempotency-Key": str(uuid4())},
            query={"confirm": "true"} if confirmed else None,
            again=_again,
        )
        if response.status in (200, 201):
            return _read(response, _receipt)
        raise _problem(response, month=month)


def _again(response: Response) -> bool:
    """Return whether to try again: the portal is busy, or still at work on an earlier try."""
    return response.busy or (response.status == 409 and _problem_in(response).get("code") == "in_progress")


def _problem(response: Response, month: Month | str = "") -> UploadError:
    data = _problem_in(response)
    code = str(data.get("code", ""))
    known = code if code in _CODES else "" if code else _STATUSES.get(response.status, "")
    if not known and not data and response.status < 500:
        return response.unreadable()
    return UploadError(
        known or ("portal_failed" if response.status >= 500 else "refused"),
        uncertain=response.uncertain,
        status=response.status,
        month=month,
        reason=data.get("detail") or data.get("title") or f"HTTP {response.status}",
        overdue=_list(data.get("overdue")),
        rows=_dict(data.get("rows")),
    )


def _problem_in(response: Response) -> dict[str, Any]:
    with suppress(UploadError):
        return _dict(response.json()) if response.media_type in (_PROBLEM, _JSON) else {}
    return {}


def _read(response: Response, parse: Callable[[dict[str, Any]], Read]) -> Read:
    """Return the content of a response. Raises UploadError where it is of another shape."""
    data = _dict(response.json())
    with suppress(KeyError, TypeError, ValueError, OverflowError):
        return parse(data)
    raise response.unreadable()


def _status(data: dict[str, Any]) -> Status:
    return Status(
        unit=_text(data["unit"]),
        stage=data["stage"],
        current_month=_month(data["current_month"]),
        open=tuple(map(_month, data["open"])),
        overdue=tuple(map(_month, data["overdue"])),
        deadline=_day(data["deadline"]),
        receipts=tuple(map(_receipt, data["receipts"])) if "receipts" in data else None,
    )


def _receipt(data: dict[str, Any]) -> Receipt:
    return Receipt(
        number=_text(data["receipt"]),
        month=_month(data["month"]),
        sha256=_text(data["sha256"] or ""),
        spec=_text(data["spec"] or ""),
        rows=_dict(data["rows"]),
        received_at=_time(data["received_at"]),
    )


def _report(data: dict[str, Any]) -> dict[str, Any]:
    if data["schema"] != SCHEMA:
        raise ValueError("another schema")
    return data


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

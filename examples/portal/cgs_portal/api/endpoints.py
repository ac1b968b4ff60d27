"""The requests of the upload protocol (docs/upload-plugins.md); ``reports`` carries them out."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Status

from ..reports.receiving import Receipt, declare_no_cases, receipts_of, receive, reporting_unit
from ..reports.unit_status import status_of
from . import schemas
from .description import KEYED, UPLOAD, DescribedAPI, errors
from .problems import answer_errors
from .requests import PersonalTokens, key_of, month_in, workbook_in

api = DescribedAPI(
    title="輔導工作成果填報系統（範例）",
    version="1",
    description="上傳程式的介面：問學校可以填報哪些月份、上傳活頁簿、填報當月無個案及服務。權杖在網頁上產生。",
    auth=PersonalTokens(),
    docs_url=None,
)
answer_errors(api)

_RECEIPTS = {200: schemas.Receipt, 201: schemas.Receipt}


@api.get("/status", operation_id="status", response={200: schemas.ReportingStatus, **errors(401, 403, 429)})
def status(request: HttpRequest) -> schemas.ReportingStatus:
    """Return the months that the unit may report, and those it has missed."""
    unit = reporting_unit(request.auth)
    found = status_of(unit)
    return schemas.ReportingStatus(
        unit=unit.name,
        stage=unit.stage,
        current_month=str(found.current),
        open=[str(month) for month in found.open],
        overdue=[str(month) for month in found.overdue],
        deadline=found.deadline.isoformat(),
        receipts=[schemas.Receipt(**_public(receipt)) for receipt in receipts_of(unit)],
    )


@api.put(
    "/reports/{month}",
    operation_id="upload",
    response={**_RECEIPTS, **errors(400, 401, 403, 404, 409, 413, 415, 422, 429, 503)},
    openapi_extra=UPLOAD,
)
def upload(request: HttpRequest, month: str) -> Status[Any]:
    """Store a workbook as the report of a month, in place of an earlier one: 201, or 200 where it replaced one.

    409 ``superseded``: another was received while this one was checked, and stays. It is not to be sent again unasked.
    """
    report_month, key = month_in(month), key_of(request)
    reporting_unit(request.auth)
    return _receipt(receive(request.auth, report_month, workbook_in(request), key))


@api.put(
    "/reports/{month}/none",
    operation_id="declare_none",
    response={**_RECEIPTS, **errors(400, 401, 403, 404, 409, 422, 429)},
    openapi_extra=KEYED,
)
def none(request: HttpRequest, month: str, confirm: bool = False) -> Status[Any]:
    """Declare 當月無個案及服務. A workbook that was uploaded is deleted, but only with ``confirm=true``."""
    return _receipt(declare_no_cases(request.auth, month_in(month), confirmed=confirm, key=key_of(request)))


def _receipt(receipt: Receipt) -> Status[Any]:
    return Status(200 if receipt.replaced else 201, _public(receipt))


def _public(receipt: Receipt) -> dict[str, Any]:
    answer = asdict(receipt)
    del answer["replaced"]
    return answer

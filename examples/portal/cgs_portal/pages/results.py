"""匯入失敗: the rows of a refused workbook in yellow and red, with the reasons, and its marked copy to download.

The workbook is held for an hour, or until its owner logs out or sends another. Its name is in the session of its
sender, so that no one else can ask for it.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from cgs_validate import ReadError, Report
from cgs_validate.reports.html import render_findings
from cgs_validate.spec.months import Month

from ..accounts.access import only
from ..accounts.models import Role
from ..api.requests import WORKBOOK
from ..audit.log import note
from ..audit.models import Deed
from ..reports import refused
from ..reports.checking import check_workbook, marked_copy
from .forms import UploadForm
from .work import render_work

_HELD = "refused"


def hold(request: HttpRequest, month: Month, data: bytes) -> None:
    """Hold a refused workbook for its sender."""
    request.session[_HELD] = [str(month), refused.hold(data, request.user)]


def let_go(request: HttpRequest) -> None:
    """Delete the held workbook, if there is one."""
    _, name = request.session.pop(_HELD, (None, None))
    if name:
        refused.forget(name)


def let_go_on_logout(request: HttpRequest | None, **_: Any) -> None:
    """Delete it with the session."""
    if request:
        let_go(request)


@only(Role.SCHOOL)
def result(request: HttpRequest, month: Month) -> HttpResponse:
    """Show the mistakes."""
    held = _held(request, month)
    if held is None:
        return redirect("month", month)
    _, report = held
    piece, page = render_findings(report), "look_first" if report.ok else "result"
    return render_work(request, page, month=month, report=report, piece=piece, form=UploadForm())


@only(Role.SCHOOL)
def marked(request: HttpRequest, month: Month) -> HttpResponse:
    """Send the marked copy."""
    held = _held(request, month)
    if held is None:
        return redirect("month", month)
    try:
        copy = marked_copy(request.user, *held)
    except ReadError as error:
        messages.error(request, f"這份檔案沒辦法標示。{error.message}{error.hint}")
        return redirect("result", month)
    sha256 = held[1].workbook.sha256
    note(Deed.DATA_DOWNLOADED, request.user, month=str(month), sha256=sha256, kind="marked.xlsx")
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{month}-標示.xlsx")}
    return HttpResponse(copy, content_type=WORKBOOK, headers=headers)


def held_workbook(request: HttpRequest, month: Month) -> bytes | None:
    """Return the held workbook; None, with a message on the page, where it is gone."""
    of, name = request.session.get(_HELD, (None, None))
    data = refused.fetch(name) if of == str(month) else None
    if data is None:
        messages.error(request, "沒有存檔的檔案只暫存一小時，現在不能看了，請再上傳一次。")
    return data


def _held(request: HttpRequest, month: Month) -> tuple[bytes, Report] | None:
    """Return the held workbook and its report; None, with a message on the page, where it is gone or cannot be read."""
    data = held_workbook(request, month)
    if data is None:
        return None
    try:
        return data, check_workbook(request.user, data, month)
    except ReadError as error:  # it could be read a moment ago: the worker was at its limit
        messages.error(request, f"{error.message}{error.hint}")
        return None

"""工作填報: a month's workbook is uploaded, or it is declared that there was nothing to report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cgs_validate import ReadError
from cgs_validate.spec.months import Month

from .. import clock
from ..accounts.access import only
from ..accounts.models import Role
from ..refusals import NotClean, Refused
from ..reports.receiving import declare_no_cases, must_be_open, receive
from ..reports.uploads import read_upload
from .forms import UploadForm
from .records import row_counts
from .results import held_workbook, hold, let_go
from .work import State, render_work


@only(Role.SCHOOL)
def work(request: HttpRequest) -> HttpResponse:
    """Show what comes next."""
    return render_work(request, "start")


@only(Role.SCHOOL)
def current(request: HttpRequest) -> HttpResponse:
    """Show the current month's page."""
    return _page(request, State(request.user.unit).current)


@only(Role.SCHOOL)
def overdue(request: HttpRequest) -> HttpResponse:
    """Show the months that are to be made up for, or were opened again."""
    return render_work(request, "overdue")


@only(Role.SCHOOL)
def upload(request: HttpRequest, month: Month) -> HttpResponse:
    """Show a month's page, or receive its workbook: the result is a page of its own."""
    if request.method != "POST":
        return _page(request, month)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, month, form, 422)
    let_go(request)
    try:
        data = read_upload(form.cleaned_data["workbook"])
        receive(request.user, month, data, looked_at=False)
    except NotClean:
        hold(request, month, data)
        return redirect("result", month)
    except ReadError as error:
        form.add_error("workbook", f"{error.message}{error.hint}")
        return _page(request, month, form, 422)
    except Refused as refused:
        form.add_error("workbook", refused.detail)
        return refused.with_headers(_page(request, month, form, refused.status))
    return _imported(request, month)


@only(Role.SCHOOL)
@require_POST
def confirm(request: HttpRequest, month: Month) -> HttpResponse:
    """Store the held workbook, whose sender has looked at what may be wrong."""
    data = held_workbook(request, month)
    if data is None:
        return redirect("month", month)
    try:
        receive(request.user, month, data)
    except (NotClean, ReadError):
        return redirect("result", month)
    except Refused as refused:
        messages.error(request, refused.detail)
        return refused.with_headers(_page(request, month, status=refused.status))
    let_go(request)
    return _imported(request, month)


def _imported(request: HttpRequest, month: Month) -> HttpResponse:
    messages.success(request, f"{month} 匯入成功，以下是你匯入的資料")
    return redirect("record", month)


@only(Role.SCHOOL)
@require_POST
def none(request: HttpRequest, month: Month) -> HttpResponse:
    """Declare that there is nothing to report; a workbook that would be deleted is shown first, with its receipt."""
    try:
        declare_no_cases(request.user, month, confirmed=request.POST.get("deletes", ""))
    except Refused as refused:
        if refused.code == "needs_confirmation":
            stored = request.user.unit.reports.get(month=month)
            return render_work(request, "confirm_none", month=month, stored=stored, rows=row_counts(stored))
        return _page(request, month, status=refused.status)
    let_go(request)
    messages.success(request, f"{month} 無需上傳，已完成無個案及服務的填報")
    return redirect("record", month)


def _page(request: HttpRequest, month: Month, form: UploadForm | None = None, status: int = 200) -> HttpResponse:
    unit, refused = request.user.unit, None
    try:
        must_be_open(unit, month, clock.now())
    except Refused as error:
        refused = error
    return render_work(
        request,
        "month",
        month=month,
        stored=unit.reports.filter(month=month).first(),
        refused=refused,
        form=form or UploadForm(),
        status=status,
    )

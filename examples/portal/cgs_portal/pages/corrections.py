"""申請修改: a month of this semester that was reported is opened again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..accounts.access import only
from ..accounts.models import Role
from ..refusals import Refused
from ..reports.corrections import correctable_months, request_correction
from .forms import CorrectionForm
from .work import State, render_work


@only(Role.SCHOOL)
def corrections(request: HttpRequest) -> HttpResponse:
    """Show which months can be corrected, or open one."""
    unit = request.user.unit
    again = State(unit).again
    months = [month for month in correctable_months(unit) if month not in again]
    if request.method != "POST":
        return render_work(request, "corrections", form=CorrectionForm(months))
    form = CorrectionForm(months, request.POST)
    if form.is_valid():
        month = form.cleaned_data["month"]
        try:
            request_correction(request.user, month)
        except Refused as refused:
            form.add_error("month", refused.detail)
        else:
            messages.success(request, f"{month} 已開放修改，請在這裡上傳修正後的檔案。")
            return redirect("month", month)
    return render_work(request, "corrections", form=form, status=422)

"""The pages of county, ministry and service desk."""

from django.contrib import messages
from django.db.models import Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from cgs_validate.spec.months import parse_month

from .. import clock
from ..accounts import lockout
from ..accounts.access import only, schools_of
from ..accounts.models import Account, Role, Unit
from ..refusals import Refused
from ..reports.corrections import open_for, openable_months
from ..reports.unit_status import status_of
from ..reports.windows import current_month, months_of, school_year
from .desk import unlock as unlock_account
from .desk import unlock_address
from .forms import AddressForm
from .models import Renewal
from .progress import by_county, by_school, total

_MOST = 50  # units that are listed


@only(Role.COUNTY, Role.MINISTRY)
def progress(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """填報情形 of a school year: of a county's schools, or of the counties."""
    today = clock.today()
    latest = school_year(current_month(today))
    year = latest if year is None else year
    months = months_of(year, today)
    if not months:
        raise Http404
    first = schools_of(request.user).aggregate(Min("first_month"))["first_month__min"]
    earliest = school_year(first) if first else latest
    context = {"year": year, "earliest": earliest, "latest": latest, "months": months}
    if request.user.role == Role.COUNTY:
        context["schools"] = by_school(request.user, months, today)
        return render(request, "offices/schools.html", context)
    context["counties"] = by_county(request.user, months)
    context["totals"] = [total(parts) for parts in zip(*(parts for _, parts in context["counties"]), strict=True)]
    return render(request, "offices/counties.html", context)


@only(Role.SERVICE_DESK)
def desk(request: HttpRequest) -> HttpResponse:
    """Look for a unit."""
    query = request.GET.get("q", "").strip()
    found = Unit.objects.filter(Q(code=query) | Q(name__contains=query)).order_by("code") if query else []
    return render(request, "offices/desk.html", {"query": query, "found": found[:_MOST], "most": _MOST})


@only(Role.SERVICE_DESK)
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show a unit that has called: its reporting status and its accounts."""
    found = get_object_or_404(Unit, code=code)
    accounts = found.accounts.order_by("-is_active", "username")
    context = {
        "unit": found,
        "accounts": [(account, lockout.is_locked(account.username)) for account in accounts],
        "status": status_of(found) if found.stage else None,
        "openable": openable_months(found),
        "renewals": Renewal.objects.filter(account__unit=found).select_related("account", "asked_by"),
    }
    return render(request, "offices/unit.html", context)


@only(Role.SERVICE_DESK)
@require_POST
def open_month(request: HttpRequest, code: str) -> HttpResponse:
    """跨學期修改: open a month that was reported."""
    month = parse_month(request.POST.get("month", ""))
    if month is None:
        raise Http404
    try:
        open_for(request.user, get_object_or_404(Unit, code=code), month)
        messages.success(request, f"{month} 已開放修改，學校可以在「逾期補填」上傳。")
    except Refused as refused:
        messages.error(request, refused.detail)
    return redirect("unit", code)


@only(Role.SERVICE_DESK)
@require_POST
def unlock(request: HttpRequest, number: int) -> HttpResponse:
    """解除鎖定."""
    account = get_object_or_404(Account.objects.select_related("unit"), pk=number)
    unlock_account(request.user, account)
    messages.success(request, f"{account.username} 可以再登入了。")
    return redirect("unit", account.unit.code)


@only(Role.SERVICE_DESK)
@require_POST
def lift(request: HttpRequest) -> HttpResponse:
    """解除網路位址的限制."""
    form = AddressForm(request.POST)
    if form.is_valid():
        address = form.cleaned_data["address"]
        unlock_address(request.user, address)
        messages.success(request, f"{address} 可以再登入了。")
    else:
        messages.error(request, "".join(form.errors["address"]))
    return redirect("desk")

"""The pages of 帳號重置."""

from smtplib import SMTPRecipientsRefused

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from .. import background
from ..accounts.access import only
from ..accounts.links import send_link
from ..accounts.models import Account, Role
from ..mails import MAIL_ERRORS, compose
from ..refusals import Refused
from . import renewals
from .forms import RenewForm
from .models import Renewal


@only(Role.SERVICE_DESK)
def renew(request: HttpRequest, number: int) -> HttpResponse:
    """Renew a school's account, or ask for the renewal of an office's."""
    account = get_object_or_404(Account.objects.select_related("unit"), pk=number, is_active=True)
    form = RenewForm(request.POST or None)
    if form.is_valid() and (
        _ask(request, account, form) if renewals.needs_two(account) else _renew(request, account, form)
    ):
        return redirect("unit", account.unit.code)
    context = {"account": account, "form": form, "needs_two": renewals.needs_two(account)}
    return render(request, "offices/renew.html", context)


@only(Role.SERVICE_DESK)
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm the renewal that another has asked for."""
    asked = get_object_or_404(Renewal.objects.select_related("account__unit"), pk=number)
    try:
        new = renewals.confirm(request.user, asked)
    except Refused as refused:
        messages.error(request, refused.detail)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    else:
        _mail(request, asked.account, new)
    return redirect("unit", asked.account.unit.code)


@only(Role.SERVICE_DESK)
@require_POST
def reject(request: HttpRequest, number: int) -> HttpResponse:
    """Reject the renewal that was asked for."""
    asked = get_object_or_404(Renewal.objects.select_related("account__unit"), pk=number)
    renewals.reject(request.user, asked)
    messages.success(request, f"{asked.account.username} 沒有重置，照常使用。")
    return redirect("unit", asked.account.unit.code)


def _renew(request: HttpRequest, account: Account, form: RenewForm) -> bool:
    """Renew an account; return whether it could be done."""
    try:
        new = renewals.renew(request.user, account, **form.cleaned_data)
    except ValidationError as error:
        form.add_error("own_name", error.messages)
        return False
    _mail(request, account, new)
    return True


def _ask(request: HttpRequest, account: Account, form: RenewForm) -> bool:
    """Mail the old address, then ask for a renewal; return whether it could be done."""
    if Renewal.objects.filter(account=account).exists():
        form.add_error(None, "這個帳號的重置已經有人申請，還在等另一位客服人員確認。")
        return False
    try:
        renewals.check(account, **form.cleaned_data)
        if account.email:
            compose("offices/renewal_asked.txt", account.email, account=account).send()
    except ValidationError as error:
        form.add_error("own_name", error.messages)
        return False
    except SMTPRecipientsRefused:
        messages.warning(request, f"{account.username} 原來的信箱收不到信，請用電話向原承辦單位確認。")
    except MAIL_ERRORS:
        form.add_error(None, "要先寄信通知原來的信箱，但是信寄不出去，所以什麼都沒有變更。請稍後再試。")
        return False
    renewals.ask(request.user, account, **form.cleaned_data)
    messages.success(request, f"{account.username} 的重置已經登記，要由另一位客服人員確認。")
    return True


def _mail(request: HttpRequest, old: Account, new: Account) -> None:
    """Mail the old address, and the link by which the new account gets its password; say so on the page."""
    if old.email:
        background.later(compose("offices/renewed.txt", old.email, account=old).send)
    try:
        send_link(new, "new_password")
    except MAIL_ERRORS:
        failed = f"帳號已重置，新帳號是 {new.username}，但是寄到 {new.email} 的信寄不出去。"
        messages.error(request, f"{failed}請承辦人稍後用「忘記密碼」設定密碼。")
    else:
        messages.success(request, f"帳號已重置。新帳號是 {new.username}，設定密碼的連結寄到 {new.email}。")

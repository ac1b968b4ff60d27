"""The pages about one's own account: login, logout, password, Email, the person in charge."""

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from .. import background
from ..audit.log import note
from ..audit.models import Deed
from ..mails import MAIL_ERRORS
from . import lockout
from .access import only
from .addresses import address_of
from .forgotten import send_if_known
from .forms import ChangePasswordForm, DetailsForm, EmailForm, ForgottenForm, LoginForm, NewPasswordForm
from .links import owner_of_link, send_link
from .models import Account, Role
from .tokens import revoke_all

_HOMES = {Role.SCHOOL: "work", Role.COUNTY: "progress", Role.MINISTRY: "progress", Role.SERVICE_DESK: "desk"}
_NOT_SENT = "信寄不出去，所以什麼都沒有變更。請稍後再試；還是不行，請電洽系統客服。"
_log = logging.getLogger(__name__)


@only(*Role)
def home(request: HttpRequest) -> HttpResponse:
    """Redirect to the first page of an account's role."""
    return redirect(_HOMES[request.user.role])


class Login(LoginView):
    """登入."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """Return what the page shows: besides the form, whether workbooks can be checked without an account."""
        return super().get_context_data(page=settings.PORTAL_PAGE, **more)

    def form_valid(self, form: LoginForm) -> HttpResponse:
        """Log in."""
        with transaction.atomic():
            login(self.request, form.get_user())
            note(Deed.LOGIN, form.get_user())
        return redirect(self.get_success_url())


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """登出."""
    account = request.user
    with transaction.atomic():
        logout(request)
        if account.is_authenticated:
            note(Deed.LOGOUT, account)
    return redirect("login")


@sensitive_post_parameters()
@only(*Role)
def change_password(request: HttpRequest) -> HttpResponse:
    """修改密碼."""
    form = ChangePasswordForm(request.user, request.POST or None)
    if form.is_valid():
        form.save(commit=False)
        if _left_to_confirm(request, form, Deed.PASSWORD_CHANGED):
            return redirect("login")
    return _form(request, form, "修改密碼", "變更密碼")


@sensitive_post_parameters()
@only(*Role)
def change_email(request: HttpRequest) -> HttpResponse:
    """變更信箱."""
    form = EmailForm(request.user, request.POST or None)
    if form.is_valid():
        request.user.email = form.cleaned_data["email"]
        if _left_to_confirm(request, form, Deed.EMAIL_CHANGED):
            return redirect("login")
    return _form(request, form, "變更信箱", "變更信箱")


@only(*Role)
def details(request: HttpRequest) -> HttpResponse:
    """帳號管理."""
    form = DetailsForm(request.POST or None, instance=request.user)
    if form.is_valid():
        with transaction.atomic():
            form.save()
            note(Deed.DETAILS_CHANGED, request.user)
        messages.success(request, "已更新。")
        return redirect("details")
    return render(request, "accounts/details.html", {"form": form})


def forgotten(request: HttpRequest) -> HttpResponse:
    """忘記密碼. The answer is always the same, and as fast: whether there is such an account is looked up later."""
    form = ForgottenForm(request.POST or None)
    if not form.is_valid():
        return _form(request, form, "忘記密碼", "寄出連結")
    try:
        lockout.attempt(address=address_of(request))
    except lockout.TooMany:
        _log.warning("no link is mailed: an address has asked for too many")
    else:
        background.later(send_if_known, form.cleaned_data["username"], form.cleaned_data["email"])
    messages.success(request, "帳號和 Email 都對的話，幾分鐘內會收到一封信，請點信裡的連結設定新密碼。")
    return redirect("login")


@sensitive_post_parameters()
def new_password(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Set a new password by a link that was mailed.

    It confirms the account, too, and unlocks it; the tokens go, since somebody else may have made them.
    """
    account = owner_of_link(number, token, "new_password")
    if account is None:
        return render(request, "accounts/link_over.html", status=404)
    form = NewPasswordForm(account, request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            account.is_confirmed = True
            form.save()
            lockout.unlock(account.username)
            note(Deed.PASSWORD_CHANGED, account)
            had_tokens = revoke_all(account)
        messages.success(request, "密碼設定好了，請用新密碼登入。")
        if had_tokens:
            messages.success(request, "原來的權杖都取消了；用程式上傳的電腦，請產生新的權杖再登入。")
        return redirect("login")
    return _form(request, form, "設定新密碼", "設定密碼")


def confirm(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """開通帳號, by a link that was mailed and a button: programs that look through mails open links, too."""
    account = owner_of_link(number, token, "confirm")
    if account is None:
        return render(request, "accounts/link_over.html", status=404)
    if request.method != "POST":
        return render(request, "accounts/confirm.html", {"account": account})
    with transaction.atomic():
        account.is_confirmed = True
        account.save()
        note(Deed.CONFIRMED, account)
    messages.success(request, "帳號已開通，請登入。")
    return redirect("login")


def _left_to_confirm(request: HttpRequest, form: Form, deed: Deed) -> bool:
    """Mail the link that confirms a change, then save it, and log out; return whether the mail could be sent."""
    account: Account = request.user
    if not account.email:
        form.add_error(None, "請先變更信箱：開通的連結會寄到帳號的 Email。")
        return False
    account.is_confirmed = False
    try:
        send_link(account, "confirm")
    except MAIL_ERRORS:
        form.add_error(None, _NOT_SENT)
        return False
    with transaction.atomic():
        account.save()
        note(deed, account)
    logout(request)
    messages.success(request, f"已變更。開通的連結寄到 {account.email}，請點信裡的連結，再重新登入。")
    return True


def _form(request: HttpRequest, form: Form, title: str, submit: str) -> HttpResponse:
    return render(request, "accounts/form.html", {"form": form, "title": title, "submit": submit})

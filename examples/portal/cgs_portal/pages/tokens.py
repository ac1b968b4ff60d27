"""權杖: the credentials of upload programs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ..accounts.access import only
from ..accounts.models import Role
from ..accounts.tokens import make_token, revoke_token
from .forms import TokenForm


@only(Role.SCHOOL)
def tokens(request: HttpRequest) -> HttpResponse:
    """List an account's tokens, or make one, which is shown this once."""
    form, made = TokenForm(request.POST or None), None
    if form.is_valid():
        made = make_token(request.user, form.cleaned_data["label"])
        form = TokenForm()
    context = {"form": form, "made": made, "tokens": request.user.tokens.order_by("-created_at")}
    return render(request, "pages/tokens.html", context, status=422 if form.errors else 200)


@only(Role.SCHOOL)
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke a token."""
    if revoke_token(request.user, number):
        messages.success(request, "權杖已取消，用它的程式不能再上傳。")
    return redirect("tokens")

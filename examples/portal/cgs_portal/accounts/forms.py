"""The forms about accounts."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm, UsernameField
from django.core.exceptions import ValidationError

from . import lockout
from .addresses import address_of
from .models import Account

_MINUTES = lockout.PAUSE.seconds // 60
_LOCKED = f"密碼錯了太多次，請 {_MINUTES} 分鐘後再試，或用「忘記密碼」重新設定密碼。急著使用，請電洽系統客服"


class LoginForm(AuthenticationForm):
    """帳號 and 密碼. The answer does not reveal which of them is wrong, or whether there is such an account."""

    error_messages = {
        "invalid_login": "帳號或密碼不對。帳號是「單位代碼_個人帳號」，例如 010300_a001；密碼的英文字母要分大小寫。",
        "unconfirmed": "帳號還沒開通。請到註冊的信箱，點開通帳號的連結；找不到信，可以用「忘記密碼」再寄一次。",
        "locked": f"{_LOCKED}，並告知這台電腦的網路位址 %(address)s。",
    }

    def clean(self) -> dict[str, Any]:
        """Check the password, unless there were too many wrong ones; without one there is nothing to check."""
        if self.errors:
            return self.cleaned_data
        name, address = self.cleaned_data["username"], address_of(self.request)
        try:
            is_last = lockout.attempt(name=name, address=address)
        except lockout.TooMany:
            raise self._error("locked", address=address) from None
        try:
            return super().clean()
        finally:
            if self.get_user():  # the password was right, also where the account is still to be confirmed
                lockout.succeeded(name=name, address=address)
            else:
                lockout.failed(Account.objects.select_related("unit").filter(username=name).first(), is_last=is_last)

    def confirm_login_allowed(self, user: Account) -> None:
        """Refuse an account whose latest link was not opened. By then the password was right."""
        if not user.is_confirmed:
            raise self._error("unconfirmed")

    def _error(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code, params)


class ForgottenForm(forms.Form):
    """忘記密碼: 帳號 and Email."""

    username = UsernameField(label="帳號", max_length=15)
    email = forms.EmailField(label="Email（建立帳號時設定的電子信箱）")


class _NewPassword:
    """The password rules in one text, in the ministry's words, instead of a line of each validator."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["new_password1"].help_text = (
            "8 到 20 碼，大寫英文字母、小寫英文字母、數字都至少要有 1 個，只用半形字。不可以含有單位代碼、身分證字號，"
            "不可以和帳號、姓名、電話、Email 太像，也不可以是常見的密碼，或以前用過的密碼。"
        )
        self.fields["new_password2"].label, self.fields["new_password2"].help_text = "請再輸入一次新密碼", ""


class NewPasswordForm(_NewPassword, SetPasswordForm):
    """設定新密碼."""


class ChangePasswordForm(_NewPassword, PasswordChangeForm):
    """修改密碼."""

    def clean_old_password(self) -> str:
        """Check the old password."""
        return _own_password(self.user, self.cleaned_data["old_password"])


class DetailsForm(forms.ModelForm):
    """帳號管理: the person in charge."""

    class Meta:
        model = Account
        fields = ("name", "phone")


class EmailForm(forms.Form):
    """變更信箱: 密碼, and the new Email twice."""

    password = forms.CharField(label="密碼", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    email = forms.EmailField(label="新 Email", max_length=254)
    again = forms.EmailField(label="請再輸入一次新 Email")

    def __init__(self, account: Account, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.account = account

    def clean_password(self) -> str:
        """Check the password."""
        return _own_password(self.account, self.cleaned_data["password"])

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        if self.cleaned_data.get("email") != self.cleaned_data.get("again"):
            self.add_error("again", "兩次輸入的 Email 不一樣。")
        return self.cleaned_data


def _own_password(account: Account, password: str) -> str:
    """Return the password if it is the account's."""
    try:
        if lockout.check_password(account, password):
            return password
    except lockout.TooMany:
        raise ValidationError(f"{_LOCKED}。") from None
    raise ValidationError("密碼不對。")

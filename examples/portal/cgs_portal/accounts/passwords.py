"""The ministry's rules for passwords that Django's own validators lack (FACTS B3)."""

import re
from collections.abc import Iterator

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from .models import Account, EarlierPassword

_LONGEST = 20
_REMEMBERED = 3  # 資通系統防護基準: not one of the last three
_KINDS = {"[A-Z]": "大寫英文字母", "[a-z]": "小寫英文字母", "[0-9]": "數字"}
_HALF_WIDTH = re.compile(r"[!-~]*")  # ASCII without the space
_ID_NUMBER = re.compile(r"[A-Z][1289A-D][0-9]{8}", re.IGNORECASE)  # of citizens and of residents


class MinistryPasswordValidator:
    """At most 20 characters, half-width, of three kinds; no unit code, no ID number, none of the earlier ones."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError with all faults."""
        if found := [*_of_itself(password), *(_of_user(password, user) if user else ())]:
            raise ValidationError(found)

    def password_changed(self, password: str, user: Account) -> None:
        """Remember a password; Django calls this after it was saved."""
        user.earlier_passwords.create(hashed=user.password)
        latest = list(user.earlier_passwords.order_by("-pk").values_list("pk", flat=True)[:_REMEMBERED])
        user.earlier_passwords.exclude(pk__in=latest).delete()

    def get_help_text(self) -> str:
        """Return nothing: the forms show the rules of all validators together."""
        return ""


def _of_itself(password: str) -> Iterator[ValidationError]:
    if len(password) > _LONGEST:
        yield ValidationError(f"密碼太長，最長 {_LONGEST} 碼。", code="password_too_long")
    if not _HALF_WIDTH.fullmatch(password):
        yield ValidationError("密碼只能用半形的英文字母、數字和符號，不可以有空白。", code="password_not_half_width")
    if lacking := [name for kind, name in _KINDS.items() if not re.search(kind, password)]:
        yield ValidationError(f"密碼還要有{'、'.join(lacking)}。", code="password_lacks_kind")
    if _ID_NUMBER.search(password):
        yield ValidationError("密碼不可以用身分證字號。", code="password_is_id_number")


def _of_user(password: str, user: Account) -> Iterator[ValidationError]:
    if user.unit.code in password:
        yield ValidationError("密碼不可以含有單位代碼。", code="password_has_unit_code")
    of_unit = EarlierPassword.objects.filter(account__unit=user.unit).order_by("-pk").values_list("hashed", flat=True)
    mine = of_unit.filter(account=user.pk)
    others = of_unit.exclude(account=user.pk).filter(account__is_active=False)  # 不可沿用前承辦窗口帳號及密碼
    known = {user.password, *mine[:_REMEMBERED], *others[:_REMEMBERED]}
    if any(check_password(password, hashed) for hashed in known):
        yield ValidationError("這個密碼以前用過，請換一個。", code="password_used_before")

"""Units, their accounts, and the personal tokens of upload programs."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.crypto import salted_hmac

from ..month_field import MonthField


class Stage(models.TextChoices):
    """學制, as the library names them."""

    ELEMENTARY = "elementary", "國小"
    JUNIOR = "junior", "國中"
    SENIOR = "senior", "高中職"


class Unit(models.Model):
    """單位: one stage of a school (一學制一帳號, FACTS B3), or an office, which has no stage and reports nothing.

    first_month: the first report month that is due.
    """

    code = models.CharField("單位代碼", max_length=6, unique=True, validators=[RegexValidator("^[0-9]{6}$")])
    name = models.CharField("單位名稱", max_length=100)
    county = models.CharField("縣市", max_length=10, blank=True)
    stage = models.CharField("學制", max_length=10, choices=Stage, blank=True)
    first_month = MonthField("開始填報的月份", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schools_report",
                condition=models.Q(stage="", first_month__isnull=True)
                | ~models.Q(stage="") & models.Q(first_month__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Role(models.TextChoices):
    """The role of an account, which decides what it may see and do."""

    SCHOOL = "school", "學校"
    COUNTY = "county", "縣市政府"
    MINISTRY = "ministry", "國教署"
    SERVICE_DESK = "service_desk", "系統客服"


USERNAME = RegexValidator(
    r"^[0-9]{6}_[0-9a-z_]{4,8}\Z", "帳號是「單位代碼_個人帳號」；個人帳號 4 到 8 碼，只用數字、小寫英文字母和底線。"
)


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_user(self, username: str, password: str | None, **fields: Any) -> "Account":
        """Make an account with a password, or without one, so that no login is possible yet."""
        account: Account = self.model(username=username, **fields)
        account.set_password(password)
        account.full_clean()
        account.save()
        return account


class Account(AbstractBaseUser):
    """帳號: «單位代碼_您所設定的個人帳號», such as ``010300_a001`` (FACTS B3).

    is_active: whether it is in use; accounts are never deleted, so that no name is used twice («不可設置以前使用過的»).
    is_confirmed: whether the link was opened that every change of password or Email sends («必須點擊 Email 中新的開通
    帳號連結，才能登入系統»).
    """

    username = models.CharField(
        "帳號",
        max_length=15,
        unique=True,
        validators=[USERNAME],
        error_messages={"unique": "這個帳號以前用過，請換一個。"},
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="accounts", verbose_name="單位")
    role = models.CharField("身分", max_length=12, choices=Role)
    name = models.CharField("承辦人姓名", max_length=50, blank=True)
    phone = models.CharField("電話", max_length=30, blank=True)
    email = models.EmailField("Email", blank=True)
    is_active = models.BooleanField("啟用", default=True)
    is_confirmed = models.BooleanField("已開通", default=True)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("unit", "role")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_account_a_school",  # 一學制一帳號
                fields=["unit"],
                condition=models.Q(role=Role.SCHOOL, is_active=True),
                violation_error_message="這個單位已經有使用中的帳號。",
            )
        ]

    def clean(self) -> None:
        """Check that the name fits the unit."""
        super().clean()
        code, _, own = self.username.partition("_")
        if code != self.unit.code:
            raise ValidationError({"username": "帳號要以單位代碼開頭。"})
        if own == code:
            raise ValidationError({"username": "個人帳號不可以是單位代碼。"})

    def get_session_auth_hash(self) -> str:
        """Return a hash whose change ends all sessions: a new Email, or an unconfirmed one, does so, too."""
        known = f"{super().get_session_auth_hash()} {self.email} {self.is_confirmed}"
        return salted_hmac("portal.accounts.session", known, algorithm="sha256").hexdigest()

    @property
    def reports(self) -> bool:
        """Whether it may send and declare its unit's reports."""
        return self.role == Role.SCHOOL and bool(self.unit.stage)


class PersonalToken(models.Model):
    """權杖: the credential of an upload program. Only its hash is stored."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    label = models.CharField("用途", max_length=50)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)


class EarlierPassword(models.Model):
    """The hash of a password that an account has, or had."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="earlier_passwords")
    hashed = models.CharField(max_length=128)


class Attempts(models.Model):
    """How often something has failed lately. key: the keyed hash of the name or address."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    latest = models.DateTimeField(db_index=True)

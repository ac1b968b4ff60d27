"""The log's rows. The database itself refuses to change or remove them (migrations/0002_append_only.py)."""

from django.db import models


class Deed(models.TextChoices):
    """The kinds of deeds that are logged."""

    LOGIN = "login", "登入"
    LOGIN_FAILED = "login_failed", "密碼錯誤"
    LOCKED = "locked", "帳號鎖定"
    UNLOCKED = "unlocked", "解除鎖定"
    ADDRESS_UNLOCKED = "address_unlocked", "解除網路位址的限制"
    LOGOUT = "logout", "登出"
    PASSWORD_CHANGED = "password_changed", "變更密碼"
    EMAIL_CHANGED = "email_changed", "變更信箱"
    DETAILS_CHANGED = "details_changed", "更新承辦人資料"
    LINK_SENT = "link_sent", "寄發重設密碼的連結"
    CONFIRMED = "confirmed", "帳號開通"
    RENEWAL_ASKED = "renewal_asked", "申請帳號重置"
    RENEWAL_REJECTED = "renewal_rejected", "取消帳號重置"
    RENEWED = "renewed", "帳號重置"
    ACCOUNT_MADE = "account_made", "建立帳號"
    TOKEN_MADE = "token_made", "產生權杖"
    TOKEN_REVOKED = "token_revoked", "取消權杖"
    UPLOAD_ACCEPTED = "upload_accepted", "收件"
    UPLOAD_REFUSED = "upload_refused", "退回上傳"
    NONE_DECLARED = "none_declared", "填報無個案及服務"
    CORRECTION_ASKED = "correction_asked", "申請修改"
    CORRECTION_OPENED = "correction_opened", "客服開放修改"
    DATA_DOWNLOADED = "data_downloaded", "下載資料"


class Entry(models.Model):
    """One deed. The columns hold text as it was hashed, on every database.

    number: 1, 2, 3 … without a gap; at: ISO 8601; account: who did it, by number, None where unknown; unit: the code of
    the unit that it is about; details: JSON; previous: the digest of the entry before; digest: of all other columns.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField("時間", max_length=32)
    deed = models.CharField("行為", max_length=20)
    account = models.BigIntegerField("帳號", null=True)
    unit = models.CharField("單位代碼", max_length=6, blank=True)
    details = models.TextField("內容", db_column="told")  # the column's name from the first migration on
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        managed = False  # made by the migrations, and then let alone: ``flush`` does not empty it


class Head(models.Model):
    """The last entry: one row, which every writer locks, so that the chain never forks, and which holds its length."""

    number = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        managed = False

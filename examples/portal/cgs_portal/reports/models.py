"""The stored reports: at most one a unit and month; the latest replaces the one before."""

from django.db import models

from ..accounts.models import Account, Unit
from ..month_field import MonthField


class Status(models.TextChoices):
    """How a month was reported."""

    UPLOADED = "uploaded", "已上傳"
    NONE = "none", "無個案及服務"


class Report(models.Model):
    """A month's report. ``file``: the workbook's name in ``PORTAL_FILES``; rows: how many, by sheet of the spec."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports")
    month = MonthField("月份")
    status = models.CharField("填報情形", max_length=8, choices=Status)
    receipt = models.CharField("收據編號", max_length=20, unique=True)
    sha256 = models.CharField("檔案摘要", max_length=64, blank=True)
    file = models.CharField(max_length=40, blank=True)
    spec = models.CharField("表格", max_length=50, blank=True)
    spec_digest = models.CharField(max_length=71, blank=True)
    engine = models.CharField("檢核程式的版本", max_length=30, blank=True)
    rows = models.JSONField("筆數", default=dict)
    received_at = models.DateTimeField("收件時間")
    received_from = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_report_a_month", fields=["unit", "month"]),
            models.CheckConstraint(
                name="uploads_have_a_file",
                condition=models.Q(status=Status.NONE, sha256="", file="", spec="")
                | models.Q(status=Status.UPLOADED) & ~models.Q(sha256="") & ~models.Q(file="") & ~models.Q(spec=""),
            ),
        ]


class Correction(models.Model):
    """申請修改: a month that is open again until it is reported anew."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="corrections")
    month = MonthField("月份")
    requested_at = models.DateTimeField("申請時間")
    requested_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    done_at = models.DateTimeField("完成時間", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_correction_a_month", fields=["unit", "month"], condition=models.Q(done_at__isnull=True)
            )
        ]


class KeyedRequest(models.Model):
    """A request that came with an Idempotency-Key. ``answer``: its receipt; while it is None someone is at work.

    sent: the content that distinguishes the request; holder: who is at work.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    sent = models.CharField(max_length=80)
    holder = models.UUIDField()
    started_at = models.DateTimeField()
    answer = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_request_a_key", fields=["account", "key"])]
